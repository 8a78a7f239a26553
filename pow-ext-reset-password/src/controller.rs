//! Asking for a link, and using it.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, Reply},
    controllers::{Controller, session},
    cx::Cx,
    extension::{Action, Outcome},
    identifier::email::EmailAddress,
    mail::MailAddress,
    messages::Message,
    pages::{Flash, Form},
    record::User,
    schema::Value,
    telemetry::plain,
    users::{self, EMAIL},
};

use crate::{
    CREATE, EDIT, NEW, ResetPassword, Standing, UPDATE,
    changeset::changeset,
    link_limit::{self, LinkPermit},
    mails::{ResetPasswordLink, ResetPasswordNone},
    pages::{ResetPasswordEdit, ResetPasswordNew},
    tokens,
};

/// No link was sent, in a set-up that tells so.
const UNKNOWN: Operation = Operation("reset_password_unknown");
/// What was typed is no address.
const ASK: Operation = Operation("reset_password_ask");

/// The password is set, and says where to go on.
const DONE: &str = "reset-password-done";

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

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (UPDATE, Outcome::Ok(Some(user))) if self.0.sign_in => {
                conn.sign_in_after(&user, DONE).await?.into_outcome(user, conn)
            }
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (CREATE, Outcome::Ok(_)) => Ok(asked(conn)),
            (CREATE, Outcome::Invalid(changeset)) => not_asked(conn, changeset),
            (EDIT, Outcome::Ok(Some(user))) => edit_page(conn, 200, Form::new(SCOPE), Some(&user)),
            (UPDATE, Outcome::Ok(Some(_))) => Ok(done(&self.0, conn)),
            (UPDATE, Outcome::Invalid(changeset)) => {
                let user = changeset.data().cloned();
                edit_page(conn, 422, changeset.into_errors(Form::new(SCOPE)), user.as_deref())
            }
            _ => new_page(conn, 200, &conn.form()),
        }
    }
}

/// The same work and the same answer whether or not the address is known: a look-up, a token, a mail. (E8, E9)
async fn ask(extension: &ResetPassword, conn: &Conn) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(ASK, None, conn.params().clone());
    let typed = match conn.params().scope(SCOPE).get("email") {
        None => Err(Message::new("error-required")),
        Some(param) => match param.text() {
            None => Err(Message::new("error-invalid")),
            Some(text) if text.trim().is_empty() => Err(Message::new("error-required")),
            Some(text) => {
                EmailAddress::parse(text, conn.pow().policy().email_grammar).map_err(|error| Message::new(error.key()))
            }
        },
    };
    let email = match typed {
        Ok(email) => email,
        Err(message) => {
            changeset.error("email", message);
            return Ok(Outcome::Invalid(changeset));
        }
    };
    conn.cx().pad_response();
    let is_known = serve(extension, conn, &email).await?;
    if !is_known && !conn.pow().policy().prevent_user_enumeration {
        return Ok(Outcome::Invalid(Changeset::new(UNKNOWN, None, conn.params().clone())));
    }
    Ok(Outcome::Ok(None))
}

/// Sends a mail if the address is known, and returns whether it is. The mail is in the outbox when this returns,
/// so that its own work is hidden too.
async fn serve(extension: &ResetPassword, conn: &Conn, email: &EmailAddress) -> Result<bool, Error> {
    let cx = conn.cx();
    let user = conn.pow().users().get_by(cx, EMAIL.name(), Value::Text(email.as_str().to_owned())).await?;
    let standing = user.as_deref().map(|user| extension.standing(cx, user)).transpose();
    let standing = standing.unwrap_or_else(|error| {
        tracing::error!(
            target: "pow::reset_password::unsent",
            error = %plain(&error),
            "whether a user may have a link could not be found out, so none was sent"
        );
        None
    });
    answer(extension, conn, user.as_deref().zip(standing), email.as_str()).await?;
    Ok(user.is_some())
}

/// A mail to the stored address, never to the typed one. (K12) Where its limit would leave it out, neither the link nor the
/// mail is made, so that requests for one address fill neither the store nor the outbox.
async fn answer(
    extension: &ResetPassword,
    conn: &Conn,
    user: Option<(&User, Standing)>,
    typed: &str,
) -> Result<(), Error> {
    let known = user.filter(|(_, standing)| *standing != Standing::KeptOut);
    let to = known.map(|(user, _)| MailAddress::of(user, EMAIL)).transpose()?.flatten();
    let reader = known.filter(|_| to.is_some());
    let permit = link_limit::acquire(extension, conn.cx(), reader.map(|(user, _)| user), typed).await?;
    let words = conn.cx().for_reader(known.map(|(user, _)| user));
    let sent = send(extension, conn, &words, to.filter(|_| !permit.is_refused()), reader, &permit).await;
    if sent.is_err() {
        link_limit::release(extension, conn.cx(), permit).await;
    }
    sent
}

