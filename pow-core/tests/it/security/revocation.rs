//! What ends a session, on this process and on another one, through HTTP.
use std::{sync::Arc, thread, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Pow,
    id::IdKind,
    identifier::UserIdField,
    record::User,
    schema::{Field, ID, Value},
    store::{Filter, Transaction},
    users::AUTH_EPOCH,
};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD, encode},
    on_each_database_and_cache,
};
use tokio::sync::Semaphore;

const MINUTE: Duration = Duration::from_secs(60);
const NICKNAME: Field<Option<String>> = Field::new("nickname");

on_each_database_and_cache!(
    password_change_ends_every_other_session,
    email_change_ends_every_other_session,
    deletion_ends_every_session,
    change_without_authority_ends_no_other_session,
    refused_change_ends_no_session,
    change_that_came_to_nothing_leaves_the_user_in_memory,
    session_deleted_during_a_slow_request_stays_dead,
    change_by_a_session_that_ended_meanwhile_is_refused,
    changes_of_the_account_at_the_same_time_sign_nobody_out,
    id_of_a_deleted_user_never_comes_back,
    change_by_sql_is_seen_at_once_with_reload,
    reload_with_the_sessions_in_the_same_database_sees_all_changes_at_once,
    reload_ends_the_session_of_a_deleted_user_for_good,
    change_by_sql_is_seen_after_the_renewal_interval_without_reload,
);

/// Sends the form of the account's page.
fn change(browser: &mut Client, pairs: &[(&str, &str)]) -> Response {
    browser.account_form(pairs)
}

/// A user in four browsers: one that makes the change, one beside it, and a copy of both at another process.
struct Elsewhere {
    here: TestApp,
    there: TestApp,
    browser: Client,
    other: Client,
}

impl Elsewhere {
    fn new(database: Database) -> Self {
        let config = |config| Config { fields: vec![NICKNAME.def().form()], ..config };
        let here = TestApp::builder().database(database).config(config).start();
        let there = here.beside().config(config).start();
        let browser = here.registered(ANN);
        let mut other = here.client();
        assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
        Self { here, there, browser, other }
    }

    /// The same browser at the other process.
    fn there(&self, browser: &Client) -> Client {
        self.there.copy(browser)
    }

    fn both(&self, browser: &Client) -> [Option<String>; 2] {
        [browser.clone().current_user(), self.there(browser).current_user()]
    }

    /// Makes the change; then the other browser is signed out in both processes, and the maker's old cookie is worth
    /// nothing.
    fn ends_the_others(&mut self, pairs: &[(&str, &str)]) {
        let ann = Some(ANN.to_owned());
        assert_eq!(self.both(&self.browser), [ann.clone(), ann.clone()]);
        assert_eq!(self.both(&self.other), [ann.clone(), ann], "both processes know the user by now");
        let old = self.browser.clone();
        let response = change(&mut self.browser, pairs);
        assert_eq!(response.status, 303, "{}", response.text());
        assert_eq!(self.both(&self.other), [None, None]);
        assert_eq!(self.both(&old), [None, None]);
        let mut there = self.there(&self.other);
        assert_eq!((there.get("/protected").status, self.other.get("/protected").status), (303, 303));
    }
}

// P22, S3, S6
fn password_change_ends_every_other_session(database: Database) {
    let mut world = Elsewhere::new(database);
    let new = "another-password";
    let pairs = [("user[password]", new), ("user[password_confirmation]", new), ("user[current_password]", PASSWORD)];
    world.ends_the_others(&pairs);
    let ann = Some(ANN.to_owned());
    assert_eq!(world.both(&world.browser), [ann.clone(), ann]);
    let user = world.here.user(ANN).unwrap().id().unwrap();
    assert_eq!(world.here.block_on(world.here.pow.sessions().list(user)).unwrap().len(), 1);
}

