//! Asking for a link, and using it.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation, SCOPE, UserIdField},
    conn::{Conn, Reply, SignedIn},
    controllers::{Controller, session},
    cx::Cx,
    extension::{Action, Outcome},
    mail::MailAddress,
    messages::Message,
    pages::{Flash, Form},
    record::User,
    schema::Value,
    users,
};

use crate::{
    CREATE, EDIT, NEW, ResetPassword, UPDATE,
    changeset::changeset,
    mails::ResetPasswordLink,
    pages::{ResetPasswordEdit, ResetPasswordNew},
    tokens,
};

/// Nobody was sent a link, in a set-up that tells so.
const UNKNOWN: Operation = Operation("reset_password_unknown");
/// What was typed is no address.
const ASK: Operation = Operation("reset_password_ask");

/// The controller of all four actions.
#[derive(Clone, Debug)]
pub struct ResetPasswordController(ResetPassword);

impl ResetPasswordController {
    /// The controller of an extension that is configured so.
    pub fn new(extension: ResetPassword) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for ResetPasswordController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            CREATE => ask(&self.0, conn).await,
            EDIT => match holder(&self.0, conn).await? {
                Some(user) => Ok(Outcome::Ok(Some(user))),
                None => Ok(Outcome::Halt(dead_link(conn))),
            },
            UPDATE => reset(&self.0, conn).await,
            _ => Ok(Outcome::Ok(None)),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (CREATE, Outcome::Ok(_)) => Ok(asked(conn)),
            (CREATE, Outcome::Invalid(changeset)) => not_asked(conn, changeset),
            (EDIT, _) => edit_page(conn, 200, Form::new(SCOPE)),
            (UPDATE, Outcome::Ok(Some(user))) => done(conn, &user).await,
            (UPDATE, Outcome::Invalid(changeset)) => edit_page(conn, 422, changeset.into_errors(Form::new(SCOPE))),
            _ => new_page(conn, 200, &conn.form()),
        }
    }
}

/// The same work and the same answer whether or not somebody has the address: a look-up, a token, a mail. (E8, E9)
async fn ask(extension: &ResetPassword, conn: &Conn) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(ASK, None, conn.params().clone());
    let typed = match conn.params().scope(SCOPE).get("email") {
        None => Err(Message::new("error-required")),
        Some(param) => match param.text() {
            None => Err(Message::new("error-invalid")),
            Some(text) if text.trim().is_empty() => Err(Message::new("error-required")),
            Some(text) => UserIdField::Email.normalize(text, conn.pow().policy()),
        },
    };
    let email = match typed {
        Ok(email) => email,
        Err(message) => {
            changeset.error("email", message);
            return Ok(Outcome::Invalid(changeset));
        }
    };
    let is_known = conn.cx().evenly(extension.answer_after, serve(extension, conn, email)).await?;
    if !is_known && !conn.pow().policy().prevent_user_enumeration {
        return Ok(Outcome::Invalid(Changeset::new(UNKNOWN, None, conn.params().clone())));
    }
    Ok(Outcome::Ok(None))
}

/// Sends a link if somebody has the address, and says whether somebody has. The mail is in the outbox when this returns,
/// so that its own work is hidden too.
async fn serve(extension: &ResetPassword, conn: &Conn, email: String) -> Result<bool, Error> {
    let cx = conn.cx();
    let user = conn.pow().users().get_by(cx, tokens::EMAIL.name(), Value::Text(email)).await?;
    let is_known = user.is_some();
    let user = user.filter(|user| extension.serves(cx, user).unwrap_or(false));
    send_link(extension, conn, user.as_deref()).await?;
    cx.post_mails().await?;
    Ok(is_known)
}

/// A mail to the stored address, never to the typed one. (K12)
async fn send_link(extension: &ResetPassword, conn: &Conn, user: Option<&User>) -> Result<(), Error> {
    let ttl = extension.link_ttl(conn);
    let to = user.map(|user| MailAddress::of(user, tokens::EMAIL)).transpose()?.flatten();
    let token = tokens::issue(conn.cx(), ttl, user.filter(|_| to.is_some())).await?;
    let Some(url) = conn.pow().url_with(EDIT, &token) else {
        return Err(Error::Config(format!("{EDIT} has no route: a link would lead nowhere")));
    };
    conn.cx().mail(to, &ResetPasswordLink::new(url, ttl))
}

