//! Some of a user's browsers.

use super::Fingerprint;

/// Some of a user's clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clients {
    /// This one.
    Only(Fingerprint),
    /// All but this one.
    AllBut(Fingerprint),
    /// All.
    All,
}

impl Clients {
    /// Whether this client is among them.
    #[must_use]
    pub fn contains(&self, client: Fingerprint) -> bool {
        match self {
            Self::Only(one) => *one == client,
            Self::AllBut(one) => *one != client,
            Self::All => true,
        }
    }
}
