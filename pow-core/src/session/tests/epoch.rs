//! A change of the user ends sessions, on every node and whatever goes wrong.

use super::*;

#[tokio::test]
async fn session_of_an_older_epoch_is_dead_and_of_the_present_one_is_not() {
    // S6, S7, S11
    let world = World::new();
    let (here, there) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await);
    let bob = world.sign_in(BOB).await;
    assert!(world.fetch(&there.cookie).await.is_active());
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.table.set(ALICE, 2);
    world.sessions.settle(change, 2).await.unwrap();
    let here = world.sessions.regenerate(here.session.reference(), 2).await.unwrap().unwrap();
    assert_eq!(world.sessions.list(ALICE).await.unwrap().len(), 1, "the dead one is not listed");
    let loads = world.table.loads();
    assert!(matches!(world.fetch(&there.cookie).await, Fetched::Dead));
    assert_eq!(world.table.loads(), loads, "the entry in the cache is enough to know");
    assert!(world.fetch(&here.cookie).await.is_active());
    assert!(world.fetch(&bob.cookie).await.is_active());
    assert_eq!(world.sessions.list(ALICE).await.unwrap().len(), 1);
}

#[tokio::test]
async fn session_is_carried_on_by_its_own_change_whatever_arrives_in_between() {
    // S6, P22
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.table.set(ALICE, 2);
    world.sessions.settle(change, 2).await.unwrap();
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead), "another tab of the same browser");
    let carried = world.sessions.regenerate(signed.session.reference(), 2).await.unwrap().unwrap();
    assert!(world.fetch(&carried.cookie).await.is_active());
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn epoch_is_seen_by_the_other_node_and_during_the_change() {
    // S11, F7
    let world = World::new();
    let node = world.node(|_| {});
    let cookie = world.sign_in(ALICE).await.cookie;
    assert!(node.fetch(cookie.expose()).await.unwrap().is_active());
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    assert!(node.fetch(cookie.expose()).await.unwrap().is_active(), "not committed yet");
    world.table.set(ALICE, 2);
    assert!(matches!(node.fetch(cookie.expose()).await.unwrap(), Fetched::Dead), "committed, not settled");
    world.sessions.settle(change, 2).await.unwrap();
    let cookie = world.sessions.create(ALICE, 2, NewSession::default(), None).await.unwrap().cookie;
    assert!(node.fetch(cookie.expose()).await.unwrap().is_active());
}

#[tokio::test]
async fn crash_between_commit_and_settle_is_safe() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    assert!(world.fetch(&cookie).await.is_active());
    drop(world.sessions.invalidate(ALICE).await.unwrap());
    world.table.set(ALICE, 2);
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn overlapping_changes_stay_uncertain_until_the_last_is_settled() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let first = world.sessions.invalidate(ALICE).await.unwrap();
    let second = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.settle(first, 1).await.unwrap();
    assert!(world.fetch(&cookie).await.is_active());
    world.table.set(ALICE, 2); // The second commits, and its process dies.
    drop(second);
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn change_that_began_first_and_ends_last_is_not_hidden_by_the_other() {
    for second_is_abandoned in [false, true] {
        let world = World::new();
        let cookie = world.sign_in(ALICE).await.cookie;
        assert!(world.fetch(&cookie).await.is_active());
        let first = world.sessions.invalidate(ALICE).await.unwrap();
        let second = world.sessions.invalidate(ALICE).await.unwrap();
        match second_is_abandoned {
            true => world.sessions.abandon(second).await.unwrap(),
            false => world.sessions.settle(second, 1).await.unwrap(),
        }
        assert!(world.fetch(&cookie).await.is_active());
        world.table.set(ALICE, 2); // The first commits, and has not settled yet.
        assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
        let cookie = world.sessions.create(ALICE, 2, NewSession::default(), None).await.unwrap().cookie;
        world.sessions.settle(first, 2).await.unwrap();
        assert!(world.fetch(&cookie).await.is_active());
        let loads = world.table.loads();
        assert!(world.fetch(&cookie).await.is_active());
        assert_eq!(world.table.loads(), loads, "all are settled: the database is left alone again");
    }
}

#[tokio::test]
async fn change_that_was_not_made_leaves_the_database_alone_again() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.abandon(change).await.unwrap();
    assert!(world.fetch(&cookie).await.is_active());
    let loads = world.table.loads();
    assert!(world.fetch(&cookie).await.is_active());
    assert_eq!(world.table.loads(), loads);
}

#[tokio::test]
async fn more_changes_at_once_than_are_told_apart_send_everybody_to_the_database() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let mut changes = Vec::new();
    for _ in 0..40 {
        changes.push(world.sessions.invalidate(ALICE).await.unwrap());
    }
    let last = changes.pop().unwrap();
    for change in changes {
        world.sessions.settle(change, 1).await.unwrap();
    }
    world.table.set(ALICE, 2); // The last one commits.
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
    world.sessions.settle(last, 2).await.unwrap();
    let cookie = world.sessions.create(ALICE, 2, NewSession::default(), None).await.unwrap().cookie;
    assert!(world.fetch(&cookie).await.is_active());
    world.table.set(ALICE, 3); // One of those whose marks were lost.
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn sign_in_that_overlaps_a_reset_is_dead() {
    // D3
    let world = World::new();
    world.table.set(ALICE, 2);
    let signed = world.sign_in(ALICE).await;
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn regeneration_after_somebody_elses_change_is_refused() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    assert!(world.sessions.regenerate(signed.session.reference(), 3).await.unwrap().is_none());
    assert!(world.raw(signed.session.reference()).await.is_none());
}
