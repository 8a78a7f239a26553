//! Roles: a field of the user that no form sets, a guard that asks for one, and the one way to change it.
//! `guides/roles.md` goes through it.

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

/// What a user may do. Everybody is a `member` at first.
pub const ROLE: Field<String> = Field::new("role");
/// The role of everybody.
pub const MEMBER: &str = "member";
/// The role that may do all.
pub const ADMIN: &str = "admin";
/// Gives a user another role.
pub const GRANT: Operation = Operation("grant_role");

/// The field for `Config::fields`. Forms can't set it, so a user can't become an administrator by a form.
#[must_use]
pub fn field() -> FieldDef {
    ROLE.def().default_value(MEMBER.to_owned().into_value())
}

/// Only administrators get through; everybody else, visitors too, gets a 403. For `actix_web::middleware::from_fn`,
/// inside of `pow.require_authenticated()`.
///
/// # Errors
/// The 403.
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

/// Gives a user another role. All sessions of the user end, so that no page of the old role stays open.
///
/// # Errors
/// Faults of the database or the cache.
pub async fn grant(cx: &Cx, user: &Arc<User>, role: &str) -> Result<Written, Error> {
    let mut changeset = Changeset::new(GRANT, Some(user.clone()), Arc::default());
    changeset.put(ROLE, role.to_owned());
    changeset.raise_epoch();
    users::write(cx, changeset).await
}
