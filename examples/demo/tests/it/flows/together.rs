//! The four extensions together: every subset works, and every order of the list is safe.

use std::sync::Arc;

use pow_core::{
    extension::{Extension, ExtensionId},
    schema::Value,
};
use pow_ext_email_confirmation::{EMAIL_CONFIRMED_AT, EmailConfirmation};
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    all_four_work,
    in_no_order_of_the_list_an_unconfirmed_user_gets_in,
    what_is_signed_for_one_purpose_opens_no_other_door,
);

const CONFIRM: ExtensionId = pow_ext_email_confirmation::ID;
const RESET: ExtensionId = pow_ext_reset_password::ID;
const REMEMBER: ExtensionId = pow_ext_persistent_session::ID;
const INVITE: ExtensionId = pow_ext_invitation::ID;
pub(crate) const ALL: [ExtensionId; 4] = [CONFIRM, RESET, REMEMBER, INVITE];

const BEN: &str = "ben@example.com";
const NEW: &str = "new@example.com";
const NEW_PASSWORD: &str = "another-test-password";

/// An application with some of the four, in this order.
pub(crate) struct World {
    pub(crate) app: TestApp,
    list: Vec<ExtensionId>,
}

impl World {
    pub(crate) fn start(list: &[ExtensionId], database: Database, sign_in_after_reset: bool) -> Self {
        let ids = list.to_vec();
        let app = TestApp::builder()
            .database(database)
            .config(move |mut config| {
                config.extensions = ids.iter().map(|id| extension(id, sign_in_after_reset)).collect();
                config
            })
            .start();
        Self { app, list: list.to_vec() }
    }

    fn has(&self, id: ExtensionId) -> bool {
        self.list.contains(&id)
    }

    /// Opens the last mailed link and presses the button.
    fn confirm(&self, address: &str) {
        let link = self.app.mailed_link(address);
        let answer = self.app.client().submit(&link, &link, &[]);
        assert_eq!(answer.status, 303, "{:?}: {}", self.list, answer.text());
    }

    fn invite(&self, inviter: &mut Client, address: &str) -> String {
        let sent = inviter.submit("/invitations/new", "/invitations", &[("user[email]", address)]);
        assert_eq!(sent.location(), Some("/invitations/new"), "{:?}: {}", self.list, sent.text());
        self.app.mailed_link(address)
    }

    fn accept(&self, browser: &mut Client, link: &str, more: &[(&str, &str)]) -> Response {
        let password = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        browser.submit(link, link.strip_suffix("/edit").unwrap(), &[&password, more].concat())
    }

    fn ask_for_reset(&self, address: &str) {
        let asked = self.app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", address)]);
        assert_eq!(asked.status, 303, "{:?}", self.list);
    }

    fn reset(&self, browser: &mut Client, link: &str) -> Response {
        let pairs = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
        browser.submit(link, link, &pairs)
    }

    fn mails_to(&self, address: &str) -> usize {
        self.app.mailbox().iter().filter(|mail| mail.to.to_string() == address).count()
    }

    /// No user is signed in: no page says so, no cookie could.
    fn is_out(&self, browser: &mut Client, when: &str) {
        let cookies: Vec<_> = browser.cookies.keys().filter(|name| is_way_in(name)).cloned().collect();
        assert!(cookies.is_empty(), "{:?}, {when}: {cookies:?}", self.list);
        assert_eq!(browser.current_user(), None, "{:?}, {when}", self.list);
        assert_eq!(browser.get("/protected").status, 303, "{:?}, {when}", self.list);
    }

    fn is_in(&self, browser: &mut Client, user: &str, when: &str) {
        assert_eq!(browser.current_user().as_deref(), Some(user), "{:?}, {when}", self.list);
    }
}

fn is_way_in(cookie: &str) -> bool {
    cookie == "auth" || cookie.contains("session") || cookie.contains("pending")
}

fn extension(id: ExtensionId, sign_in_after_reset: bool) -> Arc<dyn Extension> {
    match id {
        CONFIRM => Arc::new(EmailConfirmation::default()),
        RESET => Arc::new(ResetPassword::default().sign_in(sign_in_after_reset)),
        REMEMBER => Arc::new(PersistentSession::default()),
        INVITE => Arc::new(Invitation::default()),
        other => panic!("{other}"),
    }
}

