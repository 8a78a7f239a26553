//! Tokens of links: their user and their expiry.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cx::Cx,
    identifier::email::EmailAddress,
    record::User,
    token::{Purpose, Token, TokenPayload, Tokens},
    users::{self, AUTH_EPOCH, EMAIL, PASSWORD_HASH},
};
use sha2::{Digest, Sha256};

use crate::{MAX_TTL, ResetPassword};

/// The bytes of a binding.
const BINDING: usize = 32;

/// The purpose of the links' tokens.
#[derive(Clone, Copy, Debug)]
pub struct ResetToken;

impl Purpose for ResetToken {
    const NAME: &'static str = "reset_password";
}

/// The user of a link, and where it was mailed.
pub(crate) struct LinkUser {
    pub(crate) user: Arc<User>,
    /// Whether it was mailed to the address in the users' table, which it proves.
    pub(crate) is_of_main_address: bool,
}

/// Issues a token for a user. `further` is the address of the mail, if it is not the one in the users' table.
pub(crate) async fn issue(
    extension: &ResetPassword,
    cx: &Cx,
    ttl: Duration,
    user: &User,
    further: Option<&str>,
) -> Result<String, Error> {
    let bytes = [binding(user)?.as_slice(), further.unwrap_or_default().as_bytes()].concat();
    let payload = TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes };
    Ok(tokens(extension, cx, ttl)?.issue(&payload).await?.expose().clone())
}

/// Returns the text of a token that is not stored, for a link that is not mailed. (E9)
pub(crate) fn unstored_text(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<String, Error> {
    Ok(tokens(extension, cx, ttl)?.text(&Token::random()?).expose().clone())
}

/// Returns the user for which the link is valid now. The link stays valid.
pub(crate) async fn user(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<Option<LinkUser>, Error> {
    match tokens(extension, cx, MAX_TTL)?.peek(text).await? {
        Some(payload) => unchanged_user(cx, payload).await,
        None => Ok(None),
    }
}

/// Consumes a link and returns whether this call did it.
pub(crate) async fn consume(extension: &ResetPassword, cx: &Cx, text: &str) -> Result<bool, Error> {
    Ok(tokens(extension, cx, MAX_TTL)?.spend(text).await?.is_some())
}

/// Opens the token store. `ttl` applies to tokens that are issued, not to tokens that are read.
fn tokens(extension: &ResetPassword, cx: &Cx, ttl: Duration) -> Result<Tokens<ResetToken>, Error> {
    cx.cache_in(&extension.store).tokens(ttl)
}

/// Returns the user if the password, the address and the auth epoch are the same as when the link was made. A further address
/// must still lead to the user. (K5 to K8)
async fn unchanged_user(cx: &Cx, payload: TokenPayload) -> Result<Option<LinkUser>, Error> {
    let (Some(id), Some((bound, further))) = (payload.user, payload.bytes.split_first_chunk::<BINDING>()) else {
        return Ok(None);
    };
    let Some(user) = cx.pow().users().get(cx, id).await? else { return Ok(None) };
    let is_same = user.get(AUTH_EPOCH)? == payload.epoch && binding(&user)? == *bound;
    let is_of_main_address = further.is_empty();
    let leads_there = is_of_main_address || leads_to(cx, &user, further).await?;
    Ok((is_same && leads_there).then_some(LinkUser { user, is_of_main_address }))
}

async fn leads_to(cx: &Cx, user: &User, address: &[u8]) -> Result<bool, Error> {
    let address = std::str::from_utf8(address).unwrap_or_default();
    let Ok(email) = EmailAddress::parse(address, cx.pow().policy().email_grammar) else { return Ok(false) };
    let found = users::find_by_email(cx, &email).await?;
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
