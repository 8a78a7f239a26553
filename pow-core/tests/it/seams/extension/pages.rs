//! Slots, the menu of account pages, texts, and periodic work.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Config, Error, async_trait,
    conn::{Conn, Reply},
    controllers::{Controller, registration},
    extension::{Access, AccountSection, Action, Extension, Method, Outcome, Registry, Route},
    extensions,
    identifier::UserIdField,
    messages::Message,
    pages::{
        Account, AccountDelete, AccountEmail, AccountPassword, AccountUsername, Html, Page, RegistrationEdit,
        RegistrationNew, SessionNew, View,
    },
    policy::PageFlow,
    record::User,
    schema::Value,
};
use pow_testing::{TestApp, client::PASSWORD};

const SHOW: Action = Action::new("keys", "keys", "show");

/// An extension with an account page of its own.
#[derive(Clone, Debug)]
struct Keys {
    ticks: Arc<AtomicUsize>,
    id: &'static str,
}

impl Keys {
    fn new(id: &'static str) -> Self {
        Self { ticks: Arc::default(), id }
    }

    fn fill<P: Page>(&self, registry: &mut Registry) {
        for slot in P::SLOTS {
            let id = self.id;
            registry.slot::<P>(slot, move |_| Ok(Some(Html::trusted(format!("<i>{id} in {slot}</i>")))));
            registry.slot::<P>(slot, |_| Ok(None));
        }
    }
}

#[async_trait]
impl Extension for Keys {
    fn id(&self) -> &'static str {
        self.id
    }

    fn register(&self, registry: &mut Registry) {
        self.fill::<SessionNew>(registry);
        self.fill::<RegistrationNew>(registry);
        self.fill::<RegistrationEdit>(registry);
        self.fill::<Account>(registry);
        self.fill::<AccountEmail>(registry);
        self.fill::<AccountUsername>(registry);
        self.fill::<AccountPassword>(registry);
        self.fill::<AccountDelete>(registry);
        if self.id != "keys" {
            return;
        }
        let ticks = self.ticks.clone();
        registry
            .messages(
                "en",
                "keys-title = Your keys\nkeys-count = { $count ->\n  [one] One key\n *[other] { $count } keys\n }",
            )
            .messages("de", "keys-title = Deine Schlüssel")
            .route(Route::new(&[Method::Get], "/keys/{id}", SHOW, Access::Authenticated, KeysController))
            .account_section(
                AccountSection::new(Action { name: "index", ..SHOW }, "keys-title")
                    .value(|_| Box::pin(async { Ok(Some(Message::new("keys-count").with("count", 2))) })),
            )
            .route(Route::new(
                &[Method::Get],
                "/keys",
                Action { name: "index", ..SHOW },
                Access::Authenticated,
                KeysController,
            ))
            .periodic("tick", Duration::from_millis(5), move |cx| {
                let ticks = ticks.clone();
                Box::pin(async move {
                    assert!(cx.pow().extension_enabled("keys"));
                    // A failure is logged, and the next time comes all the same.
                    if ticks.fetch_add(1, Ordering::SeqCst) == 1 { Err(Error::other("once")) } else { Ok(()) }
                })
            });
    }
}

#[derive(Clone, Copy, Debug)]
struct KeysController;

struct KeysPage(String);

impl Page for KeysPage {
    const NAME: &'static str = "keys/show";

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let text = view.text(&Message::new("keys-count").with("count", 1));
        Ok(Html::escape(&format!("{} {text}", self.0)).to_string())
    }

    fn title(&self) -> Message {
        Message::new("keys-title")
    }
}

#[async_trait]
impl Controller for KeysController {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(conn.user().cloned()))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        let id = conn.request().path_param("id").unwrap_or("all").to_owned();
        conn.page(200, &KeysPage(id))
    }
}

