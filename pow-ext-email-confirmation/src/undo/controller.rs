//! The controller of the link.

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    messages::Message,
    pages::{Flash, LinkEnded},
    users::EMAIL,
};

use super::{Found, UNDO, UndoShow, ValidLink, find, voids_password};
use crate::controller::{ended_by as ended, keep_address};

/// The controller of both actions.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct UndoController;

#[async_trait]
impl Controller for UndoController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let token = conn.request().path_param("token").unwrap_or_default();
        let found = find(conn.cx(), token).await?;
        match found {
            Found::Valid(link) if action == UNDO => undo(conn, link).await,
            Found::Valid(link) => Ok(Outcome::Ok(Some(link.user))),
            Found::InPlace => ended(conn, in_place()).map(Outcome::Halt),
            Found::Invalid => ended(conn, LinkEnded::new("email-confirmation-undo-invalid")).map(Outcome::Halt),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (UNDO, _) => Ok(undone(conn)),
            _ => {
                let action = conn.path_alike(UNDO).unwrap_or_default();
                conn.page(200, &UndoShow::new(action).voids_password(voids_password(conn.cx())))
            }
        }
    }
}

async fn undo(conn: &mut Conn, link: ValidLink) -> Result<Outcome, Error> {
    let changeset = match link.undo(conn.cx()).await? {
        Ok(user) => {
            if conn.user().is_some_and(|signed_in| signed_in.id().ok() == user.id().ok()) {
                // The session has ended. The answer says so, and a second click gets it.
                conn.sign_out_after().await;
            }
            // The page that follows asks for it.
            keep_address(conn, &user)?;
            return Ok(Outcome::Ok(Some(user)));
        }
        Err(changeset) => changeset,
    };
    // The message does not tell that another account has the address now.
    let is_taken = changeset.errors().iter().any(|error| error.field == EMAIL.name() && error.is_taken());
    let text = if is_taken { "email-confirmation-undo-failed" } else { "email-confirmation-undo-invalid" };
    ended(conn, LinkEnded::new(text)).map(Outcome::Halt)
}

/// Redirects to the page where the user asks for a link to choose a new password, or to the sign-in page.
fn undone(conn: &mut Conn) -> Reply {
    let recovery = conn.pow().recovery_page().and_then(|page| conn.path(page.action));
    let key = if recovery.is_some() { "email-confirmation-undone-choose" } else { "email-confirmation-undone" };
    conn.flash(Flash::info(Message::new(key)));
    Reply::redirect(recovery.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

/// The page of a link whose address has been restored already.
pub(crate) fn in_place() -> LinkEnded {
    LinkEnded::new("email-confirmation-undo-in-place").title("email-confirmation-undo-title")
}
