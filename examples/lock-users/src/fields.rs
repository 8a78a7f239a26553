//! The field of the users' table.

use pow_core::{DateTime, schema::Field};

/// When the account was locked. No form sets it.
pub const LOCKED_AT: Field<Option<DateTime>> = Field::new("locked_at");
