//! The cost of forms that may come twice, in entries of the cache and in writes to it.
//!
//! An entry is a row of `pow_cache` if the sessions are in the database. Entries are counted by a scan of the cache, and writes by
//! the counting stores of the kit: each call of `put`, `put_if_absent`, `compare_and_swap`, `take` and `delete`. Each form is also
//! sent to an application on the same data that keeps no answers (`form_repeats` of zero), and the difference is the cost. The
//! clock stands still, so that no session is renewed.

use std::sync::Arc;

use pow_core::{
    Config,
    cache::{CacheStore, Key},
    clock::FixedClock,
    store::Store as _,
};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD, encode},
    on_each_database_and_cache,
    probe::{CountingCache, CountingStore},
};

on_each_database_and_cache!(
    authenticated_get_writes_nothing,
    form_takes_one_entry,
    form_that_is_not_processed_writes_nothing,
);

const NEW: &str = "another-long-password";

/// Two applications on the same data, of which one keeps answers.
struct Apps {
    keeps: TestApp,
    plain: TestApp,
    cache: Arc<dyn CacheStore>,
    writes: Writes,
}

/// Returns how many writes there were since the last call.
type Writes = Box<dyn Fn() -> usize>;

/// How many entries a request adds, and how often it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cost {
    entries: usize,
    writes: usize,
}

const NOTHING: Cost = Cost { entries: 0, writes: 0 };

impl Apps {
    fn new(database: Database) -> Self {
        let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
        let (cache, writes): (Arc<dyn CacheStore>, Writes) = if database.keeps_cache() {
            // Its caches count, and the applications don't use the store itself.
            let counting = CountingStore::new(database.store());
            (counting.cache(clock.clone()).unwrap(), Box::new(move || counting.take()))
        } else {
            let counting = CountingCache::new(clock.clone());
            (counting.clone(), Box::new(move || counting.take()))
        };
        let config = || {
            let (cache, clock) = (cache.clone(), clock.clone());
            move |config| Config { cache: cache.into(), clock, ..config }
        };
        let keeps = TestApp::builder().database(database).config(config()).start();
        let plain = keeps.beside().config(config()).each_form_is_new().start();
        Self { keeps, plain, cache, writes }
    }

    fn keys(&self) -> Vec<Key> {
        let found = self.keeps.block_on(self.cache.scan(&self.keeps.pow.cx().cache().key())).unwrap();
        found.into_iter().map(|(key, _)| key).collect()
    }

    /// Sends a request. Returns the status with what was added and written.
    fn count(&self, browser: &Client, request: &[u8]) -> (u16, Cost) {
        let before = self.keys();
        (self.writes)();
        let status = browser.raw(request).status;
        let writes = (self.writes)();
        let entries = self.keys().iter().filter(|key| !before.contains(key)).count();
        (status, Cost { entries, writes })
    }

    /// Returns the status of a form, and how much more the application that keeps answers adds and writes.
    fn cost_of(&self, form: &Form) -> (u16, Cost) {
        let counted = [(&self.keeps, "keeps"), (&self.plain, "plain")].map(|(app, name)| {
            let user = format!("{}-{name}@example.com", form.name);
            let (browser, request) = form.request(self, app, &user);
            self.count(&browser, &request)
        });
        let [(status, kept), (other, plain)] = counted;
        assert_eq!(status, other, "{}", form.name);
        (status, Cost { entries: kept.entries - plain.entries, writes: kept.writes - plain.writes })
    }
}

/// A form that a fresh browser sends.
struct Form {
    name: &'static str,
    by: By,
    page: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Visitor,
    /// A visitor with an account.
    Owner,
    User,
}

impl Form {
    fn request(&self, apps: &Apps, app: &TestApp, email: &str) -> (Client, Vec<u8>) {
        // The registration itself must leave no answers, because the form could replace one.
        let user = (self.by != By::Visitor).then(|| app.copy(&apps.plain.registered(email)));
        let mut browser = user.filter(|_| self.by == By::User).unwrap_or_else(|| app.client());
        let token = browser.token(self.page);
        let address = (self.by != By::User).then_some(("user[email]", email));
        let pairs: Vec<_> = [("_csrf_token", token.as_str())].into_iter().chain(address).collect();
        let request = browser.bytes("POST", self.path, Some(&encode(&[&pairs, self.fields].concat())));
        (browser, request)
    }
}

