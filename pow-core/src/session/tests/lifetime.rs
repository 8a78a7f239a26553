//! How long sessions live, and which clock decides.

use super::*;

#[tokio::test]
async fn idle_session_ends_and_an_active_one_does_not() {
    // P20, ASVS 7.3.1
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.clock.advance(30 * MINUTE - Duration::from_millis(1));
    let cookie = world.fetch(&signed.cookie).await.renewed();
    world.clock.advance(30 * MINUTE - Duration::from_millis(1));
    let cookie = world.fetch(&cookie).await.renewed();
    world.clock.advance(30 * MINUTE);
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn idle_session_is_over_even_if_the_store_still_serves_it() {
    // Z3
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let raw = world.raw(signed.session.reference()).await.unwrap();
    world.overwrite(signed.session.reference(), raw).await;
    world.clock.advance(30 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn node_with_a_fast_clock_ends_nobodys_session() {
    // Z1
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let clock = Arc::new(FixedClock::at_ms(START + 3_600_000));
    let fast = Setup::default().sessions(world.wire.clone(), world.table.clone(), clock);
    assert!(matches!(fast.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
    assert!(world.fetch(&signed.cookie).await.is_active());
}

#[tokio::test]
async fn absolute_lifetime_ends_an_active_session() {
    // S12, ASVS 7.3.2
    for (absolute, ends) in [(Some(60 * MINUTE), true), (None, false)] {
        let world = World::with(|config| config.settings.absolute = absolute);
        let mut cookie = world.sign_in(ALICE).await.cookie;
        for _ in 0..3 {
            cookie = world.renew(&cookie).await;
        }
        world.clock.advance(15 * MINUTE);
        assert_eq!(matches!(world.fetch(&cookie).await, Fetched::Dead), ends);
    }
}

#[tokio::test]
async fn regeneration_does_not_prolong_the_absolute_lifetime() {
    let world = World::with(|config| config.settings.absolute = Some(60 * MINUTE));
    let mut signed = world.sign_in(ALICE).await;
    for _ in 0..3 {
        world.clock.advance(19 * MINUTE);
        signed = world.sessions.regenerate(signed.session.reference(), 1).await.unwrap().unwrap();
    }
    assert_eq!(signed.session.authenticated_at().unwrap().timestamp_millis(), START);
    world.clock.advance(3 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn clock_at_its_extremes_panics_nowhere_and_revives_nothing() {
    // Z1, Z2
    for at in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
        let world = World::new();
        let signed = world.sign_in(ALICE).await;
        let raw = world.raw(signed.session.reference()).await.unwrap();
        world.overwrite(signed.session.reference(), raw).await;
        let clock = Arc::new(FixedClock::at_ms(at));
        let moved = Setup::default().sessions(world.wire.clone(), world.table.clone(), clock);
        assert!(!moved.fetch(signed.cookie.expose()).await.unwrap().is_active(), "{at}");
        for (created_at, renewed_at) in [(at, at), (at, START), (START, at)] {
            let record = Record { created_at, renewed_at, ..(*signed.session.0).clone() };
            let rules = Rules::new(&SessionSettings::default());
            let old_or_future = rules.is_over(&record, START);
            assert!(old_or_future, "{created_at} {renewed_at}");
            assert!(rules.time_left(&record, START) <= 30 * MINUTE || created_at > START || renewed_at > START);
            let _ = (date(at), signed.session.authenticated_within(MINUTE, &FixedClock::at_ms(at)));
        }
    }
}

#[tokio::test]
async fn skewed_clock_of_another_node_is_tolerated_for_an_hour() {
    // Z1
    let rules = Rules::new(&SessionSettings::default());
    let world = World::new();
    let record = (*world.sign_in(ALICE).await.session.0).clone();
    assert!(!rules.is_over(&record, START - 600_000));
    assert!(rules.is_over(&record, START - 3_600_001));
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let world = World::new();
    let settings = SessionSettings { idle: Duration::ZERO, ..SessionSettings::default() };
    let refused =
        Sessions::new("users", &settings, &ring(), world.wire.clone(), world.table.clone(), world.clock.clone());
    assert!(matches!(refused, Err(Error::Config(sentence)) if sentence.contains("`session.idle`")));
}
