//! The fields in the users' table.

use pow_core::{DateTime, Error, record::User, schema::Field, users::EMAIL};

/// What is known of the link that is out: when it was made, and a hash of what it says. `None` when no link is good.
pub const EMAIL_CONFIRMATION_TOKEN: Field<Option<String>> = Field::new("email_confirmation_token");
/// When the address in `email` was shown to be the user's. Without it the user can't sign in.
pub const EMAIL_CONFIRMED_AT: Field<Option<DateTime>> = Field::new("email_confirmed_at");
/// The address that shall take the place of `email` once it is confirmed.
pub const UNCONFIRMED_EMAIL: Field<Option<String>> = Field::new("unconfirmed_email");

/// Whether the user has an address that is not confirmed yet. A user without an address has nothing to confirm.
///
/// # Errors
/// When the extension is not in the list.
pub fn email_unconfirmed(user: &User) -> Result<bool, Error> {
    Ok(user.get(EMAIL)?.is_some() && user.get(EMAIL_CONFIRMED_AT)?.is_none())
}

/// The address that waits for its confirmation, while the present one stays in use.
///
/// # Errors
/// When the extension is not in the list.
pub fn pending_email_change(user: &User) -> Result<Option<String>, Error> {
    user.get(UNCONFIRMED_EMAIL)
}

/// The address that a link of this user would confirm now.
pub(crate) fn target(user: &User) -> Result<Option<String>, Error> {
    Ok(match user.get(UNCONFIRMED_EMAIL)? {
        None => user.get(EMAIL)?,
        pending => pending,
    })
}
