//! Controllers: the logic of an action, and its response.

pub mod registration;
pub mod session;

use std::fmt::Debug;

use async_trait::async_trait;

pub use self::{registration::RegistrationController, session::SessionController};
use crate::{
    Error,
    conn::{Conn, Reply},
    extension::{Action, Outcome},
};

/// A controller: first the logic, then the response, with the hooks of all extensions before and after.
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