// P22, S8
fn email_change_ends_every_other_session(database: Database) {
    let mut world = Elsewhere::new(database);
    world.ends_the_others(&[("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)]);
    let ann = Some("new@example.com".to_owned());
    assert_eq!(world.both(&world.browser), [ann.clone(), ann]);
}

// S9
fn deletion_ends_every_session(database: Database) {
    let mut world = Elsewhere::new(database);
    let user = world.here.user(ANN).unwrap().id().unwrap();
    world.ends_the_others(&[("_method", "delete")]);
    assert_eq!(world.both(&world.browser), [None, None]);
    assert_eq!(world.here.user_count(), 0);
    assert!(world.here.block_on(world.there.pow.sessions().list(user)).unwrap().is_empty());
    assert!(world.here.block_on(world.there.pow.sessions().users()).unwrap().is_empty());
}

// P22: the session's id is new all the same.
fn change_without_authority_ends_no_other_session(database: Database) {
    let mut world = Elsewhere::new(database);
    let ann = Some(ANN.to_owned());
    assert_eq!(world.both(&world.other), [ann.clone(), ann.clone()]);
    let mut old = world.browser.clone();
    let pairs = [("user[nickname]", "Annie"), ("user[current_password]", PASSWORD)];
    assert_eq!(change(&mut world.browser, &pairs).status, 303);
    assert_eq!(world.here.user(ANN).unwrap().get(NICKNAME).unwrap().as_deref(), Some("Annie"));
    assert_eq!(world.both(&world.other), [ann.clone(), ann.clone()]);
    assert_eq!(world.both(&world.browser), [ann.clone(), ann]);
    assert_eq!(old.current_user(), None);
}

fn refused_change_ends_no_session(database: Database) {
    let mut world = Elsewhere::new(database);
    drop(world.here.registered("taken@example.com"));
    for pairs in [
        [("user[email]", "taken@example.com"), ("user[current_password]", PASSWORD)],
        [("user[email]", "free@example.com"), ("user[current_password]", "another-password")],
        [("_method", "delete"), ("user[current_password]", "another-password")],
    ] {
        // Late enough for the deletion to ask for the password.
        world.here.clock.advance(10 * MINUTE);
        drop((world.browser.get("/"), world.other.get("/")));
        world.here.clock.advance(6 * MINUTE);
        drop((world.browser.get("/"), world.other.get("/")));
        assert_eq!(change(&mut world.browser, &pairs).status, 422);
        let ann = Some(ANN.to_owned());
        assert_eq!(world.both(&world.browser), [ann.clone(), ann.clone()]);
        assert_eq!(world.both(&world.other), [ann.clone(), ann]);
    }
}

/// What the database has changed by hand is not seen, so it was not asked.
fn change_that_came_to_nothing_leaves_the_user_in_memory(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered("taken@example.com"));
    let mut browser = app.registered(ANN);
    let pairs = [("user[email]", "taken@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(change(&mut browser, &pairs).status, 422);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    set(&app, UserIdField::Email.name(), Value::Text("new@example.com".into()));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

/// A request that waits in its handler.
#[derive(Clone)]
struct Slow(Arc<(Semaphore, Semaphore)>);

impl Slow {
    fn new() -> Self {
        Self(Arc::new((Semaphore::new(0), Semaphore::new(0))))
    }

    async fn hold(&self) {
        self.0.0.add_permits(1);
        self.0.1.acquire().await.unwrap().forget();
    }

    /// Sends the request, does something else while it is in its handler, and lets it go on.
    fn during(&self, app: &TestApp, browser: &Client, bytes: &[u8], meanwhile: impl FnOnce()) -> Response {
        thread::scope(|scope| {
            let slow = scope.spawn(|| browser.raw(bytes));
            app.block_on(self.0.0.acquire()).unwrap().forget();
            meanwhile();
            self.0.1.add_permits(1);
            slow.join().unwrap()
        })
    }

    fn routes(&self) -> impl Fn(&mut web::ServiceConfig, &Pow) + Send + Sync + 'static {
        let slow = self.clone();
        move |config, _| {
            let (look, touch) = (slow.clone(), slow.clone());
            let look = move || {
                let slow = look.clone();
                async move {
                    slow.hold().await;
                    "slow"
                }
            };
            let touch = move |pow: web::Data<Pow>, request: HttpRequest| {
                let slow = touch.clone();
                async move {
                    slow.hold().await;
                    touched(&pow, &request).await
                }
            };
            config.route("/slow", web::get().to(look)).route("/touch", web::get().to(touch));
        }
    }
}

/// Everything that a handler can do to a session that it holds.
async fn touched(pow: &Pow, request: &HttpRequest) -> HttpResponse {
    let mut conn = pow.conn(request).unwrap();
    let (user, session) = (conn.user().cloned().unwrap(), conn.session().cloned().unwrap());
    let note = |data: &mut pow_core::session::Metadata| drop(data.app.insert("touched".into(), "yes".into()));
    let noted = pow.sessions().update_metadata(session.reference(), note).await.unwrap();
    assert!(!noted, "the session is gone");
    conn.renew_session(&user).await.unwrap();
    assert!(conn.user().is_none());
    pow.respond(request, conn, pow_core::conn::Reply::html(200, "touched".to_owned()))
}

// S5
fn session_deleted_during_a_slow_request_stays_dead(database: Database) {
    let slow = Slow::new();
    let app = TestApp::builder().database(database).routes(slow.routes()).start();
    let user = app.registered(ANN);
    let user = (user, app.user(ANN).unwrap().id().unwrap()).1;
    for (path, renews) in [("/slow", false), ("/slow", true), ("/touch", false), ("/touch", true)] {
        let mut browser = app.client();
        assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
        if renews {
            app.clock.advance(15 * MINUTE);
        }
        let bytes = browser.bytes("GET", path, None);
        let mut elsewhere = browser.clone();
        let response = slow.during(&app, &browser, &bytes, || {
            assert_eq!(elsewhere.sign_out().status, 303);
        });
        assert_eq!(response.status, 200, "{}", response.text());
        let mut late = browser.clone();
        late.keep(&response);
        for browser in [&mut browser, &mut late, &mut elsewhere] {
            assert_eq!(browser.current_user(), None, "{path}, renewal: {renews}");
        }
        app.block_on(app.pow.sessions().revoke_all(user, None)).unwrap();
    }
    let mut browser = app.client();
    browser.sign_in(ANN, PASSWORD);
    let bytes = browser.bytes("GET", "/slow", None);
    assert_eq!(slow.during(&app, &browser, &bytes, || {}).text(), "slow");
    assert!(browser.current_user().is_some(), "a slow request alone ends nothing");
}

/// Slow in the logic of an action: the user context waits before it writes.
#[derive(Clone)]
struct SlowUsers(Slow);

impl std::fmt::Debug for SlowUsers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SlowUsers")
    }
}

#[pow_core::async_trait]
impl pow_core::users::Users for SlowUsers {
    async fn update(
        &self,
        cx: &pow_core::cx::Cx,
        user: &Arc<User>,
        params: &Arc<pow_core::params::Params>,
    ) -> Result<pow_core::users::Written, pow_core::Error> {
        if params.scope("user").text("nickname") == Some("slow") {
            self.0.hold().await;
        }
        pow_core::users::BaseUsers.update(cx, user, params).await
    }

    async fn delete(
        &self,
        cx: &pow_core::cx::Cx,
        user: &Arc<User>,
    ) -> Result<pow_core::users::Written, pow_core::Error> {
        self.0.hold().await;
        pow_core::users::BaseUsers.delete(cx, user).await
    }
}

// S5, S6: by then the new password is known, as by a thief who guessed it or the owner who typed it twice.
fn change_by_a_session_that_ended_meanwhile_is_refused(database: Database) {
    let slow = Slow::new();
    let users = SlowUsers(slow.clone());
    let app = TestApp::builder()
        .database(database)
        .config(|config| Config { fields: vec![NICKNAME.def().form()], users: Arc::new(users), ..config })
        .start();
    let mut owner = app.registered(ANN);
    let new = "another-password";
    let change_password = |owner: &mut Client, from: &str, to: &str| {
        let pairs = [("user[password]", to), ("user[password_confirmation]", to), ("user[current_password]", from)];
        assert_eq!(change(owner, &pairs).status, 303);
    };
    let mut thief = app.client();
    assert_eq!(thief.sign_in(ANN, PASSWORD).status, 303);
    let token = thief.token("/registration/edit");
    let form =
        [("_csrf_token", &*token), ("_method", "patch"), ("user[nickname]", "slow"), ("user[current_password]", new)];
    let bytes = thief.bytes("POST", "/registration", Some(&encode(&form)));
    let response = slow.during(&app, &thief, &bytes, || change_password(&mut owner, PASSWORD, new));
    assert_eq!(response.status, 422);
    thief.keep(&response);
    assert_eq!(thief.current_user(), None);
    assert_eq!(app.user(ANN).unwrap().get(NICKNAME).unwrap(), None);

    let mut thief = app.client();
    assert_eq!(thief.sign_in(ANN, new).status, 303);
    let token = thief.token("/registration/edit");
    let form = encode(&[("_csrf_token", &token), ("_method", "delete")]);
    let bytes = thief.bytes("POST", "/registration", Some(&form));
    let response = slow.during(&app, &thief, &bytes, || change_password(&mut owner, new, PASSWORD));
    assert_eq!(response.status, 422);
    assert_eq!(thief.current_user(), None);
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
}

// P22
fn changes_of_the_account_at_the_same_time_sign_nobody_out(database: Database) {
    let slow = Slow::new();
    let users = Arc::new(SlowUsers(slow.clone()));
    let app = TestApp::builder()
        .database(database)
        .config(|config| Config { fields: vec![NICKNAME.def().form()], users, ..config })
        .start();
    let mut browser = app.registered(ANN);
    let token = browser.token("/registration/edit");
    let bytes = |name: &str| {
        let pairs = [
            ("_csrf_token", &*token),
            ("_method", "patch"),
            ("user[nickname]", name),
            ("user[current_password]", PASSWORD),
        ];
        browser.bytes("POST", "/registration", Some(&encode(&pairs)))
    };
    let mut quick = None;
    let late = slow.during(&app, &browser, &bytes("slow"), || quick = Some(browser.raw(&bytes("quick"))));
    let quick = quick.unwrap();
    assert_eq!((quick.status, late.status), (303, 303), "{} {}", quick.text(), late.text());
    assert_eq!(app.user(ANN).unwrap().get(NICKNAME).unwrap().as_deref(), Some("slow"));
    for answers in [[&quick, &late], [&late, &quick]] {
        let mut browser = browser.clone();
        answers.iter().for_each(|answer| browser.keep(answer));
        assert_eq!(browser.current_user().as_deref(), Some(ANN), "whichever answer comes last");
    }
}

// S10
fn id_of_a_deleted_user_never_comes_back(database: Database) {
    let app = TestApp::builder().database(database).config(|config| Config { id_kind: IdKind::Int, ..config }).start();
    drop(app.registered("first@example.com"));
    let mut last = None;
    for round in 0..3 {
        let address = format!("ann{round}@example.com");
        let mut browser = app.registered(&address);
        let old = browser.clone();
        let id = app.user(&address).unwrap().id().unwrap();
        assert!(last < Some(id), "{last:?} {id:?}");
        last = Some(id);
        assert_eq!(change(&mut browser, &[("_method", "delete")]).status, 303);
        assert_eq!(app.user_count(), 1);
        drop(app.registered("next@example.com"));
        let next = app.user("next@example.com").unwrap().id().unwrap();
        assert!(last < Some(next), "{last:?} {next:?}");
        assert_eq!(old.clone().current_user(), None);
        let mut next = app.client();
        next.sign_in("next@example.com", PASSWORD);
        assert_eq!(change(&mut next, &[("_method", "delete")]).status, 303);
    }
}

/// Writes past the framework.
fn sql(app: &TestApp, work: impl AsyncFnOnce(&mut dyn Transaction, Filter)) {
    let user = app.user(ANN).unwrap().id().unwrap();
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Default::default()).await.unwrap();
        work(tx.as_mut(), Filter::eq(ID.name(), Value::Id(user))).await;
        tx.commit().await.unwrap();
    });
}

