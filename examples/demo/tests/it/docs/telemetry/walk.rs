//! What people do, and what they are kept from.

use std::{net::IpAddr, time::Duration};

use pow_core::{
    Config, Error, async_trait, extensions,
    json::json,
    limit::Limit,
    session::{Place, Places},
    text::TextLimits,
};
use pow_ext_api_tokens::{ApiTokens, Jwt, JwtKey, ServiceAccount};
use pow_ext_data_download::DataDownload;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_leaked_passwords::{LeakedPasswords, Source};
use pow_ext_lockout::Lockout;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;
use pow_testing::{Client, FaultyCache, TestApp, client::PASSWORD};
use terms_accepted::TermsAccepted;

use crate::docs::telemetry::{
    parts::{Doors, Switch, Untold},
    secrets::Secrets,
};
pub(crate) use pow_testing::client::ANN;

const MINUTE: Duration = Duration::from_secs(60);

pub(crate) fn app(overtake: &Switch) -> TestApp {
    let doors = Doors(overtake.clone());
    let extensions = || extensions![ResetPassword::default(), PersistentSession::default().on_theft(Untold)];
    let all = move |config: Config| {
        let mut extensions = extensions();
        extensions.push(std::sync::Arc::new(doors));
        Config { extensions, ..config }
    };
    TestApp::builder().config(all).second(|config| config).start()
}

pub(crate) fn everything(secrets: &mut Secrets) {
    let overtake = Switch::default();
    let app = app(&overtake);
    secrets.address(ANN);
    people_come_and_go(&app, secrets);
    what_is_refused(&app, secrets);
    sessions_age(&app, secrets);
    passwords_are_reset(&app, secrets, &overtake);
    browsers_are_remembered(&app, secrets);
    terms_are_a_challenge(&app);
    junk_in_the_cache(&app, secrets);
    account_is_deleted(&app, secrets);
    links_are_mailed(secrets);
    visitor_signs_up(secrets);
    user_has_several_addresses(secrets);
    user_has_a_phone_number(secrets);
    guesses_are_limited(secrets);
    limits_survive_an_outage();
    leaked_passwords_are_unknown();
    tokens_are_made_and_end(secrets);
}

#[derive(Debug)]
struct Somewhere;

impl Places for Somewhere {
    fn place(&self, address: IpAddr) -> Option<Place> {
        let latitude = if address.to_string().starts_with("203.") { 50.0 } else { -50.0 };
        Some(Place { name: "Somewhere".to_owned(), latitude, longitude: 0.0 })
    }
}

