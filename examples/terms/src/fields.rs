//! The field in the users' table, and the box in the forms.

use pow_core::{DateTime, schema::Field};

/// When the user last accepted the terms; `None` for users from before the extension. No form sets it: the clock does.
pub const TERMS_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("terms_accepted_at");

/// The box to tick. It is no column.
pub const BOX: &str = "terms_accepted";