fn set(app: &TestApp, field: &'static str, value: Value) {
    let table = app.pow.schema().users().clone();
    sql(app, async move |tx, filter| {
        assert_eq!(tx.update(&table, filter, vec![(field, value)]).await.unwrap(), Ok(1));
    });
}

fn delete(app: &TestApp) {
    let table = app.pow.schema().users().clone();
    sql(app, async move |tx, filter| assert_eq!(tx.delete(&table, filter).await.unwrap(), 1));
}

// P22, S11
fn change_by_sql_is_seen_at_once_with_reload(database: Database) {
    let config = |config| Config { reload: true, fields: vec![NICKNAME.def().form()], ..config };
    let app = TestApp::builder().database(database).config(config).start();
    let mut browser = app.registered(ANN);
    assert!(!browser.get("/registration/edit").text().contains("new@example.com"));
    set(&app, UserIdField::Email.name(), Value::Text("new@example.com".into()));
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));
    let user = app.user("new@example.com").unwrap();
    set_of(&app, &user, UserIdField::Email.name(), Value::Text(ANN.into()));
    let mut locked = app.client();
    assert_eq!(locked.sign_in(ANN, PASSWORD).status, 303);
    set(&app, AUTH_EPOCH.name(), Value::Int(7));
    assert_eq!((locked.current_user(), browser.current_user()), (None, None));
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    delete(&app);
    assert_eq!(browser.current_user(), None);
    assert_eq!(browser.get("/protected").status, 303);
}

