//! The cookies that name a session, and the records that are valid.

use super::*;

#[tokio::test]
async fn signed_in_user_is_found_by_the_cookie() {
    // P19
    let world = World::new();
    for user in [ALICE, BOB, UserId::Int(i64::MIN)] {
        world.table.set(user, 1);
        let signed = world.sign_in(user).await;
        let Fetched::Active { session, new_cookie, .. } = world.fetch(&signed.cookie).await else { panic!() };
        assert_eq!(session.reference().user(), user);
        assert_eq!(session.reference(), signed.session.reference());
        assert_eq!(session.created_at().timestamp_millis(), START);
        assert_eq!(session.renewed_at().timestamp_millis(), START);
        assert!(session.authenticated_within(MINUTE, &*world.clock));
        assert!(new_cookie.is_none());
    }
}

#[tokio::test]
async fn foreign_text_is_no_session() {
    // S2, S15, S16: a forged cookie causes no look-up, so there is no look-up to time.
    let world = World::new();
    let other = world.node(|config| config.namespace = "admins");
    let foreign = other.create(ALICE, 1, NewSession::default(), None).await.unwrap();
    let before = world.wire.round_trips.load(Ordering::SeqCst);
    for text in ["", "*", "user:1", "attacker", foreign.cookie.expose(), &"A".repeat(136), &"A".repeat(100_000)] {
        assert!(matches!(world.sessions.fetch(text).await.unwrap(), Fetched::None), "{text}");
    }
    assert_eq!(world.wire.round_trips.load(Ordering::SeqCst), before, "nothing unsigned is looked up");
    assert!(matches!(other.fetch(foreign.cookie.expose()).await.unwrap(), Fetched::Active { .. })); // S20's twin
}

#[tokio::test]
async fn cookie_with_a_flipped_bit_is_refused() {
    // Y1
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    for at in 0..cookie.expose().len() {
        for bit in 0..7 {
            let mut changed = cookie.expose().clone().into_bytes();
            changed[at] ^= 1 << bit;
            let changed = String::from_utf8(changed).unwrap();
            assert!(matches!(world.sessions.fetch(&changed).await.unwrap(), Fetched::None), "bit {bit} at {at}");
        }
        assert!(matches!(world.sessions.fetch(&cookie.expose()[..at]).await.unwrap(), Fetched::None), "cut at {at}");
    }
    assert!(world.fetch(&cookie).await.is_active());
}

#[tokio::test]
async fn request_of_a_signed_in_user_is_one_round_trip_and_no_write() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    assert!(world.fetch(&cookie).await.is_active());
    let (trips, writes) = (world.wire.round_trips.load(Ordering::SeqCst), world.wire.writes.load(Ordering::SeqCst));
    assert!(world.fetch(&cookie).await.is_active());
    assert_eq!(world.wire.round_trips.load(Ordering::SeqCst), trips + 1);
    assert_eq!(world.wire.writes.load(Ordering::SeqCst), writes);
}

#[tokio::test]
async fn remembered_cookie_is_worth_nothing_after_the_end_of_its_session() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    for _ in 0..3 {
        assert!(world.fetch(&signed.cookie).await.is_active());
    }
    assert!(world.sessions.delete(signed.session.reference()).await.is_ok());
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
    assert!(world.at_hand(&signed.cookie).is_none());
}

#[tokio::test]
async fn session_at_hand_is_found_without_a_round_trip_and_only_while_nothing_has_to_be_done() {
    let world = World::new();
    let (signed, other) = (world.sign_in(ALICE).await, world.sign_in(BOB).await);
    assert!(world.at_hand(&signed.cookie).is_none(), "the user is not in memory yet");
    assert!(world.fetch(&signed.cookie).await.is_active());
    assert!(world.fetch(&other.cookie).await.is_active());
    let before = world.wire.round_trips.load(Ordering::SeqCst);
    let (user, session) = world.at_hand(&signed.cookie).unwrap();
    assert_eq!((*user, session.reference()), (1, signed.session.reference()));
    assert_eq!(world.wire.round_trips.load(Ordering::SeqCst), before);

    world.clock.advance(15 * MINUTE);
    assert!(world.at_hand(&signed.cookie).is_none(), "due for renewal");
    let renewed = world.fetch(&signed.cookie).await.renewed();
    assert!(world.at_hand(&renewed).is_none(), "to be noted as seen");
    assert!(world.fetch(&renewed).await.is_active());
    assert!(world.at_hand(&renewed).is_some());
    world.clock.advance(11 * Duration::from_secs(1));
    assert!(world.at_hand(&signed.cookie).is_none(), "superseded");
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    assert!(world.at_hand(&renewed).is_none(), "the user is being changed");
    world.sessions.settle(change, 2).await.unwrap();
    assert!(world.at_hand(&renewed).is_none(), "of an older epoch");
    world.clock.advance(30 * MINUTE);
    assert!(world.at_hand(&other.cookie).is_none(), "run out");
}

#[tokio::test]
async fn usual_request_carries_no_room_for_the_rare_ones() {
    let world = World::new();
    let size = size_of_val(&world.sessions.fetch(""));
    assert!(size <= 768, "{size} bytes");
}

