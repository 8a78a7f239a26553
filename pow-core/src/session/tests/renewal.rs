//! The secret is renewed, and no user is signed out by that.

use super::*;

#[tokio::test]
async fn secret_is_renewed_after_the_interval_and_not_before() {
    // P20
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.clock.advance(15 * MINUTE - Duration::from_millis(1));
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Active { new_cookie: None, .. }));
    world.clock.advance(Duration::from_millis(1));
    let Fetched::Active { session, new_cookie: Some(cookie), .. } = world.fetch(&signed.cookie).await else { panic!() };
    assert_eq!(session.reference(), signed.session.reference(), "the id is permanent");
    assert_eq!(session.created_at().timestamp_millis(), START);
    assert_eq!(session.renewed_at(), session.created_at() + 15 * MINUTE);
    assert_ne!(cookie.expose(), signed.cookie.expose());
}

#[tokio::test]
async fn lost_response_signs_nobody_out() {
    let world = World::new();
    let old = world.sign_in(ALICE).await.cookie;
    let _lost = world.renew(&old).await;
    world.clock.advance(14 * MINUTE);
    assert!(matches!(world.fetch(&old).await, Fetched::Active { new_cookie: None, .. }));
    world.clock.advance(MINUTE);
    let again = world.fetch(&old).await.renewed();
    assert!(world.fetch(&again).await.is_active());
}

#[tokio::test]
async fn previous_secret_has_ten_seconds_after_its_successor_was_seen() {
    // S13
    let world = World::new();
    let old = world.sign_in(ALICE).await.cookie;
    let new = world.renew(&old).await;
    world.clock.advance(5 * MINUTE);
    assert!(world.fetch(&old).await.is_active(), "the successor was not seen yet");
    assert!(world.fetch(&new).await.is_active());
    world.clock.advance(Duration::from_millis(9_999));
    assert!(world.fetch(&old).await.is_active());
    world.clock.advance(Duration::from_millis(1));
    assert!(matches!(world.fetch(&old).await, Fetched::Superseded));
    assert!(world.fetch(&new).await.is_active(), "the successor lives on");
}

#[tokio::test]
async fn grace_is_at_most_a_tenth_of_the_renewal_interval() {
    let world = World::with(|config| config.settings.renewal = Duration::from_secs(20));
    let old = world.sign_in(ALICE).await.cookie;
    world.clock.advance(Duration::from_secs(20));
    let new = world.fetch(&old).await.renewed();
    assert!(world.fetch(&new).await.is_active());
    world.clock.advance(Duration::from_millis(1_999));
    assert!(world.fetch(&old).await.is_active());
    world.clock.advance(Duration::from_millis(1));
    assert!(matches!(world.fetch(&old).await, Fetched::Superseded));
}

#[tokio::test]
async fn secret_before_the_previous_one_is_worth_nothing() {
    let world = World::new();
    let first = world.sign_in(ALICE).await.cookie;
    let second = world.renew(&first).await;
    let third = world.renew(&second).await;
    assert!(matches!(world.fetch(&first).await, Fetched::Superseded));
    assert!(world.fetch(&second).await.is_active());
    assert!(world.fetch(&third).await.is_active());
}

#[tokio::test]
async fn zero_interval_renews_at_every_request_and_survives_parallel_ones() {
    // P20
    let world = World::with(|config| config.settings.renewal = Duration::ZERO);
    let old = world.sign_in(ALICE).await.cookie;
    let new = world.fetch(&old).await.renewed();
    assert!(matches!(world.fetch(&old).await, Fetched::Active { new_cookie: None, .. }), "in flight at the same time");
    let newer = world.fetch(&new).await.renewed();
    assert!(world.fetch(&newer).await.is_active());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_parallel_requests_at_renewal_make_one_successor() {
    // S13
    for round in 0..50 {
        let world = World::new();
        let signed = world.sign_in(ALICE).await;
        world.clock.advance(15 * MINUTE);
        let start = Arc::new(tokio::sync::Barrier::new(30));
        let requests = (0..30).map(|_| {
            let (sessions, start) = (world.sessions.clone(), start.clone());
            let cookie = signed.cookie.expose().clone();
            tokio::spawn(async move {
                start.wait().await;
                sessions.fetch(&cookie).await.unwrap()
            })
        });
        let mut successors = Vec::new();
        for request in requests.collect::<Vec<_>>() {
            let Fetched::Active { new_cookie, .. } = request.await.unwrap() else {
                panic!("signed out in round {round}")
            };
            successors.extend(new_cookie);
        }
        assert_eq!(successors.len(), 1, "round {round}");
        assert!(world.fetch(&successors[0]).await.is_active());
        assert_eq!(world.sessions.list(ALICE).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn metadata_update_in_between_does_not_lose_the_renewal() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.clock.advance(15 * MINUTE);
    let reference = *signed.session.reference();
    let raw = world.raw(&reference).await.unwrap();
    let record = Record::decode(&raw, &reference).unwrap();
    assert!(world.sessions.update_metadata(&reference, |data| data.first_seen_at = Some(5)).await.unwrap());
    let secret = Sha256::digest([0u8; 0]).into();
    let forged = world.sessions.advance(record, &secret, validity::Verdict::Renew, START + 900_000).await.unwrap();
    assert!(matches!(forged, fetch::Advanced::Superseded), "the stale write lost, and was judged anew");
    let Fetched::Active { session, new_cookie, .. } = world.fetch(&signed.cookie).await else { panic!() };
    assert!(new_cookie.is_some());
    assert_eq!(session.metadata().first_seen_at, Some(5));
}

#[tokio::test]
async fn request_in_flight_does_not_bring_a_deleted_session_back() {
    // S5
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let key = world.sessions.session_key(signed.session.reference());
    *world.wire.delete_before_swap.lock().unwrap() = Some(Box::new(move || Some(key.clone())));
    world.clock.advance(15 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
    assert!(world.raw(signed.session.reference()).await.is_none());
    let reference = *signed.session.reference();
    assert!(!world.sessions.update_metadata(&reference, |data| data.user_agent = None).await.unwrap());
    assert!(world.sessions.regenerate(&reference, 1).await.unwrap().is_none());
    assert!(world.sessions.list(ALICE).await.unwrap().is_empty());
}