// P22, P23: one question brings the session and the user.
fn reload_with_the_sessions_in_the_same_database_sees_all_changes_at_once(database: Database) {
    let config = |config| Config { reload: true, cache: Config::default().cache, ..config };
    let app = TestApp::builder().database(database).config(config).start();
    let mut browser = app.registered(ANN);
    let mut other = app.client();
    assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!((browser.current_user().as_deref(), other.current_user().as_deref()), (Some(ANN), Some(ANN)));
    set(&app, UserIdField::Email.name(), Value::Text("new@example.com".into()));
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));
    let user = app.user("new@example.com").unwrap();
    set_of(&app, &user, UserIdField::Email.name(), Value::Text(ANN.into()));
    let id = user.id().unwrap();
    let sessions = app.pow.sessions();
    assert_eq!(app.block_on(sessions.list(id)).unwrap().len(), 2);
    assert_eq!(app.block_on(sessions.revoke_all(id, None)).unwrap(), 2);
    assert_eq!((browser.current_user(), other.current_user()), (None, None));
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    app.clock.advance(Duration::from_secs(29 * 60));
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "and renewed");
    app.clock.advance(Duration::from_secs(31 * 60));
    assert_eq!(browser.current_user(), None, "idle for too long");
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    set(&app, AUTH_EPOCH.name(), Value::Int(7));
    assert_eq!(browser.current_user(), None);
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    delete(&app);
    assert_eq!(browser.current_user(), None);
}

