//! The controller: requests a link and resets the password.

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    cx::Cx,
    extension::{Action, Outcome},
    identifier::{UserIdField, email::EmailAddress},
    mail::{Circumstances, MailAddress},
    messages::{Message, keys},
    pages::{Flash, Form, LinkEnded, NextStep},
    policy::PageFlow,
    record::User,
    telemetry::plain,
    users::{self, Addressee},
};

use crate::{
    CREATE, EDIT, NEW, ResetPassword, ResetPermission, SENT, UPDATE,
    changeset::changeset,
    inbox::{self, Inbox},
    link_limit::{self, LinkPermit},
    mails::{ResetPasswordLink, ResetPasswordUnavailable},
    pages::{ResetPasswordEdit, ResetPasswordNew},
    tokens::{self, ValidLink},
};

/// The operation of the error that the address is unknown, if the policy allows this error.
const UNKNOWN_ADDRESS: Operation = Operation("reset_password_unknown_address");
/// The operation of the error that the input is not an address.
const INVALID_ADDRESS: Operation = Operation("reset_password_invalid_address");

/// The message key after the password was set.
const DONE: &str = "reset-password-done";

/// The controller of all five actions.
#[derive(Clone, Debug)]
pub struct ResetPasswordController(ResetPassword);

impl ResetPasswordController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: ResetPassword) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for ResetPasswordController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            CREATE => request_link(&self.0, conn).await,
            EDIT => match valid_link(&self.0, conn).await? {
                Some(link) => Ok(Outcome::Ok(Some(link.user))),
                None => invalid_link(conn).map(Outcome::Halt),
            },
            UPDATE => reset(&self.0, conn).await,
            NEW if conn.user().is_some() => Ok(Outcome::Halt(signed_in_already(conn))),
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
            (CREATE, Outcome::Ok(_)) => link_requested(&self.0, conn),
            (SENT, _) => inbox::page(&self.0, conn),
            (CREATE, Outcome::Invalid(changeset)) => request_rejected(conn, changeset),
            (EDIT, Outcome::Ok(Some(user))) => edit_page(conn, 200, Form::new(SCOPE), Some(&user)),
            (UPDATE, Outcome::Ok(Some(user))) => password_set(&self.0, conn, &user),
            (UPDATE, Outcome::Invalid(changeset)) => {
                let user = changeset.data().cloned();
                edit_page(conn, 422, changeset.into_errors(Form::new(SCOPE)), user.as_deref())
            }
            _ => new_page(conn, 200, &asking_form(conn)),
        }
    }
}

/// Redirects a signed-in user to the page that changes the password, with a message. If the guided flow is off or the page was
/// removed, the answer is the same as on any page for visitors.
fn signed_in_already(conn: &mut Conn) -> Reply {
    let page = conn.path(registration::EDIT_PASSWORD);
    match page.filter(|_| conn.pow().policy().page_flow == PageFlow::Guided) {
        Some(page) => {
            conn.flash(Flash::info(Message::new("reset-password-signed-in")));
            Reply::redirect(page).refuse(409, keys::SIGNED_IN_ALREADY)
        }
        None => {
            let errors = conn.pow().error_handler().clone();
            errors.already_authenticated(conn).refuse(409, keys::SIGNED_IN_ALREADY)
        }
    }
}

/// Requests a link. The work (a look-up, a token and a mail) and the response are the same for known and unknown addresses. (E8,
/// E9)
async fn request_link(extension: &ResetPassword, conn: &Conn) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(INVALID_ADDRESS, None, conn.params().clone());
    let typed = typed(conn).and_then(|text| {
        EmailAddress::parse(&text, conn.pow().policy().email_grammar).map_err(|error| Message::new(error.key()))
    });
    let email = match typed {
        Ok(email) => email,
        Err(message) => {
            changeset.error("email", message);
            return Ok(Outcome::Invalid(changeset));
        }
    };
    users::ask_for_link(conn.cx(), email.as_str()).await?;
    conn.cx().pad_response();
    let is_known = look_up_and_mail(extension, conn, &email).await?;
    if !is_known && !conn.pow().policy().prevent_user_enumeration {
        return Ok(Outcome::Invalid(Changeset::new(UNKNOWN_ADDRESS, None, conn.params().clone())));
    }
    Ok(Outcome::Ok(None))
}

