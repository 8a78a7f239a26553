//! Entries of the cache store.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    UserId,
    cache::{CacheStore, Key},
};
use pow_testing::{
    Database,
    client::{ANN, PASSWORD},
};

use crate::app;

/// The time to live of a copy: it is stored with each entry.
const TTL: Option<Duration> = Some(Duration::from_secs(30 * 24 * 3600));
/// How many copies are written at once.
const AT_ONCE: u32 = 64;

/// A key and a value.
pub(crate) type Entry = (Vec<u8>, Bytes);

/// What a user has in the cache store.
pub(crate) struct Entries {
    /// The id of the user, which is a part of keys.
    user: [u8; 16],
    all: Vec<Entry>,
}

/// Signs a user in, who is remembered and has asked for a link.
pub(crate) fn of_one_user() -> Entries {
    let app = app::with_one_user(Database::sqlite());
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let mut browser = app.client();
    browser.headers.push(("User-Agent".to_owned(), agent.to_owned()));
    let id = app.user(ANN).expect("the user").id().expect("an id");
    app.block_on(app.pow.sessions().revoke_all(id, None)).unwrap();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let all = app.block_on(app.cache().scan(&Key::new(""))).unwrap();
    let all = all.into_iter().map(|(key, value)| (key.as_bytes().to_vec(), value)).collect();
    let UserId::Uuid(user) = id else { panic!("the id is a UUID") };
    Entries { user: user.into_bytes(), all }
}

impl Entries {
    /// The entries of which the key begins with one of these names.
    pub(crate) fn named(&self, names: &[&'static str]) -> Vec<Entry> {
        let is_named = |key: &[u8]| names.iter().any(|name| key.starts_with(Key::new("").name(name).as_bytes()));
        let found: Vec<Entry> = self.all.iter().filter(|(key, _)| is_named(key)).cloned().collect();
        assert_eq!(found.len(), names.len(), "one entry of each of {names:?}");
        found
    }

    /// Writes these entries again and again, for other users.
    pub(crate) fn copy(&self, cache: &Arc<dyn CacheStore>, list: &[Entry], copies: u32) {
        let user = self.user;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let write = |first: u32| {
            let (cache, entries) = (cache.clone(), list.to_vec());
            async move {
                for n in (first..copies).step_by(AT_ONCE as usize) {
                    for (key, value) in &entries {
                        cache.put(&other_key(key, &user, n), value.clone(), TTL).await.unwrap();
                    }
                }
            }
        };
        let tasks: Vec<_> = (0..AT_ONCE).map(|first| runtime.spawn(write(first))).collect();
        runtime.block_on(async {
            for task in tasks {
                task.await.unwrap();
            }
        });
    }
}

/// The key of another user's entry. Ids are spread as random ones are, and an id is the end of each key.
fn other_key(key: &[u8], user: &[u8; 16], n: u32) -> Key {
    let spread = spread(n).to_be_bytes();
    let mut key = key.to_vec();
    if let Some(at) = key.windows(user.len()).position(|bytes| bytes == user) {
        key[at..at + spread.len()].copy_from_slice(&spread);
    }
    let at = key.len() - spread.len();
    key[at..].copy_from_slice(&spread);
    Key::from_bytes(&key).expect("a key")
}

/// Numbers in an order that looks random, each once.
pub(crate) fn spread(n: u32) -> u64 {
    u64::from(n).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
