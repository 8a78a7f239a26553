//! Outages: a page offers to try again, and a form comes back with what was typed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Config, Error, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, Registry},
    json::json,
    policy::{PageFlow, Policy},
    store::Transaction,
};
use pow_testing::{
    Client, FaultyCache, Response, TestApp,
    client::{ANN, PASSWORD},
};

const AWAY: u64 = u64::MAX;

/// A service that writes need: 0 if it answers, else the seconds until it is less busy.
#[derive(Clone, Debug, Default)]
struct Ledger(Arc<AtomicU64>);

#[async_trait]
impl Extension for Ledger {
    fn id(&self) -> &'static str {
        "ledger"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, _: &mut Changeset) -> Result<(), Error> {
        match self.0.load(Ordering::Relaxed) {
            0 => Ok(()),
            AWAY => Err(Error::Unavailable { service: "ledger", source: "no answer".into() }),
            seconds => Err(Error::Busy { retry_after: Duration::from_secs(seconds) }),
        }
    }
}

fn app(change: impl FnOnce(&mut Policy)) -> (TestApp, Ledger) {
    let ledger = Ledger::default();
    (TestApp::with(ledger.clone()).policy(change).start(), ledger)
}

/// A browser that says where a form comes from.
fn browser(app: &TestApp, site: &str) -> Client {
    let mut browser = app.client();
    browser.navigates = true;
    browser.headers.push(("Sec-Fetch-Site".to_owned(), site.to_owned()));
    browser
}

fn registers(browser: &mut Client, html: &str) -> Response {
    let form = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    browser.submit_form(html, "/registration", &form)
}

// F1
#[test]
fn form_of_an_outage_comes_back_with_what_was_typed_but_no_password() {
    let (app, ledger) = app(|_| {});
    let mut ann = browser(&app, "same-origin");
    let html = ann.get("/registration/new?request_path=/protected").text();
    for (state, seconds) in [(AWAY, "5"), (7, "7")] {
        ledger.0.store(state, Ordering::Relaxed);
        let answer = registers(&mut ann, &html);
        let page = answer.text();
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some(seconds)), "{page}");
        assert!(page.contains(&format!("value=\"{ANN}\"")) && !page.contains(PASSWORD), "{page}");
        assert!(page.contains("We couldn’t process this form just now."), "{page}");
        assert!(page.replace(['\u{2068}', '\u{2069}'], "").contains(&format!("again in {seconds} seconds")), "{page}");
        assert!(page.contains("value=\"/protected\""), "{page}");
        assert!(app.user_count() == 0 && app.mailbox().is_empty() && ann.current_user().is_none());
        ledger.0.store(0, Ordering::Relaxed);
        if state != AWAY {
            assert_eq!(registers(&mut ann, &page).location(), Some("/protected"), "the form of the page works");
        }
    }
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

#[test]
fn form_of_the_account_comes_back_in_its_page() {
    let (app, ledger) = app(|_| {});
    drop(app.registered(ANN));
    let mut ann = browser(&app, "same-origin");
    ann.sign_in(ANN, PASSWORD);
    let html = ann.get("/registration/edit/email").text();
    ledger.0.store(AWAY, Ordering::Relaxed);
    let form = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    let answer = ann.submit_form(&html, "/registration", &form);
    let page = answer.text();
    assert!(answer.status == 503 && page.contains("value=\"new@example.com\""), "{page}");
    assert!(!page.contains(PASSWORD) && page.contains("<h1>Change your email address</h1>"), "{page}");
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

// CS2: another site must not fill the form in.
#[test]
fn form_of_another_site_and_a_plain_flow_get_the_error_page() {
    let plain: fn(&mut Policy) = |policy| policy.page_flow = PageFlow::Plain;
    let guided: fn(&mut Policy) = |_| {};
    for (site, change, status) in [("cross-site", guided, 403), ("same-origin", plain, 503)] {
        let (app, ledger) = app(change);
        let mut ann = browser(&app, site);
        let html = ann.get("/registration/new").text();
        ledger.0.store(AWAY, Ordering::Relaxed);
        let answer = registers(&mut ann, &html);
        let page = answer.text();
        assert!(answer.status == status && !page.contains(ANN), "{site}: {page}");
        assert!(!page.contains("Try again</a>"), "{site}: a form isn't sent by a link: {page}");
    }
}

#[test]
fn script_gets_the_code_of_an_outage() {
    let (app, ledger) = app(|_| {});
    let mut script = app.client();
    script.json("GET", "/registration/new", None);
    ledger.0.store(AWAY, Ordering::Relaxed);
    let body = json!({"user": {"email": ANN, "password": PASSWORD, "password_confirmation": PASSWORD}});
    let answer = script.json("POST", "/registration", Some(&body));
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("error-unavailable-text")));
}

// F1
#[test]
fn page_of_an_outage_offers_the_same_page_again() {
    let cache = FaultyCache::default();
    let own = cache.clone();
    let app = TestApp::builder().config(move |config| Config { cache: own.into(), ..config }).start();
    let mut ann = app.registered(ANN);
    cache.fail(|_, _| true);
    let answer = ann.get("/protected?tab=2&x=%22%3E");
    let page = answer.text();
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert!(page.contains("href=\"/protected?tab=2&#38;x=%22%3E\">Try again</a>"), "{page}");
    assert!(page.replace(['\u{2068}', '\u{2069}'], "").contains("You can try again in 5 seconds."), "{page}");
    let form = ann.post("/registration", &[("_method", "PUT"), ("user[email]", ANN)]).text();
    assert!(!form.contains("Try again</a>"), "{form}");
    cache.heal();
    assert!(!ann.get("/no-such-page").text().contains("Try again</a>"), "a missing page stays missing");
}
