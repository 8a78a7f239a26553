//! A selection of a user's clients (browsers).

use super::Fingerprint;

/// A selection of a user's clients (browsers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clients {
    /// Only this client.
    Only(Fingerprint),
    /// All clients but this one.
    AllBut(Fingerprint),
    /// All clients.
    All,
}

impl Clients {
    /// Returns whether the selection contains this client.
    #[must_use]
    pub fn contains(&self, client: Fingerprint) -> bool {
        match self {
            Self::Only(one) => *one == client,
            Self::AllBut(one) => *one != client,
            Self::All => true,
        }
    }
}
