//! What the database refused becomes an error of the field.

use super::Changeset;
use crate::{
    Error,
    messages::{Message, keys},
    store::{Conflict, ConflictKind},
};

/// Notes that another row has the value already, or that it is more than the column can hold.
///
/// # Errors
/// When the column is too narrow for a value that doesn't come from the form.
pub(crate) fn refused(changeset: &mut Changeset, conflict: &Conflict) -> Result<(), Error> {
    let key = match conflict.kind {
        ConflictKind::Taken => keys::ERROR_TAKEN,
        ConflictKind::TooNarrow => {
            if let Some(field) = conflict.fields.iter().find(|field| changeset.params().get(field).is_none()) {
                return Err(Error::database(format!("the column `{field}` is too narrow for its value: widen it")));
            }
            keys::ERROR_INVALID
        }
    };
    for field in conflict.fields.iter().take(1) {
        changeset.error(field, Message::new(key));
    }
    Ok(())
}
