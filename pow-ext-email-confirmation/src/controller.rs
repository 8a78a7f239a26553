//! The controller: shows the page of a link, confirms, shows the inbox page, mails the link again, and cancels a change.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, SCOPE},
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Action, Outcome},
    identifier::UserIdField,
    messages::{Message, keys},
    pages::{Flash, Form, LinkEnded, NextStep},
    policy::PageFlow,
    record::User,
    users::{self, EMAIL},
};

use crate::{
    CANCEL, CODE, CREATE, ConfirmOn, EmailConfirmation, RESEND, SENT, SHOW,
    callbacks::mail_owner,
    changeset::cancellation,
    code,
    fields::{address_to_confirm, pending_email_change},
    inbox::{self, Inbox},
    links::{self, FoundLink, LinkState},
    pages::ConfirmationShow,
    repeated_registration::was_never_confirmed,
};

/// The message key after the address was confirmed.
const CONFIRMED: &str = "email-confirmation-confirmed";

/// The controller of all six actions.
#[derive(Clone, Debug)]
pub struct ConfirmationController(EmailConfirmation);

impl ConfirmationController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: EmailConfirmation) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for ConfirmationController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            SENT => return Ok(Outcome::Ok(inbox::waiting_user(&self.0, conn).await?.or_else(|| conn.user().cloned()))),
            RESEND => return resend(&self.0, conn).await,
            CANCEL => return cancel(&self.0, conn).await,
            CODE => return code::enter(&self.0, conn).await,
            _ => {}
        }
        let token = conn.request().path_param("token").unwrap_or_default();
        match links::state(&self.0, conn.cx(), token).await? {
            LinkState::Valid(link) if confirms(&self.0, action, conn) => confirm(&self.0, conn, link).await,
            LinkState::Valid(link) => Ok(Outcome::Ok(Some(link.user))),
            _ if conn.pow().policy().page_flow == PageFlow::Plain => Ok(Outcome::Halt(invalid_link(conn))),
            LinkState::Expired(link) if action == CREATE => renew(&self.0, conn, link).await,
            state => ended(conn, &state).map(Outcome::Halt),
        }
    }

    /// Renews the session of a signed-in user, whose other sessions have ended. A visitor is signed in only on the browser that
    /// registered. (P35, V22)
    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        let user = match outcome {
            Outcome::Ok(Some(user)) if confirms(&self.0, action, conn) => user,
            outcome => return Ok(outcome),
        };
        if is_signed_in(conn, &user)? {
            let missed = conn.renew_session_after(&user, CONFIRMED).await?;
            return Ok(missed.map_or(Outcome::Ok(Some(user)), Outcome::Halt));
        }
        if conn.user().is_some() || conn.pow().policy().page_flow == PageFlow::Plain {
            return Ok(Outcome::Ok(Some(user)));
        }
        let inbox = Inbox::read(conn).map(|inbox| Ok::<_, Error>((inbox.is_of(&user)?, inbox))).transpose()?;
        match inbox {
            Some((true, inbox)) if self.0.signs_in(conn.pow().policy()) => {
                inbox::forget(conn);
                match conn.sign_in_after(&user, CONFIRMED).await?.into_outcome(user, conn)? {
                    Outcome::Halt(reply) => Ok(Outcome::Halt(reply)),
                    _ => {
                        conn.flash(Flash::info(Message::new(CONFIRMED)));
                        Ok(Outcome::Halt(Reply::redirect(destination(conn, &inbox))))
                    }
                }
            }
            _ => {
                keep_address(conn, &user)?;
                Ok(Outcome::Ok(Some(user)))
            }
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (SENT, Outcome::Ok(user)) => inbox::page(&self.0, conn, user.as_ref()),
            (RESEND | CANCEL, _) => {
                Ok(Reply::redirect(conn.path(registration::EDIT).unwrap_or_else(|| "/".to_owned())))
            }
            (CODE, Outcome::Invalid(changeset)) => {
                code::page(&self.0, conn, changeset.into_errors(Form::new(SCOPE))).await
            }
            (_, Outcome::Ok(Some(_))) if confirms(&self.0, action, conn) => Ok(confirmed(conn)),
            (_, Outcome::Invalid(changeset)) => Ok(not_confirmed(conn, &changeset)),
            (_, Outcome::Ok(user)) => show(conn, user.as_deref()),
            _ => show(conn, None),
        }
    }
}

/// Keeps the address for the sign-in page. A user name is not kept: another person may read the mail and must not learn the user
/// name. (E15)
pub(crate) fn keep_address(conn: &mut Conn, user: &User) -> Result<(), Error> {
    match conn.user_id_of(user).filter(|_| conn.pow().user_id_field() == UserIdField::Email) {
        Some(user_id) => conn.keep_user_id(&user_id),
        None => Ok(()),
    }
}

