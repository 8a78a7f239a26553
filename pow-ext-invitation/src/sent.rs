//! How many invitations each user has mailed lately: counted in the cache. (V19)

use std::sync::Arc;

use pow_core::{
    Error, UserId,
    cx::Cx,
    limit::{Limit, Limiter},
    random,
};

/// Counts one more mail of this user, unless the limit is reached.
pub(crate) async fn count(cx: &Cx, inviter: UserId, limit: Limit) -> Result<bool, Error> {
    let limiter = Limiter::new(Arc::clone(cx.pow().cache()), Arc::clone(cx.pow().clock()));
    let name: [u8; 16] = random::bytes()?;
    Ok(limiter.acquire(&cx.key().name("invitations_sent").id(inviter), limit, &name).await?.is_some())
}
