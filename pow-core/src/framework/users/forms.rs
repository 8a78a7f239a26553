//! Changesets of forms for extensions that write users by actions of their own.

use std::sync::Arc;

use super::base::{ask_extensions, check_names, validated};
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

/// A changeset of nothing but the user id, which a new user must have, and the email address beside it where there is one
/// ([`Pow::contact_field`](crate::Pow::contact_field)): whatever else the form holds is ignored. The core's rules and every
/// extension's `changeset` have seen it.
///
/// # Errors
/// Faults of the configuration.
pub fn user_id_changeset(
    cx: &Cx,
    operation: Operation,
    user: Option<&Arc<User>>,
    params: &Arc<Params>,
) -> Result<Changeset, Error> {
    let mut changeset = Changeset::new(operation, user.cloned(), params.clone());
    check_names(cx, &mut changeset);
    ask_extensions(cx, &mut changeset);
    Ok(changeset)
}
