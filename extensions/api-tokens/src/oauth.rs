//! The endpoint of signed tokens (RFC 6749), the first pair of a program, and the set of public keys.

use std::sync::Arc;

use pow_core::{
    Error, async_trait, changeset,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    json::{Value, json},
    params::Param,
    secret::Secret,
};

use crate::{
    ApiTokens, Jwt, KEY_SET, PAIR, Scopes,
    changeset::{SCOPE, SCOPES, is_ticked},
    jwt::Claims,
    proof, refresh,
    scopes::is_scope,
    services,
};

/// The `client_id` in the tokens of users.
pub(crate) const USERS_CLIENT: &str = "user";

/// The controller of the actions `PAIR`, `TOKEN` and `KEY_SET`.
#[derive(Clone, Debug)]
pub struct OAuthController {
    extension: ApiTokens,
    jwt: Arc<Jwt>,
}

/// Why a token request failed (RFC 6749, section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    InvalidScope,
    UnsupportedGrantType,
    /// The first pair requires a more recent sign-in or the current password.
    AccessDenied,
}

impl Refusal {
    fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::AccessDenied => "access_denied",
        }
    }

    /// The key of the message for a failed request for the first pair.
    fn message(self) -> &'static str {
        match self {
            Self::InvalidGrant => "api-tokens-invalid-grant",
            Self::InvalidScope => "api-tokens-invalid-scope",
            Self::AccessDenied => "api-tokens-sign-in-again",
            _ => "api-tokens-invalid-request",
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            Self::AccessDenied => 403,
            _ => 400,
        }
    }

    fn body(self) -> Value {
        json!({ "error": self.code() })
    }
}

/// The tokens of an answer (RFC 6749, section 5.1).
pub(crate) struct Issued {
    pub(crate) access: Secret<String>,
    pub(crate) refresh: Option<Secret<String>>,
    pub(crate) expires_in: u64,
    pub(crate) scopes: Scopes,
}

impl Issued {
    fn body(&self) -> Value {
        let mut body = json!({
            "access_token": self.access.expose(),
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "scope": self.scopes.to_string(),
        });
        if let (Value::Object(body), Some(refresh)) = (&mut body, &self.refresh) {
            body.insert("refresh_token".to_owned(), refresh.expose().as_str().into());
        }
        body
    }
}

/// Returns a JSON document whose form a standard defines. Every client gets the same document. On other routes, a client that
/// reads JSON gets errors as problem details.
fn document(status: u16, body: &Value) -> Reply {
    let mut reply = Reply::html(status, body.to_string()).header("content-type", "application/json");
    reply.shows_flash = false;
    reply.header("cache-control", "no-store")
}

/// The JSON schema of tokens (RFC 6749, section 5.1).
pub(crate) fn token_schema() -> Value {
    let text = json!({ "type": "string" });
    json!({ "type": "object", "required": ["access_token", "token_type", "expires_in", "scope"], "properties": {
        "access_token": text, "token_type": text, "refresh_token": text, "scope": text, "expires_in": { "type": "integer" },
    } })
}

/// The JSON schema of a failure (RFC 6749, section 5.2).
pub(crate) fn failure_schema() -> Value {
    json!({ "type": "object", "required": ["error"], "properties": { "error": { "type": "string" } } })
}

/// The JSON schema of the set of public keys (RFC 7517, section 5).
pub(crate) fn key_set_schema() -> Value {
    let key = json!({ "type": "object", "required": ["kty"], "properties": { "kty": { "type": "string" } } });
    json!({ "type": "object", "required": ["keys"], "properties": { "keys": { "type": "array", "items": key } } })
}

/// The answer of the token endpoint (RFC 6749, sections 5.1 and 5.2).
fn token_reply(result: Result<Issued, Refusal>) -> Reply {
    match result {
        Ok(issued) => document(200, &issued.body()),
        Err(Refusal::InvalidClient) => {
            document(401, &Refusal::InvalidClient.body()).header("www-authenticate", "Basic realm=\"token\"")
        }
        Err(refusal) => document(refusal.status(), &refusal.body()),
    }
}

/// Returns the answer to a request that failed before the action, in the form of RFC 6749, section 5.2. The codes of server
/// errors are those of section 4.1.2.1.
pub(crate) fn failed(status: u16) -> Reply {
    match status {
        429 | 503 => document(status, &json!({ "error": "temporarily_unavailable" })),
        500.. => document(status, &json!({ "error": "server_error" })),
        _ => document(400, &Refusal::InvalidRequest.body()),
    }
}

/// Returns the reply to the request for the first pair of tokens. If the client reads JSON, pow-core adds the fields that all its
/// JSON replies contain.
fn pair_reply(conn: &Conn, result: Result<Issued, Refusal>) -> Reply {
    let (status, body) = match &result {
        Ok(issued) => (200, issued.body()),
        Err(refusal) => (refusal.status(), refusal.body()),
    };
    match (body, result) {
        (Value::Object(data), result) if conn.request().client.reads_json() => {
            let reply = Reply::data(status, data).header("cache-control", "no-store");
            if let Err(refusal) = result { reply.refuse(status, refusal.message()) } else { reply }
        }
        (body, _) => document(status, &body),
    }
}

impl OAuthController {
    /// Creates the controller from the extension's configuration and the configuration of its signed tokens.
    pub fn new(extension: ApiTokens, jwt: Arc<Jwt>) -> Self {
        Self { extension, jwt }
    }
}

