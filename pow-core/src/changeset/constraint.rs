//! Turns a conflict that the database reports into an error of the field.

use super::Changeset;
use crate::{
    Error,
    messages::{Message, keys},
    store::{Conflict, ConflictKind},
};

/// Adds the field error for a conflict: the value is taken, or too long for the column.
///
/// # Errors
/// [`Error::Database`] if the column is too narrow for a value that doesn't come from the form.
pub(crate) fn add_conflict(changeset: &mut Changeset, conflict: &Conflict) -> Result<(), Error> {
    let key = match conflict.kind {
        ConflictKind::Taken => keys::ERROR_TAKEN,
        ConflictKind::TooNarrow => {
            if let Some(field) = conflict.fields.iter().find(|field| changeset.params().get(field).is_none()) {
                return Err(Error::database(format!("the column `{field}` is too narrow for its value; widen it")));
            }
            keys::ERROR_INVALID
        }
    };
    for field in conflict.fields.iter().take(1) {
        changeset.error(field, Message::new(key));
    }
    Ok(())
}