fn asked(conn: &mut Conn) -> Reply {
    let hides = conn.pow().policy().prevent_user_enumeration;
    let key = if hides { "reset-password-maybe-sent" } else { "reset-password-sent" };
    conn.flash(Flash::info(Message::new(key)));
    Reply::redirect(conn.pow().redirects().clone().session_path(conn))
}

fn not_asked(conn: &mut Conn, changeset: Changeset) -> Result<Reply, Error> {
    if changeset.operation() == UNKNOWN {
        conn.flash(Flash::error(Message::new("reset-password-unknown")));
    }
    let form = changeset.into_errors(conn.form());
    new_page(conn, 422, &form)
}

async fn holder(extension: &ResetPassword, conn: &Conn) -> Result<Option<Arc<User>>, Error> {
    let token = conn.request().path_param("token").unwrap_or_default();
    match tokens::user(conn.cx(), token).await? {
        Some(user) if extension.serves(conn.cx(), &user)? => Ok(Some(user)),
        _ => Ok(None),
    }
}

/// Everything that can be refused comes first: the rules, the extensions, the queue of the hashing. Then the link is
/// spent, which exactly one request can do, and then the password is written. A crash in between leaves a link that
/// does not work and the old password: nobody is let in by it.
async fn reset(extension: &ResetPassword, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(user) = holder(extension, conn).await? else { return Ok(Outcome::Halt(dead_link(conn))) };
    let mut changeset = changeset(conn, &user)?;
    if !changeset.is_valid() {
        return Ok(Outcome::Invalid(changeset));
    }
    users::hash_password(conn.cx(), &mut changeset).await?;
    if !changeset.is_valid() {
        return Ok(Outcome::Invalid(changeset));
    }
    let token = conn.request().path_param("token").unwrap_or_default().to_owned();
    let cx = conn.cx().clone();
    match conn.cx().to_the_end(async move { spend_and_write(&cx, &token, changeset).await }).await? {
        Some(user) => Ok(Outcome::Ok(Some(user))),
        None => Ok(Outcome::Halt(dead_link(conn))),
    }
}

async fn spend_and_write(cx: &Cx, token: &str, changeset: Changeset) -> Result<Option<Arc<User>>, Error> {
    if !tokens::spend(cx, token).await? {
        return Ok(None);
    }
    match users::write(cx, changeset).await? {
        Ok(user) => Ok(Some(user)),
        Err(refused) => {
            tracing::warn!(
                target: "pow::reset_password::overtaken",
                ?refused,
                "a link for a new password was spent, but the account changed at that moment"
            );
            Ok(None)
        }
    }
}

/// All sessions of the user are over, and the new password is to be typed. (K13)
async fn done(conn: &mut Conn, user: &Arc<User>) -> Result<Reply, Error> {
    let pow = conn.pow().clone();
    if pow.policy().sign_in_after_reset {
        return match conn.sign_in(user).await? {
            SignedIn::Yes => Ok(Reply::redirect(pow.redirects().after_sign_in(conn))),
            other => other.reply(conn),
        };
    }
    conn.flash(Flash::info(Message::new("reset-password-done")));
    Ok(Reply::redirect(pow.redirects().session_path(conn)))
}

fn dead_link(conn: &mut Conn) -> Reply {
    conn.flash(Flash::error(Message::new("reset-password-invalid")));
    let path = conn.path(NEW).unwrap_or_else(|| conn.pow().redirects().clone().session_path(conn));
    unreferred(Reply::redirect(path))
}

fn new_page(conn: &Conn, status: u16, form: &Form) -> Result<Reply, Error> {
    let action = conn.path(CREATE).unwrap_or_default();
    let page = ResetPasswordNew::new(form.clone(), action).sign_in_path(conn.path(session::NEW));
    conn.page(status, &page)
}

fn edit_page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let token = conn.request().path_param("token").unwrap_or_default();
    let action = conn.pow().path_with(UPDATE, token).unwrap_or_default();
    let page = ResetPasswordEdit::new(form, action)
        .min_length(conn.pow().policy().password.min_length)
        .new_path(conn.path(NEW));
    conn.page(status, &page).map(unreferred)
}

/// The path holds the token, and no page or log learns it from a `Referer`. (K17)
fn unreferred(reply: Reply) -> Reply {
    reply.header("referrer-policy", "no-referrer")
}
