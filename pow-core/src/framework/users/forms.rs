//! Changesets of forms, for extensions that write users in their own actions.

use std::sync::Arc;

use super::base::{ask_extensions, check_names, validated, validated_with};
use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    params::Params,
    record::User,
};

/// Returns a changeset of the whole form, validated like a registration or an update: the fields that a form may set are cast,
/// the user id and the password follow the policy, and every extension's `changeset` has run. A user without a password must
/// choose one. The current password is not required.
///
/// # Errors
/// Faults of the configuration.
pub fn form_changeset(
    cx: &Cx,
    operation: Operation,
    user: Option<&Arc<User>>,
    params: &Arc<Params>,
) -> Result<Changeset, Error> {
    validated(cx, Changeset::new(operation, user.cloned(), params.clone()))
}

/// Whether a form that begins an account must have a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NewPassword {
    /// The form must have a password.
    #[default]
    Required,
    /// The account may begin without a password, if the user can sign in by other means: a mailed code, a passkey, a provider.
    Optional,
}

/// As [`form_changeset`], for a form that begins an account. In every extension's `changeset`, [`Changeset::begins_account`] is
/// true, and the values that the caller has attached or proved are available.
///
/// ```
/// # use std::sync::Arc;
/// # use pow_core::{Error, changeset::{Changeset, Operation}, cx::Cx, params::Params, users::{self, EMAIL, NewPassword, Written}};
/// const JOIN: Operation = Operation("join");
///
/// async fn join(cx: &Cx, form: &Arc<Params>, mailed_to: &str) -> Result<Written, Error> {
///     let mut changeset = Changeset::new(JOIN, None, form.clone());
///     changeset.prove(EMAIL, Some(mailed_to.to_owned()));
///     users::write(cx, users::account_changeset(cx, changeset, NewPassword::Required)?).await
/// }
/// ```
///
/// # Errors
/// Faults of the configuration.
pub fn account_changeset(cx: &Cx, mut changeset: Changeset, password: NewPassword) -> Result<Changeset, Error> {
    changeset.begin_account();
    validated_with(cx, changeset, password)
}

/// Validates the user id, which a new user must have, and the email address beside it if there is such a field
/// ([`Pow::contact_field`](crate::Pow::contact_field)). Other fields of the form are ignored. The core's rules and every
/// extension's `changeset` have run, with everything that the caller has attached, proved and declared.
///
/// # Errors
/// Faults of the configuration.
pub fn user_id_changeset(cx: &Cx, mut changeset: Changeset) -> Result<Changeset, Error> {
    check_names(cx, &mut changeset);
    ask_extensions(cx, &mut changeset);
    Ok(changeset)
}
