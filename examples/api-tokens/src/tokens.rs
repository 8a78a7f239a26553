//! The tokens: random, signed, kept as hashes in the cache store; a renewal token is spent by its use.

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

/// What a program gets, and keeps to itself.
#[derive(Debug)]
pub struct Pair {
    /// Goes into the header of each request.
    pub access: Secret<String>,
    /// Gets the next pair, once.
    pub renewal: Secret<String>,
}

/// A pair for a user who has given a proof. The access token knows its renewal token, by the hash, so that both end together.
///
/// # Errors
/// When the cache can't be reached.
pub async fn issue(cx: &Cx, user: &User) -> Result<Pair, Error> {
    let (renewals, accesses) = (cx.cache().tokens::<Renewal>(RENEWAL)?, cx.cache().tokens::<Access>(ACCESS)?);
    let of = |bytes| Ok::<_, Error>(TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes });
    let renewal = renewals.issue(&of(Vec::new())?).await?;
    let hash = renewals.parse(renewal.expose()).map(|token| token.hash().to_vec());
    let access = accesses.issue(&of(hash.unwrap_or_default())?).await?;
    Ok(Pair { access, renewal })
}

/// The next pair for a renewal token, which is spent by this: of any number of calls one gets it.
///
/// # Errors
/// When the cache or the database can't be reached.
pub async fn renew(cx: &Cx, token: &str) -> Result<Option<Pair>, Error> {
    match owner(cx, cx.cache().tokens::<Renewal>(RENEWAL)?.spend(token).await?).await? {
        Some(user) => issue(cx, &user).await.map(Some),
        None => Ok(None),
    }
}

/// Ends an access token and the renewal token that came with it, or a renewal token alone, and says whether there was one.
///
/// # Errors
/// When the cache can't be reached; the tokens may be good still.
pub async fn revoke(cx: &Cx, token: &str) -> Result<bool, Error> {
    let renewals = cx.cache().tokens::<Renewal>(RENEWAL)?;
    let accesses = cx.cache().tokens::<Access>(ACCESS)?;
    let Some(access) = accesses.peek(token).await? else { return Ok(renewals.spend(token).await?.is_some()) };
    // The one that lives longer ends first: after a fault in between, the access token still leads to what is left.
    if let Ok(renewal) = access.bytes.try_into() {
        renewals.end(&renewal).await?;
    }
    Ok(accesses.spend(token).await?.is_some())
}

/// Whose access token it is.
pub(crate) async fn user(cx: &Cx, token: &str) -> Result<Option<Arc<User>>, Error> {
    owner(cx, cx.cache().tokens::<Access>(ACCESS)?.peek(token).await?).await
}

/// The user, unless the account's authority has changed since.
async fn owner(cx: &Cx, payload: Option<TokenPayload>) -> Result<Option<Arc<User>>, Error> {
    let Some(TokenPayload { user: Some(id), epoch, .. }) = payload else { return Ok(None) };
    let user = cx.pow().users().get(cx, id).await?;
    Ok(user.filter(|user| user.get(AUTH_EPOCH).is_ok_and(|now| now == epoch)))
}

/// The token of an `Authorization` header (RFC 6750).
pub(crate) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
