//! The links in mails: signed, and valid for one use. The link that unlocks a browser is void after a change of authority, such
//! as a new password. The link that secures the account isn't: a thief of the password could otherwise void the link by choosing
//! another password.
//!
//! Creating a link stores nothing, so the store doesn't reveal whether a mail was sent. A used link is stored until it would have
//! expired.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    Error, UserId,
    clock::{MAX_SKEW_MS, millis},
    cx::Cx,
    random,
    record::User,
    users::{self, AUTH_EPOCH},
};
use serde::{Deserialize, Serialize};

/// The purpose of a link. Its name is the name of the signing keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkKind(&'static str);

/// Makes a browser known.
pub(crate) const UNLOCK: LinkKind = LinkKind("lockout_unlock");
/// Secures the account.
pub(crate) const SECURE: LinkKind = LinkKind("lockout_secure");

#[derive(Serialize, Deserialize)]
struct Claims {
    id: [u8; 16],
    /// `None` in a link that is not mailed.
    user: Option<UserId>,
    epoch: i64,
    until_ms: i64,
    /// For a link that unlocks a browser: the user id under which the attempts were counted. For a link that secures the account:
    /// the address that it was mailed to, or an empty text for the main address.
    user_id: String,
}

/// A link that is valid now.
pub(crate) struct ValidLink {
    claims: Claims,
    kind: LinkKind,
    pub(crate) user: Arc<User>,
}

/// Returns the token of a link for the user. Without a user, the link is valid for no account.
pub(crate) fn issue(
    cx: &Cx,
    kind: LinkKind,
    user: Option<&User>,
    user_id: &str,
    ttl: Duration,
) -> Result<String, Error> {
    let epoch = user.map(|user| user.get(AUTH_EPOCH)).transpose()?.unwrap_or_default();
    let user = user.map(User::id).transpose()?;
    let until_ms = cx.pow().clock().now_ms().saturating_add(millis(ttl));
    let claims = Claims { id: random::bytes()?, user, epoch, until_ms, user_id: user_id.to_owned() };
    Ok(cx.pow().signer(kind.0).sign(&postcard::to_allocvec(&claims).map_err(Error::other)?))
}

/// Returns the link if it can be used now. The link stays valid.
pub(crate) async fn find(cx: &Cx, kind: LinkKind, text: &str) -> Result<Option<ValidLink>, Error> {
    let bytes = cx.pow().signer(kind.0).verify(text);
    let Some(claims) = bytes.and_then(|bytes| postcard::from_bytes::<Claims>(&bytes).ok()) else { return Ok(None) };
    let (Some(id), true) = (claims.user, cx.pow().clock().now_ms() < claims.until_ms) else { return Ok(None) };
    let link = |user| ValidLink { claims, kind, user };
    match cx.pow().users().get(cx, id).await? {
        Some(user) => link(user).if_valid(cx).await,
        None => Ok(None),
    }
}

impl ValidLink {
    async fn if_valid(self, cx: &Cx) -> Result<Option<Self>, Error> {
        let is_current = self.kind == SECURE || self.user.get(AUTH_EPOCH)? == self.claims.epoch;
        let is_current = is_current && users::may_recover(cx, &self.user)? && self.leads_to_reader(cx).await?;
        let is_used = is_current && cx.cache().store().get(&self.key(cx)).await?.is_some();
        Ok((is_current && !is_used).then_some(self))
    }

    /// Whether the address that the link was mailed to still belongs to the account.
    async fn leads_to_reader(&self, cx: &Cx) -> Result<bool, Error> {
        if self.kind != SECURE || self.claims.user_id.is_empty() {
            return Ok(true);
        }
        let recipients = users::notice_recipients(cx, &self.user).await?;
        Ok(recipients.iter().any(|address| address.to_string() == self.claims.user_id))
    }

    /// Returns the user id under which the attempts were counted.
    pub(crate) fn user_id(&self) -> &str {
        &self.claims.user_id
    }

    /// Makes a used link valid again, because its action failed.
    pub(crate) async fn give_back(&self, cx: &Cx) -> Result<(), Error> {
        cx.cache().store().delete(&self.key(cx)).await.map(drop)
    }

    /// Uses the link up, and returns whether this call did it.
    pub(crate) async fn spend(&self, cx: &Cx) -> Result<bool, Error> {
        let left = self.claims.until_ms.saturating_sub(cx.pow().clock().now_ms()).saturating_add(MAX_SKEW_MS);
        let ttl = Duration::from_millis(u64::try_from(left).unwrap_or(1));
        cx.cache().store().put_if_absent(&self.key(cx), Bytes::new(), Some(ttl)).await
    }

    fn key(&self, cx: &Cx) -> pow_core::cache::Key {
        cx.cache().key().name(self.kind.0).bytes(&self.claims.id)
    }
}