/// The claim of a form and its answer are one entry, written twice.
fn form_takes_one_entry(database: Database) {
    const COST: Cost = Cost { entries: 1, writes: 2 };
    let apps = Apps::new(database);
    let form = |name, by, page, path, fields| Form { name, by, page, path, fields };
    let password: &[_] = &[("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let new_password: &[_] = &[
        ("_method", "PATCH"),
        ("user[current_password]", PASSWORD),
        ("user[password]", NEW),
        ("user[password_confirmation]", NEW),
    ];
    let (edit, delete): (_, &[_]) = ("/registration/edit", &[("_method", "DELETE")]);
    for (form, status) in [
        (form("register", By::Visitor, "/registration/new", "/registration", password), 303),
        (form("sign-in", By::Owner, "/session/new", "/session", &password[..1]), 303),
        (form("no-sign-in", By::Owner, "/session/new", "/session", &[("user[password]", NEW)]), 422),
        (form("no-change", By::User, edit, "/registration", &new_password[..3]), 422),
        (form("new-password", By::User, edit, "/registration", new_password), 303),
        (form("sign-out", By::User, edit, "/session", delete), 303),
        (form("deletion", By::User, edit, "/registration", delete), 303),
    ] {
        assert_eq!(apps.cost_of(&form), (status, COST), "{}", form.name);
    }
    second_click_and_the_next_form_of_a_place_take_none(&apps);
}

/// A browser has 64 places, so further forms replace entries.
fn second_click_and_the_next_form_of_a_place_take_none(apps: &Apps) {
    let mut browser = apps.keeps.client();
    let token = browser.token("/session/new");
    let request = |n: usize| {
        let email = format!("{n}@example.com");
        let fields = [("_csrf_token", token.as_str()), ("user[email]", &email), ("user[password]", "wrong")];
        browser.bytes("POST", "/session", Some(&encode(&fields)))
    };
    let costs: Vec<_> = (0..250).map(|n| apps.count(&browser, &request(n))).collect();
    assert!(costs.iter().all(|(status, cost)| *status == 422 && cost.writes == 2), "{costs:?}");
    // 250 forms miss at most a few of the places.
    let entries = costs.iter().map(|(_, cost)| cost.entries).sum::<usize>();
    assert!((50..=64).contains(&entries), "{entries}");
    assert_eq!(apps.count(&browser, &request(249)), (422, NOTHING));
}

fn authenticated_get_writes_nothing(database: Database) {
    let apps = Apps::new(database);
    let mut ann = apps.keeps.registered(ANN);
    let get = |browser: &Client, path| apps.count(browser, &browser.bytes("GET", path, None));
    assert_eq!(get(&ann, "/"), (200, Cost { entries: 1, writes: 1 }), "the copy of the user, for all later requests");
    for (path, expected) in [
        ("/", 200),
        ("/protected", 200),
        ("/registration/edit", 200),
        ("/registration/edit/password", 200),
        ("/registration/delete", 200),
        ("/session/new", 303),
        ("/nothing-here", 404),
    ] {
        for _ in 0..2 {
            assert_eq!(get(&ann, path), (expected, NOTHING), "{path}");
        }
        ann.get(path);
    }
}

/// A form that is rejected before it is processed: from another site, without a token, with a token of another browser.
fn form_that_is_not_processed_writes_nothing(database: Database) {
    let apps = Apps::new(database);
    let app = &apps.keeps;
    drop(app.registered(ANN));
    let foreign = app.client().token("/session/new");
    let mut browser = app.client();
    for page in ["/session/new", "/registration/new"] {
        assert_eq!(apps.count(&browser, &browser.bytes("GET", page, None)), (200, NOTHING), "{page}");
    }
    let own = browser.token("/session/new");
    let mut other_site = browser.clone();
    other_site.headers.push(("Sec-Fetch-Site".to_owned(), "cross-site".to_owned()));
    let without_cookies = app.client();
    let fields = [("user[email]", ANN), ("user[password]", PASSWORD)];
    for (name, browser, token) in [
        ("another site", &other_site, Some(own.as_str())),
        ("no cookies", &without_cookies, Some(own.as_str())),
        ("no token", &browser, None),
        ("another browser's token", &browser, Some(foreign.as_str())),
    ] {
        let token = token.map(|token| ("_csrf_token", token));
        let pairs: Vec<_> = token.into_iter().chain(fields).collect();
        let request = browser.bytes("POST", "/session", Some(&encode(&pairs)));
        assert_eq!(apps.count(browser, &request), (403, NOTHING), "{name}");
    }
    let pairs = [&[("_csrf_token", own.as_str())], &fields[..]].concat();
    let request = browser.bytes("POST", "/session", Some(&encode(&pairs)));
    let (status, cost) = apps.count(&browser, &request);
    assert!(status == 303 && cost.writes > 0, "the same form with its token writes: {status} {cost:?}");
}
