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

/// Refuses the values of a new account that another one has in a unique index, except the address. The index would refuse
/// them too, but only where the address is free: the answer would tell that. (E11)
pub(crate) async fn refuse_taken_values(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let pow = cx.pow();
    if changeset.data().is_some() || !pow.policy().prevent_user_enumeration {
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
            Some(row) if !is_replaced(cx, changeset, &row)? => {
                changeset.error(first, Message::new(keys::ERROR_TAKEN));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether this row is none that an account has, or the write deletes it for the owner of its address.
fn is_replaced(cx: &Cx, changeset: &Changeset, row: &User) -> Result<bool, Error> {
    if claim(cx, row)? == Claim::Expired {
        return Ok(true);
    }
    let has_address = || row.value(EMAIL.name()) == changeset.change_value(EMAIL.name());
    Ok(changeset.begins_account() && changeset.is_proved(EMAIL.name()) && has_address() && gives_way(cx, row)?)
}
