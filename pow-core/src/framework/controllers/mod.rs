//! Controllers: the logic of an action, and its response.

mod examples;
pub mod language;
pub mod registration;
pub mod session;

use std::fmt::Debug;

use async_trait::async_trait;

pub(crate) use self::examples::register as register_examples;
pub use self::{language::LanguageController, registration::RegistrationController, session::SessionController};
use crate::{
    Error,
    conn::{Conn, Reply},
    extension::{Action, Outcome},
};

/// A controller: the logic of an action, the change of the session that follows from it, and the response.
///
/// | phase | effect | hooks before it |
/// |---|---|---|
/// | [`process`](Controller::process) | the logic: reads, checks and writes | `before_process` of every extension |
/// | [`update_session`](Controller::update_session) | signs the user in, renews the session or ends it | `before_respond` of every extension |
/// | [`respond`](Controller::respond) | creates the response | |
///
/// A user is signed in only after every extension has seen the outcome of the logic. A hook that answers instead of the
/// action, or that fails, leaves the session as it was.
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
/// A [`Route`](crate::extension::Route) names the controller, or [`Config::controllers`](crate::Config::controllers) replaces
/// another controller by it.
///
/// A controller that wraps another one must call all three phases of it: without `update_session` no user is signed in.
///
/// An implementer guarantees that `process` writes no response except by [`Outcome::Halt`].
#[async_trait]
pub trait Controller: Debug + Send + Sync + 'static {
    /// Runs the logic.
    ///
    /// # Errors
    /// Faults. They are logged and answered with an error page.
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error>;

    /// Changes the session: signs the user in, renews the session or ends it. The default changes nothing.
    ///
    /// Return [`Outcome::Halt`] with the answer if no session begins, for example because an extension denied the sign-in.
    /// [`SignedIn::into_outcome`](crate::conn::SignedIn::into_outcome) creates it.
    ///
    /// # Errors
    /// As [`Controller::process`].
    async fn update_session(&self, _action: Action, _conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        Ok(outcome)
    }

    /// Creates the response.
    ///
    /// # Errors
    /// As [`Controller::process`].
    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error>;
}