/// Two writing transactions, whatever is known of the address: one for the link, one for the mail. (E9)
async fn send(
    extension: &ResetPassword,
    conn: &Conn,
    words: &Cx,
    to: Option<MailAddress>,
    reader: Option<(&User, Standing)>,
    permit: &LinkPermit,
) -> Result<(), Error> {
    let ttl = extension.link_ttl(conn.pow().policy());
    let may_reset = reader.filter(|(_, standing)| *standing == Standing::MayReset);
    let token = match (permit, may_reset) {
        (LinkPermit::Granted(..) | LinkPermit::Unlimited(_), Some((user, _))) => {
            tokens::issue(extension, words, ttl, user).await?
        }
        (LinkPermit::Granted(_, decoy) | LinkPermit::Unlimited(decoy), None) => {
            link_limit::overwrite(extension, words, decoy).await?;
            tokens::text_of_none(extension, words, ttl)?
        }
        (LinkPermit::Refused(decoy), _) => {
            link_limit::clear(extension, words, decoy).await?;
            tokens::text_of_none(extension, words, ttl)?
        }
    };
    match reader {
        Some((_, Standing::NoPassword)) => words.mails().send(to, &ResetPasswordNone)?,
        _ => words.mails().send(to, &ResetPasswordLink::new(conn.pow().link(EDIT, &token)?, ttl))?,
    }
    words.mails().post().await
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
    match tokens::user(extension, conn.cx(), token(conn)).await? {
        Some(user) if extension.standing(conn.cx(), &user)? == Standing::MayReset => Ok(Some(user)),
        _ => Ok(None),
    }
}

fn token(conn: &Conn) -> &str {
    conn.request().path_param("token").unwrap_or_default()
}

/// What uses the link up is the write itself, whose condition is the account as it was when the link was made: of any
/// number of requests one succeeds, and a crash leaves either a good link and the old password, or a dead link and the
/// new one. To take the token out of the cache is the tidying up. (F3)
async fn reset(extension: &ResetPassword, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(user) = holder(extension, conn).await? else { return Ok(Outcome::Halt(dead_link(conn))) };
    let changeset = changeset(conn, &user)?;
    let (tidying, cx, token) = (extension.clone(), conn.cx().clone(), token(conn).to_owned());
    conn.cx().after_commit(async move { tokens::spend(&tidying, &cx, &token).await.map(drop) });
    match users::write(conn.cx(), changeset).await? {
        Ok(user) => Ok(Outcome::Ok(Some(user))),
        Err(refused) if refused.is_stale() => Ok(Outcome::Halt(dead_link(conn))),
        Err(refused) => Ok(Outcome::Invalid(refused)),
    }
}

/// All sessions of the user have ended. Unless the extension signs in at once, the user types the new password. (K13)
fn done(extension: &ResetPassword, conn: &mut Conn) -> Reply {
    let redirects = conn.pow().redirects().clone();
    if extension.sign_in {
        return Reply::redirect(redirects.after_sign_in(conn));
    }
    conn.flash(Flash::info(Message::new(DONE)));
    Reply::redirect(redirects.session_path(conn))
}

fn dead_link(conn: &mut Conn) -> Reply {
    conn.flash(Flash::error(Message::new("reset-password-invalid")));
    let path = conn.path(NEW).unwrap_or_else(|| conn.pow().redirects().clone().session_path(conn));
    Reply::redirect(path)
}

fn new_page(conn: &Conn, status: u16, form: &Form) -> Result<Reply, Error> {
    let action = conn.path(CREATE).unwrap_or_default();
    let page = ResetPasswordNew::new(form.clone(), action).sign_in_path(conn.path(session::NEW));
    conn.page(status, &page)
}

fn edit_page(conn: &Conn, status: u16, form: Form, user: Option<&User>) -> Result<Reply, Error> {
    let action = conn.path_alike(UPDATE).unwrap_or_default();
    let page = ResetPasswordEdit::new(form, action)
        .user_id(user.and_then(|user| conn.user_id_of(user)))
        .min_length(conn.pow().policy().password.min_length)
        .new_path(conn.path(NEW));
    conn.page(status, &page)
}
