//! What the database refused becomes an error of the field.

use super::Changeset;
use crate::{
    messages::{Message, keys},
    store::Conflict,
};

/// Notes that another row has the value already.
pub(crate) fn taken(changeset: &mut Changeset, conflict: &Conflict) {
    for field in conflict.fields.iter().take(1) {
        changeset.error(field, Message::new(keys::ERROR_TAKEN));
    }
}
