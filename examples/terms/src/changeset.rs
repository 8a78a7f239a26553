//! What a form must say.

use pow_core::{DateTime, changeset::Changeset, messages::Message};

use crate::fields::{BOX, TERMS_ACCEPTED_AT};

/// Notes the time if the box is ticked; else an error of the box.
pub fn accept(changeset: &mut Changeset, now: DateTime) {
    match changeset.params().text(BOX) {
        Some("true") => changeset.put(TERMS_ACCEPTED_AT, Some(now)),
        _ => changeset.error(BOX, Message::new("terms-accepted-error")),
    }
}
