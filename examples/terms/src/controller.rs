//! The controller: logic and responses.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    pages::Form,
    record::User,
    users,
};

use crate::{
    actions::{EDIT, SHOW, UPDATE},
    changeset::accept,
    pages::{TermsEdit, TermsShow},
};

/// The operation of this changeset, for hooks of other extensions.
pub const ACCEPT_TERMS: Operation = Operation("accept_terms");

/// The controller of all [`actions`](crate::actions).
#[derive(Clone, Copy, Debug, Default)]
pub struct TermsController;

#[async_trait]
impl Controller for TermsController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        if action == SHOW {
            return Ok(Outcome::Ok(None));
        }
        match conn.pending_user(EDIT).await? {
            None => Ok(Outcome::Halt(redirect_to_sign_in(conn))),
            Some(user) if action == UPDATE => update(conn, user).await,
            user => Ok(Outcome::Ok(user)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (UPDATE, Outcome::Ok(Some(user))) => conn.complete_challenge(EDIT).await?.into_outcome(user, conn),
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (UPDATE, Outcome::Invalid(changeset)) => edit_page(conn, 422, changeset.into_errors(conn.form())),
            (UPDATE, _) => {
                let redirects = conn.pow().redirects().clone();
                Ok(Reply::redirect(redirects.after_sign_in(conn)))
            }
            (EDIT, _) => edit_page(conn, 200, Form::new(SCOPE)),
            _ => conn.page(200, &TermsShow),
        }
    }
}

/// Redirects to the sign-in page: consent is asked only after the password.
fn redirect_to_sign_in(conn: &Conn) -> Reply {
    Reply::redirect(conn.pow().redirects().session_path(conn))
}

async fn update(conn: &Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(ACCEPT_TERMS, Some(user), conn.params().clone());
    accept(&mut changeset, conn.cx().now());
    Ok(match users::write(conn.cx(), changeset).await? {
        Ok(user) => Outcome::Ok(Some(user)),
        Err(changeset) => Outcome::Invalid(changeset),
    })
}

fn edit_page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let page = TermsEdit {
        form,
        action: conn.path(UPDATE).unwrap_or_default(),
        terms_path: conn.path(SHOW),
        request_path: conn.request_path().map(|path| path.to_string()),
    };
    conn.page(status, &page)
}
