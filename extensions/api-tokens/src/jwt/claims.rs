//! The claims of an access token (RFC 9068, section 2.2).

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{DateTime, Error, random};
use serde::{Deserialize, Serialize};

use super::Jwt;
use crate::Scopes;

/// The claims. All are required, except `nbf` and those that only users' tokens have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    pub(crate) sub: String,
    pub(crate) client_id: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    /// When the token becomes valid. Tokens of this crate don't have this claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nbf: Option<i64>,
    pub(crate) jti: String,
    pub(crate) scope: String,
    /// The auth epoch of the user. A token of a service account has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) epoch: Option<i64>,
    /// The family of the refresh token that came with this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
}

impl Claims {
    /// Creates the claims of a token that is valid from now on.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub(crate) fn new(
        jwt: &Jwt,
        subject: String,
        client: &str,
        scopes: &Scopes,
        now: DateTime,
        ttl: Duration,
    ) -> Result<Self, Error> {
        let iat = now.timestamp();
        Ok(Self {
            iss: jwt.issuer.clone(),
            aud: jwt.audience.clone(),
            sub: subject,
            client_id: client.to_owned(),
            iat,
            exp: iat.saturating_add(i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX)),
            nbf: None,
            jti: URL_SAFE_NO_PAD.encode(random::bytes::<16>()?),
            scope: scopes.to_string(),
            epoch: None,
            sid: None,
        })
    }
}
