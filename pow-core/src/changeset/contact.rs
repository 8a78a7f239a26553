//! The email address of users who sign in with a user name. An extension that sends mails requires it.

use super::{Changeset, user_id::validate};
use crate::{
    identifier::UserIdField,
    policy::Policy,
    schema::{FieldDef, Kind, TableDef},
};

/// Makes the email address unique and removes it from the plain form fields, if an extension requires it beside the user id.
/// [`validate_contact`] checks it instead.
pub(crate) fn take_contact_field(
    users: &mut TableDef,
    user_id: UserIdField,
    required: &[&'static str],
) -> Option<FieldDef> {
    let name = UserIdField::Email.name();
    if user_id == UserIdField::Email || !required.contains(&name) {
        return None;
    }
    let field = users.fields.iter_mut().find(|field| field.name == name && field.kind == Kind::Text)?;
    field.unique = true;
    field.form = false;
    Some(field.clone())
}

/// Normalises and validates the address like one that is a user id. It may be empty if the column may be NULL.
pub(crate) fn validate_contact(changeset: &mut Changeset, field: &FieldDef, policy: &Policy) {
    validate(changeset, UserIdField::Email, !field.nullable, policy);
}
