//! The fields of the users' table. No form sets them.

use pow_core::{DateTime, schema::Field};

/// When the password was set. NULL: before the extension was installed; the password counts from the registration.
pub const PASSWORD_CHANGED_AT: Field<Option<DateTime>> = Field::new("password_changed_at");
/// When an administrator asked for a new password. NULL: nothing is asked for.
pub const MUST_CHANGE_PASSWORD: Field<Option<DateTime>> = Field::new("must_change_password");
