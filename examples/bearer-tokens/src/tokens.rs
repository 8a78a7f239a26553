//! Tokens: random, signed, and stored as hashes in the cache. A renewal token is valid once.

use std::sync::Arc;

use pow_core::{
    Error,
    cx::Cx,
    record::User,
    secret::Secret,
    token::{Purpose, TokenPayload},
    users::AUTH_EPOCH,
};

use crate::{ACCESS, RENEWAL};

struct Access;

impl Purpose for Access {
    const NAME: &'static str = "api_access";
}

struct Renewal;

impl Purpose for Renewal {
    const NAME: &'static str = "api_renewal";
}

/// The tokens of an API client. Both are secrets.
#[derive(Debug)]
pub struct Pair {
    /// The access token, for the header of each request.
    pub access: Secret<String>,
    /// The renewal token, for the next pair. It is valid once.
    pub renewal: Secret<String>,
}

/// Issues a pair for an authenticated user. The access token contains the hash of its renewal token, so that both end
/// together.
///
/// # Errors
/// If the cache is unavailable.
pub async fn issue(cx: &Cx, user: &User) -> Result<Pair, Error> {
    let (renewals, accesses) = (cx.cache().tokens::<Renewal>(RENEWAL)?, cx.cache().tokens::<Access>(ACCESS)?);
    let of = |bytes| Ok::<_, Error>(TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes });
    let renewal = renewals.issue(&of(Vec::new())?).await?;
    let hash = renewals.parse(renewal.expose()).map(|token| token.hash().to_vec());
    let access = accesses.issue(&of(hash.unwrap_or_default())?).await?;
    Ok(Pair { access, renewal })
}

/// Issues the next pair for a renewal token and consumes the token. One of several concurrent calls succeeds.
///
/// # Errors
/// If the cache or the database is unavailable.
pub async fn renew(cx: &Cx, token: &str) -> Result<Option<Pair>, Error> {
    match user_of(cx, cx.cache().tokens::<Renewal>(RENEWAL)?.spend(token).await?).await? {
        Some(user) => issue(cx, &user).await.map(Some),
        None => Ok(None),
    }
}

/// Ends an access token and its renewal token, or a renewal token alone, and returns whether it existed.
///
/// # Errors
/// If the cache is unavailable. The tokens may still be valid then.
pub async fn revoke(cx: &Cx, token: &str) -> Result<bool, Error> {
    let renewals = cx.cache().tokens::<Renewal>(RENEWAL)?;
    let accesses = cx.cache().tokens::<Access>(ACCESS)?;
    let Some(access) = accesses.peek(token).await? else { return Ok(renewals.spend(token).await?.is_some()) };
    // The renewal token lives longer, so it ends first. If the second step fails, the access token still leads to the
    // rest.
    if let Ok(renewal) = access.bytes.try_into() {
        renewals.end(&renewal).await?;
    }
    Ok(accesses.spend(token).await?.is_some())
}

/// Returns the user of an access token.
pub(crate) async fn user(cx: &Cx, token: &str) -> Result<Option<Arc<User>>, Error> {
    user_of(cx, cx.cache().tokens::<Access>(ACCESS)?.peek(token).await?).await
}

/// Returns the user if the auth epoch has not changed.
async fn user_of(cx: &Cx, payload: Option<TokenPayload>) -> Result<Option<Arc<User>>, Error> {
    let Some(TokenPayload { user: Some(id), epoch, .. }) = payload else { return Ok(None) };
    let user = cx.pow().users().get(cx, id).await?;
    Ok(user.filter(|user| user.get(AUTH_EPOCH).is_ok_and(|now| now == epoch)))
}

/// Returns the token of an `Authorization` header (RFC 6750).
pub(crate) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
