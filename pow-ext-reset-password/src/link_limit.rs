//! The limit of links for each account. Without it, requests for links would fill the store.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{
    Error,
    cache::Key,
    cx::Cx,
    limit::{Limit, Permit},
    mail::Mail,
    policy::Policy,
    random,
    record::User,
};

use crate::{ResetPassword, mails::ResetPasswordLink, tokens::binding};

const PREFIX: &str = "reset_password_links";
/// How much longer links count than mails. A mail is counted a little later than its link. Without this margin, a
/// request right after the hour would get a link, but its mail would exceed the limit.
const MARGIN: Duration = Duration::from_secs(1);

/// Whether a link may be made.
pub(crate) enum LinkPermit {
    /// A link may be made. If the request makes no link, it writes the placeholder instead.
    Granted(Permit, Decoy),
    /// Links are not counted, because mails have no limit. If the request makes no link, it writes the placeholder
    /// instead.
    Unlimited(Decoy),
    /// No link may be made: the limit is reached, or the address has no account.
    Denied(Decoy),
}

/// A placeholder entry for a link that is not made. Writing or deleting it takes the place of storing the link. An
/// unknown address therefore causes as many writes as a known one, and the store does not grow.
pub(crate) struct Decoy(Key);

impl LinkPermit {
    pub(crate) fn is_denied(&self) -> bool {
        matches!(self, Self::Denied(_))
    }
}

/// Counts a link for the user. Without a user, or above the limit, it does the same work for the address: one read and
/// one write. (E9)
pub(crate) async fn acquire(
    extension: &ResetPassword,
    cx: &Cx,
    user: Option<&User>,
    address: &str,
) -> Result<LinkPermit, Error> {
    let cache = cx.cache_in(&extension.store);
    let prefix = cache.key().name(PREFIX);
    let tag = cx.pow().signer(PREFIX).tag(address.as_bytes());
    let decoy = Decoy(prefix.clone().name("decoy").bytes(&decoy_key(&tag)));
    let Some(limit) = limit(cx) else { return Ok(LinkPermit::Unlimited(decoy)) };
    match user {
        Some(user) => {
            // The key contains the address and the password, because links for an earlier address or password are
            // invalid and don't count.
            let key = prefix.clone().id(user.id()?).bytes(&binding(user)?);
            let name: [u8; 16] = random::bytes()?;
            if let Some(permit) = cache.limiter().acquire(&key, limit, &name).await? {
                return Ok(LinkPermit::Granted(permit, decoy));
            }
        }
        None => drop(cache.store().get(&prefix.clone().name("unknown").bytes(&tag)).await?),
    }
    put_decoy(extension, cx, &decoy).await?;
    Ok(LinkPermit::Denied(decoy))
}

/// Releases a permit whose mail could not be queued, so that a retry is not limited.
pub(crate) async fn release(extension: &ResetPassword, cx: &Cx, permit: LinkPermit) {
    if let LinkPermit::Granted(permit, _) = permit {
        // If the store fails, the permit expires with the limit's period.
        let _ = cx.cache_in(&extension.store).limiter().release(permit).await;
    }
}

/// Writes the placeholder. It has no expiry, so that all placeholders share one entry of the expiry index. If a
/// placeholder is left after a crash, the next request with the same key overwrites or deletes it.
pub(crate) async fn put_decoy(extension: &ResetPassword, cx: &Cx, Decoy(key): &Decoy) -> Result<(), Error> {
    cx.cache_in(&extension.store).store().put(key, Bytes::from_static(b"decoy"), None).await
}

/// Deletes the placeholder.
pub(crate) async fn delete_decoy(extension: &ResetPassword, cx: &Cx, Decoy(key): &Decoy) -> Result<(), Error> {
    cx.cache_in(&extension.store).store().delete(key).await.map(drop)
}

/// Returns one of 4,096 keys. PostgreSQL reuses the index entry of a repeated key. It would keep the index entry of
/// each new key until the next `VACUUM`. Two addresses seldom share a key.
fn decoy_key(tag: &[u8]) -> [u8; 2] {
    let [first, second] = tag.first_chunk().copied().unwrap_or_default();
    [first & 0x0f, second]
}

impl ResetPassword {
    /// Returns how many links an account can have: twice as many as its mails ([`ResetPasswordLink`] in
    /// [`Policy::mail_limits`]), so that users reach the limit of mails first. `None`: the mails have no limit.
    #[must_use]
    pub fn link_limit(policy: &Policy) -> Option<Limit> {
        let mails = policy.mail_limits.of(ResetPasswordLink::NAME)?;
        Some(Limit::new(mails.count.saturating_mul(2), mails.within))
    }
}

fn limit(cx: &Cx) -> Option<Limit> {
    let links = ResetPassword::link_limit(cx.pow().policy())?;
    Some(Limit::new(links.count, links.within.saturating_add(MARGIN.min(links.within))))
}
