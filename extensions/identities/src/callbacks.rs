//! Hooks into sign-ins and into changes of users.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | sign-in, link for a new password, mailed code, invitation | the user with the proved address, number or name is found | the user can sign in with each of them |
//! | registration, or another address of an account | refused as taken, if another user has proved the address | one mailbox, one account |
//! | account created, another address | the address is claimed in the same transaction | it can't be proved for another account at the same time |
//! | first proof of the main address by a mailed link or code of another extension | all other addresses and the name are removed | a stranger may have registered the address and added the others (V12) |
//! | the owner regains the account by the link of a notice | the same | another person had access and may have added them |
//! | notice about the account | it goes to every proved address | a thief who reads one mailbox is noticed in another |
//! | account deleted | its rows deleted | they belong to it |

use std::sync::Arc;

use pow_core::{
    Error, UserId,
    changeset::Changeset,
    cx::Cx,
    id::IdKind,
    messages::{Message, keys},
    record::User,
    schema::Value,
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};

use crate::{
    kind::normalize,
    rows::{self, Row},
};

/// Returns the user who has proved the typed value. Where users have user names, the core doesn't look for a main address, so
/// it is looked for here. Two look-ups are made in every case, so that the response time reveals nothing.
pub(crate) async fn find_user(cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
    let value = normalize(cx, typed).unwrap_or_default();
    let holder = rows::holder(cx, &value).await?.filter(|row| row.proved_at.is_some());
    if let Some(row) = holder {
        return cx.pow().users().get(cx, row.user).await;
    }
    // The users' table says whether a main address is proved.
    match cx.pow().users().get_by(cx, EMAIL.name(), Value::Text(value)).await? {
        Some(user) if user.get(EMAIL_CONFIRMED_AT)?.is_some() => Ok(Some(user)),
        _ => Ok(None),
    }
}

/// An id that no user has.
fn no_user(cx: &Cx) -> UserId {
    match cx.pow().schema().users().id_kind {
        IdKind::Uuid => UserId::Uuid(Default::default()),
        IdKind::Int => UserId::Int(0),
    }
}

/// Refuses an address that another user has proved, before the transaction of the write. A registration then does the same work
/// for free and taken addresses.
pub(crate) async fn check(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let Some(Some(address)) = changeset.change(EMAIL) else { return Ok(()) };
    let holder = rows::holder(cx, &address).await?;
    // Both look-ups are made for a free address, too.
    let id = holder.as_ref().map_or_else(|| no_user(cx), |row| row.user);
    let exists = cx.pow().users().get(cx, id).await?.is_some();
    if let Some(row) = holder
        && is_of_another(changeset, &row)?
        && row.proved_at.is_some()
        && exists
    {
        let taken = Message::new(keys::ERROR_TAKEN);
        match cx.pow().policy().prevent_user_enumeration {
            // Together with the error of another field, this error would reveal what the answer to a valid form hides.
            true => changeset.withhold(EMAIL.name(), taken),
            false => changeset.error(EMAIL.name(), taken),
        }
    }
    Ok(())
}

/// Whether the row belongs to a user other than the changeset's.
pub(crate) fn is_of_another(changeset: &Changeset, row: &Row) -> Result<bool, Error> {
    let own = changeset.data().map(|user| user.id()).transpose()?;
    Ok(own != Some(row.user))
}
