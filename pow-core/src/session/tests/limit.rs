//! The limit of sessions per user.

use super::*;
use crate::{
    cache::MemoryLimits,
    clock::{SystemClock, millis},
};

fn limited(max_per_user: usize) -> World {
    World::with(|setup| setup.settings.max_per_user = Some(max_per_user))
}

impl World {
    async fn lives(&self, signed: &SignedSession) -> bool {
        self.fetch(&signed.cookie).await.is_active()
    }

    async fn count(&self, user: UserId) -> usize {
        self.sessions.list(user).await.unwrap().len()
    }
}

// ASVS 7.1.2
#[tokio::test]
async fn sign_in_beyond_the_limit_ends_the_session_used_longest_ago() {
    let world = limited(3);
    let bobs = world.sign_in(BOB).await;
    let first = world.sign_in(ALICE).await;
    world.clock.advance(MINUTE);
    let second = world.sign_in(ALICE).await;
    world.clock.advance(MINUTE);
    let third = world.sign_in(ALICE).await;
    let first = SignedSession { cookie: world.renew(&first.cookie).await, ..first };
    let fourth = world.sign_in(ALICE).await;
    assert!(!world.lives(&second).await, "the first was renewed since");
    let fifth = world.sign_in(ALICE).await;
    assert!(!world.lives(&third).await, "the first was renewed since");
    for alive in [&first, &fourth, &fifth, &bobs] {
        assert!(world.lives(alive).await);
    }
}

#[tokio::test]
async fn without_a_limit_a_user_has_any_number() {
    let world = World::new();
    for _ in 0..50 {
        drop(world.sign_in(ALICE).await);
    }
    assert_eq!(world.count(ALICE).await, 50);
}

#[tokio::test]
async fn lowered_limit_holds_after_the_next_sign_in() {
    let world = World::new();
    for _ in 0..5 {
        drop(world.sign_in(ALICE).await);
    }
    let lower = world.node(|setup| setup.settings.max_per_user = Some(2));
    let signed = lower.create(ALICE, 1, NewSession::default(), None).await.unwrap();
    assert_eq!(world.count(ALICE).await, 2);
    assert!(world.lives(&signed).await);
}

#[tokio::test]
async fn session_that_the_browser_had_before_ends_no_other() {
    // P21
    let world = limited(2);
    let (elsewhere, here) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await);
    let again = NewSession { fingerprint: Some(here.session.fingerprint()), ..NewSession::default() };
    let again = world.sessions.create(ALICE, 1, again, Some(here.session.reference())).await.unwrap();
    assert!(world.lives(&elsewhere).await && world.lives(&again).await);
    assert!(!world.lives(&here).await);
}

#[tokio::test]
async fn session_that_is_over_does_not_count() {
    let world = limited(2);
    let renewed = world.sign_in(ALICE).await;
    let idle = world.sign_in(ALICE).await;
    let renewed = SignedSession { cookie: world.renew(&renewed.cookie).await, ..renewed };
    world.clock.advance(16 * MINUTE);
    // The store may still hold it.
    world.overwrite(idle.session.reference(), idle.session.0.encode()).await;
    let signed = world.sign_in(ALICE).await;
    assert!(world.lives(&renewed).await && world.lives(&signed).await);

    // Sessions of an earlier epoch are invalid, but still stored.
    world.table.set(ALICE, 2);
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.settle(change, 2).await.unwrap();
    let of_epoch = async |epoch| world.sessions.create(ALICE, epoch, NewSession::default(), None).await.unwrap();
    let (one, two) = (of_epoch(2).await, of_epoch(2).await);
    // A sign-in that overlapped the change doesn't end one of the new sessions.
    assert!(!world.lives(&of_epoch(1).await).await);
    assert!(world.lives(&one).await && world.lives(&two).await);
}

#[tokio::test]
async fn new_session_is_left_whatever_the_clock_says() {
    for behind in [0, millis(MINUTE), -millis(MINUTE)] {
        let world = limited(1);
        let clock = Arc::new(FixedClock::at_ms(START - behind));
        let setup = Setup { settings: world.settings.clone(), ..Setup::default() };
        let other = setup.sessions(world.wire.clone(), world.table.clone(), clock);
        let first = world.sign_in(ALICE).await;
        let second = other.create(ALICE, 1, NewSession::default(), None).await.unwrap();
        assert!(!world.lives(&first).await && world.lives(&second).await, "the other clock is {behind} ms behind");
        let third = world.sign_in(ALICE).await;
        assert!(!world.lives(&second).await && world.lives(&third).await, "the other clock is {behind} ms behind");
    }
}

#[tokio::test]
async fn of_sign_ins_that_all_see_each_other_as_many_are_left_as_may_be() {
    for limit in [1, 3, 19] {
        let world = limited(limit);
        let first = world.sign_in(ALICE).await.session;
        let mut stored = Vec::new();
        for _ in 0..20 {
            // In the same tick of the clock, and before any of them looks for the others.
            stored.push(
                world.sessions.insert(Record { made_at: START + 1, ..(*first.0).clone() }).await.unwrap().session,
            );
        }
        for session in &stored {
            world.sessions.delete_beyond(limit, session, None).await.unwrap();
        }
        assert_eq!(world.count(ALICE).await, limit);
        assert!(world.raw(first.reference()).await.is_none(), "it was there before");
    }
}

// The clock ticks: sign-ins begin in one order and are stored in another.
// S18
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn limit_holds_after_parallel_sign_ins() {
    for round in 0..50 {
        let clock = Arc::new(SystemClock);
        let store = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
        let table = Arc::new(Table::default());
        table.set(ALICE, 1);
        let settings = SessionSettings { max_per_user: Some(3), ..SessionSettings::default() };
        let sessions = Arc::new(Setup { settings, ..Setup::default() }.sessions(store, table, clock));
        let start = Arc::new(tokio::sync::Barrier::new(20));
        let calls = (0..20).map(|_| {
            let (sessions, start) = (sessions.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                sessions.create(ALICE, 1, NewSession::default(), None).await.unwrap()
            })
        });
        let mut signed = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            signed.push(call.await.unwrap());
        }
        let mut alive = 0;
        for signed in &signed {
            alive += usize::from(sessions.fetch(signed.cookie.expose()).await.unwrap().is_active());
        }
        assert_eq!((alive, sessions.list(ALICE).await.unwrap().len()), (3, 3), "round {round}");
        let last = sessions.create(ALICE, 1, NewSession::default(), None).await.unwrap();
        assert!(sessions.fetch(last.cookie.expose()).await.unwrap().is_active(), "round {round}");
        assert_eq!(sessions.list(ALICE).await.unwrap().len(), 3, "round {round}");
    }
}
