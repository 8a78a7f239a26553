//! Opening a link, confirming by it, and asking for it again.

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
    fields::pending_email_change,
    links::{self, Opened},
    pages::ConfirmationShow,
};

/// The address is confirmed.
const CONFIRMED: &str = "email-confirmation-confirmed";

/// The controller of all three actions.
#[derive(Clone, Debug)]
pub struct ConfirmationController(EmailConfirmation);

impl ConfirmationController {
    /// The controller of an extension that is configured so.
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
        match links::open(&self.0, conn.cx(), token).await? {
            Some(opened) if confirms(&self.0, action, conn) => confirm(conn, opened).await,
            Some(opened) => Ok(Outcome::Ok(Some(opened.user))),
            None => Ok(Outcome::Halt(dead_link(conn))),
        }
    }

    /// A link signs no user in. The session of a signed-in user is renewed; the user's other sessions have ended. (P35)
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

/// Programs that look for danger in mails open every link in them: under the default policy that shows a page and no
/// more, and HEAD does nothing under any. (V3)
fn confirms(extension: &EmailConfirmation, action: Action, conn: &Conn) -> bool {
    let at_once = extension.confirms_on(conn.pow().policy()) == ConfirmOn::Get;
    let by_link = action == SHOW && at_once && !conn.request().is_head;
    action == CREATE || by_link
}

async fn confirm(conn: &Conn, opened: Opened) -> Result<Outcome, Error> {
    Ok(match opened.confirm(conn.cx()).await? {
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
    onward(conn)
}

/// Another account has the address by now, which the answer must not tell. (V6)
fn not_confirmed(conn: &mut Conn, changeset: &Changeset) -> Reply {
    let taken = changeset.errors().iter().any(|error| error.field == EMAIL.name() && error.is_taken());
    if !taken {
        return dead_link(conn);
    }
    conn.flash(Flash::error(Message::new("email-confirmation-failed")));
    onward(conn)
}

fn dead_link(conn: &mut Conn) -> Reply {
    conn.flash(Flash::error(Message::new("email-confirmation-invalid-token")));
    onward(conn)
}

/// To the account's page for who is signed in, to the sign-in page for everybody else.
fn onward(conn: &Conn) -> Reply {
    let account = conn.user().and_then(|_| conn.path(registration::EDIT));
    Reply::redirect(account.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

fn show(conn: &Conn) -> Result<Reply, Error> {
    let action = conn.path_alike(CREATE).unwrap_or_default();
    conn.page(200, &ConfirmationShow::new(action))
}

/// The user as the database has it now, if another address waits.
async fn with_pending(conn: &Conn) -> Result<Option<Arc<User>>, Error> {
    let Some(id) = conn.user().map(|user| user.id()).transpose()? else { return Ok(None) };
    let user = conn.pow().users().get(conn.cx(), id).await?;
    Ok(user.filter(|user| pending_email_change(user).is_ok_and(|pending| pending.is_some())))
}

async fn cancel(conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(user) = with_pending(conn).await? else { return Ok(Outcome::Ok(None)) };
    let written = users::write(conn.cx(), cancellation(&user)).await?;
    // A change that was confirmed or replaced at the same moment shows on the page.
    if written.is_ok() {
        conn.flash(Flash::info(Message::new("email-confirmation-cancelled")));
    }
    Ok(Outcome::Ok(None))
}

async fn resend(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(user) = with_pending(conn).await? else { return Ok(Outcome::Ok(None)) };
    send_again(extension, conn, &user).await?;
    conn.flash(Flash::info(Message::new("email-confirmation-required-for-update")));
    Ok(Outcome::Ok(Some(user)))
}

/// The owner of a taken address is mailed something else, which takes another time. (E12)
async fn send_again(extension: &EmailConfirmation, conn: &Conn, user: &Arc<User>) -> Result<(), Error> {
    conn.cx().pad_response();
    links::send(extension, conn.cx(), user).await
}
