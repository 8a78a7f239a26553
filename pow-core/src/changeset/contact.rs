//! The email address of users who sign in by a name: an extension that sends mails requires it.

use super::{Changeset, user_id::validate};
use crate::{
    identifier::UserIdField,
    policy::Policy,
    schema::{FieldDef, Kind, TableDef},
};

/// Takes the address out of the plain fields of forms, if an extension requires one beside the user id: it has
/// rules of its own, and no two users have the same.
pub(crate) fn take_over(users: &mut TableDef, user_id: UserIdField, required: &[&'static str]) -> Option<FieldDef> {
    let name = UserIdField::Email.name();
    if user_id == UserIdField::Email || !required.contains(&name) {
        return None;
    }
    let field = users.fields.iter_mut().find(|field| field.name == name && field.kind == Kind::Text)?;
    field.unique = true;
    field.form = false;
    Some(field.clone())
}

/// The address is normalised and of its grammar, as one that names a user is. Where the column may be NULL it may be left
/// out.
pub(crate) fn validate_contact(changeset: &mut Changeset, field: &FieldDef, policy: &Policy) {
    validate(changeset, UserIdField::Email, !field.nullable, policy);
}