// S9
fn reload_ends_the_session_of_a_deleted_user_for_good(database: Database) {
    let app = TestApp::builder().database(database).config(|config| Config { reload: true, ..config }).start();
    let mut browser = app.registered(ANN);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let user = app.user(ANN).unwrap();
    delete(&app);
    assert_eq!(browser.clone().current_user(), None);
    insert_again(&app, &user);
    assert!(app.block_on(app.pow.sessions().list(user.id().unwrap())).unwrap().is_empty());
    assert_eq!(browser.current_user(), None, "the row came back, and the session did not");
    assert!(app.signs_in(ANN, PASSWORD));
}

fn insert_again(app: &TestApp, user: &User) {
    let table = app.pow.schema().users().clone();
    let row = table.fields.iter().map(|field| (field.name, user.value(field.name).unwrap().clone())).collect();
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Default::default()).await.unwrap();
        tx.insert(&table, row).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    });
}

fn set_of(app: &TestApp, user: &User, field: &'static str, value: Value) {
    let table = app.pow.schema().users().clone();
    let filter = Filter::eq(ID.name(), Value::Id(user.id().unwrap()));
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Default::default()).await.unwrap();
        assert_eq!(tx.update(&table, filter, vec![(field, value)]).await.unwrap(), Ok(1));
        tx.commit().await.unwrap();
    });
}

