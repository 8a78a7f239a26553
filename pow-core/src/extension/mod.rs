//! The seam: what an extension can bring and where it is asked.

mod check;
mod dispatch;
mod outcome;
mod registry;
mod route;
mod slot;

use std::{fmt::Debug, ops::ControlFlow, sync::Arc};

use async_trait::async_trait;

pub(crate) use self::{check::routes, dispatch::run, registry::Frozen, slot::Filling};
pub use self::{
    outcome::{Action, Outcome, Recognised, SignIn, WayIn},
    registry::{Periodic, Registry},
    route::{Access, Method, Route},
    slot::{Fragment, Slot, SlotFn},
};
use crate::{
    Error,
    changeset::Changeset,
    conn::{Conn, Reply, SignedIn},
    cx::Cx,
    record::User,
    session::Session,
    store::Transaction,
};

/// The name of an extension: the namespace of its messages, routes and keys.
pub type ExtensionId = &'static str;

/// An extension: fields, routes, pages, messages and hooks under one name.
///
/// `register` declares what it brings; the other methods are hooks with defaults that do nothing. Hooks run in the
/// order of the list in the configuration. Every order must be safe: whatever keeps a user out belongs in
/// [`Extension::before_sign_in`], which is asked on every way in.
///
/// An implementer guarantees that `changeset` neither blocks nor does I/O, and that hooks inside the transaction
/// (`before_write`, `after_write`) do nothing that a rollback can't undo: mails and calls go through
/// [`Cx::after_commit`].
#[async_trait]
pub trait Extension: Debug + Send + Sync + 'static {
    /// The name, in snake case: `reset_password`.
    fn id(&self) -> ExtensionId;

    /// Declares fields, tables, routes, messages, slots and requirements.
    fn register(&self, registry: &mut Registry);

    /// Sees what a form wants to change, after the core's validation: adds errors, or moves values elsewhere.
    fn changeset(&self, _cx: &Cx, _changeset: &mut Changeset) {}

    /// In the transaction, before the write. An error noted in the changeset stops it.
    async fn before_write(&self, _cx: &Cx, _tx: &mut dyn Transaction, _changeset: &mut Changeset) -> Result<(), Error> {
        Ok(())
    }

    /// In the transaction, after the write.
    async fn after_write(
        &self,
        _cx: &Cx,
        _tx: &mut dyn Transaction,
        _changeset: &Changeset,
        _user: &Arc<User>,
    ) -> Result<(), Error> {
        Ok(())
    }

    /// Names a user when no session does: by a persistent cookie or a bearer token. Only asked if the extension
    /// registered itself with [`Registry::authenticates`].
    ///
    /// Cookies that it sets reach the browser whatever becomes of the request.
    async fn authenticate(&self, _conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        Ok(None)
    }

    /// Before an action's logic, of whatever extension.
    async fn before_process(&self, _action: Action, _conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        Ok(ControlFlow::Continue(()))
    }

    /// After an action's logic and before its response; failures ([`Outcome::Invalid`]) are seen too.
    async fn before_respond(&self, _action: Action, _conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        Ok(outcome)
    }

    /// Whenever a user is about to be let in, on whatever way ([`Conn::way_in`]).
    async fn before_sign_in(&self, _conn: &mut Conn, _user: &Arc<User>) -> Result<SignIn, Error> {
        Ok(SignIn::Allow)
    }

    /// After every extension was asked in `before_sign_in`: the user was let in, turned away, or sent to a challenge.
    /// After a challenge that was passed it is called again.
    async fn after_sign_in(&self, _conn: &mut Conn, _user: &Arc<User>, _outcome: &SignedIn) -> Result<(), Error> {
        Ok(())
    }

    /// After somebody signed out, by whatever action, or deleted the account; with the session that ended, if there was
    /// one.
    async fn after_sign_out(&self, _conn: &mut Conn, _ended: Option<&Session>) -> Result<(), Error> {
        Ok(())
    }
}

/// The list of extensions for the configuration, in their order.
///
/// ```
/// use pow_core::{extension::{Extension, Registry}, extensions};
///
/// #[derive(Debug)]
/// struct Nothing;
/// impl Extension for Nothing {
///     fn id(&self) -> &'static str { "nothing" }
///     fn register(&self, _: &mut Registry) {}
/// }
///
/// assert_eq!(extensions![Nothing].len(), 1);
/// ```
#[macro_export]
macro_rules! extensions {
    ($($extension:expr),* $(,)?) => {{
        let list: ::std::vec::Vec<::std::sync::Arc<dyn $crate::extension::Extension>> =
            ::std::vec![$(::std::sync::Arc::new($extension)),*];
        list
    }};
}
