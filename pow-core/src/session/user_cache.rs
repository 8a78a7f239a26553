//! The users that this process loaded recently. A user is used only while the entry in the cache store has the same
//! version.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, PoisonError, RwLock},
};

use foldhash::fast::RandomState;

use crate::UserId;

const SHARDS: usize = 16;

/// A bounded cache with two generations. When the young generation is full, it replaces the old one.
pub(super) struct UserCache<U> {
    shards: [RwLock<Generations<U>>; SHARDS],
    per_generation: usize,
}

struct Generations<U> {
    young: Users<U>,
    old: Users<U>,
}

type Users<U> = HashMap<UserId, (u64, Arc<U>), RandomState>;

impl<U> UserCache<U> {
    /// A cache for about `users` users.
    pub(super) fn new(users: usize) -> Self {
        let empty = || RwLock::new(Generations { young: Users::default(), old: Users::default() });
        Self { shards: std::array::from_fn(|_| empty()), per_generation: (users / (2 * SHARDS)).max(1) }
    }

    /// Returns the user if it was loaded under exactly this version.
    pub(super) fn get(&self, id: UserId, version: u64) -> Option<Arc<U>> {
        let of_version = |(kept, user): &(u64, Arc<U>)| (*kept == version).then(|| Arc::clone(user));
        let user = {
            let shard = self.shard(id).read().unwrap_or_else(PoisonError::into_inner);
            if let Some(entry) = shard.young.get(&id) {
                return of_version(entry);
            }
            shard.old.get(&id).and_then(of_version)?
        };
        self.put(id, version, Arc::clone(&user));
        Some(user)
    }

    /// Keeps a user.
    pub(super) fn put(&self, id: UserId, version: u64, user: Arc<U>) {
        let mut shard = self.shard(id).write().unwrap_or_else(PoisonError::into_inner);
        if shard.young.len() >= self.per_generation && !shard.young.contains_key(&id) {
            shard.old = mem::take(&mut shard.young);
        }
        shard.old.remove(&id);
        shard.young.insert(id, (version, user));
    }

    /// Drops a user.
    pub(super) fn forget(&self, id: UserId) {
        let mut shard = self.shard(id).write().unwrap_or_else(PoisonError::into_inner);
        shard.young.remove(&id);
        shard.old.remove(&id);
    }

    #[expect(clippy::indexing_slicing, reason = "four bits are less than 16 shards")]
    fn shard(&self, id: UserId) -> &RwLock<Generations<U>> {
        let low = match id {
            UserId::Int(id) => id.cast_unsigned(),
            UserId::Uuid(id) => id.as_u64_pair().1,
        };
        &self.shards[(low.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_is_served_under_its_own_version_only() {
        let cache = UserCache::new(100);
        cache.put(UserId::Int(1), 7, Arc::new("a"));
        assert_eq!(cache.get(UserId::Int(1), 7).as_deref(), Some(&"a"));
        assert_eq!(cache.get(UserId::Int(1), 8), None);
        assert_eq!(cache.get(UserId::Int(2), 7), None);
        cache.forget(UserId::Int(1));
        assert_eq!(cache.get(UserId::Int(1), 7), None);
    }

    #[test]
    fn it_is_bounded_and_keeps_what_is_used() {
        let cache = UserCache::new(64);
        let held =
            || cache.shards.iter().map(|s| s.read().unwrap()).map(|s| s.young.len() + s.old.len()).sum::<usize>();
        for n in 0..10_000 {
            cache.put(UserId::Int(n), 1, Arc::new(n));
            assert!(cache.get(UserId::Int(n), 1).is_some());
            cache.get(UserId::Int(0), 1);
        }
        assert!(held() <= 64, "{}", held());
        assert!(cache.get(UserId::Int(0), 1).is_some(), "used all the time");
        assert!(cache.get(UserId::Int(1), 1).is_none(), "not used for long");
    }
}
