//! The fields of the users' table. No form sets them.

use pow_core::{DateTime, schema::Field};

/// When an administrator locked the account.
pub const LOCKED_AT: Field<Option<DateTime>> = Field::new("locked_at");
/// When the lock ends. NULL in a locked account: the lock never ends.
pub const LOCKED_UNTIL: Field<Option<DateTime>> = Field::new("locked_until");
/// Why the account is locked, for administrators. The user does not see it.
pub const LOCKED_REASON: Field<Option<String>> = Field::new("locked_reason");
