//! When the user is read from the database.

use super::*;

#[tokio::test]
async fn session_of_a_deleted_user_is_removed() {
    // S9, D2
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.table.rows.lock().unwrap().remove(&ALICE);
    drop(change);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
    assert!(world.raw(signed.session.reference()).await.is_none());
    assert!(world.sessions.list(ALICE).await.unwrap().is_empty());
}

#[tokio::test]
async fn user_is_loaded_once_and_again_after_a_change() {
    // P22
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let first = world.fetch(&cookie).await.load();
    for _ in 0..10 {
        assert_eq!(world.fetch(&cookie).await.load(), first);
    }
    assert_eq!(world.table.loads(), 1);
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.settle(change, 1).await.unwrap();
    assert_ne!(world.fetch(&cookie).await.load(), first);
    assert_eq!(world.table.loads(), 2);
}

/// A database that holds the users and the sessions.
struct Both(Arc<Table>, Arc<Wire>);

#[async_trait]
impl UserSource<usize> for Both {
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<usize>>, Error> {
        self.0.load(id).await
    }

    async fn load_with_cached(&self, id: UserId, key: &Key, _: i64) -> Result<Option<WithCached<usize>>, Error> {
        // As the SQL statement: without a row there are no further columns.
        let Some(loaded) = self.load(id).await? else { return Ok(Some((None, None))) };
        Ok(Some((Some(loaded), self.1.inner.as_ref().unwrap().get(key).await?)))
    }
}

#[tokio::test]
async fn session_of_a_deleted_user_is_removed_with_reload_wherever_it_is() {
    // S9
    for is_together in [true, false] {
        let world = World::with(|config| config.reload = true);
        let setup = Setup { reload: true, ..Setup::default() };
        let both: Arc<dyn UserSource<usize>> = match is_together {
            true => Arc::new(Both(world.table.clone(), world.wire.clone())),
            false => world.table.clone(),
        };
        let sessions = setup.sessions(world.wire.clone(), both, world.clock.clone());
        let signed = world.sign_in(ALICE).await;
        world.table.rows.lock().unwrap().remove(&ALICE);
        assert!(matches!(sessions.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
        assert!(world.raw(signed.session.reference()).await.is_none(), "together: {is_together}");
        world.table.set(ALICE, 1);
        assert!(matches!(sessions.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
    }
}

#[tokio::test]
async fn reload_asks_once_where_users_and_sessions_are_together() {
    let world = World::with(|config| config.reload = true);
    let both = Arc::new(Both(world.table.clone(), world.wire.clone()));
    let setup = Setup { reload: true, ..Setup::default() };
    let together = setup.sessions(world.wire.clone(), both, world.clock.clone());
    let signed = world.sign_in(ALICE).await;
    let asked = || (world.wire.round_trips.load(Ordering::SeqCst), world.table.loads());
    let (trips, loads) = asked();
    assert!(matches!(together.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Active { .. }));
    assert_eq!(asked(), (trips, loads + 1), "the database alone");
    assert!(world.fetch(&signed.cookie).await.is_active());
    assert_eq!(asked(), (trips + 1, loads + 2), "apart, each is asked");
    world.table.set(ALICE, 2);
    assert!(matches!(together.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
    world.wire.delete(&together.session_key(signed.session.reference())).await.unwrap();
    world.table.set(ALICE, 1);
    assert!(matches!(together.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
}

#[tokio::test]
async fn change_behind_our_back_is_seen_after_the_renewal_interval_or_at_once_with_reload() {
    // P22
    for reload in [false, true] {
        let world = World::with(|config| config.reload = reload);
        let cookie = world.sign_in(ALICE).await.cookie;
        assert!(world.fetch(&cookie).await.is_active());
        world.table.set(ALICE, 2);
        assert_eq!(world.fetch(&cookie).await.is_active(), !reload);
        world.clock.advance(15 * MINUTE);
        assert!(!world.fetch(&cookie).await.is_active());
    }
}
