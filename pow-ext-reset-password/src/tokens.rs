//! The links: for which user they are good, and until when.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cx::Cx,
    record::User,
    token::{Purpose, Token, TokenPayload, Tokens},
    users::{AUTH_EPOCH, EMAIL, PASSWORD_HASH},
};
use sha2::{Digest, Sha256};

use crate::{LONGEST_TTL, ResetPassword};

/// The purpose of the links' tokens.
#[derive(Clone, Copy, Debug)]
pub struct ResetToken;

impl Purpose for ResetToken {
    const NAME: &'static str = "reset_password";
}

/// Makes a link's token for a user.
pub(crate) async fn issue(extension: &ResetPassword, cx: &Cx, ttl: Duration, user: &User) -> Result<String, Error> {
    let payload = TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes: binding(user)?.to_vec() };
    Ok(tokens(extension, cx, ttl)?.issue(&payload).await?.expose().clone())
}

/// The text of a token that is not stored, for a link that is not sent. (E9)
pub(crate) fn text_of_none(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<String, Error> {
    Ok(tokens(extension, cx, ttl)?.text(&Token::random()?).expose().clone())
}

/// The user for which a link is good now. The link stays good.
pub(crate) async fn user(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<Option<Arc<User>>, Error> {
    match tokens(extension, cx, LONGEST_TTL)?.peek(text).await? {
        Some(payload) => holder(cx, payload).await,
        None => Ok(None),
    }
}

/// Spends a link, and says whether this call was the one that did.
pub(crate) async fn spend(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<bool, Error> {
    Ok(tokens(extension, cx, LONGEST_TTL)?.spend(text).await?.is_some())
}

/// The time to live counts when a token is made, not when it is read.
fn tokens(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<Tokens<ResetToken>, Error> {
    cx.cache_in(&extension.store).tokens(ttl)
}

/// Any change of the password, the address or the authority since the link was made has ended it. (K5 to K8)
async fn holder(cx: &Cx, payload: TokenPayload) -> Result<Option<Arc<User>>, Error> {
    let Some(id) = payload.user else { return Ok(None) };
    let Some(user) = cx.pow().users().get(cx, id).await? else { return Ok(None) };
    let same = user.get(AUTH_EPOCH)? == payload.epoch && binding(&user)?.as_slice() == payload.bytes;
    Ok(same.then_some(user))
}

/// The address and the password hash, in a form that tells neither.
pub(crate) fn binding(user: &User) -> Result<[u8; 32], Error> {
    let mut hasher = Sha256::new();
    for part in [user.get(EMAIL)?, user.get(PASSWORD_HASH)?] {
        let part = part.unwrap_or_default();
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    Ok(hasher.finalize().into())
}
