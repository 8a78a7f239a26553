//! An administrator locks an account: it is signed out everywhere and can't be signed in to until it is unlocked.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | [`lock`] | notes the time, raises the auth epoch | every session and every link of the user is dead at once |
//! | any way in of a locked user | no session, and a message | no way in gets past it, not even one that comes later |
//! | a sign-in fails | the log names the client's address | an administrator sees which attacks to answer by a lock |
//! | a locked user asks for a new password | as for an unknown one: no link | it would open nothing, and would tell that the lock is on |
//!
//! `guides/write-an-extension.md` goes through it line by line.

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

/// The id, with which the keys of all messages begin.
pub const ID: ExtensionId = "lock_users";

/// The extension. There is nothing to configure.
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
