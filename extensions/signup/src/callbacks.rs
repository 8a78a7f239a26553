//! Hooks into the writes of users.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | sign-up without a name, where it is required | error of the field | the form asks for it |
//! | a name with a line break, or of more than 200 characters, in any form | error of the field | it is one line wherever it is shown |

use pow_core::{
    changeset::Changeset,
    messages::{Message, keys},
};

use crate::{AskName, NAME, SIGN_UP, Signup, fields::MAX_NAME};

pub(crate) fn changeset(extension: &Signup, changeset: &mut Changeset) {
    let name = changeset.change(NAME).flatten();
    let is_form = changeset.operation() == SIGN_UP && changeset.has_form();
    let is_valid = |name: &str| name.chars().count() <= MAX_NAME && !name.contains(char::is_control);
    match name {
        Some(name) if !is_valid(&name) => changeset.error(NAME.name(), Message::new(keys::ERROR_INVALID)),
        None if is_form && extension.name == AskName::Required && !changeset.has_error(NAME.name()) => {
            changeset.error(NAME.name(), Message::new("signup-name-required"));
        }
        _ => {}
    }
}