fn app() -> TestApp {
    let extensions = || extensions![Keys::new("keys"), Keys::new("second")];
    TestApp::builder().config(move |config| Config { extensions: extensions(), ..config }).start()
}

fn slots_of<P: Page>(html: &str) {
    slots_but::<P>(html, &[]);
}

/// Some rows of the account are not in every set-up, and so are the slots of the one form.
fn slots_but<P: Page>(html: &str, hidden: &[&str]) {
    let shown = P::SLOTS.iter().filter(|slot| !hidden.contains(*slot));
    for slot in shown.clone() {
        let at = |id: &str| html.find(&format!("<i>{id} in {slot}</i>"));
        assert!(at("keys").is_some() && at("keys") < at("second"), "{} of {}:\n{html}", slot, P::NAME);
    }
    assert_eq!(html.matches("<i>").count(), shown.count() * 2);
}

// P28, P30
#[test]
fn every_slot_of_every_page_is_filled_in_the_order_of_the_list() {
    let app = app();
    let mut browser = app.client();
    slots_of::<SessionNew>(&browser.get("/session/new").text());
    slots_of::<SessionNew>(&browser.sign_in("ann@example.com", "wrong").text());
    slots_of::<RegistrationNew>(&browser.get("/registration/new").text());
    slots_of::<RegistrationNew>(&browser.register("", "").text());
    assert_eq!(browser.register("ann@example.com", PASSWORD).status, 303);
    slots_of::<RegistrationEdit>(&browser.account_form(&[("_method", "PUT")]).text());
    slots_but::<Account>(&browser.get("/registration/edit").text(), &["username"]);
    slots_of::<AccountEmail>(&browser.get("/registration/edit/email").text());
    slots_of::<AccountEmail>(&browser.account_form(&[("part", "email"), ("user[email]", "")]).text());
    slots_of::<AccountPassword>(&browser.get("/registration/edit/password").text());
    slots_but::<RegistrationEdit>(&browser.get("/registration/edit/details").text(), &["sections"]);
    slots_of::<AccountDelete>(&browser.get("/registration/delete").text());
    let lists = || extensions![Keys::new("keys"), Keys::new("second")];
    let named = move |config| Config { user_id_field: UserIdField::Username, extensions: lists(), ..config };
    let named = TestApp::builder().config(named).start();
    let mut browser = named.client();
    let names = [("user[username]", "ann"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(browser.submit("/registration/new", "/registration", &names).status, 303);
    slots_but::<Account>(&browser.get("/registration/edit").text(), &["email"]);
    slots_of::<AccountUsername>(&browser.get("/registration/edit/username").text());
    let plain = TestApp::builder().policy(|policy| policy.page_flow = PageFlow::Plain);
    let plain =
        plain.config(|config| Config { extensions: extensions![Keys::new("keys"), Keys::new("second")], ..config });
    slots_of::<RegistrationEdit>(&plain.start().registered("ann@example.com").get("/registration/edit").text());
}

// P31
#[test]
fn without_the_extension_slots_menu_and_routes_are_not_there() {
    let app = TestApp::start();
    let mut browser = app.registered("ann@example.com");
    let html = browser.get("/registration/edit").text();
    assert!(!html.contains("<i>") && !html.contains("/keys"));
    assert_eq!(browser.get("/keys").status, 404);
    assert!(!app.pow.extension_enabled("keys"));
}

// P30
#[test]
fn section_is_in_the_menu_and_on_the_account_of_who_is_signed_in() {
    let app = app();
    assert!(!app.client().get("/session/new").text().contains("href=\"/keys\""));
    assert_eq!(app.client().get("/keys").location(), Some("/session/new?request_path=%2Fkeys"));
    let mut browser = app.registered("ann@example.com");
    let account = browser.get("/registration/edit").text();
    assert!(account.contains("<a href=\"/keys\">Your keys</a>"));
    let (_, row) = account.split_once(">Your keys</h2>").expect("a row");
    let row = row.split("</section>").next().unwrap();
    assert!(row.contains("<p><bdi>2 keys</bdi></p>") && row.contains("href=\"/keys\""), "{row}");
    assert!(browser.get("/keys").text().contains("<a href=\"/keys\" aria-current=\"page\">Your keys</a>"));
    assert!(browser.get("/keys/7").text().contains("7 One key"));
    assert_eq!(browser.request("POST", "/keys", Some("a=b")).status, 405);
}

/// Shows its page to some, and takes the registration away.
#[derive(Debug)]
struct Closed;

impl Extension for Closed {
    fn id(&self) -> &'static str {
        "closed"
    }

    fn register(&self, registry: &mut Registry) {
        let is_ann = |user: &User| user.value("email") == Some(&Value::Text("ann@example.com".into()));
        registry
            .messages("en", "closed-delete = Leave")
            .without(registration::NEW)
            .without(registration::CREATE)
            .account_section(AccountSection::new(registration::DELETE, "closed-delete").shown(is_ann));
    }
}

#[test]
fn menu_shows_an_entry_to_those_only_whom_it_is_for() {
    let open = TestApp::start();
    let closed = open.beside().config(|config| Config { extensions: extensions![Closed], ..config }).start();
    for (user, shown) in [("ann@example.com", true), ("ben@example.com", false)] {
        drop(open.registered(user));
        let mut browser = closed.client();
        assert_eq!(browser.sign_in(user, PASSWORD).status, 303);
        assert_eq!(browser.get("/registration/edit").text().contains(">Leave</a>"), shown);
    }
}

// P2
#[test]
fn route_that_an_extension_takes_away_is_gone_with_its_links() {
    let open = TestApp::start();
    let closed = open.beside().config(|config| Config { extensions: extensions![Closed], ..config }).start();
    assert!(open.client().get("/session/new").text().contains("href=\"/registration/new\""));
    let mut browser = closed.client();
    assert!(!browser.get("/session/new").text().contains("/registration/new"));
    assert_eq!(browser.get("/registration/new").status, 404);
    assert_eq!(browser.post("/registration", &[("user[email]", "eve@example.com")]).status, 405);
    assert_eq!(open.client().get("/registration/new").status, 200);
}

// P27, P30
#[test]
fn texts_of_an_extension_are_shown_in_the_readers_language() {
    let app = app();
    let mut browser = app.registered("ann@example.com");
    browser.headers.push(("Accept-Language".to_owned(), "de".to_owned()));
    let html = browser.get("/keys").text();
    assert!(html.contains("<title>Deine Schlüssel") && html.contains("lang=\"de\""), "{html}");
    assert!(html.contains("One key"), "what has no translation falls back");
}

#[test]
fn tick_does_the_work_once_and_is_done_when_it_returns() {
    let keys = Keys::new("keys");
    let ticks = keys.ticks.clone();
    let app = TestApp::builder().config(move |config| Config { extensions: extensions![keys], ..config }).start();
    for expected in 1..=3 {
        app.block_on(app.pow.tick());
        assert_eq!(ticks.load(Ordering::SeqCst), expected, "also after a failure");
    }
}

// P30
#[test]
fn periodic_work_ticks_on_after_a_failure_and_stops_with_its_handle() {
    let keys = Keys::new("keys");
    let ticks = keys.ticks.clone();
    let app = TestApp::builder().config(move |config| Config { extensions: extensions![keys], ..config }).start();
    assert_eq!(ticks.load(Ordering::SeqCst), 0, "nothing runs before the ticker is started");
    app.block_on(async {
        let ticker = app.pow.start_ticker();
        while ticks.load(Ordering::SeqCst) < 4 {
            // The lease of the run before expires.
            app.clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        drop(ticker);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let stopped = ticks.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(40)).await;
        assert_eq!(ticks.load(Ordering::SeqCst), stopped);
    });
}
