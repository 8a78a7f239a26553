//! How many links an account may have: not more than there are mails to carry them, or whoever asks often enough fills the
//! store, and nobody can sign in any more.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cache::{CacheStore, Key},
    cx::Cx,
    mail::Mail,
    record::User,
};

use crate::{
    ResetPassword,
    mails::ResetPasswordLink,
    tokens::{UNSENT, binding},
};

const PREFIX: &str = "reset_password_links";
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

/// What became of a request for a link.
pub(crate) enum Room {
    /// There is room for it.
    Taken(Place),
    /// There is room for any number: mails have no limit.
    Endless,
    /// There is none.
    Full,
}

/// A link that is counted.
pub(crate) struct Place {
    key: Key,
    at: i64,
    within: Duration,
}

impl Room {
    pub(crate) fn is_full(&self) -> bool {
        matches!(self, Self::Full)
    }
}

/// Counts one more link for the user. One for an address that nobody has is counted for that address, at the same cost, also
/// where many ask at once. (E9)
pub(crate) async fn take(
    extension: &ResetPassword,
    cx: &Cx,
    user: Option<&User>,
    address: &str,
) -> Result<Room, Error> {
    let Some(bound) = bound(cx) else { return Ok(Room::Endless) };
    let prefix = cx.key().name(PREFIX);
    let nobodys = cx.pow().signer(PREFIX).tag(address.as_bytes());
    let (key, within) = match user {
        // Of this address and password: another one has dead links, which count no more.
        Some(user) => (prefix.id(user.id()?).bytes(&binding(user)?), bound.within),
        None => (prefix.bytes(&nobodys), UNSENT),
    };
    count(store(extension, cx), key, Bound { within, ..bound }, cx).await
}

/// No mail came of it: whoever asks again after a fault is not kept waiting for it. Where the store is the fault, its time
/// gives the place back.
pub(crate) async fn give_back(extension: &ResetPassword, cx: &Cx, place: &Place) {
    let store = store(extension, cx);
    while let Ok(Some(stored)) = store.get(&place.key).await {
        let mut times: Vec<i64> = times(&stored).collect();
        let Some(at) = times.iter().position(|time| *time == place.at) else { return };
        times.swap_remove(at);
        let given = store.compare_and_swap(&place.key, &stored, encoded(&times).into(), Some(place.within)).await;
        if given.unwrap_or(true) {
            return;
        }
    }
}

fn store<'s>(extension: &'s ResetPassword, cx: &'s Cx) -> &'s Arc<dyn CacheStore> {
    extension.store.store().unwrap_or(cx.pow().cache())
}

/// Twice as many as mails, so that it is the mails' limit that a user meets.
fn bound(cx: &Cx) -> Option<Bound> {
    let limit = cx.pow().policy().mail_limits.of(ResetPasswordLink::NAME)?;
    let within = limit.within.saturating_add(LATER.min(limit.within));
    Some(Bound { most: 2 * usize::from(limit.mails), within })
}

async fn count(store: &Arc<dyn CacheStore>, key: Key, bound: Bound, cx: &Cx) -> Result<Room, Error> {
    let now = cx.pow().clock().now_ms();
    let since = now.saturating_sub(i64::try_from(bound.within.as_millis()).unwrap_or(i64::MAX));
    // Who is overtaken was so by one that is counted: so often at most.
    for _ in 0..=bound.most {
        let stored = store.get(&key).await?;
        let mut times: Vec<i64> = times(stored.as_deref().unwrap_or_default()).filter(|time| *time > since).collect();
        let has_room = times.len() < bound.most;
        if has_room {
            times.push(now);
        }
        // Where there is no room it is written, too: the time of the answer must not tell.
        let is_written = match stored {
            Some(stored) => store.compare_and_swap(&key, &stored, encoded(&times).into(), Some(bound.within)).await?,
            None => store.put_if_absent(&key, encoded(&times).into(), Some(bound.within)).await?,
        };
        match (is_written, has_room) {
            (true, true) => return Ok(Room::Taken(Place { key, at: now, within: bound.within })),
            (_, false) => return Ok(Room::Full),
            (false, true) => {}
        }
    }
    Ok(Room::Full)
}

fn encoded(times: &[i64]) -> Vec<u8> {
    times.iter().flat_map(|time| time.to_be_bytes()).collect()
}

fn times(stored: &[u8]) -> impl Iterator<Item = i64> {
    stored.as_chunks::<TIME>().0.iter().map(|time| i64::from_be_bytes(*time))
}