/// Returns whether this request confirms. Mail scanners open every link, so by default opening one only shows a page.
/// `HEAD` never confirms. (V3)
fn confirms(extension: &EmailConfirmation, action: Action, conn: &Conn) -> bool {
    let on_get = extension.confirm_request(conn.pow().policy()) == ConfirmOn::Get;
    let by_link = action == SHOW && on_get && !conn.request().is_head;
    action == CREATE || action == CODE || by_link
}

async fn confirm(extension: &EmailConfirmation, conn: &mut Conn, link: FoundLink) -> Result<Outcome, Error> {
    let changeset = match link.confirm(conn.cx()).await? {
        Ok(user) => return Ok(Outcome::Ok(Some(user))),
        Err(changeset) => changeset,
    };
    if conn.pow().policy().page_flow == PageFlow::Plain {
        return Ok(Outcome::Invalid(changeset));
    }
    if is_taken(&changeset) {
        return ended_by(conn, LinkEnded::new("email-confirmation-failed")).map(Outcome::Halt);
    }
    // Another request was quicker, perhaps a second click.
    let token = conn.request().path_param("token").unwrap_or_default().to_owned();
    match links::state(extension, conn.cx(), &token).await? {
        LinkState::Valid(_) => ended(conn, &LinkState::Dead),
        state => ended(conn, &state),
    }
    .map(Outcome::Halt)
}

fn is_taken(changeset: &Changeset) -> bool {
    changeset.errors().iter().any(|error| error.field == EMAIL.name() && error.is_taken())
}

/// Mails a new link in place of an expired one, and leads to the inbox page. The holder of the link need not have typed
/// the address, so the page doesn't show it.
async fn renew(extension: &EmailConfirmation, conn: &mut Conn, link: FoundLink) -> Result<Outcome, Error> {
    let Some(address) = address_to_confirm(&link.user)? else {
        return ended(conn, &LinkState::Dead).map(Outcome::Halt);
    };
    users::ask_for_link(conn.cx(), &address).await?;
    conn.cx().pad_response();
    if conn.user().is_none() && Inbox::read(conn).is_none_or(|inbox| inbox.address(conn) != address) {
        Inbox::new(conn, address, false, None).keep(extension, conn)?;
    }
    link.renew(extension, conn.cx()).await?;
    let path = inbox::path(conn).unwrap_or_else(|| conn.pow().redirects().session_path(conn));
    Ok(Outcome::Halt(Reply::redirect(path)))
}

/// Answers a link that can't confirm. The page says why, and offers the next step.
fn ended(conn: &mut Conn, state: &LinkState) -> Result<Reply, Error> {
    match state {
        LinkState::Confirmed(user) => {
            if conn.user().is_none() {
                keep_address(conn, user)?;
            }
            let page = LinkEnded::new("email-confirmation-used-text").title("email-confirmation-used-title");
            ended_by(conn, page)
        }
        LinkState::Expired(_) => {
            let path = conn.path_alike(CREATE).unwrap_or_default();
            let page = LinkEnded::new("email-confirmation-expired-text").title("email-confirmation-expired-title");
            conn.page(LinkEnded::STATUS, &page.next(NextStep::SendLink(path)))
        }
        LinkState::Valid(_) | LinkState::Dead => ended_by(conn, LinkEnded::new("email-confirmation-ended-text")),
    }
}

/// Returns the page. A visitor also gets a link to the sign-in page.
pub(crate) fn ended_by(conn: &Conn, page: LinkEnded) -> Result<Reply, Error> {
    let sign_in = conn.path(session::NEW).filter(|_| conn.user().is_none());
    conn.page(LinkEnded::STATUS, &page.next(sign_in.map_or(NextStep::Nothing, NextStep::SignIn)))
}

/// Returns the path that the visitor wanted before the registration, or else the path after a registration.
fn destination(conn: &Conn, inbox: &Inbox) -> String {
    let wanted = inbox.request_path().map(str::to_owned);
    wanted.unwrap_or_else(|| conn.pow().redirects().clone().after_registration(conn))
}

fn is_signed_in(conn: &Conn, user: &User) -> Result<bool, Error> {
    let id = user.id()?;
    Ok(conn.session().is_some_and(|session| session.reference().user() == id))
}

fn confirmed(conn: &mut Conn) -> Reply {
    conn.flash(Flash::info(Message::new(CONFIRMED)));
    redirect_after(conn)
}

/// Answers a failed confirmation. The message does not tell that another account has the address now. (V6)
fn not_confirmed(conn: &mut Conn, changeset: &Changeset) -> Reply {
    if !is_taken(changeset) {
        return invalid_link(conn);
    }
    conn.flash(Flash::error(Message::new("email-confirmation-failed")));
    redirect_after(conn).refuse(422, "email-confirmation-failed")
}

