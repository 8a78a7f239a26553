//! Tokens of links: their user and their expiry.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cx::Cx,
    identifier::email::EmailAddress,
    record::User,
    token::{Purpose, Token, TokenPayload, Tokens},
    users::{self, AUTH_EPOCH, Addressee, EMAIL, PASSWORD_HASH},
};
use sha2::{Digest, Sha256};

use crate::{MAX_TTL, ResetPassword};

/// The purpose of the links' tokens.
#[derive(Clone, Copy, Debug)]
pub struct ResetToken;

impl Purpose for ResetToken {
    const NAME: &'static str = "reset_password";
}

/// The length of a binding in a token. The address follows, if the link was mailed to another one than the main address.
const BINDING: usize = 32;

/// A valid link.
pub(crate) struct ValidLink {
    pub(crate) user: Arc<User>,
    /// Whether the link was mailed to the main address, which its use proves then.
    pub(crate) is_to_main: bool,
}

/// Issues a token for the reader of a link that is mailed to the typed address.
pub(crate) async fn issue(
    extension: &ResetPassword,
    cx: &Cx,
    ttl: Duration,
    reader: &Addressee,
    typed: &str,
) -> Result<String, Error> {
    let user = &reader.user;
    let mut bytes = binding(user)?.to_vec();
    if !reader.is_main() {
        bytes.extend_from_slice(typed.as_bytes());
    }
    let payload = TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes };
    Ok(tokens(extension, cx, ttl)?.issue(&payload).await?.expose().clone())
}

/// Returns the text of a token that is not stored, for a link that is not mailed. (E9)
pub(crate) fn unstored_text(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<String, Error> {
    Ok(tokens(extension, cx, ttl)?.text(&Token::random()?).expose().clone())
}

/// Returns the user of a valid link. The link stays valid.
pub(crate) async fn find(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<Option<ValidLink>, Error> {
    match tokens(extension, cx, MAX_TTL)?.peek(text).await? {
        Some(payload) => of_unchanged_user(cx, payload).await,
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

/// Returns the link if the password, the address and the auth epoch are the same as when the link was made. (K5 to K8)
async fn of_unchanged_user(cx: &Cx, payload: TokenPayload) -> Result<Option<ValidLink>, Error> {
    let Some((bound, other)) = payload.bytes.split_at_checked(BINDING) else { return Ok(None) };
    let Some(id) = payload.user else { return Ok(None) };
    let Some(user) = cx.pow().users().get(cx, id).await? else { return Ok(None) };
    let is_same = user.get(AUTH_EPOCH)? == payload.epoch && binding(&user)?.as_slice() == bound;
    let is_valid = is_same && (other.is_empty() || leads_to(cx, &user, other).await?);
    Ok(is_valid.then(|| ValidLink { user, is_to_main: other.is_empty() }))
}

/// Whether the other address still leads to the user. An extension may have removed it meanwhile.
async fn leads_to(cx: &Cx, user: &User, address: &[u8]) -> Result<bool, Error> {
    let address = std::str::from_utf8(address).ok();
    let address = address.and_then(|address| EmailAddress::parse(address, cx.pow().policy().email_grammar).ok());
    let Some(address) = address else { return Ok(false) };
    let found = users::find_by_email(cx, &address).await?;
    Ok(found.map(|found| found.id()).transpose()? == Some(user.id()?))
}

/// Returns a hash of the address and the password hash.
pub(crate) fn binding(user: &User) -> Result<[u8; BINDING], Error> {
    let mut hasher = Sha256::new();
    for part in [user.get(EMAIL)?, user.get(PASSWORD_HASH)?] {
        let part = part.unwrap_or_default();
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    Ok(hasher.finalize().into())
}
