//! How many links an account may have: not more than there are mails to carry them, or whoever asks often enough fills the
//! store, and nobody can sign in any more.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cache::{CacheStore, Key},
    cx::Cx,
    mail::Mail,
    record::User,
    token::Token,
};

use crate::{
    ResetPassword,
    mails::ResetPasswordLink,
    tokens::{ResetToken, UNSENT, binding},
};

/// A time in the value: milliseconds, the greatest byte first.
const TIME: usize = size_of::<i64>();
/// A mail is counted a little later than its link. Were their times the same, somebody who asks all the time would have each
/// new link made just before its mail may go.
const LATER: Duration = Duration::from_secs(1);

/// So many links within this time.
#[derive(Clone, Copy, Debug)]
struct Bound {
    most: usize,
    within: Duration,
}

/// Counts one more link for the user, and says whether there is room for it. Nobody's link is counted for nobody, at the same
/// cost. (E9)
///
/// Without a limit of mails there is none of links.
pub(crate) async fn take(extension: &ResetPassword, cx: &Cx, user: Option<&User>) -> Result<bool, Error> {
    let Some(bound) = bound(cx) else { return Ok(true) };
    let store = extension.store.store().unwrap_or(cx.pow().cache());
    let prefix = cx.key().name("reset_password_links");
    match user {
        // Of this address and password: another one has dead links, which count no more.
        Some(user) => count(store, &prefix.id(user.id()?).bytes(&binding(user)?), bound, cx).await,
        None => {
            let key = prefix.bytes(&Token::<ResetToken>::random()?.hash());
            count(store, &key, Bound { within: UNSENT, ..bound }, cx).await
        }
    }
}

/// Twice as many as mails, so that it is the mails' limit that a user meets.
fn bound(cx: &Cx) -> Option<Bound> {
    let limit = cx.pow().policy().mail_limits.of(ResetPasswordLink::NAME)?;
    let within = limit.within.saturating_add(LATER.min(limit.within));
    Some(Bound { most: 2 * usize::from(limit.mails), within })
}

async fn count(store: &Arc<dyn CacheStore>, key: &Key, bound: Bound, cx: &Cx) -> Result<bool, Error> {
    let now = cx.pow().clock().now_ms();
    let since = now.saturating_sub(i64::try_from(bound.within.as_millis()).unwrap_or(i64::MAX));
    // Who is overtaken was so by one that is counted: so often at most.
    for _ in 0..=bound.most {
        let stored = store.get(key).await?;
        let mut times: Vec<i64> = times(stored.as_deref().unwrap_or_default()).filter(|time| *time > since).collect();
        let has_room = times.len() < bound.most;
        if has_room {
            times.push(now);
        }
        // Where there is no room it is written, too: the time of the answer must not tell.
        let value: Vec<u8> = times.into_iter().flat_map(i64::to_be_bytes).collect();
        let is_written = match stored {
            Some(stored) => store.compare_and_swap(key, &stored, value.into(), Some(bound.within)).await?,
            None => store.put_if_absent(key, value.into(), Some(bound.within)).await?,
        };
        if is_written || !has_room {
            return Ok(has_room);
        }
    }
    Ok(false)
}

fn times(stored: &[u8]) -> impl Iterator<Item = i64> {
    stored.as_chunks::<TIME>().0.iter().map(|time| i64::from_be_bytes(*time))
}