#[tokio::test]
async fn fault_of_the_cache_is_not_an_anonymous_request() {
    // F1, F5
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.wire.down.store(true, Ordering::SeqCst);
    let reference = signed.session.reference();
    assert!(matches!(world.sessions.fetch(signed.cookie.expose()).await, Err(Error::Unavailable { .. })));
    assert!(world.sessions.delete(reference).await.is_err());
    assert!(world.sessions.invalidate(ALICE).await.is_err());
    assert!(world.sessions.revoke_all(ALICE, None).await.is_err());
    world.wire.down.store(false, Ordering::SeqCst);
    assert!(world.fetch(&signed.cookie).await.is_active());
}

#[tokio::test]
async fn junk_in_the_cache_is_a_miss() {
    // Y5
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let reference = *signed.session.reference();
    let good = world.raw(&reference).await.unwrap();
    let mut junk: Vec<Vec<u8>> =
        (0..good.len() - signed.session.0.metadata.len()).map(|n| good[..n].to_vec()).collect();
    junk.push(vec![0; good.len()]);
    junk.push(vec![0xff; good.len()]);
    junk.push([&good[..], &vec![0; 10_000_000]].concat());
    junk.push([&[good[0] + 1], &good[1..]].concat());
    for junk in junk {
        let len = junk.len();
        world.overwrite(&reference, junk).await;
        assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead), "{len} bytes");
        assert!(world.sessions.list(ALICE).await.unwrap().is_empty());
        assert!(!world.sessions.update_metadata(&reference, |_| {}).await.unwrap());
    }
    world.overwrite(&reference, good.clone()).await;
    assert!(world.fetch(&signed.cookie).await.is_active());
    let bad_metadata = [&good[..good.len() - signed.session.0.metadata.len()], &[0xff; 100]].concat();
    world.overwrite(&reference, bad_metadata).await;
    let Fetched::Active { session, .. } = world.fetch(&signed.cookie).await else { panic!() };
    assert_eq!(session.metadata(), Metadata::default());
}

#[tokio::test]
async fn junk_about_a_user_sends_everybody_to_the_database() {
    // Y5
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    for junk in [&b""[..], b"\x01", b"\x02", b"\x03aaaaaaaaaaaaaaaa", &[1; 18], &[1; 10_000]] {
        world.wire.put(&world.sessions.user_key(ALICE), Bytes::copy_from_slice(junk), None).await.unwrap();
        let loads = world.table.loads();
        assert!(world.fetch(&cookie).await.is_active());
        assert_eq!(world.table.loads(), loads + 1, "{junk:?}");
    }
}

#[tokio::test]
async fn record_under_another_key_is_refused() {
    // Y6
    let world = World::new();
    let (alice, other, bob) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await, world.sign_in(BOB).await);
    for foreign in [&other, &bob] {
        let raw = world.raw(foreign.session.reference()).await.unwrap();
        world.overwrite(alice.session.reference(), raw).await;
        assert!(matches!(world.fetch(&alice.cookie).await, Fetched::Dead));
        assert!(world.sessions.list(ALICE).await.unwrap().iter().all(|info| info.handle == other.session.handle()));
    }
    assert!(world.fetch(&other.cookie).await.is_active());
}

#[tokio::test]
async fn time_does_not_tell_how_much_of_a_secret_is_right() {
    // S16
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let (record, cookie) = (&signed.session.0, world.sessions.open(signed.cookie.expose()).unwrap());
    assert_eq!(world.sessions.rules.judge(record, &cookie.secret_hash, START), validity::Verdict::Good);
    let forged = |at: usize| {
        let mut hash = cookie.secret_hash;
        hash[at] ^= 1;
        hash
    };
    let verify = |hash: &[u8; 32]| world.sessions.rules.judge(record, hash, START) != validity::Verdict::Superseded;
    for at in 0..32 {
        assert!(!verify(&forged(at)), "byte {at}");
    }
    crate::base::constant_time::assert_constant(&forged(0), &forged(31), verify);
}

#[tokio::test]
async fn record_comes_back_as_it_was() {
    let world = World::new();
    let signed = world.sign_in(BOB).await;
    let mut record = (*signed.session.0).clone();
    for previous in [None, Some(None), Some(Some(5))] {
        record.previous = previous.map(|successor_seen_at| record::Previous { secret: [9; 32], successor_seen_at });
        record.authenticated_at = previous.flatten();
        assert_eq!(Record::decode(&record.encode(), signed.session.reference()), Some(record.clone()));
    }
    // Y5: a record that would not be encoded to the same bytes again is corrupt.
    let mut raw = record.encode().to_vec();
    assert_eq!(std::mem::replace(&mut raw[1 + 17 + 16 + 8 + 32 + 4 * 8 + 16], 2), 1, "the mark of a previous secret");
    assert_eq!(Record::decode(&raw, signed.session.reference()), None);
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let shown = format!("{signed:?} {:?} {:?}", world.fetch(&signed.cookie).await, world.sessions);
    assert!(!shown.contains(&signed.cookie.expose()[..40]), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}
