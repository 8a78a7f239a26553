//! Sessions that replace, list and end each other.

use super::*;

#[tokio::test]
async fn deleted_session_is_dead_at_once_and_others_live() {
    // S4
    let world = World::new();
    let (one, two) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await);
    assert!(world.sessions.delete(one.session.reference()).await.unwrap());
    assert!(!world.sessions.delete(one.session.reference()).await.unwrap());
    assert!(matches!(world.fetch(&one.cookie).await, Fetched::Dead));
    assert!(world.fetch(&two.cookie).await.is_active());
}

#[tokio::test]
async fn new_sign_in_of_the_same_client_ends_its_older_session_only() {
    // P21
    let world = World::new();
    let fingerprint = Some(Fingerprint::random().unwrap());
    let new = || NewSession { fingerprint, ..NewSession::default() };
    let old = world.sessions.create(ALICE, 1, new(), None).await.unwrap();
    let bobs = world.sessions.create(BOB, 1, new(), None).await.unwrap();
    let elsewhere = world.sign_in(ALICE).await;
    world.clock.advance(MINUTE);
    let now = world.sessions.create(ALICE, 1, new(), None).await.unwrap();
    assert!(matches!(world.fetch(&old.cookie).await, Fetched::Dead));
    for alive in [&bobs, &elsewhere, &now] {
        assert!(world.fetch(&alive.cookie).await.is_active());
    }
    assert_eq!(Some(now.session.fingerprint()), fingerprint);
}

