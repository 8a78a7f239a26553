//! Asking for a link: where it is sent, and what the answer tells.

use std::time::Duration;

use crate::common::{NEW_PASSWORD, app, ask, link, reset};
use pow_core::{
    Config, Error, async_trait,
    cache::Key,
    mail::{MailLimits, MailTransport, Mailer, RenderedMail},
    policy::Policy,
    schema::Value,
    users::PASSWORD_HASH,
};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD, encode},
    on_each_database,
};

on_each_database!(
    known_and_unknown_address_are_answered_alike,
    mail_goes_to_the_stored_address_and_to_no_look_alike,
    link_is_of_the_configured_address_whatever_the_request_says,
    fourth_mail_within_an_hour_is_not_sent,
    many_requests_for_one_address_leave_no_more_links_than_mails_carry,
    imported_address_that_no_mail_can_go_to_is_answered_as_an_unknown_one,
);

const NOBODY: &str = "nob@example.com";

fn with_ann(database: Database) -> TestApp {
    let app = app(database);
    drop(app.registered(ANN));
    app
}

/// Everything of a response but what is random by design. What the cookie of the message says is not.
fn look(app: &TestApp, email: &str) -> (u16, Vec<(String, String)>, String, String) {
    let mut browser = app.client();
    let answer = ask(&mut browser, email);
    let next = browser.get("/reset-password");
    let mut headers: Vec<_> = answer.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
    assert!(
        answer.all("set-cookie").iter().all(|cookie| cookie.starts_with("kept_reset_password_inbox=")),
        "{:?}",
        answer.headers
    );
    headers.iter_mut().filter(|(name, _)| name == "set-cookie").for_each(|(_, value)| *value = value.len().to_string());
    headers.sort_unstable();
    (answer.status, headers, answer.masked(), next.masked().replace(email, "…"))
}

// E8, E16, P36
fn known_and_unknown_address_are_answered_alike(database: Database) {
    let app = with_ann(database);
    let (known, unknown) = (look(&app, ANN), look(&app, NOBODY));
    assert_eq!(known, unknown);
    assert!(known.3.contains("If there’s an account with this address"), "{}", known.3);
    assert_eq!(app.mailbox().len(), 1);
    assert_eq!(app.mailbox()[0].to.to_string(), ANN);
    // The fourth time is silent for both, and looks the same.
    for _ in 0..3 {
        assert_eq!(look(&app, ANN), look(&app, NOBODY));
    }
}

/// How many links are kept, and how many counts of them.
fn kept(app: &TestApp) -> (usize, usize) {
    let count = |key: Key| app.block_on(app.cache().scan(&key)).unwrap().len();
    (count(Key::new("").name("token").name("reset_password")), count(Key::new("").name("reset_password_links")))
}

// K18: whoever asks for one address all the time neither fills the store nor takes away the links that were mailed
fn many_requests_for_one_address_leave_no_more_links_than_mails_carry(database: Database) {
    let app = TestApp::with(ResetPassword::default()).each_form_is_new().database(database).start();
    drop(app.registered(ANN));
    drop(app.registered("bob@example.com"));
    let mut browser = app.client();
    let ask_often = |browser: &mut Client, email: &str, times: usize| {
        let request = crate::common::request(browser, email);
        (0..times).for_each(|_| assert_eq!(browser.raw(&request).status, 303));
    };
    ask_often(&mut browser, ANN, 50);
    ask_often(&mut browser, NOBODY, 50);
    assert_eq!(kept(&app), (6, 1), "twice as many links as mails, and nothing for the unknown address");
    let mailed = app.links_to(ANN);
    assert!(mailed.len() == 3 && mailed.iter().all(|link| app.opens(link)), "{mailed:?}");
    let bobs = link(&app, "bob@example.com");
    assert!(app.opens(&bobs), "another account is not concerned");
    // The last of them sets the password, and who has another one may ask again.
    assert_eq!(reset(&mut app.client(), &mailed[2], NEW_PASSWORD).status, 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD) && mailed.iter().all(|link| !app.opens(link)));
    // An hour later there is room again, however often somebody asks meanwhile.
    app.clock.advance(Duration::from_secs(3600));
    for hour in 1..=3 {
        let before = app.links_to(ANN).len();
        ask_often(&mut browser, ANN, 8);
        let mailed = &app.links_to(ANN)[before..];
        assert!(mailed.len() == 3 && mailed.iter().all(|link| app.opens(link)), "{hour}: {mailed:?}");
        app.clock.advance(Duration::from_secs(3601));
    }
}

