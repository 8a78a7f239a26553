//! How many links an account may have: no more than there are mails to carry them, or requests for links fill the store.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{
    Error,
    cache::Key,
    cx::Cx,
    limit::{Limit, Permit},
    mail::Mail,
    random,
    record::User,
};

use crate::{ResetPassword, mails::ResetPasswordLink, tokens::binding};

const PREFIX: &str = "reset_password_links";
/// A mail is counted a little later than its link. With the same time, a request right after the hour would get a link whose
/// mail is above the limit.
const LATER: Duration = Duration::from_secs(1);

/// What became of a request for a link.
pub(crate) enum LinkPermit {
    /// A link may be made. A request without a link overwrites this entry.
    Granted(Permit, Decoy),
    /// Links are not counted, because mails have no limit. A request without a link overwrites this entry.
    Unlimited(Decoy),
    /// No link may be made: the account has enough of them, or there is no account.
    Refused(Decoy),
}

/// The entry of a link that is not made. To overwrite or delete it takes the place of storing the link, so that a request writes
/// as often for an unknown address as for a known one, and the store does not grow.
pub(crate) struct Decoy(Key);

impl LinkPermit {
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

/// Counts one more link for the user. Without a user, or above the limit, it does the same work for the address: one read and
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
    let decoy = Decoy(prefix.clone().name("decoy").bytes(&decoy_of(&tag)));
    let Some(limit) = limit(cx) else { return Ok(LinkPermit::Unlimited(decoy)) };
    match user {
        Some(user) => {
            // Of this address and password: the links of another one are dead and count no more.
            let key = prefix.clone().id(user.id()?).bytes(&binding(user)?);
            let name: [u8; 16] = random::bytes()?;
            if let Some(permit) = cache.limiter().acquire(&key, limit, &name).await? {
                return Ok(LinkPermit::Granted(permit, decoy));
            }
        }
        None => drop(cache.store().get(&prefix.clone().name("unknown").bytes(&tag)).await?),
    }
    overwrite(extension, cx, &decoy).await?;
    Ok(LinkPermit::Refused(decoy))
}

/// Takes a permit back because no mail came of it, so that a request after a fault need not wait.
pub(crate) async fn release(extension: &ResetPassword, cx: &Cx, permit: LinkPermit) {
    if let LinkPermit::Granted(permit, _) = permit {
        // Where the store is the fault, the time of the limit releases it.
        let _ = cx.cache_in(&extension.store).limiter().release(permit).await;
    }
}

/// Writes the entry of a link that is not made. It has no end, because all of them then share one entry of the index by time.
/// What a crash leaves is deleted or overwritten by the next request that gets it.
pub(crate) async fn overwrite(extension: &ResetPassword, cx: &Cx, Decoy(key): &Decoy) -> Result<(), Error> {
    cx.cache_in(&extension.store).store().put(key, Bytes::from_static(b"decoy"), None).await
}

/// Deletes the entry of a link that is not made.
pub(crate) async fn clear(extension: &ResetPassword, cx: &Cx, Decoy(key): &Decoy) -> Result<(), Error> {
    cx.cache_in(&extension.store).store().delete(key).await.map(drop)
}

/// One of 4,096 entries. An index of PostgreSQL cleans up after a key that comes again, and keeps each other one until the next
/// `VACUUM`; and two addresses seldom meet at one entry.
fn decoy_of(tag: &[u8]) -> [u8; 2] {
    let [first, second] = tag.first_chunk().copied().unwrap_or_default();
    [first & 0x0f, second]
}

/// Twice as many as mails, so that it is the mails' limit that a user meets.
fn limit(cx: &Cx) -> Option<Limit> {
    let mails = cx.pow().policy().mail_limits.of(ResetPasswordLink::NAME)?;
    Some(Limit::new(mails.count.saturating_mul(2), mails.within.saturating_add(LATER.min(mails.within))))
}