/// Returns the address of the form. If the form has no address field, returns the address of this browser's last request.
fn typed(conn: &Conn) -> Result<String, Message> {
    match conn.params().scope(SCOPE).get("email") {
        None => Inbox::read(conn).map(|inbox| inbox.address).ok_or_else(|| Message::new("error-required")),
        Some(param) => match param.text() {
            None => Err(Message::new("error-invalid")),
            Some(text) if text.trim().is_empty() => Err(Message::new("error-required")),
            Some(text) => Ok(text.trim().to_owned()),
        },
    }
}

/// Mails a link if the address is known, and returns whether it is known. The mail is in the outbox when this function returns,
/// so the padding covers this work, too.
async fn look_up_and_mail(extension: &ResetPassword, conn: &Conn, email: &EmailAddress) -> Result<bool, Error> {
    let cx = conn.cx();
    let found = users::find_addressee(cx, email).await?;
    let permission = found.as_ref().map(|found| extension.permission(cx, &found.user)).transpose();
    let permission = permission.unwrap_or_else(|error| {
        tracing::error!(
            target: "pow::reset_password::unsent",
            error = %plain(&error),
            "no link was sent, because the permission could not be checked"
        );
        None
    });
    mail(extension, conn, found.as_ref().zip(permission), email.as_str()).await?;
    Ok(found.is_some())
}

/// Mails the stored address, never a look-alike that was submitted. (K12)
///
/// If an extension found the user by another proved address, the mail goes to that address. The user may have lost the main
/// mailbox.
///
/// If the mail limit is reached, neither a link nor a mail is created. Requests for one address can then fill neither the store
/// nor the outbox.
async fn mail(
    extension: &ResetPassword,
    conn: &Conn,
    found: Option<(&Addressee, ResetPermission)>,
    typed: &str,
) -> Result<(), Error> {
    let known = found.filter(|(_, permission)| *permission != ResetPermission::Denied);
    let to = known.map(|(found, _)| found.address()).transpose()?.flatten();
    let reader = known.filter(|_| to.is_some());
    let permit = link_limit::acquire(extension, conn.cx(), reader.map(|(found, _)| &*found.user), typed).await?;
    let reader_cx = conn.cx().for_reader(known.map(|(found, _)| &*found.user));
    let mail = LinkMail { to: to.filter(|_| !permit.is_denied()), reader, typed };
    let sent = issue_and_mail(extension, conn, &reader_cx, mail, &permit).await;
    if sent.is_err() {
        link_limit::release(extension, conn.cx(), permit).await;
    }
    sent
}

/// The recipient of a link.
struct LinkMail<'a> {
    /// `None` if nothing is sent.
    to: Option<MailAddress>,
    reader: Option<(&'a Addressee, ResetPermission)>,
    typed: &'a str,
}

/// Runs two write transactions for known and unknown addresses: one for the link, one for the mail. (E9)
async fn issue_and_mail(
    extension: &ResetPassword,
    conn: &Conn,
    reader_cx: &Cx,
    LinkMail { to, reader, typed }: LinkMail<'_>,
    permit: &LinkPermit,
) -> Result<(), Error> {
    let ttl = extension.link_ttl(conn.pow().policy());
    let may_reset = reader.filter(|(_, permission)| *permission == ResetPermission::Allowed);
    let token = match (permit, may_reset) {
        (LinkPermit::Granted(..) | LinkPermit::Unlimited(_), Some((found, _))) => {
            tokens::issue(extension, reader_cx, ttl, found, typed).await?
        }
        (LinkPermit::Granted(_, decoy) | LinkPermit::Unlimited(decoy), None) => {
            link_limit::put_decoy(extension, reader_cx, decoy).await?;
            tokens::unstored_text(extension, reader_cx, ttl)?
        }
        (LinkPermit::Denied(decoy), _) => {
            link_limit::delete_decoy(extension, reader_cx, decoy).await?;
            tokens::unstored_text(extension, reader_cx, ttl)?
        }
    };
    match reader {
        Some((_, ResetPermission::NoPassword)) => reader_cx.mails().send(to, &ResetPasswordUnavailable)?,
        _ => {
            let unknown = || Circumstances::new(reader_cx.now());
            let circumstances = reader.map_or_else(unknown, |(found, _)| reader_cx.mails().circumstances(&found.user));
            let mail = ResetPasswordLink::new(conn.pow().link(EDIT, &token)?, reader_cx.now() + ttl, circumstances);
            reader_cx.mails().send(to, &mail)?;
        }
    }
    reader_cx.mails().post().await
}