// The twin: where mails have no limit, links have none.
#[test]
fn each_of_many_links_is_good_where_mails_have_no_limit() {
    let app = TestApp::with(ResetPassword::default()).policy(|policy| policy.mail_limits = MailLimits::none());
    let app = app.each_form_is_new().start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let request = crate::common::request(&mut browser, ANN);
    (0..20).for_each(|_| assert_eq!(browser.raw(&request).status, 303));
    let mailed = app.links_to(ANN);
    assert!(mailed.len() == 20 && mailed.iter().all(|link| app.opens(link)), "{mailed:?}");
    assert_eq!(kept(&app), (20, 0));
}

// K18: also for an account without a password, which is mailed that it has none
#[test]
fn request_without_a_link_leaves_no_link_where_mails_have_no_limit() {
    let app = TestApp::with(ResetPassword::default()).policy(|policy| policy.mail_limits = MailLimits::none());
    let app = app.each_form_is_new().start();
    app.import(ANN);
    let mut browser = app.client();
    let requests = [ANN, NOBODY].map(|email| crate::common::request(&mut browser, email));
    for _ in 0..20 {
        requests.iter().for_each(|request| assert_eq!(browser.raw(request).status, 303));
    }
    assert_eq!(kept(&app), (0, 2), "one entry of 4,096 for each of the two addresses");
    assert_eq!(app.mailbox().len(), 20);
}

// E8
fn imported_address_that_no_mail_can_go_to_is_answered_as_an_unknown_one(database: Database) {
    const QUOTED: &str = "\"ann b\"@example.com";
    let app = TestApp::with(ResetPassword::default()).database(database);
    let app = app.config(|config| Config { policy: Policy::pow(), ..config }).start();
    app.import(QUOTED);
    let asked = |email: &str| ask(&mut app.client(), email);
    let (known, unknown) = (asked(QUOTED), asked("\"bob c\"@example.com"));
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()), "{}", known.text());
    assert_eq!((known.status, app.mailbox().len()), (303, 0));
}

// K12, N6
fn mail_goes_to_the_stored_address_and_to_no_look_alike(database: Database) {
    let app = app(database);
    drop(app.registered("mike@example.com"));
    for typed in ["m\u{131}ke@example.com", "mike@ex\u{e4}mple.com", "mike@example.com."] {
        let _ = ask(&mut app.client(), typed);
        assert_eq!(app.mailbox().len(), 0, "{typed:?}");
    }
    // What normalises to the stored address is the same account; the mail goes to what is stored.
    for typed in [" MIKE@Example.COM", "mi\u{212a}e@example.com"] {
        let _ = ask(&mut app.client(), typed);
    }
    assert_eq!(app.mailbox().iter().map(|mail| mail.to.to_string()).collect::<Vec<_>>(), ["mike@example.com"; 2]);
}

// H1, H2, H3, H4, H5
fn link_is_of_the_configured_address_whatever_the_request_says(database: Database) {
    let app = TestApp::with(ResetPassword::default())
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .each_form_is_new()
        .database(database)
        .start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let token = browser.token("/reset-password/new");
    let form = encode(&[("_csrf_token", &token), ("user[email]", ANN)]);
    let plain = String::from_utf8(browser.bytes("POST", "/reset-password", Some(&form))).unwrap();
    let host = format!("Host: {}\r\n", app.address());
    let poisoned = [
        plain.replace(&host, "Host: evil.test\r\n"),
        plain.replace(&host, &format!("{host}X-Forwarded-Host: evil.test\r\nX-Forwarded-Host: evil.test\r\n")),
        plain.replace(&host, &format!("{host}Forwarded: host=evil.test;proto=https\r\nX-Original-Host: evil.test\r\n")),
        plain.replace(&host, &format!("{host}X-Forwarded-Proto: https://evil.test/?\r\n")),
        plain.replace(&host, &format!("Host: {}@evil.test\r\n", app.address())),
        plain.replace(&host, &format!("Host: {}:80@evil.test\r\n", app.address())),
        plain.replace("POST /reset-password", "POST http://evil.test/reset-password"),
    ];
    let mut sent = 0;
    for request in &poisoned {
        assert_ne!(request, &plain);
        let answer = browser.raw(request.as_bytes());
        assert_eq!(answer.status, if request.contains("@evil") { 400 } else { 303 }, "{request}");
        sent += usize::from(answer.status == 303);
    }
    let two_hosts = plain.replace(&host, &format!("{host}Host: evil.test\r\n"));
    assert_eq!(browser.raw(two_hosts.as_bytes()).status, 400);
    let mails = app.mailbox();
    assert_eq!(mails.len(), sent);
    assert_eq!(sent, 5);
    for mail in &mails {
        let links: Vec<_> = mail.text.split_whitespace().filter(|word| word.contains("://")).collect();
        let ours = |link: &&str| link.starts_with(&format!("http://{}", app.address()));
        assert!(links.len() >= 2 && links.iter().all(ours), "{links:?}");
        assert!(!mail.html.contains("evil.test") && !mail.text.contains("evil.test"));
    }
}