// P22
fn change_by_sql_is_seen_after_the_renewal_interval_without_reload(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.registered(ANN);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let user = app.user(ANN).unwrap();
    set(&app, UserIdField::Email.name(), Value::Text("new@example.com".into()));
    app.clock.advance(14 * MINUTE);
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "not read again");
    app.clock.advance(MINUTE);
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));
    set_of(&app, &user, UserIdField::Email.name(), Value::Text(ANN.into()));
    delete(&app);
    app.clock.advance(15 * MINUTE);
    assert_eq!(browser.current_user(), None);
}

// S4
#[test]
fn sign_out_ends_the_session_in_every_process_and_no_other_one() {
    let mut world = Elsewhere::new(Database::sqlite());
    let old = world.browser.clone();
    assert!(world.both(&old).iter().all(Option::is_some));
    assert_eq!(world.browser.sign_out().status, 303);
    assert!(!world.browser.cookies.contains_key("auth"));
    assert_eq!(world.both(&old), [None, None]);
    assert!(world.both(&world.other).iter().all(Option::is_some));
    world.here.clock.advance(16 * MINUTE);
    assert_eq!(world.both(&old), [None, None], "nor after the renewal interval");
}

// S1, S3
#[test]
fn every_sign_in_makes_a_new_session_and_a_new_form_secret() {
    let app = TestApp::start();
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let before = browser.clone();
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    assert_eq!(before.clone().current_user(), None, "what the browser held before is worth nothing");
    assert_ne!(before.cookies.get("csrf"), browser.cookies.get("csrf"));
    let forged = [("_csrf_token", &*token), ("_method", "delete")];
    assert_eq!(browser.post("/registration", &forged).status, 403);
    let mut seen = vec![browser.cookies.get("auth").unwrap().clone()];
    for _ in 0..3 {
        let mut other = app.client();
        other.get("/session/new");
        let before = other.clone();
        assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
        assert_eq!(before.clone().current_user(), None);
        assert_ne!(before.cookies.get("csrf"), other.cookies.get("csrf"));
        let auth = other.cookies.get("auth").unwrap().clone();
        assert!(!seen.contains(&auth));
        seen.push(auth);
    }
}

// S1, S3, P21
#[test]
fn sign_in_over_a_session_ends_that_session() {
    async fn again(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
        let mut conn = pow.conn(&request).unwrap();
        let user = conn.user().cloned().unwrap();
        let before = conn.session().cloned().unwrap();
        assert!(matches!(conn.sign_in(&user).await.unwrap(), pow_core::conn::SignedIn::Established));
        let after = conn.session().unwrap();
        assert_ne!(before.handle(), after.handle());
        assert_eq!(before.fingerprint(), after.fingerprint(), "it is the same browser");
        pow.respond(&request, conn, pow_core::conn::Reply::redirect("/"))
    }
    let route = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/again", web::get().to(again));
    };
    let app = TestApp::builder().routes(route).start();
    let mut browser = app.registered(ANN);
    let mut other = app.client();
    other.sign_in(ANN, PASSWORD);
    // At the renewal instant, too: the renewed cookie of the old session must not win.
    for wait in [Duration::ZERO, 15 * MINUTE] {
        app.clock.advance(wait);
        let mut old = browser.clone();
        let response = browser.get("/again");
        assert_eq!(response.status, 303);
        assert_eq!(response.all("set-cookie").iter().filter(|set| set.starts_with("auth=")).count(), 1);
        assert_eq!(old.current_user(), None);
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
    }
    assert_eq!(other.current_user().as_deref(), Some(ANN));
}

