//! Scenarios that break in some orders only: the schedules find them, and say which order it was.

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use bytes::Bytes;
use pow_core::{Clock as _, Error, cache::Key, clock::FixedClock};
use pow_testing::{Explored, TestApp, cache::Subject, explore::SteppedCache};

pow_testing::cache_store_suite!(stepped, subject, rounds = 5);

async fn subject() -> Subject {
    let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
    Subject::new(Arc::new(SteppedCache::new(clock.clone())), clock)
}

fn key() -> Key {
    Key::new("explore").name("test").name("count")
}

fn text(panic: Box<dyn Any + Send>) -> String {
    *panic.downcast::<String>().unwrap()
}

/// Two requests that add one to a number, in two steps each.
fn lost_update(explored: &Explored) -> String {
    let store = explored.app.pow.cache();
    let begun = explored.begin(async |_| store.put(&key(), Bytes::from_static(&[0]), None).await.unwrap());
    let failure = catch_unwind(AssertUnwindSafe(|| {
        begun.run(1_000, async |run, ()| {
            let add = async || {
                let number = store.get(&key()).await.unwrap().unwrap()[0];
                store.put(&key(), vec![number + 1].into(), None).await.unwrap();
            };
            run.interleave(vec![("first", Box::pin(add())), ("second", Box::pin(add()))]).await;
            assert_eq!(*store.get(&key()).await.unwrap().unwrap(), [2], "a lost update");
        });
    }));
    text(failure.expect_err("half of all orders lose an update"))
}

#[test]
fn lost_update_is_found_with_its_seed_and_the_shortest_schedule() {
    let explored = TestApp::builder().explored();
    let message = lost_update(&explored);
    assert!(message.starts_with("seed ") && message.contains("a lost update"), "{message}");
    let (_, turns) = message.split_once("The shortest schedule that fails:\n").expect(&message);
    let turns: Vec<_> = turns.lines().map(str::trim).collect();
    let place = |turn: &str| turns.iter().position(|told| told.starts_with(turn)).expect(turn);
    assert_eq!(turns.len(), 6, "each begins, reads and writes: {turns:?}");
    let read = place("first: get").max(place("second: get"));
    assert!(read < place("first: put").min(place("second: put")), "both have read before one writes: {turns:?}");
    // Each run begins with the same cache, and a seed gives the same order again.
    assert_eq!(lost_update(&explored), message);
}

#[test]
fn operations_fail_before_and_after_they_are_done() {
    let explored = TestApp::builder().explored();
    let store = explored.app.pow.cache();
    let begun = explored.begin(async |_| ());
    let (done, lost, not_done) = (Cell::new(0), Cell::new(0), Cell::new(0));
    begun.run_with_faults(2_000, async |run, ()| {
        let put = async || store.put_if_absent(&key(), Bytes::from_static(b"1"), None).await;
        let results = run.interleave(vec![("first", Box::pin(put())), ("second", Box::pin(put()))]).await;
        let is_there = store.get(&key()).await.unwrap().is_some();
        let counter = match results.as_slice() {
            [Ok(true), Ok(true)] => panic!("both were the first"),
            [Ok(true), _] | [_, Ok(true)] => &done,
            [Err(Error::Unavailable { .. }), _] | [_, Err(Error::Unavailable { .. })] if is_there => &lost,
            _ => &not_done,
        };
        counter.set(counter.get() + 1);
    });
    // Each fails in about one of 32 operations.
    assert!(done.get() > 1_500 && lost.get() > 10, "{done:?} {lost:?}");
    assert!((1..20).contains(&not_done.get()), "both fail before anything is done, rarely: {not_done:?}");
}

#[test]
fn time_stands_still_between_some_operations() {
    let explored = TestApp::builder().explored();
    let (store, clock) = (explored.app.pow.cache(), &explored.app.clock);
    let begun = explored.begin(async |_| ());
    let passed = Cell::new(0);
    begun.run(1_000, async |_, ()| {
        let before = clock.now_ms();
        store.get(&key()).await.unwrap();
        passed.set(passed.get() + clock.now_ms() - before);
    });
    assert!((400..600).contains(&passed.get()), "{} of 1000", passed.get());
}
