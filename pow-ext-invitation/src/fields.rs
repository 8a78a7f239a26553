//! Fields of the users' table.

use pow_core::{DateTime, Error, UserId, record::User, schema::Field};

/// A random number for the link of an open invitation. After the acceptance, the field has `used.` before the number.
/// The link is made from the number and a key that is not in the database. The link is not stored.
pub const INVITATION_TOKEN: Field<Option<String>> = Field::new("invitation_token");
/// When the invitation was accepted.
pub const INVITATION_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("invitation_accepted_at");
/// When the open invitation expires. NULL: never.
pub const INVITATION_EXPIRES_AT: Field<Option<DateTime>> = Field::new("invitation_expires_at");
/// The id of the inviter. The id stays when the inviter's account is deleted; ids are never reused.
pub const INVITED_BY: Field<Option<UserId>> = Field::new("invited_by");

/// Returns whether the user was invited and has not accepted. The invitation may have expired.
///
/// # Errors
/// If the extension is not in `Config::extensions`.
pub fn is_open(user: &User) -> Result<bool, Error> {
    Ok(user.get(INVITATION_TOKEN)?.is_some() && user.get(INVITATION_ACCEPTED_AT)?.is_none())
}

/// Returns whether the invitation has expired.
pub(crate) fn is_expired(user: &User, now: DateTime) -> Result<bool, Error> {
    Ok(user.get(INVITATION_EXPIRES_AT)?.is_some_and(|end| end <= now))
}
