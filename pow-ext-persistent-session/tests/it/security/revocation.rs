//! What ends a persistent session.
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::common::{ANN, COOKIE, ann, app, families, holding, restarted, set_cookie, signed_in, ticket};
use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Error, Pow, async_trait,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    extension::{Extension, Registry, SignIn},
    extensions,
    record::User,
    users,
};
use pow_ext_persistent_session::{PersistentSession, Tokens};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, FaultyCache, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    sign_out_ends_it,
    change_of_password_ends_it_on_all_devices,
    change_of_address_ends_it,
    raised_epoch_ends_it,
    deletion_ends_it,
    update_that_changes_no_authority_ends_nothing,
);

fn update(browser: &mut Client, pairs: &[(&str, &str)]) -> u16 {
    let fixed = [("_method", "PATCH"), ("user[current_password]", PASSWORD)];
    let all: Vec<_> = fixed.into_iter().chain(pairs.iter().copied()).collect();
    browser.account_form(&all).status
}

fn assert_ended(app: &TestApp, values: &[String]) {
    for value in values {
        let response = holding(app, value).get("/");
        assert_eq!(response.element_text("current-user"), "signed out");
        assert_eq!(set_cookie(&response), None);
    }
}

// PS6, P37
fn sign_out_ends_it(database: Database) {
    let app = app(database);
    let mut browser = signed_in(&app);
    let value = ticket(&browser).unwrap();
    let other = signed_in(&app);
    assert_eq!(browser.sign_out().status, 303);
    assert!(!browser.cookies.contains_key(COOKIE));
    assert_ended(&app, &[value]);
    assert_eq!(restarted(&other).current_user().as_deref(), Some(ANN), "another device is not concerned");
}

// PS7
fn change_of_password_ends_it_on_all_devices(database: Database) {
    let app = app(database);
    let (mut browser, other) = (signed_in(&app), signed_in(&app));
    let values = [ticket(&browser).unwrap(), ticket(&other).unwrap()];
    let new = [("user[password]", "a-new-test-password"), ("user[password_confirmation]", "a-new-test-password")];
    assert_eq!(update(&mut browser, &new), 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "the session that did it goes on");
    assert_ended(&app, &values);
    assert!(families(&app).is_empty());
}

// PS7
fn change_of_address_ends_it(database: Database) {
    let app = app(database);
    let mut browser = signed_in(&app);
    let value = ticket(&browser).unwrap();
    assert_eq!(update(&mut browser, &[("user[email]", "bea@example.com")]), 303);
    assert_ended(&app, &[value]);
}

// PS7: a lock or a reset raises the epoch, by whoever's hand.
fn raised_epoch_ends_it(database: Database) {
    let app = app(database);
    let browser = signed_in(&app);
    let value = ticket(&browser).unwrap();
    app.block_on(async {
        let cx = app.pow.cx();
        let user = app.pow.users().get_by(&cx, "email", pow_core::schema::Value::Text(ANN.into())).await.unwrap();
        let mut changeset = Changeset::new(Operation::UPDATE, user, Arc::default());
        changeset.raise_epoch();
        assert!(users::write(&cx, changeset).await.unwrap().is_ok());
    });
    assert_ended(&app, &[value]);
    assert!(families(&app).is_empty());
}

// PS7
fn deletion_ends_it(database: Database) {
    let app = app(database);
    let (mut browser, other) = (signed_in(&app), signed_in(&app));
    let values = [ticket(&browser).unwrap(), ticket(&other).unwrap()];
    let id = ann(&app);
    assert_eq!(browser.account_form(&[("_method", "DELETE")]).status, 303);
    assert!(!browser.cookies.contains_key(COOKIE));
    assert_ended(&app, &values);
    let tokens = Tokens::new(&app.pow.cx(), &PersistentSession::default());
    assert!(app.block_on(tokens.list(id)).unwrap().is_empty());
}

fn update_that_changes_no_authority_ends_nothing(database: Database) {
    let app = app(database);
    let mut browser = signed_in(&app);
    assert_eq!(update(&mut browser, &[]), 303);
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
}

// Pow 1.0.16: a new one ends the one that the browser had.
#[test]
fn new_cookie_ends_the_browsers_older_one_and_no_other_browsers() {
    async fn remember(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
        PersistentSession::default().remember(&mut conn).await.unwrap();
        pow.respond(&request, conn, Reply::html(200, String::new()))
    }
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/remember", web::get().to(remember));
    };
    let app = TestApp::with(PersistentSession::default()).routes(routes).start();
    let (mut browser, other) = (signed_in(&app), signed_in(&app));
    let old = ticket(&browser).unwrap();
    assert_eq!(browser.get("/remember").status, 200);
    assert_ne!(ticket(&browser).unwrap(), old);
    assert_eq!(families(&app).len(), 2);
    assert_ended(&app, &[old]);
    for remembered in [&browser, &other] {
        assert_eq!(restarted(remembered).current_user().as_deref(), Some(ANN));
    }
}