// E14, K18
fn fourth_mail_within_an_hour_is_not_sent(database: Database) {
    let app = with_ann(database);
    for attempt in 0..5 {
        assert_eq!(look(&app, ANN), look(&app, NOBODY), "{attempt}");
    }
    assert_eq!(app.mailbox().len(), 3);
    app.clock.advance(Duration::from_secs(3601));
    assert_eq!(ask(&mut app.client(), ANN).status, 303);
    assert_eq!(app.mailbox().len(), 4);
}

// K11, N1, N2, N3, N11
#[test]
fn what_is_not_one_address_is_refused_and_sends_nothing() {
    let app = with_ann(Database::sqlite());
    drop(app.registered("evil@example.com"));
    let typed = [
        "",
        " ",
        "ann",
        "ann@example.com,evil@example.com",
        "ann@example.com;evil@example.com",
        "ann@example.com evil@example.com",
        "<ann@example.com>",
        "\"ann@example.com,\"@example.com",
        "\"a\r\nBcc: evil@example.com\"@example.com",
        "ann@example.com\r\nBcc: evil@example.com",
        "=?utf-8?q?ann=40example.com?=",
        "ann(comment)@example.com",
        "ann@example.com\0",
        "ann\u{ff20}example.com",
    ];
    for email in typed {
        let answer = ask(&mut app.client(), email);
        assert_eq!(answer.status, 422, "{email:?}: {:?}", answer.location());
        assert!(answer.text().contains("aria-invalid=\"true\""), "{email:?}");
    }
    let mut browser = app.client();
    let token = browser.token("/reset-password/new");
    for pairs in [
        [("user[email][]", ANN), ("user[email][]", "evil@example.com")],
        [("user[email]", ANN), ("user[email][]", "evil@example.com")],
        [("user[email][a]", ANN), ("user[email][b]", "evil@example.com")],
        [("user", ANN), ("user", "evil@example.com")],
    ] {
        let all = [&[("_csrf_token", token.as_str())], &pairs[..]].concat();
        assert_eq!(browser.post("/reset-password", &all).status, 422, "{pairs:?}");
    }
    assert_eq!(app.mailbox().len(), 0);
}

// E9
#[test]
fn answer_takes_as_long_as_it_should_and_is_not_held_without_need() {
    for least in [0, 300] {
        let app = TestApp::with(ResetPassword::default())
            .policy(|policy| policy.response_padding = Duration::from_millis(least))
            .start();
        let mut browser = app.client();
        let token = browser.token("/reset-password/new");
        let begin = std::time::Instant::now();
        let form = [("_csrf_token", token.as_str()), ("user[email]", NOBODY)];
        assert_eq!(browser.post("/reset-password", &form).status, 303);
        let took = begin.elapsed().as_millis();
        assert_eq!(took >= 300, least == 300, "{took} ms");
    }
}

#[test]
fn request_without_the_forms_token_sends_nothing() {
    let app = with_ann(Database::sqlite());
    assert_eq!(app.client().post("/reset-password", &[("user[email]", ANN)]).status, 403);
    assert_eq!(app.mailbox().len(), 0);
}

/// A mail server that is down.
#[derive(Debug)]
struct Down;

#[async_trait]
impl MailTransport for Down {
    async fn send(&self, _: &RenderedMail) -> Result<(), Error> {
        Err(Error::Unavailable { service: "mail server", source: "it is down".into() })
    }
}

// E10
#[test]
fn mail_that_can_not_be_sent_changes_no_answer() {
    let app = TestApp::with(ResetPassword::default())
        .config(|mut config| {
            config.mailer = Mailer::custom(Down, "no-reply@app.example").unwrap();
            config
        })
        .start();
    drop(app.registered(ANN));
    assert_eq!(look(&app, ANN), look(&app, NOBODY));
    assert_eq!(look(&app, ANN).0, 303);
}

// P36
#[test]
fn set_up_that_does_not_hide_users_tells_who_is_unknown() {
    let app = TestApp::with(ResetPassword::default()).policy(|policy| policy.prevent_user_enumeration = false).start();
    drop(app.registered(ANN));
    let unknown = ask(&mut app.client(), NOBODY);
    assert_eq!(unknown.status, 422);
    assert!(unknown.text().contains("There’s no account with this address."), "{}", unknown.text());
    let mut browser = app.client();
    assert_eq!(ask(&mut browser, ANN).status, 303);
    assert!(browser.get("/reset-password").text().contains("Check your inbox"));
    assert_eq!(app.mailbox().len(), 1);
}

