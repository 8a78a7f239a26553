//! Many calls at the same moment, of which one may win. They need a runtime with several threads.

#![expect(clippy::unwrap_used, reason = "these are the assertions of tests")]

use std::{future::Future, sync::Arc};

use pow_core::cache::CacheStore;
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

/// One of many creates.
pub async fn parallel_put_if_absent_has_one_winner(subject: &Subject, rounds: usize) {
    for round in 0..rounds {
        let put = |store: Arc<dyn CacheStore>, n: usize| async move {
            store.put_if_absent(&key("new"), n.to_string().into(), None).await.unwrap()
        };
        assert_eq!(race(subject, put).await, 1, "round {round}");
        assert!(subject.store.delete(&key("new")).await.unwrap());
    }
}

/// One of many replaces an expired entry, whose value is not seen again.
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

/// One of many changes.
pub async fn parallel_compare_and_swap_has_one_winner(subject: &Subject, rounds: usize) {
    for round in 0..rounds {
        subject.put(&key("record"), "old", None).await;
        let swap = |store: Arc<dyn CacheStore>, n: usize| async move {
            store.compare_and_swap(&key("record"), b"old", n.to_string().into(), None).await.unwrap()
        };
        assert_eq!(race(subject, swap).await, 1, "round {round}");
    }
}

/// Starts parallel calls at the same moment and returns how many of them won.
async fn race<F>(subject: &Subject, call: impl Fn(Arc<dyn CacheStore>, usize) -> F) -> usize
where
    F: Future<Output = bool> + Send + 'static,
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
        winners += usize::from(task.await.unwrap());
    }
    winners
}
