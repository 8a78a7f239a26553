//! Validation of the checkbox.

use pow_core::{DateTime, changeset::Changeset, messages::Message};

use crate::fields::{CHECKBOX, TERMS_ACCEPTED_AT};

/// Stores the time if the checkbox is ticked. Otherwise adds an error to it.
pub fn accept(changeset: &mut Changeset, now: DateTime) {
    match changeset.params().text(CHECKBOX) {
        Some("true") => changeset.put(TERMS_ACCEPTED_AT, Some(now)),
        _ => changeset.error(CHECKBOX, Message::new("terms-accepted-error")),
    }
}
