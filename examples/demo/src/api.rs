//! The demo's API for programs: the profile of the token's user.

use std::sync::Arc;

use actix_web::{
    Error as ActixError, HttpRequest, HttpResponse, Scope, guard,
    web::{self, Data, Json},
};
use pow_core::{
    CurrentUser, Error, MaybeUser, Pow,
    changeset::{Changeset, Operation},
    extension::Extension,
    json::{Map, Value, json},
    pages::ErrorPage,
    record::User,
    schema::Field,
    users::{self, EMAIL},
};
use pow_ext_api_tokens::{ApiTokens, Caller, Jwt, JwtKey, RequireScopes, ServiceAccount, Subject};

use crate::{options::Options, pages::respond, setup};

/// The scope for reading the profile.
pub(crate) const READ: &str = "profile:read";
/// The scope for changing the profile.
pub(crate) const WRITE: &str = "profile:write";
/// The extension with signed tokens and the service accounts of the command line.
pub(crate) fn extension(options: &Options) -> Result<Arc<dyn Extension>, Error> {
    let issuer = options.base_url.clone().unwrap_or_else(|| format!("http://{}", options.bind));
    let key = JwtKey::eddsa_from_seed("demo", setup::seed(options)?.expose())?;
    let jwt = Jwt::new(issuer.clone(), format!("{issuer}/api"), key);
    let tokens = ApiTokens::new([READ, WRITE]).prefix("demo").jwt(jwt);
    let accounts = options.service_account.iter().map(|text| account(text));
    let all: Result<Vec<_>, _> = accounts.collect();
    Ok(Arc::new(all?.into_iter().fold(tokens, ApiTokens::service_account)))
}

/// Reads `ID SECRET SCOPE…`. The text is not repeated, because it contains the secret.
fn account(text: &str) -> Result<ServiceAccount, Error> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [id, secret, scopes @ ..] if !scopes.is_empty() => Ok(ServiceAccount::new(*id, secret, scopes)),
        _ => Err(Error::Config(
            "--service-account (DEMO_SERVICE_ACCOUNT) must be an id, a secret and scopes, separated by spaces".into(),
        )),
    }
}

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

/// Adds the two operations to the OpenAPI document.
pub(crate) fn describe(document: &mut Value) {
    let profile = json!({ "type": "object", "required": ["email", "name"], "properties": {
        "email": { "type": ["string", "null"] },
        "name": { "type": ["string", "null"] },
    } });
    let name = json!({ "type": "object", "required": ["name"], "properties": {
        "name": { "type": "string", "maxLength": MAX_NAME },
    } });
    let problem = json!({ "type": "object", "required": ["type", "title", "status"] });
    let content = |kind: &str, schema: &Value| json!({ kind: { "schema": schema } });
    let failure = json!({
        "description": "The request was rejected, or the server failed",
        "content": content("application/problem+json", &problem),
    });
    let responses = json!({
        "200": { "description": "The profile", "content": content("application/json", &profile) },
        "4XX": failure,
        "5XX": failure,
    });
    let security = json!([{ "token": [] }]);
    let path = json!({
        "get": { "operationId": "read_profile", "security": security, "responses": responses },
        "patch": { "operationId": "update_profile", "security": security, "responses": responses, "requestBody": {
            "required": true,
            "content": content("application/json", &name),
        } },
    });
    let token = json!({ "type": "http", "scheme": "bearer" });
    for (place, key, value) in [("/components/securitySchemes", "token", token), ("/paths", "/api/profile", path)] {
        if let Some(Value::Object(place)) = document.pointer_mut(place) {
            place.insert(key.to_owned(), value);
        }
    }
}

async fn read(pow: Data<Pow>, request: HttpRequest, MaybeUser(user): MaybeUser, caller: Caller) -> HttpResponse {
    match (user, &caller.subject) {
        (Some(user), _) => body(&user),
        (None, Subject::Service(id)) => HttpResponse::Ok().json(json!({ "email": null, "name": id })),
        _ => refusal(&pow, &request, 401),
    }
}

/// Problem details, because the client reads JSON.
fn refusal(pow: &Pow, request: &HttpRequest, status: u16) -> HttpResponse {
    respond(pow, request, |conn| conn.page(status, &ErrorPage::new(status)))
}

async fn update(
    pow: Data<Pow>,
    request: HttpRequest,
    user: CurrentUser,
    sent: Result<Json<Map<String, Value>>, ActixError>,
) -> HttpResponse {
    let Ok(sent) = sent else { return refusal(&pow, &request, 400) };
    match write(&pow, &request, user.into_inner(), &sent).await {
        Ok(Some(user)) => body(&user),
        Ok(None) => refusal(&pow, &request, 422),
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