fn link_requested(extension: &ResetPassword, conn: &mut Conn) -> Result<Reply, Error> {
    if let (Some(path), Ok(address)) = (inbox::path(conn), typed(conn)) {
        Inbox::keep(extension, conn, &address)?;
        return Ok(Reply::redirect(path));
    }
    let hides = conn.pow().policy().prevent_user_enumeration;
    let key = if hides { "reset-password-maybe-sent" } else { "reset-password-sent" };
    conn.flash(Flash::info(Message::new(key)));
    Ok(Reply::redirect(conn.pow().redirects().session_path(conn)))
}

fn request_rejected(conn: &mut Conn, changeset: Changeset) -> Result<Reply, Error> {
    if changeset.operation() == UNKNOWN_ADDRESS {
        conn.flash(Flash::error(Message::new("reset-password-unknown")));
    }
    let form = changeset.into_errors(conn.form());
    new_page(conn, 422, &form)
}

async fn valid_link(extension: &ResetPassword, conn: &Conn) -> Result<Option<ValidLink>, Error> {
    match tokens::find(extension, conn.cx(), token(conn)).await? {
        Some(link) if extension.permission(conn.cx(), &link.user)? == ResetPermission::Allowed => Ok(Some(link)),
        _ => Ok(None),
    }
}

fn token(conn: &Conn) -> &str {
    conn.request().path_param("token").unwrap_or_default()
}

/// Sets the password. This write also consumes the link. It requires that the account is unchanged since the link was made. (F3)
///
/// One of several concurrent requests succeeds. A crash leaves either a valid link and the old password, or an invalid
/// link and the new one. Removing the token from the cache is only cleanup.
async fn reset(extension: &ResetPassword, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(link) = valid_link(extension, conn).await? else { return invalid_link(conn).map(Outcome::Halt) };
    let changeset = changeset(conn, &link)?;
    let (cleanup, cx, token) = (extension.clone(), conn.cx().clone(), token(conn).to_owned());
    conn.cx().after_commit(async move { tokens::consume(&cleanup, &cx, &token).await.map(drop) });
    match users::write(conn.cx(), changeset).await? {
        Ok(user) => Ok(Outcome::Ok(Some(user))),
        Err(changeset) if changeset.is_stale() => invalid_link(conn).map(Outcome::Halt),
        Err(changeset) => Ok(Outcome::Invalid(changeset)),
    }
}

/// Answers a reset. All sessions of the user have ended. Without `sign_in`, the user is sent to the sign-in page, which has the
/// user id filled in. (K13)
fn password_set(extension: &ResetPassword, conn: &mut Conn, user: &User) -> Result<Reply, Error> {
    inbox::forget(conn);
    let redirects = conn.pow().redirects().clone();
    if extension.sign_in {
        return Ok(Reply::redirect(redirects.after_sign_in(conn)));
    }
    if let Some(user_id) = conn.user_id_of(user) {
        conn.keep_user_id(&user_id)?;
    }
    conn.flash(Flash::info(Message::new(DONE)));
    Ok(Reply::redirect(redirects.session_path(conn)))
}

/// Answers a link that was used, has expired, or never existed. The answer is the same for all three.
fn invalid_link(conn: &mut Conn) -> Result<Reply, Error> {
    let path = conn.path(NEW);
    if conn.pow().policy().page_flow == PageFlow::Guided {
        let next = path.map_or(NextStep::Nothing, NextStep::AskForLink);
        return conn.page(LinkEnded::STATUS, &LinkEnded::new("reset-password-ended-text").next(next));
    }
    conn.flash(Flash::error(Message::new("reset-password-invalid")));
    let path = path.unwrap_or_else(|| conn.pow().redirects().session_path(conn));
    Ok(Reply::redirect(path).refuse(404, "reset-password-invalid"))
}

/// Returns the form. It contains the address of this browser's last request, or else of its failed sign-in.
fn asking_form(conn: &Conn) -> Form {
    let is_address = conn.pow().user_id_field() == UserIdField::Email;
    let signing_in = conn.kept_user_id().filter(|_| is_address);
    let address = Inbox::read(conn).map(|inbox| inbox.address).or(signing_in);
    conn.form().values(address.map(|address| ("email", address)))
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
