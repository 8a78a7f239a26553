//! The limit of mails for each inviter, counted in the cache. (V19)

use pow_core::{Error, UserId, cx::Cx, limit::Limit, random};

/// Counts one mail of this user. Returns false if the limit is reached.
pub(crate) async fn acquire(cx: &Cx, inviter: UserId, limit: Limit) -> Result<bool, Error> {
    let (cache, name) = (cx.cache(), random::bytes::<16>()?);
    Ok(cache.limiter().acquire(&cache.key().name("invitations_sent").id(inviter), limit, &name).await?.is_some())
}
