//! Service accounts: programs that act for no user (RFC 6749, section 4.4).

use std::{fmt, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pow_core::{Error, UserId, conn::Conn, extension::Registry, secret::Secret, telemetry::LogGate};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::{
    ApiTokens, Grant, Jwt, Scopes, Subject,
    jwt::Claims,
    oauth::{Issued, Refusal, USERS_CLIENT, narrowed, sent},
};

/// How long a token of a service account is valid.
pub(crate) const TTL: Duration = Duration::from_secs(3600);
/// The shortest secret, in bytes.
const MIN_SECRET: usize = 16;

/// A program that acts for no user. It gets a token for an hour by its id and its secret.
///
/// ```
/// use pow_ext_api_tokens::{ApiTokens, ServiceAccount};
///
/// fn extension(extension: ApiTokens, secret: &str, next_secret: &str) -> ApiTokens {
///     let reports = ServiceAccount::new("reports", secret, ["orders:read"]).and_secret(next_secret);
///     extension.service_account(reports)
/// }
/// ```
///
/// # Security
/// A secret is a random text, such as the output of `openssl rand -hex 32`. Secrets shorter than 16 bytes are refused. Only the
/// SHA-256 of a secret stays in memory.
#[derive(Clone)]
pub struct ServiceAccount {
    id: String,
    secrets: Vec<[u8; 32]>,
    scopes: Scopes,
    is_secret_short: bool,
}

impl ServiceAccount {
    /// Creates an account with one secret and these scopes.
    pub fn new(id: impl Into<String>, secret: &str, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let scopes: Vec<_> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        let account = Self {
            id: id.into(),
            secrets: Vec::new(),
            scopes: scopes.iter().map(String::as_str).collect(),
            is_secret_short: false,
        };
        account.and_secret(secret)
    }

    /// Adds a second secret. Both are valid, so that the program can change to the new one before you remove the old one.
    #[must_use]
    pub fn and_secret(mut self, secret: &str) -> Self {
        self.is_secret_short |= secret.len() < MIN_SECRET;
        self.secrets.push(hash(secret));
        self
    }

    /// Returns the id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the scopes.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// Always compares with two secrets, even if the account has only one.
    fn accepts(&self, sent: &[u8; 32]) -> Choice {
        let unset = [0; 32];
        let at = |nth: usize| self.secrets.get(nth).unwrap_or(&unset).ct_eq(sent);
        at(0) | at(1)
    }
}

/// Leaves the secrets out.
impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, secrets, scopes) = (&self.id, self.secrets.len(), &self.scopes);
        f.debug_struct("ServiceAccount").field("id", id).field("scopes", scopes).field("secrets", &secrets).finish()
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

pub(crate) fn check(extension: &ApiTokens, registry: &mut Registry) {
    let accounts = &extension.service_accounts;
    if !accounts.is_empty() && extension.jwt.is_none() {
        registry.refuse("service accounts need signed tokens: set `jwt`");
    }
    for (at, account) in accounts.iter().enumerate() {
        let id = &account.id;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if id.is_empty() || id.len() > 64 || !id.bytes().all(is_plain) {
            registry.refuse("the id of a service account must have 1 to 64 letters, digits, `-`, `_` or `.`");
        }
        if id == USERS_CLIENT || id.parse::<UserId>().is_ok() {
            registry.refuse(&format!(
                "the id `{id}` of a service account is reserved: choose an id that is not `user`, an integer or a UUID"
            ));
        }
        if accounts.iter().take(at).any(|other| other.id == *id) {
            registry.refuse(&format!("two service accounts have the id `{id}`: rename one"));
        }
        if account.is_secret_short || account.secrets.len() > 2 {
            registry.refuse(&format!(
                "the service account `{id}` must have one or two secrets of at least {MIN_SECRET} bytes"
            ));
        }
        if account.scopes.is_empty() || !account.scopes.without(&extension.all_scopes()).is_empty() {
            registry
                .refuse(&format!("the service account `{id}` must have scopes, and only those that `scopes` contains"));
        }
    }
}

