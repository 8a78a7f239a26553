//! The families of a user: shows them among the user's devices, ends them, and enforces their limit.

use pow_core::{
    Error, UserId,
    cx::Cx,
    devices::{Clients, KnownClient},
};

use super::{Family, end, of_user};
use crate::Jwt;

/// The programs that have a pair of the user.
pub(crate) async fn clients(cx: &Cx, jwt: &Jwt, user: UserId) -> Result<Vec<KnownClient>, Error> {
    let now = cx.pow().clock().now_ms();
    let live = all(cx, user).await?.into_iter().filter(|family| !family.time_left(jwt, now).is_zero());
    Ok(live.map(|family| family.client()).collect())
}

/// Ends the pairs of some clients.
pub(crate) async fn forget(cx: &Cx, user: UserId, which: Clients) -> Result<(), Error> {
    for family in all(cx, user).await?.into_iter().filter(|family| which.contains(family.fingerprint())) {
        end(cx, user, family.id).await?;
    }
    Ok(())
}

/// Removes all families of a user whose auth epoch was raised. Their tokens are invalid already.
pub(crate) async fn remove_all(cx: &Cx, user: UserId) -> Result<(), Error> {
    forget(cx, user, Clients::All).await
}

/// Ends the oldest families above the limit `most`, but never the new one. This runs after the new family is stored, so that the
/// last of several concurrent requests sees all families.
pub(super) async fn end_oldest(cx: &Cx, most: u32, new: &Family) -> Result<(), Error> {
    let mut others: Vec<_> = all(cx, new.user).await?.into_iter().filter(|family| family.id != new.id).collect();
    others.sort_by_key(|family| std::cmp::Reverse(family.age()));
    let kept = usize::try_from(most).unwrap_or(usize::MAX).saturating_sub(1);
    for family in others.iter().skip(kept) {
        end(cx, new.user, family.id).await?;
    }
    Ok(())
}

async fn all(cx: &Cx, user: UserId) -> Result<Vec<Family>, Error> {
    let found = cx.cache().store().scan(&of_user(cx, user)).await?;
    Ok(found.iter().filter_map(|(_, raw)| Family::decode(raw)).filter(|family| family.user == user).collect())
}
