//! How many invitations each user has mailed lately: the times of those, in the cache. (V19)

use std::time::Duration;

use bytes::Bytes;
use pow_core::{Error, UserId, cx::Cx};

/// A time in the value: milliseconds, the greatest byte first.
const TIME: usize = 8;

/// Counts one more mail of this user, unless there were enough of them within the time. Of any number of requests at once
/// no more are counted than there may be.
pub(crate) async fn count(cx: &Cx, inviter: UserId, (many, within): (u32, Duration)) -> Result<bool, Error> {
    let (cache, key) = (cx.pow().cache(), cx.key().name("invitations_sent").id(inviter));
    let now = cx.pow().clock().now_ms();
    let since = now.saturating_sub(i64::try_from(within.as_millis()).unwrap_or(i64::MAX));
    // Who is overtaken was so by one that is counted: so often at most.
    for _ in 0..=many {
        let stored = cache.get(&key).await?;
        let mut times: Vec<i64> = times(stored.as_deref().unwrap_or_default()).filter(|time| *time > since).collect();
        if times.len() >= many as usize {
            return Ok(false);
        }
        times.push(now);
        let value = Bytes::from(times.into_iter().flat_map(i64::to_be_bytes).collect::<Vec<_>>());
        let is_counted = match stored {
            Some(stored) => cache.compare_and_swap(&key, &stored, value, Some(within)).await?,
            None => cache.put_if_absent(&key, value, Some(within)).await?,
        };
        if is_counted {
            return Ok(true);
        }
    }
    Ok(false)
}

fn times(stored: &[u8]) -> impl Iterator<Item = i64> {
    stored.as_chunks::<TIME>().0.iter().map(|time| i64::from_be_bytes(*time))
}
