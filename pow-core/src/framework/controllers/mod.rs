//! Controllers: the logic of an action, and its response.

pub mod language;
pub mod registration;
pub mod session;

use std::fmt::Debug;

use async_trait::async_trait;

pub use self::{language::LanguageController, registration::RegistrationController, session::SessionController};
use crate::{
    Error,
    conn::{Conn, Reply},
    extension::{Action, Outcome},
};

/// A controller: first the logic, then the response, with the hooks of all extensions before and after.
///
/// ```
/// use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::{Action, Outcome}};
///
/// /// Shows who is signed in.
/// #[derive(Clone, Copy, Debug)]
/// struct Me;
///
/// #[async_trait]
/// impl Controller for Me {
///     async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
///         Ok(Outcome::Ok(conn.user().cloned()))
///     }
///
///     async fn respond(&self, _: Action, _: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
///         match outcome {
///             Outcome::Ok(Some(user)) => Ok(Reply::html(200, user.id()?.to_string())),
///             _ => Ok(Reply::redirect("/")),
///         }
///     }
/// }
/// ```
///
/// A [`Route`](crate::extension::Route) leads to it, or [`Config::controllers`](crate::Config::controllers) puts it in
/// another one's place.
///
/// An implementer guarantees that `process` writes no response of its own except by [`Outcome::Halt`].
#[async_trait]
pub trait Controller: Debug + Send + Sync + 'static {
    /// The logic.
    ///
    /// # Errors
    /// Faults: logged, and answered by a plain error page.
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error>;

    /// The response.
    ///
    /// # Errors
    /// As [`Controller::process`].
    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error>;
}