// P22: renewal and an action of its own in one request
#[test]
fn action_at_the_renewal_instant_has_the_last_word() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let auth_cookies = |response: &Response| {
        let all = response.all("set-cookie").into_iter().filter(|set| set.starts_with("auth="));
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let token = browser.token("/registration/edit");
    app.clock.advance(15 * MINUTE);
    let form = [
        ("_csrf_token", &*token),
        ("_method", "patch"),
        ("user[email]", "new@example.com"),
        ("user[current_password]", PASSWORD),
    ];
    let response = browser.post("/registration", &form);
    assert_eq!((response.status, auth_cookies(&response).len()), (303, 1));
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));

    let token = browser.token("/registration/edit");
    app.clock.advance(15 * MINUTE);
    let refused = browser.post("/registration", &[("_csrf_token", &token), ("_method", "patch")]);
    assert_eq!((refused.status, auth_cookies(&refused).len()), (422, 1), "the renewed cookie of a refused change");
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));

    let token = browser.token("/registration/edit");
    app.clock.advance(15 * MINUTE);
    let before = browser.clone();
    let response = browser.post("/session", &[("_csrf_token", &token), ("_method", "delete")]);
    let cookies = auth_cookies(&response);
    assert_eq!((response.status, cookies.len()), (303, 1));
    assert!(cookies.iter().all(|set| set.contains("Max-Age=0")));
    assert_eq!((browser.current_user(), before.clone().current_user()), (None, None));

    // A dead cookie and a sign-in in one request.
    let mut dead = before;
    assert_eq!(dead.sign_in("new@example.com", PASSWORD).status, 303);
    assert_eq!(dead.current_user().as_deref(), Some("new@example.com"));
}

// S2, S15
#[test]
fn foreign_cookies_are_anonymous() {
    let app = TestApp::start();
    let browser = app.registered(ANN);
    let good = browser.cookies.get("auth").unwrap().clone();
    let long = "A".repeat(4_000);
    for value in ["", "attacker", "*", "user:1", "..", "AAAA.AAAA", "%00", "\"\"", &long, &good.repeat(2)] {
        let mut other = app.client();
        other.cookies.insert("auth".to_owned(), value.to_owned());
        assert_eq!(other.current_user(), None, "{value}");
        assert_eq!(other.get("/protected").status, 303);
        assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
        assert_eq!(other.current_user().as_deref(), Some(ANN));
    }
}

// Y1
#[test]
fn cookie_with_one_changed_letter_is_refused() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let good = browser.cookies.get("auth").unwrap().clone();
    let with = |value: String| {
        let mut other = app.client();
        other.cookies.insert("auth".to_owned(), value);
        other.current_user()
    };
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        for other in *b"AB_" {
            let before = std::mem::replace(bytes.get_mut(at).unwrap(), other);
            if before != other {
                assert_eq!(with(String::from_utf8(bytes.clone()).unwrap()), None, "letter {at}");
            }
            *bytes.get_mut(at).unwrap() = before;
        }
        assert_eq!(with(good.get(..at).unwrap().to_owned()), None, "cut at {at}");
    }
    for longer in [format!("{good}A"), format!("A{good}"), format!("{good}="), format!("{good}.")] {
        assert_eq!(with(longer), None);
    }
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// Y4, P17
#[test]
fn earlier_secret_keeps_sessions_and_a_removed_one_does_not() {
    const NEW: &str = "another test value, not a secret: 9876543210 zyxwvutsrqponmlkjihgfedcba ZYXWVUTSRQPO";
    let old = TestApp::start();
    let both = old
        .beside()
        .config(|config| Config {
            previous_secrets: vec![config.secret_key_base],
            secret_key_base: NEW.into(),
            ..config
        })
        .start();
    let new = old.beside().config(|config| Config { secret_key_base: NEW.into(), ..config }).start();
    let at = |app: &TestApp, browser: &Client| app.copy(browser);
    let browser = old.registered(ANN);
    let mut during = at(&both, &browser);
    assert_eq!(during.current_user().as_deref(), Some(ANN));
    assert_eq!(at(&new, &browser).current_user(), None);
    // A form that was opened before the rotation still works, and what comes of it is signed by the new secret.
    let pairs = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(change(&mut during, &pairs).status, 303);
    assert_eq!(at(&new, &during).current_user().as_deref(), Some("new@example.com"));
    assert_eq!(at(&old, &during).current_user(), None);
    // A renewal alone does it, too.
    let mut renewed = old.client();
    assert_eq!(renewed.sign_in("new@example.com", PASSWORD).status, 303);
    let mut renewed = at(&both, &renewed);
    old.clock.advance(15 * MINUTE);
    assert!(renewed.current_user().is_some());
    assert!(at(&new, &renewed).current_user().is_some());
}
