//! Locking of accounts by an administrator. A locked account is signed out everywhere and can't be signed in to until
//! it is unlocked.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | [`lock`] | stores the time, raises the auth epoch | all sessions and links of the user end at once |
//! | sign-in of a locked user, by any method | denied, with a message | covers methods that are added later |
//! | failed sign-in | logged with the client's address | an administrator sees attacks that call for a lock |
//! | password reset of a locked user | as for an unknown address: no link | a link would be invalid and would reveal the lock |
//!
//! `guides/write-an-extension.md` explains it line by line.

mod callbacks;
mod fields;
mod lock;

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    conn::Conn,
    cx::Cx,
    extension::{Action, Extension, ExtensionId, Outcome, Registry, SignIn},
    record::User,
};

pub use self::{
    fields::LOCKED_AT,
    lock::{LOCK, UNLOCK, lock, unlock},
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "lock_users";

/// The extension. It has no configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct LockUsers;

#[async_trait]
impl Extension for LockUsers {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry.field(LOCKED_AT.def()).messages("en", include_str!("../locales/en.ftl"));
    }

    async fn before_respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        callbacks::before_respond(action, conn, &outcome);
        Ok(outcome)
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(conn, user)
    }

    fn may_recover(&self, _: &Cx, user: &User) -> Result<bool, Error> {
        Ok(user.get(LOCKED_AT)?.is_none())
    }
}
