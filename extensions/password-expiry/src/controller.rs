//! The controller: asks for a new password and goes on with the sign-in.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Operation, SCOPE},
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    messages::{Message, keys},
    pages::Form,
    record::User,
    users::{self, PASSWORD_HASH},
};

use crate::{EDIT, ExpiredPasswordEdit, UPDATE};

/// The operation of the changeset that sets the new password, for hooks of other extensions.
pub const EXPIRED_PASSWORD: Operation = Operation("expired_password");

/// The message key for a user whose new password is saved and who must sign in with it.
const SAVED: &str = "password-expiry-saved";

/// The controller of both actions.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExpiredPasswordController;

#[async_trait]
impl Controller for ExpiredPasswordController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match conn.pending_user(EDIT).await? {
            None => {
                let reply = Reply::redirect(conn.pow().redirects().session_path(conn));
                Ok(Outcome::Halt(reply.refuse(401, keys::NOT_SIGNED_IN)))
            }
            Some(user) if action == UPDATE => update(conn, &user).await,
            user => Ok(Outcome::Ok(user)),
        }
    }

    /// The new password has ended the pending step, so the sign-in begins again. Other extensions are asked again, too.
    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (UPDATE, Outcome::Ok(Some(user))) => conn.sign_in_after(&user, SAVED).await?.into_outcome(user, conn),
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (UPDATE, Outcome::Invalid(changeset)) => {
                let user = changeset.data().cloned();
                edit_page(conn, 422, changeset.into_errors(Form::new(SCOPE)), user.as_deref())
            }
            (UPDATE, _) => Ok(Reply::redirect(conn.pow().redirects().clone().after_sign_in(conn))),
            (_, Outcome::Ok(user)) => edit_page(conn, 200, Form::new(SCOPE), user.as_deref()),
            _ => edit_page(conn, 200, Form::new(SCOPE), None),
        }
    }
}

/// Replaces the current password. Only one of several concurrent forms is saved. The sessions of the old password end under every
/// policy, because others may know it.
async fn update(conn: &Conn, user: &Arc<User>) -> Result<Outcome, Error> {
    let mut changeset = users::password_changeset(conn.cx(), EXPIRED_PASSWORD, user, conn.params())?;
    if asks_for_current(conn) {
        users::check_current_password(conn.cx(), &mut changeset, conn.params()).await?;
    }
    changeset.guard(PASSWORD_HASH);
    changeset.raise_epoch();
    Ok(match users::write(conn.cx(), changeset).await? {
        Ok(user) => Outcome::Ok(Some(user)),
        Err(changeset) => Outcome::Invalid(changeset),
    })
}

/// Whether the form asks for the current password: only if there is a page for users who forgot it. Without that page, a user who
/// signs in by mail could not go on, so the sign-in itself is the proof.
fn asks_for_current(conn: &Conn) -> bool {
    recovery(conn).is_some()
}

fn recovery(conn: &Conn) -> Option<(Message, String)> {
    let page = conn.pow().recovery_page()?;
    Some((Message::new(page.button), conn.path(page.action)?))
}

fn edit_page(conn: &Conn, status: u16, form: Form, user: Option<&User>) -> Result<Reply, Error> {
    let page = ExpiredPasswordEdit::new(form, conn.path(UPDATE).unwrap_or_default())
        .recovery(recovery(conn))
        .user_id(user.and_then(|user| conn.user_id_of(user)))
        .min_length(conn.pow().policy().password.min_length)
        .request_path(conn.request_path().map(|path| path.to_string()));
    conn.page(status, &page)
}