fn visitor_signs_up(secrets: &mut Secrets) {
    const FAY: &str = "fay@example.com";
    secrets.address(FAY);
    let app = TestApp::with(Signup::default()).start();
    let mut fay = app.client();
    fay.submit("/signup", "/signup", &[("user[email]", FAY)]);
    fay.submit("/signup/code", "/signup/code", &[("user[code]", "12345")]);
    let link = app.mailed_link(FAY);
    secrets.keep(link.rsplit('/').next().unwrap());
    secrets.of(&mut fay);
    let mail = app.mailbox().into_iter().rev().find(|mail| mail.to.to_string() == FAY).unwrap();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = mail.text.split_whitespace().find(is_code).unwrap();
    assert_eq!(fay.submit("/signup/code", "/signup/code", &[("user[code]", code)]).status, 303);
    let details =
        [("user[name]", "Fay Typed Here"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    secrets.keep("Fay Typed Here");
    assert_eq!(fay.submit("/signup/details", "/signup/details", &details).status, 303);
    secrets.of(&mut fay);
}

fn user_has_several_addresses(secrets: &mut Secrets) {
    const GUS: &str = "gus@example.com";
    const SECOND: &str = "second-of-gus@example.com";
    secrets.address(GUS);
    secrets.address(SECOND);
    let app = TestApp::with(Identities::default()).extension(ResetPassword::default());
    let app = app.extension(DataDownload::default()).start();
    let mut gus = app.registered(GUS);
    assert_eq!(gus.submit("/data-download", "/data-download", &[]).status, 200);
    let page = gus.submit("/identities/new", "/identities", &[("user[email]", SECOND)]).location().unwrap().to_owned();
    let mail = app.mailbox().into_iter().rev().find(|mail| mail.to.to_string() == SECOND).unwrap();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = mail.text.split_whitespace().find(is_code).unwrap();
    assert_eq!(gus.submit(&page, &format!("{page}/prove"), &[("user[code]", code)]).location(), Some("/identities"));
    secrets.of(&mut gus);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", GUS)]);
    let link = app.mailed_link(GUS);
    secrets.keep(link.rsplit('/').next().unwrap());
    let new = "another-test-password";
    let form = [("_method", "PUT"), ("user[password]", new), ("user[password_confirmation]", new)];
    assert_eq!(app.client().submit(&link, &link, &form).status, 303);
}

fn user_has_a_phone_number(secrets: &mut Secrets) {
    const HAL: &str = "hal@example.com";
    secrets.address(HAL);
    let one = |limits: &mut TextLimits| limits.country = Some(Limit::new(1, MINUTE));
    let app = TestApp::with(Identities::default().phones(true)).policy(|policy| one(&mut policy.text_limits)).start();
    let mut hal = app.registered(HAL);
    for number in ["+442079460958", "+442079460001"] {
        secrets.keep(number.trim_start_matches('+'));
        let form = [("user[phone]", number)];
        assert_eq!(hal.submit("/identities/phone", "/identities/phone", &form).status, 303);
        assert_eq!(app.texts().len(), 1, "above the limit of its country");
    }
    secrets.keep(app.texts()[0].text.lines().next().unwrap());
    secrets.of(&mut hal);
}

fn guesses_are_limited(secrets: &mut Secrets) {
    let app = TestApp::with(Lockout::default().places(Somewhere).client(None))
        .config(|config| Config { trusted_proxies: 1, ..config })
        .start();
    let mut owner = app.registered(ANN);
    owner.change_password("wrong-password-of-hers", "another-test-password");
    for address in ["203.0.113.7", "198.51.100.7"] {
        let mut browser = app.client();
        browser.headers.push(("X-Forwarded-For".to_owned(), address.to_owned()));
        assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
        secrets.of(&mut browser);
    }
    let secure = app.mailed_link(ANN);
    for address in [ANN, "nobody-has-it@example.com"] {
        for _ in 0..6 {
            app.client().sign_in(address, "wrong-password-of-hers");
        }
    }
    for link in [app.mailed_link(ANN), secure] {
        secrets.keep(link.rsplit('/').next().unwrap());
        assert_eq!(app.client().submit(&link, &link, &[]).status, 303);
    }
}

fn limits_survive_an_outage() {
    let cache = FaultyCache::default();
    let for_app = cache.clone();
    let app =
        TestApp::with(Lockout::default()).config(move |config| Config { cache: for_app.into(), ..config }).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let token = browser.token("/session/new");
    cache.fail(|_, _| true);
    let form = [("_csrf_token", token.as_str()), ("user[email]", ANN), ("user[password]", "wrong-password-of-hers")];
    assert_eq!(browser.post("/session", &form).status, 422);
    cache.heal();
}

#[derive(Debug)]
struct NoList;

#[async_trait]
impl Source for NoList {
    async fn contains(&self, _: &[u8; 20]) -> Result<bool, Error> {
        Err(Error::other("the file is gone"))
    }
}

fn leaked_passwords_are_unknown() {
    drop(TestApp::with(LeakedPasswords::new(NoList)).start().registered(ANN));
}

fn tokens_are_made_and_end(secrets: &mut Secrets) {
    let service = ServiceAccount::new("reports", "a-test-value-of-32-bytes-and-more", ["orders:read"]);
    let key = JwtKey::eddsa_from_seed("first", b"a test value, not a secret: 32 b").unwrap();
    let tokens = ApiTokens::new(["orders:read"]).jwt(Jwt::new("acme", "api", key)).service_account(service);
    let app = TestApp::with(tokens).start();
    let mut ann = app.registered(ANN);
    let form = [("user[name]", "Backup"), ("user[orders:read]", "true")];
    for _ in 0..2 {
        let made = ann.submit("/api-tokens/new", "/api-tokens", &form);
        secrets.keep(&made.element_text("api-token"));
    }
    let list = ann.get("/api-tokens").text();
    let path = list.split('"').find(|part| part.starts_with("/api-tokens/") && !part.ends_with("/new")).unwrap();
    assert_eq!(ann.submit("/api-tokens", path, &[]).status, 303);
    signed_tokens(&app, secrets);
    assert_eq!(ann.change_password(PASSWORD, "another-test-password").status, 303);
}

fn signed_tokens(app: &TestApp, secrets: &mut Secrets) {
    let mut program = app.program();
    let sign_in = json!({"user": {"email": ANN, "password": PASSWORD}});
    assert_eq!(program.post("/session", &sign_in).status, 200);
    let pair = program.post("/api-tokens/pair", &json!({})).json();
    let [access, refresh] = ["access_token", "refresh_token"].map(|name| pair[name].as_str().unwrap().to_owned());
    secrets.keep(&access);
    secrets.keep(&refresh);
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    assert_eq!(app.client().post("/oauth/token", &form).status, 200);
    app.clock.advance(MINUTE);
    assert_eq!(app.client().post("/oauth/token", &form).status, 400);
    for (secret, status) in [("a-test-value-of-32-bytes-and-more", 200), ("a-wrong-test-value-of-32-bytes", 401)] {
        secrets.keep(secret);
        let form = [("grant_type", "client_credentials"), ("client_id", "reports"), ("client_secret", secret)];
        assert_eq!(app.client().post("/oauth/token", &form).status, status);
    }
}

fn people_come_and_go(app: &TestApp, secrets: &mut Secrets) {
    let mut browser = app.registered(ANN);
    secrets.of(&mut browser);
    browser.get("/session/new");
    browser.sign_out();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    secrets.of(&mut browser);
    for address in ["denied@example.com", "nobody-has-it@example.com"] {
        secrets.address(address);
    }
    app.client().register("denied@example.com", PASSWORD);
    assert_eq!(app.client().sign_in("denied@example.com", PASSWORD).location(), Some("/session/new"));
    secrets.keep("wrong-password-of-hers");
    app.client().sign_in(ANN, "wrong-password-of-hers");
    app.client().sign_in("nobody-has-it@example.com", PASSWORD);
    app.client().get("/protected");
    app.client().get("/second/session/new");
}

/// L2: what is typed is not what is written.
fn what_is_refused(app: &TestApp, secrets: &mut Secrets) {
    let mut browser = app.client();
    browser.headers.push(("User-Agent".to_owned(), "\tmade up: ERROR".to_owned()));
    let evil = "evil\r\n2026-01-01T00:00:00Z ERROR made up \u{1b}[31m@example.com";
    browser.register(evil, PASSWORD);
    browser.sign_in(evil, PASSWORD);
    browser.get("/reset-password/%0d%0a2026-01-01T00:00:00Z%20ERROR%20made%20up%1b[31m");
    browser.post("/session", &[("user[email]", evil), ("user[password]", PASSWORD)]);
    assert_eq!(browser.request("PUT", "/session/new", None).status, 405);
    let token = browser.token("/session/new");
    for _ in 0..2 {
        let fields = [("_csrf_token", token.as_str()), ("user[email]", evil), ("user[password]", PASSWORD)];
        assert_eq!(browser.post("/session", &fields).status, 422);
    }
    secrets.of(&mut browser);
}

fn sessions_age(app: &TestApp, secrets: &mut Secrets) {
    let mut browser = app.client();
    let not_remembered = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "false")];
    assert_eq!(browser.submit("/session/new", "/session", &not_remembered).status, 303);
    let mut copy = app.client();
    copy.cookies.insert("auth".to_owned(), "AAAA".to_owned());
    copy.get("/");
    let old = app.copy(&browser);
    app.clock.advance(15 * MINUTE);
    assert!(browser.current_user().is_some());
    secrets.of(&mut browser);
    assert!(browser.current_user().is_some());
    app.clock.advance(MINUTE);
    assert!(app.copy(&old).current_user().is_none());
    let update = [("_method", "PUT"), ("user[current_password]", PASSWORD), ("user[email]", ANN)];
    assert_eq!(browser.account_form(&update).status, 303);
    secrets.of(&mut browser);
    app.clock.advance(31 * MINUTE);
    assert!(browser.current_user().is_none());
}

