//! The core's fields of the users' table.

use super::Field;
use crate::DateTime;

/// The encoded password hash; `None` for a user who has no password (invited, or signing in by other means).
pub const PASSWORD_HASH: Field<Option<String>> = Field::new("password_hash");
/// Counts the changes of authority; every session and token of an older epoch is dead.
pub const AUTH_EPOCH: Field<i64> = Field::new("auth_epoch");
/// The email address, where users have one: mails go there.
pub const EMAIL: Field<Option<String>> = Field::new("email");
/// When the user was registered.
pub const INSERTED_AT: Field<DateTime> = Field::new("inserted_at");
/// When the user was last changed.
pub const UPDATED_AT: Field<DateTime> = Field::new("updated_at");