/// Signs in with the box ticked, where there is one.
fn sign_in(browser: &mut Client, user: &str, password: &str) -> Response {
    let pairs = [("user[email]", user), ("user[password]", password), ("user[persistent_session]", "true")];
    browser.submit("/session/new", "/session", &pairs)
}

fn without_session(app: &TestApp, browser: &Client) -> Client {
    let mut copy = app.copy(browser);
    copy.cookies.retain(|name, _| name.contains("persistent"));
    copy
}

// P30, P31
#[test]
fn every_subset_works() {
    for subset in 0..16_u32 {
        let list: Vec<_> = (0..4).filter(|n| subset & (1 << n) != 0).map(|n| ALL[n]).collect();
        whole_life(&World::start(&list, Database::sqlite(), false));
    }
}

fn all_four_work(database: Database) {
    whole_life(&World::start(&ALL, database, false));
}

/// What a person does in the life of an account, with all that is on, and what is off is not there.
pub(crate) fn whole_life(world: &World) {
    let mut ann = joined(world, ANN);
    coming_back(world, &mut ann);
    forgotten_password(world);
    sign_in(&mut ann, ANN, if world.has(RESET) { NEW_PASSWORD } else { PASSWORD });
    world.is_in(&mut ann, ANN, "signed in again");
    invitation(world, &mut ann);
    other_address(world, &mut ann);
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]).status, 303);
    world.is_out(&mut ann, "deleted");
    assert!(world.app.user(NEW).is_none() && world.app.user(ANN).is_none());
}

fn joined(world: &World, user: &str) -> Client {
    let mut browser = world.app.client();
    assert_eq!(browser.register(user, PASSWORD).status, 303, "{:?}", world.list);
    if world.has(CONFIRM) {
        world.is_out(&mut browser, "registered");
        world.confirm(user);
        sign_in(&mut browser, user, PASSWORD);
    } else {
        assert_eq!(world.mails_to(user), 0);
    }
    world.is_in(&mut browser, user, "joined");
    browser
}

fn coming_back(world: &World, browser: &mut Client) {
    assert_eq!(browser.sign_out().status, 303);
    world.is_out(browser, "signed out");
    assert_eq!(browser.get("/session/new").text().contains("user[persistent_session]"), world.has(REMEMBER));
    sign_in(browser, ANN, PASSWORD);
    world.is_in(browser, ANN, "signed in");
    let later = without_session(&world.app, browser).current_user();
    assert_eq!(later.as_deref(), world.has(REMEMBER).then_some(ANN), "{:?}", world.list);
    *browser = world.app.client();
}

fn forgotten_password(world: &World) {
    let mut browser = world.app.client();
    let sign_in_page = browser.get("/session/new").text();
    assert_eq!(sign_in_page.contains("href=\"/reset-password/new\""), world.has(RESET));
    if !world.has(RESET) {
        assert_eq!(browser.get("/reset-password/new").status, 404);
        return;
    }
    world.ask_for_reset(ANN);
    let link = world.app.mailed_link(ANN);
    assert_eq!(world.reset(&mut browser, &link).location(), Some("/session/new"), "{:?}", world.list);
    world.is_out(&mut browser, "reset");
    assert_eq!(sign_in(&mut browser, ANN, PASSWORD).status, 422);
}

fn invitation(world: &World, ann: &mut Client) {
    assert_eq!(ann.get("/registration/edit").text().contains("href=\"/invitations/new\""), world.has(INVITE));
    if !world.has(INVITE) {
        assert_eq!(ann.get("/invitations/new").status, 404);
        return;
    }
    let link = world.invite(ann, BEN);
    let mut ben = world.app.client();
    assert_eq!(world.accept(&mut ben, &link, &[]).location(), Some("/"), "{:?}", world.list);
    world.is_in(&mut ben, BEN, "accepted");
    assert_eq!(world.mails_to(BEN), 1);
    assert_eq!(ben.sign_out().status, 303);
    sign_in(&mut ben, BEN, PASSWORD);
    world.is_in(&mut ben, BEN, "invited and signed in");
}

