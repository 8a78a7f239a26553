//! Many calls at the same moment, of which only one may win. They need a runtime with several threads.

#![expect(clippy::unwrap_used, reason = "these are the assertions of tests")]

use std::{future::Future, sync::Arc};

use pow_core::cache::{CacheStore, Key, Write};
use tokio::sync::Barrier;

use super::{
    Subject,
    facts::{TTL, key},
};

const TASKS: usize = 50;

/// A token is spent once.
pub async fn parallel_take_has_one_winner(subject: &Subject, rounds: usize) {
    for round in 0..rounds {
        subject.put(&key("token"), "value", None).await;
        let winners = race(subject, |store, _| async move { store.take(&key("token")).await.unwrap().is_some() }).await;
        assert_eq!(winners, 1, "round {round}");
    }
}

/// Only one of many calls creates the entry.
pub async fn parallel_put_if_absent_has_one_winner(subject: &Subject, rounds: usize) {
    for round in 0..rounds {
        let put = |store: Arc<dyn CacheStore>, n: usize| async move {
            store.put_if_absent(&key("new"), n.to_string().into(), None).await.unwrap()
        };
        assert_eq!(race(subject, put).await, 1, "round {round}");
        assert!(subject.store.delete(&key("new")).await.unwrap());
    }
}

/// Only one of many calls replaces an expired entry. The old value does not appear again.
pub async fn parallel_put_if_absent_over_an_expired_entry_has_one_winner(subject: &Subject, rounds: usize) {
    for round in 0..rounds.div_ceil(100) {
        subject.put(&key("old"), "old", TTL).await;
        subject.expire().await;
        let put = |store: Arc<dyn CacheStore>, n: usize| async move {
            store.put_if_absent(&key("old"), n.to_string().into(), None).await.unwrap()
        };
        assert_eq!(race(subject, put).await, 1, "round {round}");
        assert_ne!(subject.get(&key("old")).await.unwrap(), "old");
        assert!(subject.store.delete(&key("old")).await.unwrap());
    }
}

/// Only one of many calls changes the entry.
pub async fn parallel_compare_and_swap_has_one_winner(subject: &Subject, rounds: usize) {
    for round in 0..rounds {
        subject.put(&key("record"), "old", None).await;
        let swap = |store: Arc<dyn CacheStore>, n: usize| async move {
            store.compare_and_swap(&key("record"), b"old", n.to_string().into(), None).await.unwrap()
        };
        assert_eq!(race(subject, swap).await, 1, "round {round}");
    }
}

/// Only one of many calls makes each of several changes, in whatever order each call names the changes.
pub async fn parallel_write_many_has_one_winner_for_each_key(subject: &Subject, rounds: usize) {
    for round in 0..rounds {
        let keys = ["first", "second", "third"].map(key);
        subject.put(&key("second"), "old", None).await;
        let writes = keys.clone();
        let write = move |store: Arc<dyn CacheStore>, n: usize| {
            let swap = |key: &Key| Write::Swap {
                key: key.clone(),
                expected: (*key == writes[1]).then(|| "old".into()),
                new: n.to_string().into(),
                ttl: None,
            };
            let mut writes = writes.each_ref().map(swap);
            writes.rotate_left(n % 3);
            async move { store.write_many(&writes).await.unwrap().into_iter().filter(|done| *done).count() }
        };
        assert_eq!(race(subject, write).await, 3, "round {round}");
        assert_ne!(subject.get(&keys[1]).await.unwrap(), "old");
        for key in &keys {
            assert!(subject.store.delete(key).await.unwrap(), "round {round}: {key:?}");
        }
    }
}

/// Starts parallel calls at the same moment and returns the number of wins.
async fn race<F, T>(subject: &Subject, call: impl Fn(Arc<dyn CacheStore>, usize) -> F) -> usize
where
    F: Future<Output = T> + Send + 'static,
    T: Into<usize> + Send + 'static,
{
    let start = Arc::new(Barrier::new(TASKS));
    let mut tasks = Vec::new();
    for n in 0..TASKS {
        let (start, call) = (Arc::clone(&start), call(Arc::clone(&subject.store), n));
        tasks.push(tokio::spawn(async move {
            start.wait().await;
            call.await
        }));
    }
    let mut winners = 0;
    for task in tasks {
        winners += task.await.unwrap().into();
    }
    winners
}
