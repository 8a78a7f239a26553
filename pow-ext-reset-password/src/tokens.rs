//! Tokens of links: their user and their expiry.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cx::Cx,
    record::User,
    token::{Purpose, Token, TokenPayload, Tokens},
    users::{AUTH_EPOCH, EMAIL, PASSWORD_HASH},
};
use sha2::{Digest, Sha256};

use crate::{MAX_TTL, ResetPassword};

/// The purpose of the links' tokens.
#[derive(Clone, Copy, Debug)]
pub struct ResetToken;

impl Purpose for ResetToken {
    const NAME: &'static str = "reset_password";
}

/// Issues a token for a user.
pub(crate) async fn issue(extension: &ResetPassword, cx: &Cx, ttl: Duration, user: &User) -> Result<String, Error> {
    let payload = TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes: binding(user)?.to_vec() };
    Ok(tokens(extension, cx, ttl)?.issue(&payload).await?.expose().clone())
}

/// Returns the text of a token that is not stored, for a link that is not mailed. (E9)
pub(crate) fn unstored_text(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<String, Error> {
    Ok(tokens(extension, cx, ttl)?.text(&Token::random()?).expose().clone())
}

/// Returns the user of a valid link. The link stays valid.
pub(crate) async fn user(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<Option<Arc<User>>, Error> {
    match tokens(extension, cx, MAX_TTL)?.peek(text).await? {
        Some(payload) => unchanged_user(cx, payload).await,
        None => Ok(None),
    }
}

/// Consumes a link. Returns whether this call consumed it.
pub(crate) async fn consume(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<bool, Error> {
    Ok(tokens(extension, cx, MAX_TTL)?.spend(text).await?.is_some())
}

/// Opens the token store. `ttl` applies to tokens that are issued, not to tokens that are read.
fn tokens(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<Tokens<ResetToken>, Error> {
    cx.cache_in(&extension.store).tokens(ttl)
}

/// Returns the user if the password, the address and the auth epoch are the same as when the link was made. (K5 to K8)
async fn unchanged_user(cx: &Cx, payload: TokenPayload) -> Result<Option<Arc<User>>, Error> {
    let Some(id) = payload.user else { return Ok(None) };
    let Some(user) = cx.pow().users().get(cx, id).await? else { return Ok(None) };
    let same = user.get(AUTH_EPOCH)? == payload.epoch && binding(&user)?.as_slice() == payload.bytes;
    Ok(same.then_some(user))
}

/// Returns a hash of the address and the password hash.
pub(crate) fn binding(user: &User) -> Result<[u8; 32], Error> {
    let mut hasher = Sha256::new();
    for part in [user.get(EMAIL)?, user.get(PASSWORD_HASH)?] {
        let part = part.unwrap_or_default();
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    Ok(hasher.finalize().into())
}