/// Answers a request for a token of a service account.
///
/// An unknown id, a wrong or missing secret, and malformed credentials get the same answer and cause the same work. Both forms of
/// the credentials are hashed, and each hash is compared with both secrets of every account.
pub(crate) fn issue(extension: &ApiTokens, jwt: &Jwt, conn: &Conn) -> Result<Result<Issued, Refusal>, Error> {
    let credentials = match Sent::of(conn) {
        Ok(credentials) => credentials,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(account) = authenticated(&extension.service_accounts, &credentials) else {
        log_refused();
        return Ok(Err(Refusal::InvalidClient));
    };
    let wanted = match sent(conn.params().get("scope")) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(scopes) = narrowed(&account.scopes, wanted) else { return Ok(Err(Refusal::InvalidScope)) };
    let claims = Claims::new(jwt, account.id.clone(), &account.id, &scopes, conn.cx().now(), TTL)?;
    tracing::info!(target: "pow::api_tokens::client_issued", client = %account.id, scopes = %scopes, "a service account got a token");
    Ok(Ok(Issued { access: jwt.sign(&claims)?, refresh: None, expires_in: TTL.as_secs(), scopes }))
}

/// Passes the grant of a service account to the guard, if there is still such an account.
pub(crate) fn recognise(extension: &ApiTokens, conn: &Conn, claims: &Claims, scopes: &Scopes) {
    let is_own = |account: &&ServiceAccount| account.id == claims.sub && account.id == claims.client_id;
    if let Some(account) = extension.service_accounts.iter().find(is_own) {
        let granted = extension.granted(&scopes.and(&account.scopes));
        conn.state().put(Grant::new(Subject::Service(account.id.clone()), granted));
    }
}

/// Logs that credentials were refused. Any visitor can cause this, so it is not logged each time.
fn log_refused() {
    static REFUSED: LogGate = LogGate::new();
    if let Some(held_back) = REFUSED.open_now() {
        tracing::warn!(
            target: "pow::api_tokens::client_refused",
            held_back,
            "a request for the token of a service account had a wrong id or secret"
        );
    }
}

fn authenticated<'a>(accounts: &'a [ServiceAccount], sent: &Sent) -> Option<&'a ServiceAccount> {
    let forms = [&sent.decoded, &sent.raw].map(|form| (form.id.as_str(), hash(form.secret.expose())));
    let mut found = None;
    for account in accounts {
        let is_right = |(id, hash): &(&str, _)| account.accepts(hash) & Choice::from(u8::from(account.id == *id));
        let [decoded, raw] = forms.each_ref().map(is_right);
        if bool::from(decoded | raw) {
            found = Some(account);
        }
    }
    found
}

/// An id and a secret. Missing or malformed ones are empty, and no account has an empty id.
#[derive(Clone)]
struct Credentials {
    id: String,
    secret: Secret<String>,
}

/// The credentials of a request in both forms. In HTTP Basic they are form-encoded (RFC 6749, section 2.3.1), but many programs
/// send them unencoded.
struct Sent {
    decoded: Credentials,
    raw: Credentials,
}

impl Credentials {
    fn new(id: &str, secret: &str) -> Self {
        Self { id: id.to_owned(), secret: secret.into() }
    }
}

impl Sent {
    /// Reads HTTP Basic or the two fields of the form. Both together are refused (RFC 6749, section 2.3).
    fn of(conn: &Conn) -> Result<Self, Refusal> {
        let field = |name| sent(conn.params().get(name));
        let (id, secret) = (field("client_id")?, field("client_secret")?);
        match (&conn.request().authorization, secret) {
            (Some(_), Some(_)) => Err(Refusal::InvalidRequest),
            (Some(header), None) => {
                let sent = basic(header).unwrap_or_else(|| Self::same(Credentials::new("", "")));
                let is_other = |id| id != sent.decoded.id && id != sent.raw.id;
                if id.is_some_and(is_other) { Err(Refusal::InvalidRequest) } else { Ok(sent) }
            }
            (None, secret) => Ok(Self::same(Credentials::new(id.unwrap_or_default(), secret.unwrap_or_default()))),
        }
    }

    fn same(credentials: Credentials) -> Self {
        Self { decoded: credentials.clone(), raw: credentials }
    }
}

/// Reads `Basic …`.
fn basic(header: &str) -> Option<Sent> {
    let (_, text) = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic"))?;
    let bytes = Secret::new(STANDARD.decode(text).ok()?);
    let (id, secret) = std::str::from_utf8(bytes.expose()).ok()?.split_once(':')?;
    let params = pow_core::params::Params::parse(format!("id={id}&secret={secret}").as_bytes()).unwrap_or_default();
    let decoded = |name| params.text(name).unwrap_or_default();
    Some(Sent { decoded: Credentials::new(decoded("id"), decoded("secret")), raw: Credentials::new(id, secret) })
}
