//! The field of the users' table, and the form field of the checkbox.

use pow_core::{DateTime, schema::Field};

/// When the user last accepted the terms. It is `None` for users from before the extension. No form sets it.
pub const TERMS_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("terms_accepted_at");

/// The form field of the checkbox. It is not a column.
pub const CHECKBOX: &str = "terms_accepted";