#[tokio::test]
async fn of_two_sign_ins_at_once_of_one_client_one_is_left() {
    // A double click: the slower one must not find the newer session and end it.
    let world = World::new();
    let slow = world.sign_in(ALICE).await;
    world.clock.advance(Duration::from_millis(1));
    let fingerprint = Some(slow.session.fingerprint());
    let new = NewSession { fingerprint, ..NewSession::default() };
    let fast = world.sessions.create(ALICE, 1, new, None).await.unwrap();
    world.sessions.delete_same_client(&slow.session, None).await.unwrap();
    assert!(world.fetch(&fast.cookie).await.is_active());
    assert!(matches!(world.fetch(&slow.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn replaced_session_is_dead_and_the_new_one_has_a_new_id() {
    // S1, S3, P22
    let world = World::new();
    let old = world.sign_in(ALICE).await;
    let new = world.sessions.create(BOB, 1, NewSession::default(), Some(old.session.reference())).await.unwrap();
    let newer = world.sessions.regenerate(new.session.reference(), 1).await.unwrap().unwrap();
    for dead in [&old, &new] {
        assert!(matches!(world.fetch(&dead.cookie).await, Fetched::Dead));
    }
    assert!(world.fetch(&newer.cookie).await.is_active());
    assert_ne!(newer.session.reference(), new.session.reference());
    assert_eq!(newer.session.fingerprint(), new.session.fingerprint());
    assert!(newer.session.authenticated_at().is_none(), "not proved, so not recent"); // PS10
}

#[tokio::test]
async fn list_shows_handles_and_no_secret_and_they_revoke() {
    // P23, S19
    let world = World::new();
    let metadata = Metadata { user_agent: Some("Firefox".into()), ip: "::1".parse().ok(), ..Metadata::default() };
    let mine = world.sessions.create(ALICE, 1, NewSession { metadata, ..NewSession::default() }, None).await.unwrap();
    world.clock.advance(MINUTE);
    let other = world.sign_in(ALICE).await;
    let bobs = world.sign_in(BOB).await;
    let list = world.sessions.list(ALICE).await.unwrap();
    let handles: Vec<_> = list.iter().map(|info| info.handle).collect();
    assert_eq!(handles, [other.session.handle(), mine.session.handle()]);
    assert_eq!(list[1].metadata.user_agent.as_deref(), Some("Firefox"));
    assert_eq!(world.sessions.users().await.unwrap(), [ALICE, BOB]);

    let handle: SessionHandle = handles[0].to_string().parse().unwrap();
    assert!(!world.sessions.revoke(BOB, handle).await.unwrap(), "not Bob's");
    assert!(world.sessions.revoke(ALICE, handle).await.unwrap());
    assert!(!world.sessions.revoke(ALICE, handle).await.unwrap());
    assert!(matches!(world.fetch(&other.cookie).await, Fetched::Dead));
    for alive in [&mine, &bobs] {
        assert!(world.fetch(&alive.cookie).await.is_active());
    }
    assert!(matches!(world.sessions.fetch(&handle.to_string()).await.unwrap(), Fetched::None));
    for junk in ["", "x", &"A".repeat(21), &"A".repeat(24), "AAAAAAAAAAAAAAAAAAAAAB"] {
        assert!(junk.parse::<SessionHandle>().is_err(), "{junk}");
    }
}

#[tokio::test]
async fn users_of_many_sessions_are_listed_a_thousand_keys_at_a_time() {
    // P23
    let world = World::new();
    let alices = world.sign_in(ALICE).await.session;
    for n in 0..2_500 {
        let session = SessionRef { user: UserId::Int(1_000 + n), id: SessionId([1; 16]) };
        world.overwrite(&session, Record { session, ..(*alices.0).clone() }.encode()).await;
    }
    let users = world.sessions.users().await.unwrap();
    assert_eq!(users.len(), 2_501);
    assert!(users.contains(&ALICE) && users.contains(&UserId::Int(3_499)));
    assert_eq!(world.wire.longest_page.load(Ordering::SeqCst), 1_000);
    assert_eq!(world.wire.scans.load(Ordering::SeqCst), 0, "the values stay where they are");
}

#[tokio::test]
async fn revoke_all_spares_the_one_and_other_users() {
    // P23, ASVS 7.4.3
    let world = World::new();
    let kept = world.sign_in(ALICE).await;
    let (one, two, bobs) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await, world.sign_in(BOB).await);
    assert_eq!(world.sessions.revoke_all(ALICE, Some(kept.session.reference())).await.unwrap(), 2);
    for dead in [&one, &two] {
        assert!(matches!(world.fetch(&dead.cookie).await, Fetched::Dead));
    }
    assert!(world.fetch(&kept.cookie).await.is_active() && world.fetch(&bobs.cookie).await.is_active());
    assert_eq!(world.sessions.revoke_all(ALICE, None).await.unwrap(), 1);
    assert!(matches!(world.fetch(&kept.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn metadata_is_bounded_and_does_not_prolong_the_session() {
    // P21, S17
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let reference = *signed.session.reference();
    world.clock.advance(10 * MINUTE);
    let agent = "é".repeat(5_000);
    let set = |data: &mut Metadata| {
        data.user_agent = Some(agent.clone());
        data.app.insert("seat".into(), "12A".into());
    };
    assert!(world.sessions.update_metadata(&reference, set).await.unwrap());
    let found = &world.sessions.list(ALICE).await.unwrap()[0].metadata;
    assert_eq!((found.user_agent.as_ref().unwrap().len(), found.app["seat"].as_str()), (512, "12A"));
    let huge = |data: &mut Metadata| drop(data.app.insert("x".into(), "x".repeat(5_000)));
    assert!(world.sessions.update_metadata(&reference, huge).await.is_err());
    world.clock.advance(20 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn id_that_is_taken_is_left_alone_and_another_is_made() {
    // S14
    let world = World::new();
    world.wire.to_take.store(1, Ordering::SeqCst);
    let signed = world.sign_in(ALICE).await;
    let taken = world.wire.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 1, "the one id was asked for");
    assert_ne!(taken[0], world.sessions.session_key(signed.session.reference()));
    assert_eq!(world.wire.get(&taken[0]).await.unwrap().as_deref(), Some(SOMEBODY_ELSES));
    assert!(world.fetch(&signed.cookie).await.is_active());

    // The same when a session gets a new id.
    world.wire.to_take.store(1, Ordering::SeqCst);
    let successor = world.sessions.regenerate(signed.session.reference(), 1).await.unwrap().unwrap();
    let taken = world.wire.taken.lock().unwrap().clone();
    assert_eq!(world.wire.get(&taken[1]).await.unwrap().as_deref(), Some(SOMEBODY_ELSES));
    assert!(world.fetch(&successor.cookie).await.is_active());
}

#[tokio::test]
async fn store_in_which_every_id_is_taken_is_a_fault_and_nobodys_session_is_overwritten() {
    // S14
    let world = World::new();
    world.wire.to_take.store(usize::MAX, Ordering::SeqCst);
    let signed = world.sessions.create(ALICE, 1, NewSession::default(), None).await;
    assert!(matches!(signed, Err(Error::Other(_))), "{signed:?}");
    let taken = world.wire.taken.lock().unwrap().clone();
    assert!(taken.len() > 1, "tried again");
    for key in taken {
        assert_eq!(world.wire.get(&key).await.unwrap().as_deref(), Some(SOMEBODY_ELSES));
    }
}
