//! Roles: a field of the user that no form sets, a guard that requires a role, and a function that grants one.
//! `guides/roles.md` explains it.

use std::sync::Arc;

use actix_web::{
    Error as ActixError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorForbidden,
    middleware::Next,
};
use pow_core::{
    Error, MaybeUser,
    changeset::{Changeset, Operation},
    cx::Cx,
    record::User,
    schema::{Field, FieldDef, FieldType},
    users::{self, Written},
};

/// The role of a user. The default is [`MEMBER`].
pub const ROLE: Field<String> = Field::new("role");
/// The default role.
pub const MEMBER: &str = "member";
/// The role of administrators.
pub const ADMIN: &str = "admin";
/// The operation that grants a role.
pub const GRANT: Operation = Operation("grant_role");

/// Returns the field for `Config::fields`. No form can set it, so that users can't make themselves administrators.
#[must_use]
pub fn field() -> FieldDef {
    ROLE.def().default_value(MEMBER.to_owned().into_value())
}

/// Lets only administrators through. Other users and visitors get a 403. Use it with `actix_web::middleware::from_fn`,
/// inside of `pow.require_authenticated()`.
///
/// # Errors
/// Returns the 403 as an error.
pub async fn admins_only(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let MaybeUser(user) = request.extract::<MaybeUser<User>>().await?;
    if user.is_some_and(|user| user.get(ROLE).is_ok_and(|role| role == ADMIN)) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Err(ErrorForbidden("for administrators only"))
}

/// Grants a role and ends all sessions of the user, so that no page of the earlier role stays open.
///
/// # Errors
/// If the database or the cache fails.
pub async fn grant(cx: &Cx, user: &Arc<User>, role: &str) -> Result<Written, Error> {
    let mut changeset = Changeset::new(GRANT, Some(user.clone()), Arc::default());
    changeset.put(ROLE, role.to_owned());
    changeset.raise_epoch();
    users::write(cx, changeset).await
}