fn other_address(world: &World, ann: &mut Client) {
    let password = if world.has(RESET) { NEW_PASSWORD } else { PASSWORD };
    let changes = [("user[email]", NEW), ("user[current_password]", password)];
    assert_eq!(ann.account_form(&changes).status, 303, "{:?}", world.list);
    if world.has(CONFIRM) {
        world.is_in(ann, ANN, "not confirmed yet");
        world.confirm(NEW);
        *ann = world.app.client();
        sign_in(ann, NEW, password);
    }
    world.is_in(ann, NEW, "another address");
}

// V1: each at every door
fn what_is_signed_for_one_purpose_opens_no_other_door(database: Database) {
    let world = World::start(&ALL, database, false);
    let app = &world.app;
    let ann = joined(&world, ANN);
    let second_last = |link: &str| link.strip_suffix("/edit").unwrap_or(link).rsplit('/').next().unwrap().to_owned();
    let invited = second_last(&world.invite(&mut app.copy(&ann), BEN));
    drop(app.client().register(NEW, PASSWORD));
    world.ask_for_reset(ANN);
    let mut visitor = app.client();
    let keys = [
        ("reset", second_last(&app.mailed_link(ANN))),
        ("confirmation", second_last(&app.mailed_link(NEW))),
        ("invitation", invited),
        ("form", visitor.token("/session/new")),
        ("session", ann.cookies["auth"].clone()),
        ("public", pow_core::plug::sign_token(&app.pow, "reset_password", ANN)),
        ("remembered", ann.cookies["persistent_session"].clone()),
    ];
    let by_cookie = |name: &str, key: &str| {
        let mut browser = app.client();
        browser.cookies.insert(name.to_owned(), key.to_owned());
        browser.current_user().is_some()
    };
    let opens = |path: String| app.client().get(&path).status == 200;
    type Door<'d> = &'d dyn Fn(&str) -> bool;
    let doors: [(&str, Door<'_>); 7] = [
        ("reset", &|key| opens(format!("/reset-password/{key}"))),
        ("confirmation", &|key| opens(format!("/confirm-email/{key}"))),
        ("invitation", &|key| opens(format!("/invitations/{key}/edit"))),
        ("form", &|key| app.copy(&visitor).post("/session", &[("_csrf_token", key)]).status != 403),
        ("session", &|key| by_cookie("auth", key)),
        ("public", &|key| pow_core::plug::verify_token(&app.pow, "reset_password", key).is_some()),
        // The last: this one is spent by its use.
        ("remembered", &|key| by_cookie("persistent_session", key)),
    ];
    for (door, is_open_to) in doors {
        for (key, text) in &keys {
            assert_eq!(is_open_to(text), door == *key, "{key} at {door}");
        }
    }
}

/// All orders of the four.
fn orders() -> Vec<Vec<ExtensionId>> {
    fn extend(list: &[ExtensionId], orders: &mut Vec<Vec<ExtensionId>>) {
        let left: Vec<_> = ALL.iter().filter(|id| !list.contains(id)).collect();
        if left.is_empty() {
            orders.push(list.to_vec());
        }
        for id in left {
            extend(&[list, &[*id]].concat(), orders);
        }
    }
    let mut orders = Vec::new();
    extend(&[], &mut orders);
    orders
}

// P30, P32
#[test]
fn every_order_of_the_list_is_safe() {
    let orders = orders();
    assert_eq!(orders.len(), 24);
    for (n, order) in orders.iter().enumerate() {
        unconfirmed_users_stay_out(&World::start(order, Database::sqlite(), n % 2 == 0));
    }
}

fn in_no_order_of_the_list_an_unconfirmed_user_gets_in(database: Database) {
    let reversed: Vec<_> = ALL.into_iter().rev().collect();
    unconfirmed_users_stay_out(&World::start(&reversed, database, true));
}

fn unconfirmed_users_stay_out(world: &World) {
    by_registration_and_sign_in(world);
    by_reset(world);
    by_persistent_cookie(world);
    by_invitation(world);
}

fn by_registration_and_sign_in(world: &World) {
    let mut eve = world.app.client();
    eve.register_with("eve@example.com", PASSWORD, &[("user[persistent_session]", "true")]);
    world.is_out(&mut eve, "registered");
    for _ in 0..2 {
        sign_in(&mut eve, "eve@example.com", PASSWORD);
        world.is_out(&mut eve, "signed in too early");
    }
    world.confirm("eve@example.com");
    world.is_out(&mut eve, "confirmed in another browser");
    sign_in(&mut eve, "eve@example.com", PASSWORD);
    world.is_in(&mut eve, "eve@example.com", "confirmed");
}

/// A stranger who registered with another's address reads no mail there; the owner's reset throws them out.
fn by_reset(world: &World) {
    let mut thief = world.app.client();
    thief.register("owner@example.com", PASSWORD);
    world.ask_for_reset("owner@example.com");
    sign_in(&mut thief, "owner@example.com", PASSWORD);
    world.is_out(&mut thief, "a reset was asked for");
    world.ask_for_reset("owner@example.com");
    let mails = world.app.mailbox();
    let origin = world.app.pow.base_url().origin().to_owned();
    let link = mails.iter().rev().find_map(|mail| {
        let mut words = mail.text.split_whitespace();
        words.find_map(|word| word.strip_prefix(&origin).filter(|path| path.starts_with("/reset-password/")))
    });
    let mut owner = world.app.client();
    assert_eq!(world.reset(&mut owner, link.unwrap()).status, 303);
    sign_in(&mut thief, "owner@example.com", PASSWORD);
    world.is_out(&mut thief, "the owner has reset the password");
}

fn by_persistent_cookie(world: &World) {
    let cat = joined(world, "cat@example.com");
    let mut control = without_session(&world.app, &cat);
    world.is_in(&mut control, "cat@example.com", "remembered");
    let mut remembered = without_session(&world.app, &control);
    world.app.write("cat@example.com", EMAIL_CONFIRMED_AT.name(), Value::Null);
    assert!(!remembered.cookies.is_empty());
    assert_eq!(remembered.current_user(), None, "{:?}", world.list);
    world.is_out(&mut remembered, "remembered, and not confirmed any more");
}

fn by_invitation(world: &World) {
    let mut dan = joined(world, "dan@example.com");
    let link = world.invite(&mut dan, BEN);
    // Nobody gets in before it is accepted.
    world.ask_for_reset(BEN);
    let mut nobody = world.app.client();
    sign_in(&mut nobody, BEN, PASSWORD);
    world.is_out(&mut nobody, "invited");
    assert_eq!(world.mails_to(BEN), 1, "{:?}", world.list);
    // Another address than the invited one is not theirs by accepting.
    let mut ben = world.app.client();
    assert_eq!(world.accept(&mut ben, &link, &[("user[email]", NEW)]).status, 303, "{:?}", world.list);
    world.is_in(&mut ben, BEN, "the address that the link was mailed to");
    let mut other = world.app.client();
    sign_in(&mut other, NEW, PASSWORD);
    world.is_out(&mut other, "by an address that is not confirmed");
    world.confirm(NEW);
    sign_in(&mut other, NEW, PASSWORD);
    world.is_in(&mut other, NEW, "by the confirmed address");
    // Who registers an invited address is nobody yet.
    let _ = world.invite(&mut dan, "guest@example.com");
    let mut stranger = world.app.client();
    stranger.register("guest@example.com", PASSWORD);
    world.is_out(&mut stranger, "registered an invited address");
    sign_in(&mut stranger, "guest@example.com", PASSWORD);
    world.is_out(&mut stranger, "signed in with an invited address");
}

#[test]
fn inbox_page_stays_when_the_limit_of_links_is_reached() {
    let app = crate::every_extension::start(pow_ext_signup::Mode::default());
    let mut browser = app.client();
    browser.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    let mut answers = (0..10).map(|_| browser.submit("/confirm-email", "/confirm-email", &[]));
    let refused = answers.find(|answer| answer.status == 429).expect("there is a limit").text();
    for shown in ["Check your inbox", ANN, "too many attempts"] {
        assert!(refused.contains(shown), "{shown}: {refused}");
    }
}