#[async_trait]
impl Controller for OAuthController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let reply = match action {
            KEY_SET => self.key_set(),
            PAIR => pair_reply(conn, self.first_pair(conn).await?),
            _ => token_reply(self.token(conn).await?),
        };
        Ok(Outcome::Halt(reply))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match outcome {
            Outcome::Halt(reply) => Ok(reply),
            _ => Ok(Reply::redirect(conn.pow().home_path())),
        }
    }
}

impl OAuthController {
    /// Returns the set of public keys (RFC 7517, section 5). Shared caches may keep it for an hour.
    fn key_set(&self) -> Reply {
        document(200, &self.jwt.key_set()).header("cache-control", "public, max-age=3600")
    }
}

type Answer = Result<Result<Issued, Refusal>, Error>;

impl OAuthController {
    /// Issues the first pair to a signed-in program. This requires a recent sign-in or the current password.
    async fn first_pair(&self, conn: &Conn) -> Answer {
        let Some(user) = conn.user() else { return Ok(Err(Refusal::InvalidGrant)) };
        if proof::missing(&self.extension, conn).await?.is_some() {
            return Ok(Err(Refusal::AccessDenied));
        }
        let wanted = match wanted_scopes(conn) {
            Ok(wanted) => wanted,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(scopes) = narrowed(&self.extension.all_scopes(), wanted.as_deref()) else {
            return Ok(Err(Refusal::InvalidScope));
        };
        let begun = refresh::begin(conn, &self.extension, &self.jwt, user, &scopes).await?;
        let Some((family, refresh)) = begun else { return Ok(Err(Refusal::AccessDenied)) };
        tracing::info!(target: "pow::api_tokens::paired", user = %user.id()?, scopes = %scopes, "a program got its first tokens");
        self.pair(conn, &family, refresh, scopes).map(Ok)
    }

    async fn token(&self, conn: &mut Conn) -> Answer {
        match sent(conn.params().get("grant_type")) {
            Ok(Some("refresh_token")) => self.refreshed(conn).await,
            Ok(Some("client_credentials")) => services::issue(&self.extension, &self.jwt, conn),
            Ok(Some(_)) => Ok(Err(Refusal::UnsupportedGrantType)),
            Ok(None) | Err(_) => Ok(Err(Refusal::InvalidRequest)),
        }
    }

    async fn refreshed(&self, conn: &mut Conn) -> Answer {
        let params = conn.params().clone();
        let (Ok(Some(text)), Ok(wanted)) = (sent(params.get("refresh_token")), sent(params.get("scope"))) else {
            return Ok(Err(Refusal::InvalidRequest));
        };
        let refreshed = match refresh::spend(conn, &self.jwt, text, wanted).await? {
            Ok(refreshed) => refreshed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let scopes = narrowed(&Scopes::parse(&refreshed.family.scope), wanted).unwrap_or_default();
        let scopes = scopes.and(&self.extension.all_scopes());
        self.pair(conn, &refreshed.family, refreshed.next, scopes).map(Ok)
    }

    fn pair(
        &self,
        conn: &Conn,
        family: &refresh::Family,
        refresh: Secret<String>,
        scopes: Scopes,
    ) -> Result<Issued, Error> {
        let ttl = self.jwt.access_ttl;
        let claims = Claims::new(&self.jwt, family.user.to_string(), USERS_CLIENT, &scopes, conn.cx().now(), ttl)?;
        let sid = Some(refresh::family_text(family.id));
        let access = self.jwt.sign(&Claims { epoch: Some(family.epoch), sid, ..claims })?;
        Ok(Issued { access, refresh: Some(refresh), expires_in: ttl.as_secs(), scopes })
    }
}

/// Reads a parameter. An empty value counts as absent. A parameter that was sent twice or is not text is refused (RFC 6749,
/// section 3.2).
pub(crate) fn sent(param: Option<&Param>) -> Result<Option<&str>, Refusal> {
    let text = param.map(|param| param.text().ok_or(Refusal::InvalidRequest)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// Reads the scopes that a request for the first pair names, in every form that a new personal token accepts. Returns `None` if
/// the request has no field for scopes.
fn wanted_scopes(conn: &Conn) -> Result<Option<String>, Refusal> {
    let (params, own) = (conn.params(), conn.params().scope(changeset::SCOPE));
    let mut all = Vec::new();
    for name in [SCOPE, SCOPES] {
        all.extend(sent(params.get(name))?);
        all.extend(sent(own.get(name))?);
    }
    for (name, value) in own.iter().filter(|(name, _)| is_scope(name)) {
        let text = value.text().ok_or(Refusal::InvalidRequest)?;
        // An unticked checkbox counts as well: otherwise the request would ask for all scopes.
        all.push(if is_ticked(Some(text)) { name } else { "" });
    }
    Ok((!all.is_empty()).then(|| all.join(" ")))
}

/// Returns the scopes that a request asks for, or all of them if it names none. Returns `None` if one of the scopes can't be
/// granted, or if the request asks for an empty set.
pub(crate) fn narrowed(all: &Scopes, wanted: Option<&str>) -> Option<Scopes> {
    let Some(wanted) = wanted.map(Scopes::parse) else { return Some(all.clone()) };
    (!wanted.is_empty() && wanted.without(all).is_empty()).then_some(wanted)
}
