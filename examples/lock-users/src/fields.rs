//! The field in the users' table.

use pow_core::{DateTime, schema::Field};

/// Since when the account is locked. No form sets it.
pub const LOCKED_AT: Field<Option<DateTime>> = Field::new("locked_at");
