//! The effects of an action on the browser: recorded, and applied to the response after success.

use std::{collections::BTreeMap, fmt};

use super::KeptValue;
use crate::{cookie::name_of, pages::Flash};

/// Changes of the values that the client holds. `None` keeps a value. `Debug` shows which values change, but not their content.
#[derive(Default)]
pub struct ClientChanges {
    /// The session's cookie value: a new one, or its removal.
    pub session: Option<Option<String>>,
    /// A new secret of the CSRF tokens.
    pub csrf: Option<Option<String>>,
    /// The flashes for the next page.
    pub flash: Option<Option<String>>,
    /// The value that keeps a user pending between the password and the second factor.
    pub pending: Option<Option<String>>,
    /// Kept values by name: new ones, or `None` for those to remove. See [`Conn::keep`](super::Conn::keep).
    pub kept: BTreeMap<String, Option<KeptValue>>,
}

/// The effects of an action besides its reply.
#[derive(Default)]
pub struct Effects {
    pub(crate) client: ClientChanges,
    pub(crate) flash: Vec<Flash>,
    pub(crate) cookies: Vec<String>,
}

impl fmt::Debug for ClientChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |change: &Option<Option<String>>| match change {
            None => "kept",
            Some(None) => "removed",
            Some(Some(_)) => "set",
        };
        f.debug_struct("ClientChanges")
            .field("session", &shown(&self.session))
            .field("csrf", &shown(&self.csrf))
            .field("flash", &shown(&self.flash))
            .field("pending", &shown(&self.pending))
            .field("kept", &self.kept.keys())
            .finish()
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cookies: Vec<&str> = self.cookies.iter().map(|cookie| name_of(cookie)).collect();
        f.debug_struct("Effects").field("client", &self.client).field("cookies", &cookies).finish_non_exhaustive()
    }
}