// CS5: what the cookie does on the way to a refused form is what it does on the way to any page, and nothing else happens.
#[test]
fn form_from_before_the_cookie_signed_in_is_refused_and_changes_nothing() {
    let app = app(Database::sqlite());
    let browser = signed_in(&app);
    let mut again = app.client();
    let html = again.get("/session/new").text();
    again.cookies.insert(COOKIE.into(), ticket(&browser).unwrap());
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "false")];
    let response = again.submit_form(&html, "/session", &pairs);
    assert_eq!(response.status, 403, "the form is of nobody's session");
    assert_eq!(again.current_user().as_deref(), Some(ANN));
    assert_eq!(families(&app).len(), 1, "what the form said of the box was not done");
}

// S7, PS7: the mailed link of a real reset, by somebody who holds nothing but the cookie.
#[test]
fn reset_by_a_mailed_link_ends_it_on_all_devices() {
    let app = crate::common::among(extensions![PersistentSession::default(), ResetPassword::default()]).start();
    let (phone, mut laptop) = (signed_in(&app), signed_in(&app));
    let values = [ticket(&phone).unwrap(), ticket(&laptop).unwrap()];
    let mut forgetful = app.client();
    let ask = forgetful.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    assert_eq!(ask.status, 303);
    let link = app.mailed_link(ANN);
    assert_eq!(restarted(&phone).current_user().as_deref(), Some(ANN), "asking ends nothing");
    let new = [("user[password]", "a-new-test-password"), ("user[password_confirmation]", "a-new-test-password")];
    assert_eq!(forgetful.submit(&link, &link, &new).location(), Some("/session/new"));
    assert_eq!(laptop.current_user(), None);
    assert_ended(&app, &values);
    assert!(families(&app).is_empty());
}

// F5: whoever shares the machine must not be let in by what is left of a sign-out.
#[test]
fn sign_out_while_the_cache_is_away_takes_the_cookie_from_the_browser() {
    for all in [true, false] {
        let cache = FaultyCache::default();
        let own = cache.clone();
        let app = TestApp::with(PersistentSession::default())
            .config(move |config| Config { cache: own.into(), ..config })
            .start();
        let mut browser = signed_in(&app);
        let html = browser.get("/registration/edit").text();
        let (failed, count) = (Arc::new(AtomicUsize::new(0)), |failed: &AtomicUsize| failed.load(Ordering::SeqCst));
        let counted = failed.clone();
        cache.fail(move |_, name| {
            let fails = all || name == "delete";
            counted.fetch_add(usize::from(fails), Ordering::SeqCst);
            fails
        });
        let page = browser.submit_form(&html, "/session", &[]);
        cache.heal();
        assert_eq!(page.status, 503, "and nobody says that it worked");
        assert_eq!(count(&failed), 1, "each call may take a whole time-out, so there is no second one");
        assert!(
            !browser.cookies.contains_key(COOKIE) && !browser.cookies.contains_key(crate::common::SESSION),
            "{all}"
        );
        assert_eq!(browser.current_user(), None);
    }
}

#[test]
fn application_lists_and_ends_them() {
    let app = app(Database::sqlite());
    let (one, two) = (signed_in(&app), signed_in(&app));
    let tokens = Tokens::new(&app.pow.cx(), &PersistentSession::default());
    let list = families(&app);
    assert_eq!(list.len(), 2);
    assert!(app.block_on(tokens.end(ann(&app), list[0].family)).unwrap());
    assert!(!app.block_on(tokens.end(ann(&app), list[0].family)).unwrap());
    let left = [restarted(&one), restarted(&two)].iter_mut().filter_map(Client::current_user).count();
    assert_eq!(left, 1);
    assert_eq!(app.block_on(tokens.end_all(ann(&app))).unwrap(), 1);
    assert_ended(&app, &[ticket(&one).unwrap(), ticket(&two).unwrap()]);
}

/// Locks without touching the epoch, from the moment it is told to.
#[derive(Clone, Debug, Default)]
struct Lock(Arc<AtomicBool>);

#[async_trait]
impl Extension for Lock {
    fn id(&self) -> &'static str {
        "lock"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        let locked = self.0.load(Ordering::SeqCst);
        Ok(if locked { SignIn::Deny(Reply::redirect("/locked")) } else { SignIn::Allow })
    }
}

// PS9
#[test]
fn who_is_turned_away_later_is_forgotten_in_any_order() {
    for first in [true, false] {
        let lock = Lock::default();
        let extensions: [Arc<dyn Extension>; 2] = [Arc::new(lock.clone()), Arc::new(PersistentSession::default())];
        let order = if first { extensions.to_vec() } else { extensions.into_iter().rev().collect() };
        let app = crate::common::among(order).start();
        let browser = signed_in(&app);
        let value = ticket(&browser).unwrap();
        lock.0.store(true, Ordering::SeqCst);
        let mut later = restarted(&browser);
        assert_eq!(later.current_user(), None);
        assert!(!later.cookies.contains_key(COOKIE), "the cookie is taken back");
        lock.0.store(false, Ordering::SeqCst);
        assert_ended(&app, &[value]);
        assert!(families(&app).is_empty());
    }
}
