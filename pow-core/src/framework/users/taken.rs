//! The values of a new account that another account has.

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
    /// Behind a mailed link. The form has proved nothing yet.
    Later,
}

/// Refuses the values of a new account that another one has in a unique index, except the address. The index would refuse
/// them too, but only where the address is free: the answer would tell that. (E11)
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

/// Whether the row is no account, or gives way to the owner of its address. Before that owner is known, the row gives way to
/// all: the answer must not tell whose address it has.
fn is_replaced(cx: &Cx, changeset: &Changeset, row: &User, write: Follows) -> Result<bool, Error> {
    if claim(cx, row)? == Claim::Expired {
        return Ok(true);
    }
    let has_address = || row.value(EMAIL.name()) == changeset.change_value(EMAIL.name());
    let is_owner = || changeset.is_proved(EMAIL.name()) && has_address();
    Ok((write == Follows::Later || is_owner()) && gives_way(cx, row)?)
}
