//! The core's fields of the users' table.

use super::Field;
use crate::DateTime;

/// The encoded password hash. `None` for a user without a password, such as one who was invited or signs in by other means.
pub const PASSWORD_HASH: Field<Option<String>> = Field::new("password_hash");
/// A counter of changes of authority. Sessions and tokens of an earlier epoch are invalid.
pub const AUTH_EPOCH: Field<i64> = Field::new("auth_epoch");
/// The email address to which mails are sent, if users have one.
pub const EMAIL: Field<Option<String>> = Field::new("email");
/// When the address in `email` was last shown to belong to the user, if an extension registers the field. It is `None` for an
/// address that was only typed. The core sets this field in each write that [proves](crate::changeset::Changeset::prove) the
/// address. It clears the field in an update that changes the address without a proof, unless the update sets the field itself.
pub const EMAIL_CONFIRMED_AT: Field<Option<DateTime>> = Field::new("email_confirmed_at");
/// When the user was registered.
pub const INSERTED_AT: Field<DateTime> = Field::new("inserted_at");
/// When the user was last changed.
pub const UPDATED_AT: Field<DateTime> = Field::new("updated_at");
