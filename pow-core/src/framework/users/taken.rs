//! Refuses values of a new account that another account already has.

use super::{EMAIL, claim, gives_way};
use crate::{
    Error,
    changeset::Changeset,
    cx::Cx,
    extension::Claim,
    messages::{Message, keys},
    record::User,
    schema::Value,
    store::{Condition, Filter},
};

/// When the write follows its checks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    AtOnce,
    /// The write follows when a mailed link is used. The form has proved nothing yet.
    Later,
}

/// Refuses values of a new account that another account has in a unique index, except the address. The index itself refuses them
/// only if the address is free, so its error would reveal that the address is free. (E11)
pub(super) async fn refuse_taken_values(cx: &Cx, changeset: &mut Changeset, write: Follows) -> Result<(), Error> {
    let pow = cx.pow();
    let begins = changeset.begins_account() && changeset.data().is_none();
    if !begins || !pow.policy().prevent_user_enumeration {
        return Ok(());
    }
    let table = pow.schema().users();
    for (_, fields) in table.unique_indexes() {
        let Some(first) = fields.first().filter(|_| !fields.contains(&EMAIL.name())) else { continue };
        let values = fields.iter().map(|name| Some((*name, changeset.change_value(name)?.clone())));
        let known = values.map(|pair| pair.filter(|(_, value)| *value != Value::Null)).collect::<Option<Vec<_>>>();
        let Some(known) = known else { continue };
        let same = known.into_iter().fold(Filter::all(), |row, (name, value)| row.and(Condition::Eq(name, value)));
        match pow.store().find(cx.prefix(), table, same).await? {
            Some(row) if !is_replaced(cx, changeset, &row, write)? => {
                changeset.error(first, Message::new(keys::ERROR_TAKEN));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether the row is no account, or gives way to the owner of its address. If the owner is not known yet, the row gives way to
/// every account, so that the answer does not reveal whose address it has.
fn is_replaced(cx: &Cx, changeset: &Changeset, row: &User, write: Follows) -> Result<bool, Error> {
    if claim(cx, row)? == Claim::Expired {
        return Ok(true);
    }
    let has_address = || row.value(EMAIL.name()) == changeset.change_value(EMAIL.name());
    let is_owner = || changeset.is_proved(EMAIL.name()) && has_address();
    Ok((write == Follows::Later || is_owner()) && gives_way(cx, row)?)
}
