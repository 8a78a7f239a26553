//! What an action wants to happen to the browser: recorded, and applied at the edge after success.

use crate::pages::Flash;

/// What is kept on the client side. `None` in a change means: leave as it is.
#[derive(Debug, Default)]
pub struct ClientChanges {
    /// The session's cookie value: a new one, or its removal.
    pub session: Option<Option<String>>,
    /// A new secret of the CSRF tokens.
    pub csrf: Option<Option<String>>,
    /// The flashes for the next page.
    pub flash: Option<Option<String>>,
    /// The value that keeps a user pending between the password and the second factor.
    pub pending: Option<Option<String>>,
}

/// Everything that an action wants to happen besides its reply.
#[derive(Debug, Default)]
pub struct Effects {
    pub(crate) client: ClientChanges,
    pub(crate) flash: Vec<Flash>,
    pub(crate) cookies: Vec<String>,
}