// Q5
#[test]
fn address_that_looks_like_a_path_names_no_file() {
    let root = std::env::temp_dir().join(format!("mails-as-files-{}", std::process::id()));
    let (folder, elsewhere) = (root.join("mails"), root.join("elsewhere"));
    std::fs::create_dir_all(&elsewhere).unwrap();
    let mailer = Mailer::files(&folder, "no-reply@app.example").unwrap();
    let app = TestApp::with(ResetPassword::default())
        .config(move |mut config| {
            config.mailer = mailer;
            config
        })
        .start();
    let email = format!("{}/ann@example.com", elsewhere.display());
    drop(app.registered(&email));
    assert_eq!(ask(&mut app.client(), &email).status, 303);
    let count = |folder| std::fs::read_dir(folder).unwrap().count();
    let begin = std::time::Instant::now();
    while count(&folder) == 0 && begin.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!((count(&folder), count(&elsewhere)), (1, 0));
    std::fs::remove_dir_all(root).unwrap();
}

// K15
#[test]
fn user_without_a_password_is_told_so_by_mail_and_gets_no_link() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    app.write(ANN, PASSWORD_HASH.name(), Value::Null);
    assert_eq!(look(&app, ANN), look(&app, NOBODY), "the answer tells nobody");
    let mails = app.mailbox();
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!((mail.name.as_ref(), mail.to.to_string().as_str()), ("reset_password/unavailable", ANN));
    assert!(mail.text.contains("your account has no password") && mail.html.contains("your account has no password"));
    assert!(!mail.text.contains("/reset-password"), "{}", mail.text);
    // K18
    for _ in 0..3 {
        assert_eq!(look(&app, ANN), look(&app, NOBODY));
    }
    assert_eq!(app.mailbox().len(), 3);
}

// K15
#[test]
fn user_without_a_password_gets_a_link_where_the_application_wants_it() {
    let app = TestApp::with(ResetPassword::default().danger_first_password(true)).start();
    drop(app.registered(ANN));
    app.write(ANN, PASSWORD_HASH.name(), Value::Null);
    let link = link(&app, ANN);
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).location(), Some("/session/new"));
    assert!(!app.opens(&link) && app.signs_in(ANN, NEW_PASSWORD));
}

// K15
#[test]
fn link_of_a_user_who_gave_up_the_password_makes_no_new_one() {
    for allowed in [false, true] {
        let app = TestApp::with(ResetPassword::default().danger_first_password(allowed)).start();
        drop(app.registered(ANN));
        let link = link(&app, ANN);
        let mut early = app.client();
        let form = early.get(&link).text();
        app.write(ANN, PASSWORD_HASH.name(), Value::Null);
        let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
        assert_eq!(early.submit_form(&form, &link, &words).status, 410, "{allowed}");
        assert!(!app.opens(&link) && !app.signs_in(ANN, NEW_PASSWORD));
        assert_eq!(app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap(), None);
    }
}

// P4, P36
#[test]
fn who_is_signed_in_is_sent_away_from_all_four() {
    let app = app(Database::sqlite());
    let mut ann: Client = app.registered(ANN);
    let link = link(&app, ANN);
    assert_eq!(ann.get("/reset-password/new").location(), Some("/registration/edit/password"));
    let page = ann.get("/registration/edit/password").text();
    assert!(page.contains("You’re already signed in. Change your password here."), "{page}");
    let refused = ann.clone().json("GET", "/reset-password/new", None);
    assert_eq!((refused.status, &refused.json()["code"]), (409, &"signed-in-already".into()), "{}", refused.text());
    let page = ann.get(&link);
    assert!(page.status == 409 && page.text().contains("You’re already signed in"), "{}", page.text());
    let token = ann.token("/registration/edit");
    let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    let answer = ann.post(&link, &[&[("_csrf_token", &*token), ("_method", "PUT")], &words[..]].concat());
    assert_eq!(answer.location(), Some("/"));
    assert!(app.opens(&link) && app.signs_in(ANN, PASSWORD));
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).status, 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

// P36
#[test]
fn signed_in_user_is_sent_home_without_the_guided_flow_or_the_page_of_the_password() {
    let builder = || {
        TestApp::builder()
            .config(|config| Config { extensions: pow_core::extensions![ResetPassword::default()], ..config })
    };
    let plain = builder().policy(|policy| policy.page_flow = pow_core::policy::PageFlow::Plain).start();
    let without = builder().config(|config| config.without(pow_core::controllers::registration::EDIT_PASSWORD)).start();
    for app in [plain, without] {
        let mut ann = app.registered(ANN);
        let answer = ann.get("/reset-password/new");
        assert_eq!((answer.status, answer.location()), (303, Some("/")));
        let refused = ann.json("GET", "/reset-password/new", None);
        assert_eq!((refused.status, &refused.json()["code"]), (409, &"signed-in-already".into()));
        assert_eq!(app.client().get("/reset-password/new").status, 200, "a visitor sees the form");
    }
}