fn invalid_link(conn: &mut Conn) -> Reply {
    conn.flash(Flash::error(Message::new("email-confirmation-invalid-token")));
    redirect_after(conn).refuse(404, "email-confirmation-invalid-token")
}

/// Redirects a signed-in user to the account page, and a visitor to the sign-in page.
fn redirect_after(conn: &Conn) -> Reply {
    let account = conn.user().and_then(|_| conn.path(registration::EDIT));
    Reply::redirect(account.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

/// Shows the page of a link, with the address that it was mailed to. Only the owner of the account sees its user name: the reader
/// of a registration's mail, or the signed-in user. (E15)
fn show(conn: &Conn, user: Option<&User>) -> Result<Reply, Error> {
    let action = conn.path_alike(CREATE).unwrap_or_default();
    let address = user.map(address_to_confirm).transpose()?.flatten();
    let is_change = user.map(pending_email_change).transpose()?.flatten().is_some();
    let is_own = match user {
        Some(user) => !is_change || is_signed_in(conn, user)?,
        None => false,
    };
    let user_id = user.filter(|_| is_own).and_then(|user| conn.user_id_of(user));
    let account = user_id.filter(|user_id| Some(user_id) != address.as_ref());
    conn.page(200, &ConfirmationShow::new(action).address(address).account(account).is_change(is_change))
}

async fn cancel(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Outcome, Error> {
    let user = inbox::waiting_user(extension, conn).await?;
    let is_pending = |user: &Arc<User>| pending_email_change(user).is_ok_and(|pending| pending.is_some());
    let Some(user) = user.filter(is_pending) else { return Ok(Outcome::Ok(None)) };
    let written = users::write(conn.cx(), cancellation(&user)).await?;
    // If another request confirmed or replaced the address, the page shows the result.
    if written.is_ok() {
        conn.flash(Flash::info(Message::new("email-confirmation-cancelled")));
    }
    Ok(Outcome::Ok(None))
}

async fn resend(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Outcome, Error> {
    if conn.user().is_none() {
        return resend_to_visitor(extension, conn).await.map(Outcome::Halt);
    }
    let Some(user) = inbox::waiting_user(extension, conn).await? else { return Ok(Outcome::Ok(None)) };
    let address = address_to_confirm(&user)?.unwrap_or_default();
    users::ask_for_link(conn.cx(), &address).await?;
    code::issue(extension, conn.cx(), &address, Some(code::payload(&user, &address)?)).await?;
    code::bind(extension, conn)?;
    mail_again(extension, conn, &user).await?;
    if let Some(path) = inbox::path(conn) {
        Inbox::new(conn, address, true, None).again().keep(extension, conn)?;
        return Ok(Outcome::Halt(Reply::redirect(path)));
    }
    conn.flash(Flash::info(Message::new("email-confirmation-required-for-update")));
    Ok(Outcome::Ok(Some(user)))
}

/// Sends the mail of this browser's registration or sign-in again. The answer is the same for every address, and the work is that
/// of a registration: a look-up and a mail. (E11, E12)
async fn resend_to_visitor(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Reply, Error> {
    let sign_in = Reply::redirect(conn.pow().redirects().session_path(conn));
    let (Some(path), Some(inbox)) = (inbox::path(conn), Inbox::read(conn)) else {
        return Ok(sign_in.refuse(401, keys::NOT_SIGNED_IN));
    };
    let (cx, address) = (conn.cx().clone(), inbox.address(conn));
    users::ask_for_link(&cx, &address).await?;
    cx.pad_response();
    let owner = links::find_owner(&cx, &address).await?;
    // The link of an account confirms its main address only.
    let by_main = owner.as_ref().filter(|owner| owner.is_main()).map(|owner| owner.user.clone());
    let payload = match &by_main {
        Some(user) if was_never_confirmed(user)? || inbox.waits_for(user)? => Some(code::payload(user, &address)?),
        _ => None,
    };
    code::issue(extension, &cx, &address, payload).await?;
    code::bind(extension, conn)?;
    match by_main {
        Some(user) if inbox.waits_for(&user)? => links::send(extension, &cx, &user).await?,
        _ => drop(mail_owner(extension, &cx, owner, inbox.typed().cloned()).await?),
    }
    inbox.again().keep(extension, conn)?;
    Ok(Reply::redirect(path))
}

/// Mails the link again. The response is padded, because the mail to the owner of a taken address takes a different time. (E12)
async fn mail_again(extension: &EmailConfirmation, conn: &Conn, user: &Arc<User>) -> Result<(), Error> {
    conn.cx().pad_response();
    links::send(extension, conn.cx(), user).await
}
