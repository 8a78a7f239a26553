//! The demo's API for programs: the profile of the token's user.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, Scope, guard,
    web::{self, Data, Json},
};
use pow_core::{
    CurrentUser, Error, Pow,
    changeset::{Changeset, Operation},
    json::{Map, Value, json},
    record::User,
    schema::Field,
    users::{self, EMAIL},
};
use pow_ext_api_tokens::RequireScopes;

/// The scope for reading the profile.
pub(crate) const READ: &str = "profile:read";
/// The scope for changing the profile.
pub(crate) const WRITE: &str = "profile:write";
/// The user's name.
pub(crate) const NAME: Field<Option<String>> = Field::new("name");

/// The operation of a change of the profile, for hooks.
const UPDATE_PROFILE: Operation = Operation("update_profile");
const MAX_NAME: usize = 100;

/// `GET /api/profile` and `PATCH /api/profile`. Each needs its own scope.
pub(crate) fn profile(pow: &Pow) -> Scope {
    let reads = web::resource("").guard(guard::Get()).wrap(RequireScopes::new(pow, [READ])).get(read);
    let writes = web::resource("").guard(guard::Patch()).wrap(RequireScopes::new(pow, [WRITE])).patch(update);
    web::scope("/api/profile").service(reads).service(writes)
}

async fn read(user: CurrentUser) -> HttpResponse {
    body(&user)
}

async fn update(
    pow: Data<Pow>,
    request: HttpRequest,
    user: CurrentUser,
    sent: Json<Map<String, Value>>,
) -> HttpResponse {
    match write(&pow, &request, user.into_inner(), &sent).await {
        Ok(Some(user)) => body(&user),
        Ok(None) => HttpResponse::UnprocessableEntity().finish(),
        Err(error) => pow.fault(&request, &error),
    }
}

/// Changes the name. `None` if it can't be a name.
async fn write(
    pow: &Pow,
    request: &HttpRequest,
    user: Arc<User>,
    sent: &Map<String, Value>,
) -> Result<Option<Arc<User>>, Error> {
    let name = match sent.get("name") {
        Some(Value::String(name)) if name.chars().count() <= MAX_NAME && !name.contains(char::is_control) => name,
        _ => return Ok(None),
    };
    let mut changeset = Changeset::new(UPDATE_PROFILE, Some(user), Arc::default());
    changeset.put(NAME, Some(name.clone()));
    Ok(users::write(&pow.request_cx(request), changeset).await?.ok())
}

fn body(user: &User) -> HttpResponse {
    let email = user.get(EMAIL).unwrap_or_default();
    let name = user.get(NAME).unwrap_or_default();
    HttpResponse::Ok().json(json!({ "email": email, "name": name }))
}
