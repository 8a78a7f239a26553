//! Fields of the users' table.

use pow_core::schema::Field;

/// The name of the user, as typed at the sign-up. It is one text, because names have no common parts.
pub const NAME: Field<Option<String>> = Field::new("name");

/// The longest name, in characters.
pub(crate) const MAX_NAME: usize = 200;
