//! The controller: shows the page of a link, confirms, mails the link again, and cancels a change.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply},
    controllers::{Controller, registration},
    extension::{Action, Outcome},
    messages::Message,
    pages::Flash,
    record::User,
    users::{self, EMAIL},
};

use crate::{
    CANCEL, CREATE, ConfirmOn, EmailConfirmation, RESEND, SHOW,
    changeset::cancellation,
    fields::{address_to_confirm, pending_email_change},
    links::{self, ValidLink},
    pages::ConfirmationShow,
};

/// The message key after the address was confirmed.
const CONFIRMED: &str = "email-confirmation-confirmed";

/// The controller of all four actions.
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
            RESEND => return resend(&self.0, conn).await,
            CANCEL => return cancel(conn).await,
            _ => {}
        }
        let token = conn.request().path_param("token").unwrap_or_default();
        match links::find(&self.0, conn.cx(), token).await? {
            Some(link) if confirms(&self.0, action, conn) => confirm(conn, link).await,
            Some(link) => Ok(Outcome::Ok(Some(link.user))),
            None => Ok(Outcome::Halt(invalid_link(conn))),
        }
    }

    /// Renews the session of a signed-in user; the user's other sessions have ended. A link signs no user in. (P35)
    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match outcome {
            Outcome::Ok(Some(user)) if confirms(&self.0, action, conn) && is_signed_in(conn, &user)? => {
                let missed = conn.renew_session_after(&user, CONFIRMED).await?;
                Ok(missed.map_or(Outcome::Ok(Some(user)), Outcome::Halt))
            }
            outcome => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (RESEND | CANCEL, _) => {
                Ok(Reply::redirect(conn.path(registration::EDIT).unwrap_or_else(|| "/".to_owned())))
            }
            (_, Outcome::Ok(Some(_))) if confirms(&self.0, action, conn) => Ok(confirmed(conn)),
            (_, Outcome::Invalid(changeset)) => Ok(not_confirmed(conn, &changeset)),
            _ => show(conn),
        }
    }
}

/// Returns whether this request confirms. Mail scanners open every link, so by default opening one only shows a page.
/// `HEAD` never confirms. (V3)
fn confirms(extension: &EmailConfirmation, action: Action, conn: &Conn) -> bool {
    let on_get = extension.confirm_request(conn.pow().policy()) == ConfirmOn::Get;
    let by_link = action == SHOW && on_get && !conn.request().is_head;
    action == CREATE || by_link
}

async fn confirm(conn: &Conn, link: ValidLink) -> Result<Outcome, Error> {
    Ok(match link.confirm(conn.cx()).await? {
        Ok(user) => Outcome::Ok(Some(user)),
        Err(changeset) => Outcome::Invalid(changeset),
    })
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
    let taken = changeset.errors().iter().any(|error| error.field == EMAIL.name() && error.is_taken());
    if !taken {
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

fn show(conn: &Conn) -> Result<Reply, Error> {
    let action = conn.path_alike(CREATE).unwrap_or_default();
    conn.page(200, &ConfirmationShow::new(action))
}

/// Reads the signed-in user from the database. Returns `None` if no address is pending.
async fn user_with_pending(conn: &Conn) -> Result<Option<Arc<User>>, Error> {
    let Some(id) = conn.user().map(|user| user.id()).transpose()? else { return Ok(None) };
    let user = conn.pow().users().get(conn.cx(), id).await?;
    Ok(user.filter(|user| pending_email_change(user).is_ok_and(|pending| pending.is_some())))
}

async fn cancel(conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(user) = user_with_pending(conn).await? else { return Ok(Outcome::Ok(None)) };
    let written = users::write(conn.cx(), cancellation(&user)).await?;
    // If another request confirmed or replaced the address, the page shows the result.
    if written.is_ok() {
        conn.flash(Flash::info(Message::new("email-confirmation-cancelled")));
    }
    Ok(Outcome::Ok(None))
}

async fn resend(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(user) = user_with_pending(conn).await? else { return Ok(Outcome::Ok(None)) };
    if let Some(address) = address_to_confirm(&user)? {
        users::ask_for_link(conn.cx(), &address).await?;
    }
    mail_again(extension, conn, &user).await?;
    conn.flash(Flash::info(Message::new("email-confirmation-required-for-update")));
    Ok(Outcome::Ok(Some(user)))
}

/// Mails the link again. The response is padded, because the mail to the owner of a taken address takes another time.
/// (E12)
async fn mail_again(extension: &EmailConfirmation, conn: &Conn, user: &Arc<User>) -> Result<(), Error> {
    conn.cx().pad_response();
    links::send(extension, conn.cx(), user).await
}
