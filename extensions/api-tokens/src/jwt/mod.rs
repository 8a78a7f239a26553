//! Signed access tokens: JWT by RFC 9068, verified by the rules of RFC 8725.

mod claims;
mod keys;

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{
    DateTime, Error,
    extension::Registry,
    json::{self, Value, json},
    secret::Secret,
};
use serde::{Deserialize, Serialize};

pub(crate) use self::claims::Claims;
pub use self::keys::JwtKey;

/// The type of an access token (RFC 9068, section 2.1).
const TYPE: &str = "at+jwt";
/// The tolerated difference between clocks, in seconds.
const SKEW: i64 = 60;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Signed access tokens and their refresh tokens.
///
/// ```
/// use pow_core::Error;
/// use pow_ext_api_tokens::{ApiTokens, Jwt, JwtKey};
///
/// fn extension(pem: &str) -> Result<ApiTokens, Error> {
///     let jwt = Jwt::new("https://acme.example", "https://acme.example/api", JwtKey::eddsa("2026-01", pem)?);
///     Ok(ApiTokens::new(["orders:read"]).jwt(jwt))
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Jwt {
    /// The issuer (`iss`), usually the address of the application.
    pub issuer: String,
    /// The audience (`aud`), usually the address of the API. A token for another audience is refused.
    pub audience: String,
    /// The keys that sign and verify tokens. The first key signs, and all keys verify.
    pub keys: Vec<JwtKey>,
    /// How long an access token of a user is valid. Default: 15 minutes; at most an hour.
    pub access_ttl: Duration,
    /// How long an unused refresh token is valid. Default: 30 days.
    pub refresh_ttl: Duration,
    /// How long after the sign-in a pair of tokens can be refreshed. Default: 180 days (ASVS 5.0, 10.4.8).
    pub family_ttl: Duration,
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    kid: String,
    #[serde(default)]
    typ: String,
    /// Extensions that a verifier must support (RFC 7515, section 4.1.11). This crate supports none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    crit: Option<Value>,
}

impl Jwt {
    /// Creates the settings with the signing key.
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>, key: JwtKey) -> Self {
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
            keys: vec![key],
            access_ttl: Duration::from_secs(15 * 60),
            refresh_ttl: 30 * DAY,
            family_ttl: 180 * DAY,
        }
    }

    /// Adds a key that only verifies: the next signing key, or the previous one.
    ///
    /// Other programs may cache the key set for an hour. Add a new key with this method. An hour later, put the new key first.
    /// Another hour later, remove the old one.
    #[must_use]
    pub fn and_key(mut self, key: JwtKey) -> Self {
        self.keys.push(key);
        self
    }

    /// Sets how long an access token is valid.
    #[must_use]
    pub fn access_ttl(mut self, ttl: Duration) -> Self {
        self.access_ttl = ttl;
        self
    }

    /// Sets how long an unused refresh token is valid.
    #[must_use]
    pub fn refresh_ttl(mut self, ttl: Duration) -> Self {
        self.refresh_ttl = ttl;
        self
    }

    /// Sets how long after the sign-in a pair of tokens can be refreshed.
    #[must_use]
    pub fn family_ttl(mut self, ttl: Duration) -> Self {
        self.family_ttl = ttl;
        self
    }

    /// Returns the public keys as a JWK set (RFC 7517, section 5).
    pub fn key_set(&self) -> Value {
        json!({ "keys": self.keys.iter().filter_map(JwtKey::jwk).collect::<Vec<_>>() })
    }

    pub(crate) fn check(&self, registry: &mut Registry) {
        if self.issuer.is_empty() || self.audience.is_empty() {
            registry.refuse(
                "`issuer` and `audience` must not be empty: set both, for example to the URLs of the application and \
                 of its API",
            );
        }
        let mut kids: Vec<_> = self.keys.iter().map(JwtKey::kid).collect();
        kids.sort_unstable();
        kids.dedup();
        if kids.len() < self.keys.len() || kids.iter().any(|kid| kid.is_empty()) {
            registry.refuse("two keys have the same `kid`, or a `kid` is empty: give each key its own id");
        }
        if !(Duration::from_secs(1)..=Duration::from_secs(3600)).contains(&self.access_ttl) {
            registry.refuse(
                "`access_ttl` must be between one second and one hour, because a single signed token can't be revoked \
                 before it expires",
            );
        }
        if self.refresh_ttl < self.access_ttl || self.family_ttl < self.refresh_ttl || self.family_ttl > 3660 * DAY {
            registry.refuse(
                "set `refresh_ttl` to at least `access_ttl`, and `family_ttl` to at least `refresh_ttl` and at most ten years",
            );
        }
    }

    /// Signs the claims.
    pub(crate) fn sign(&self, claims: &Claims) -> Result<Secret<String>, Error> {
        let key = self.keys.first().ok_or_else(|| {
            Error::Config("the list of keys for signed tokens is empty: add a key to `Jwt::keys`".to_owned())
        })?;
        let header =
            Header { alg: key.algorithm().to_owned(), kid: key.kid().to_owned(), typ: TYPE.to_owned(), crit: None };
        let part = |value: Result<Vec<u8>, _>| value.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).map_err(Error::other);
        let message = format!("{}.{}", part(json::to_vec(&header))?, part(json::to_vec(claims))?);
        let signature = URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes())?);
        Ok(Secret::new(format!("{message}.{signature}")))
    }

    /// Verifies a token and returns its claims. Nothing but the header is read before the signature is verified.
    pub(crate) fn open(&self, text: &str, now: DateTime) -> Option<Claims> {
        let (header, claims) = self.verified(text)?;
        let claims: Claims = json::from_slice(&claims).ok().filter(|_| header.typ.eq_ignore_ascii_case(TYPE))?;
        self.are_valid(&claims, now).then_some(claims)
    }

    /// Verifies the signature of a JWS (RFC 7515, section 5.2) in the compact form. Returns its header and its payload.
    fn verified(&self, text: &str) -> Option<(Header, Vec<u8>)> {
        let (message, signature) = text.rsplit_once('.')?;
        let (header, payload) = message.split_once('.')?;
        let header: Header = json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        let key = self.keys.iter().find(|key| key.kid() == header.kid)?;
        let is_known = header.alg == key.algorithm() && header.crit.is_none();
        if !is_known || !key.verify(message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?) {
            return None;
        }
        Some((header, URL_SAFE_NO_PAD.decode(payload).ok()?))
    }

    fn are_valid(&self, claims: &Claims, now: DateTime) -> bool {
        let now = now.timestamp();
        let is_begun = |at: i64| at <= now.saturating_add(SKEW);
        claims.iss == self.issuer
            && claims.aud == self.audience
            && now < claims.exp
            && is_begun(claims.iat)
            && claims.nbf.is_none_or(is_begun)
    }
}

#[cfg(test)]
mod forged;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
