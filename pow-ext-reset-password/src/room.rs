//! How many links an account may have: not more than there are mails to carry them, or whoever asks often enough fills the
//! store, and nobody can sign in any more.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    Error,
    cache::{CacheStore, Key},
    cx::Cx,
    mail::Mail,
    record::User,
};

use crate::{ResetPassword, mails::ResetPasswordLink, tokens::binding};

const PREFIX: &str = "reset_password_links";
/// A time in the value: milliseconds, the greatest byte first.
const TIME: usize = size_of::<i64>();
/// A mail is counted a little later than its link. Were their times the same, somebody who asks all the time would have each
/// new link made just before its mail may go.
const LATER: Duration = Duration::from_secs(1);
/// The life of an entry that is deleted at once, if the process ends in between.
const DECOY: Duration = Duration::from_secs(1);

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
    /// Links are not counted, for mails have no limit.
    Endless,
    /// No link may be made: the account has enough of them, or there is no account.
    None(Decoy),
}

/// A link that is counted.
pub(crate) struct Place {
    key: Key,
    at: i64,
    within: Duration,
}

/// The entry of a link that is not made. To delete it takes the place of storing the link, so that a request writes as often
/// for an unknown address as for a known one, and leaves nothing behind.
pub(crate) struct Decoy(Key);

impl Room {
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None(_))
    }
}

/// Counts one more link for the user. Without a user the same work is done for the address, also where many ask at once.
/// (E9)
pub(crate) async fn take(
    extension: &ResetPassword,
    cx: &Cx,
    user: Option<&User>,
    address: &str,
) -> Result<Room, Error> {
    let prefix = cx.key().name(PREFIX);
    let tag = cx.pow().signer(PREFIX).tag(address.as_bytes());
    let decoy = prefix.clone().name("decoy").bytes(&decoy_of(&tag));
    let Some(bound) = bound(cx) else { return Ok(Room::Endless) };
    let key = match user {
        // Of this address and password: another one has dead links, which count no more.
        Some(user) => prefix.id(user.id()?).bytes(&binding(user)?),
        None => prefix.name("unknown").bytes(&tag),
    };
    let counting = Counting { store: store(extension, cx), key, decoy, bound, now: cx.pow().clock().now_ms() };
    counting.count(user.is_some()).await
}

/// One of 4,096 entries. An index of PostgreSQL cleans up after a key that comes again, and keeps each other one until the next
/// `VACUUM`; and two addresses seldom meet at one entry.
fn decoy_of(tag: &[u8]) -> [u8; 2] {
    let [first, second] = tag.first_chunk().copied().unwrap_or_default();
    [first & 0x0f, second]
}

/// Deletes the entry of a link that is not made.
pub(crate) async fn clear(extension: &ResetPassword, cx: &Cx, Decoy(key): &Decoy) -> Result<(), Error> {
    store(extension, cx).delete(key).await.map(drop)
}

/// No mail came of it: whoever asks again after a fault is not kept waiting for it. Where the store is the fault, its time
/// gives the place back.
pub(crate) async fn give_back(extension: &ResetPassword, cx: &Cx, place: &Place) {
    let store = store(extension, cx);
    while let Ok(Some(stored)) = store.get(&place.key).await {
        let mut times: Vec<i64> = times(&stored).collect();
        let Some(at) = times.iter().position(|time| *time == place.at) else { return };
        times.swap_remove(at);
        let given = store.compare_and_swap(&place.key, &stored, encoded(&times), Some(place.within)).await;
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

struct Counting<'s> {
    store: &'s Arc<dyn CacheStore>,
    /// The times of the links that are counted.
    key: Key,
    decoy: Key,
    bound: Bound,
    now: i64,
}

impl Counting<'_> {
    /// One read and one write, and once more of both for each request for the same address that was faster.
    async fn count(self, is_known: bool) -> Result<Room, Error> {
        let since = self.now.saturating_sub(i64::try_from(self.bound.within.as_millis()).unwrap_or(i64::MAX));
        // Who is overtaken was so by one that is counted: so often at most.
        for _ in 0..=self.bound.most {
            let mut found = self.store.get_many(&[self.key.clone(), self.decoy.clone()]).await?;
            let (decoy, counted) = (found.pop().flatten(), found.pop().flatten());
            let mut times: Vec<i64> = times(counted.as_deref().unwrap_or_default()).filter(|t| *t > since).collect();
            if !is_known || times.len() >= self.bound.most {
                if self.write(&self.decoy, decoy, encoded(&[self.now]), DECOY).await? {
                    break;
                }
            } else {
                times.push(self.now);
                if self.write(&self.key, counted, encoded(&times), self.bound.within).await? {
                    return Ok(Room::Taken(Place { key: self.key, at: self.now, within: self.bound.within }));
                }
            }
        }
        Ok(Room::None(Decoy(self.decoy)))
    }

    async fn write(&self, key: &Key, stored: Option<Bytes>, new: Bytes, ttl: Duration) -> Result<bool, Error> {
        match stored {
            Some(stored) => self.store.compare_and_swap(key, &stored, new, Some(ttl)).await,
            None => self.store.put_if_absent(key, new, Some(ttl)).await,
        }
    }
}

fn encoded(times: &[i64]) -> Bytes {
    times.iter().flat_map(|time| time.to_be_bytes()).collect()
}

fn times(stored: &[u8]) -> impl Iterator<Item = i64> {
    stored.as_chunks::<TIME>().0.iter().map(|time| i64::from_be_bytes(*time))
}
