//! The fields of the users' table. No form sets them.

use pow_core::{DateTime, schema::Field};

/// When the password was set. NULL if that was before the extension was installed; the age of the password then counts from the
/// registration.
pub const PASSWORD_CHANGED_AT: Field<Option<DateTime>> = Field::new("password_changed_at");
/// When an administrator asked for a new password. NULL if there is no such request.
pub const MUST_CHANGE_PASSWORD: Field<Option<DateTime>> = Field::new("must_change_password");