fn passwords_are_reset(app: &TestApp, secrets: &mut Secrets, overtake: &Switch) {
    const NEW: &str = "another-test-password-of-nobody";
    secrets.keep(NEW);
    let ask = |address| {
        let mut browser = app.client();
        browser.submit("/reset-password/new", "/reset-password", &[("user[email]", address)]);
        drop(app.mailbox());
    };
    let mut use_link = |password: &str| {
        let link = app.mailed_link(ANN);
        secrets.keep(link.rsplit('/').next().unwrap());
        let pairs = [("user[password]", password), ("user[password_confirmation]", password)];
        let mut browser = app.client();
        let page = browser.get(&link).text();
        let answer = browser.submit_form(&page, &link, &pairs);
        browser.get(&link);
        answer.status
    };
    ask("nobody-has-it@example.com");
    ask(ANN);
    overtake.on();
    use_link(NEW);
    overtake.off();
    ask(ANN);
    assert_eq!(use_link(NEW), 303);
    ask(ANN);
    assert_eq!(use_link(PASSWORD), 303);
    // Three mails of a kind an hour are enough for one address.
    ask(ANN);
    drop(app.mailbox());
}

fn browsers_are_remembered(app: &TestApp, secrets: &mut Secrets) {
    let mut browser = app.client();
    let remember = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "true")];
    browser.submit("/session/new", "/session", &remember);
    secrets.of(&mut browser);
    let only_remembered = |browser: &Client| {
        let mut browser = app.copy(browser);
        browser.cookies.retain(|name, _| name == "persistent_session");
        browser
    };
    let thief = only_remembered(&browser);
    let mut back = only_remembered(&browser);
    assert!(back.current_user().is_some());
    secrets.of(&mut back);
    app.clock.advance(MINUTE);
    assert!(only_remembered(&thief).current_user().is_none());
}

