//! The fields in the users' table.

use pow_core::{DateTime, Error, UserId, record::User, schema::Field};

/// A random number from which the link is made, with a key that is not in the database; the link itself is nowhere at
/// rest. NULL unless an invitation is open.
pub const INVITATION_TOKEN: Field<Option<String>> = Field::new("invitation_token");
/// When the invitation was accepted.
pub const INVITATION_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("invitation_accepted_at");
/// When the open invitation runs out; NULL if never.
pub const INVITATION_EXPIRES_AT: Field<Option<DateTime>> = Field::new("invitation_expires_at");
/// The id of the inviter. It stays when that account is deleted; ids are never used again.
pub const INVITED_BY: Field<Option<UserId>> = Field::new("invited_by");

/// Whether the user was invited and has not accepted. The invitation may have expired.
///
/// # Errors
/// When the extension is not in the list.
pub fn is_open(user: &User) -> Result<bool, Error> {
    Ok(user.get(INVITATION_TOKEN)?.is_some() && user.get(INVITATION_ACCEPTED_AT)?.is_none())
}

/// Whether the invitation has run out.
pub(crate) fn is_over(user: &User, now: DateTime) -> Result<bool, Error> {
    Ok(user.get(INVITATION_EXPIRES_AT)?.is_some_and(|end| end <= now))
}
