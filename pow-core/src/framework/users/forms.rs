//! Changesets of forms for extensions that write users by actions of their own.

use std::sync::Arc;

use super::base::{ask_extensions, check_names, validated, validated_with};
use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    params::Params,
    record::User,
};

/// A changeset of the whole form, by all rules of a registration or an update: what forms may set is cast, the user id
/// and the password follow the policy, and every extension's `changeset` has seen it. A user who has no password yet
/// must choose one; the current password is not asked for.
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

/// Whether the form with which an account begins must have a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NewPassword {
    /// It must.
    #[default]
    Required,
    /// The account may begin without one, where another way in exists: a mailed code, a passkey, a provider.
    Optional,
}

/// As [`form_changeset`], for a form with which an account begins. [`Changeset::begins_account`] is true for every extension's
/// `changeset`. What the caller attaches and proves before is known to them, too.
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

/// A changeset of nothing but the user id, which a new user must have, and the email address beside it where there is one
/// ([`Pow::contact_field`](crate::Pow::contact_field)): whatever else the form holds is ignored. The core's rules and every
/// extension's `changeset` have seen it, with all that the caller attached, proved and declared before.
///
/// # Errors
/// Faults of the configuration.
pub fn user_id_changeset(cx: &Cx, mut changeset: Changeset) -> Result<Changeset, Error> {
    check_names(cx, &mut changeset);
    ask_extensions(cx, &mut changeset);
    Ok(changeset)
}