fn terms_are_a_challenge(app: &TestApp) {
    let with = app.beside().config(|config| Config { extensions: extensions![TermsAccepted::default()], ..config });
    assert_eq!(with.start().client().sign_in(ANN, PASSWORD).location(), Some("/terms/accept"));
}

/// Whatever the cache holds is overwritten; then everybody comes back.
fn junk_in_the_cache(app: &TestApp, secrets: &mut Secrets) {
    // Three mails an hour are the limit.
    app.clock.advance(60 * MINUTE);
    let mut browser = app.client();
    let remember = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "true")];
    browser.submit("/session/new", "/session", &remember);
    secrets.of(&mut browser);
    let mut asks = app.client();
    asks.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    secrets.keep(link.rsplit('/').next().unwrap());
    app.block_on(async {
        for namespace in ["", "users"] {
            for (key, _) in app.cache().scan(&pow_core::cache::Key::new(namespace)).await.unwrap() {
                app.cache().put(&key, "junk".into(), None).await.unwrap();
            }
        }
    });
    assert!(browser.current_user().is_none());
    app.client().get(&link);
}

fn account_is_deleted(app: &TestApp, secrets: &mut Secrets) {
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    secrets.of(&mut browser);
    let answer = browser.account_form(&[("_method", "DELETE")]);
    assert_eq!((answer.status, app.user(ANN).is_none()), (303, true));
}

/// Addresses that are to be confirmed, and people who are invited: with links that are good, used and wrong.
fn links_are_mailed(secrets: &mut Secrets) {
    const CAT: &str = "cat@example.com";
    const NEW: &str = "cat-elsewhere@example.com";
    const DAN: &str = "dan@example.com";
    const EVE: &str = "eve@example.com";
    let app = TestApp::builder().extension(EmailConfirmation::default()).extension(Invitation::default()).start();
    [CAT, NEW, DAN, EVE].into_iter().for_each(|address| secrets.address(address));
    let mut link_to = |address: &str| {
        let link = app.mailed_link(address);
        secrets.keep(link.strip_suffix("/edit").unwrap_or(&link).rsplit('/').next().unwrap());
        app.client().get(&format!("{link}x"));
        link
    };
    let confirm = |link: &str| {
        assert_eq!(app.client().submit(link, link, &[]).status, 303);
        app.client().get(link);
    };
    app.client().register(CAT, PASSWORD);
    app.client().register(CAT, PASSWORD);
    assert!(!app.signs_in(CAT, PASSWORD), "and the link is mailed again");
    confirm(&link_to(CAT));
    let mut cat = app.client();
    cat.sign_in(CAT, PASSWORD);
    let change = [("user[email]", NEW), ("user[current_password]", PASSWORD)];
    assert_eq!(cat.account_form(&change).status, 303);
    confirm(&link_to(NEW));
    let mut cat = app.client();
    cat.sign_in(NEW, PASSWORD);
    assert_eq!(cat.submit("/invitations/new", "/invitations", &[("user[email]", DAN)]).status, 303);
    let link = link_to(DAN);
    let password = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let mut dan = app.client();
    let accepted = dan.submit(&link, link.strip_suffix("/edit").unwrap(), &password);
    assert_eq!(accepted.location(), Some("/"), "{}", accepted.text());
    app.client().get(&link);
    app.client().register(EVE, PASSWORD);
    link_to(EVE);
    secrets.of(&mut dan);
    secrets.of(&mut cat);
    app.clock.advance(31 * 24 * 60 * MINUTE);
    app.block_on(app.pow.tick());
    assert!(app.user(EVE).is_none(), "who never confirmed is gone");
}
