//! Kinds of delivery: what a row of the outbox holds, and how the worker opens it.
//!
//! A new kind is a variant of [`Kind`] and of [`Delivery`], and an arm of the worker that sends it.

use super::letter;
use crate::{
    keys::Sealer,
    mail::{Envelope, Sender},
};

/// The kind of delivery of a row, by the name in its column `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A mail to one address.
    Mail,
}

impl Kind {
    const ALL: [Self; 1] = [Self::Mail];

    /// The name in the row.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
        }
    }

    fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A row that was opened.
#[derive(Debug)]
pub(super) enum Delivery {
    Mail(Envelope),
}

impl Delivery {
    /// Opens a row.
    ///
    /// # Errors
    /// Why it can't be read; never what it says. Another process may be able to read it: one with a newer version.
    pub(super) fn open(kind: &str, sealer: &Sealer, sealed: &[u8], from: &Sender) -> Result<Self, &'static str> {
        match Kind::read(kind).ok_or("this version does not know its kind of delivery")? {
            Kind::Mail => letter::open(sealer, sealed, from).map(Self::Mail),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn kind_is_read_by_its_name_alone() {
        for kind in Kind::ALL {
            assert_eq!(Kind::read(kind.name()), Some(kind));
        }
        for unknown in ["", "Mail", "text_message"] {
            assert_eq!(Kind::read(unknown), None, "{unknown}");
        }
    }
}
