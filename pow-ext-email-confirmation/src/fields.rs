//! Fields of the users' table.

pub use pow_core::users::EMAIL_CONFIRMED_AT;
use pow_core::{Error, record::User, schema::Field, users::EMAIL};

/// The stored part of the current link: when it was made, a nonce, and a hash of its content. Once the link is used, the value
/// begins with `used.`. The value is `None` if there was no link, or if the last one was revoked.
pub const EMAIL_CONFIRMATION_TOKEN: Field<Option<String>> = Field::new("email_confirmation_token");
/// The pending address. It replaces `email` once it is confirmed.
pub const UNCONFIRMED_EMAIL: Field<Option<String>> = Field::new("unconfirmed_email");

/// Returns whether the user has an address that is not confirmed. A user without an address has nothing to confirm.
///
/// # Errors
/// If the extension is not in `Config::extensions`.
pub fn email_unconfirmed(user: &User) -> Result<bool, Error> {
    Ok(user.get(EMAIL)?.is_some() && user.get(EMAIL_CONFIRMED_AT)?.is_none())
}

/// Returns the pending address. The current address stays in use until the pending one is confirmed.
///
/// # Errors
/// If the extension is not in `Config::extensions`.
pub fn pending_email_change(user: &User) -> Result<Option<String>, Error> {
    user.get(UNCONFIRMED_EMAIL)
}

/// Returns the address that a link of this user would confirm now.
pub(crate) fn address_to_confirm(user: &User) -> Result<Option<String>, Error> {
    Ok(match user.get(UNCONFIRMED_EMAIL)? {
        None => user.get(EMAIL)?,
        pending => pending,
    })
}
