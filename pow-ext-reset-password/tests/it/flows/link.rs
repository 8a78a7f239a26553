//! Using a link: when it works, when it is dead, and what it ends.

use std::time::Duration;

use crate::common::{NEW_PASSWORD, app, link, reset};
use pow_core::{
    cache::Key,
    policy::Profile,
    token::{Purpose, TokenPayload},
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_ext_reset_password::{ResetPassword, ResetToken};
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD, encode},
    on_each_database,
};

on_each_database!(
    used_link_is_dead,
    password_that_is_refused_leaves_the_link_alive,
    older_link_dies_when_one_is_used,
    link_dies_with_a_change_of_the_password,
    link_dies_with_a_change_of_the_password_that_ends_no_session,
    link_dies_with_a_change_of_the_address,
    link_dies_with_the_account,
    reset_ends_every_session_and_signs_nobody_in,
    link_works_until_its_time_and_no_longer,
    form_changes_nothing_but_the_password,
    browser_sets_the_password_from_an_address_without_the_token,
);

/// The status of the page of a link that has ended.
const DEAD: u16 = 410;

fn with_ann(database: Database) -> TestApp {
    let app = app(database);
    drop(app.registered(ANN));
    app
}

// K1, P36
fn used_link_is_dead(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    let mut browser = app.client();
    let page = browser.get(&link).text();
    let words = |password| [("user[password]", password), ("user[password_confirmation]", password)];
    assert_eq!(browser.submit_form(&page, &link, &words(NEW_PASSWORD)).location(), Some("/session/new"));
    let again = browser.submit_form(&page, &link, &words("a-third-test-password"));
    assert_eq!(again.status, DEAD);
    let html = again.text();
    assert!(
        html.contains("<h1>This link no longer works</h1>")
            && html.contains("href=\"/reset-password/new\">Send a new link")
    );
    assert!(!html.contains("flash-error"), "{html}");
    assert!(!app.opens(&link));
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, "a-third-test-password"));
}

// K3, 6.2.1
fn password_that_is_refused_leaves_the_link_alive(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    let mut browser = app.client();
    let hash = app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap();
    for (password, confirmation) in [
        ("short", "short"),
        ("password1", "password1"),
        (NEW_PASSWORD, "something-else"),
        ("", ""),
        ("ann@example.com", "ann@example.com"),
    ] {
        let words = [("user[password]", password), ("user[password_confirmation]", confirmation)];
        let answer = browser.submit(&link, &link, &words);
        assert_eq!(answer.status, 422, "{password:?}");
        assert!(answer.text().contains("aria-invalid=\"true\"") && !answer.text().contains(NEW_PASSWORD));
    }
    let alone = browser.submit(&link, &link, &[("user[password]", NEW_PASSWORD)]);
    assert!(alone.status == 422 && alone.text().contains("id=\"user_password_confirmation-error\""), "not typed twice");
    assert_eq!(app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap(), hash);
    assert_eq!(reset(&mut browser, &link, NEW_PASSWORD).location(), Some("/session/new"));
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

// K4, K5
fn older_link_dies_when_one_is_used(database: Database) {
    let app = with_ann(database);
    let (first, second) = (link(&app, ANN), link(&app, ANN));
    assert!(first != second && app.opens(&first) && app.opens(&second));
    assert_eq!(reset(&mut app.client(), &second, NEW_PASSWORD).status, 303);
    assert!(!app.opens(&first) && !app.opens(&second));
}

// K6
fn link_dies_with_a_change_of_the_password(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    change_password(&app);
    assert!(!app.opens(&link));
}

// K6: what ends it is the account, not the end of the sessions
fn link_dies_with_a_change_of_the_password_that_ends_no_session(database: Database) {
    let keep = |policy: &mut pow_core::policy::Policy| policy.end_other_sessions_on_password_change = false;
    let app = TestApp::with(ResetPassword::default()).database(database).policy(keep).start();
    let mut elsewhere = app.registered(ANN);
    let link = link(&app, ANN);
    change_password(&app);
    assert_eq!(elsewhere.current_user().as_deref(), Some(ANN));
    assert!(!app.opens(&link));
}

fn change_password(app: &TestApp) {
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(ann.change_password(PASSWORD, NEW_PASSWORD).status, 303);
}

// K7
fn link_dies_with_a_change_of_the_address(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    let change = |email| [("user[email]", email), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&change("new@example.com")).status, 303);
    assert!(!app.opens(&link));
    assert_eq!(ann.account_form(&change(ANN)).status, 303);
    assert!(!app.opens(&link), "back to the old address");
}

// K8
fn link_dies_with_the_account(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]).status, 303);
    assert!(app.user(ANN).is_none() && !app.opens(&link));
    drop(app.registered(ANN));
    assert!(!app.opens(&link), "the address has a new account");
    assert!(app.signs_in(ANN, PASSWORD));
}

// EZ8, K13, S7, V11, 7.4.3
fn reset_ends_every_session_and_signs_nobody_in(database: Database) {
    let app = app(database);
    let (mut phone, mut laptop) = (app.registered(ANN), app.client());
    assert_eq!(laptop.sign_in(ANN, PASSWORD).status, 303);
    let mut bob = app.registered("bob@example.com");
    let link = link(&app, ANN);
    assert!(phone.current_user().is_some() && laptop.current_user().is_some());
    let mut browser = app.client();
    let done = reset(&mut browser, &link, NEW_PASSWORD);
    assert_eq!(done.location(), Some("/session/new"));
    assert_eq!(browser.current_user(), None);
    assert_eq!((phone.current_user(), laptop.current_user()), (None, None));
    assert!(bob.current_user().is_some());
}

// K9, 6.5.5
fn link_works_until_its_time_and_no_longer(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    app.clock.advance(Duration::from_millis(3_599_999));
    assert!(app.opens(&link));
    let mut browser = app.client();
    let page = browser.get(&link).text();
    app.clock.advance(Duration::from_millis(1));
    assert!(!app.opens(&link));
    let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    assert_eq!(browser.submit_form(&page, &link, &words).status, DEAD);
    assert!(app.signs_in(ANN, PASSWORD));
}

// K9
#[test]
fn life_of_a_link_is_the_profiles_unless_the_extension_says_another() {
    let ten = Duration::from_secs(600);
    let usual = ResetPassword::default;
    for (extension, profile, life) in [
        (usual(), Profile::Default, 6 * ten),
        (usual(), Profile::Nist, 6 * ten),
        (usual(), Profile::Pow, 12 * ten),
        (usual().ttl(ten), Profile::Pow, ten),
    ] {
        let app = TestApp::with(extension).policy(|policy| policy.profile = profile).start();
        drop(app.registered(ANN));
        let until = app.pow.clock().now() + life;
        let link = link(&app, ANN);
        let until = until.format("until %-d %B %Y, %H:%M UTC").to_string();
        assert!(app.mailbox()[0].text.contains(&until), "{until}: {}", app.mailbox()[0].text);
        app.clock.advance(life - Duration::from_millis(1));
        assert!(app.opens(&link));
        app.clock.advance(Duration::from_millis(1));
        assert!(!app.opens(&link));
    }
}

// A2, A3, A4: only the password is taken
fn form_changes_nothing_but_the_password(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    let epoch = app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap();
    let extra = [
        ("user[email]", "eve@example.com"),
        ("user[auth_epoch]", "77"),
        ("user[password_hash]", "x"),
        ("user[id]", "7"),
        ("user[password]", NEW_PASSWORD),
        ("user[password_confirmation]", NEW_PASSWORD),
    ];
    assert_eq!(app.client().submit(&link, &link, &extra).location(), Some("/session/new"));
    assert!(app.user("eve@example.com").is_none());
    assert_eq!(app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap(), epoch + 1);
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

// P36: PATCH as well as PUT, and the link itself takes no POST
#[test]
fn patch_sets_the_password_and_post_does_not() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let mut browser = app.client();
    let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    assert_eq!(browser.submit(&link, &link, &[&words[..], &[("_method", "POST")]].concat()).status, 400);
    assert!(app.opens(&link));
    let patch = [&words[..], &[("_method", "PATCH")]].concat();
    assert_eq!(browser.submit(&link, &link, &patch).location(), Some("/session/new"));
}

// B12, E15, K17, HEAD on a link
#[test]
fn page_behind_the_link_tells_nothing_and_is_kept_by_nobody() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    for method in ["HEAD", "GET"] {
        let page = app.client().request(method, &link, None);
        assert_eq!(page.status, 200, "{method}");
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert!(page.header("cache-control").unwrap().contains("no-store"));
        assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
        // The user id is there for password managers alone: its field is hidden and not sent.
        let hidden = format!("<input type=\"text\" value=\"{ANN}\" autocomplete=\"username\" readonly hidden>");
        let text = page.text();
        assert_eq!(text.matches(&hidden).count(), usize::from(method == "GET"), "{text}");
        assert!(!text.replace(&hidden, "").contains("example.com"), "{text}");
    }
    let page = app.client().get(&link).text();
    assert!(page.contains("autocomplete=\"new-password\"") && !page.contains("<script") && !page.contains("://"));
    assert!(app.opens(&link), "looking at it spends nothing");
    let dead = app.client().get("/reset-password/dead");
    assert_eq!(dead.header("referrer-policy"), Some("no-referrer"));
}

// K10, K11: the token of a link is in its path, whatever a JSON body says, and a list is no password
#[test]
fn json_sets_no_password_by_another_token_and_asks_for_no_link_to_a_list() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let (mut browser, mails) = (app.client(), app.mailbox().len());
    let csrf = browser.token(&link);
    browser.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    for token in ["null", "{}", "[]", "0", "true", r#"{"$ne":null}"#, r#"["a","b"]"#, r#""""#] {
        let body = format!(
            r#"{{"_csrf_token":"{csrf}","_method":"PUT","token":{token},"user":{{"email":["{ANN}","evil@example.com"],
            "reset_token":{token},"password":"{NEW_PASSWORD}","password_confirmation":"{NEW_PASSWORD}"}}}}"#
        );
        let asked = body.replace(r#""_method":"PUT","#, "");
        assert_eq!(browser.request("POST", "/reset-password", Some(&asked)).status, 422, "{token}");
        for method in ["POST", "PUT", "PATCH"] {
            let answer = browser.request(method, "/reset-password/null", Some(&body));
            assert_eq!(answer.status, DEAD, "{method} {token}");
        }
        let list =
            body.replace(&format!(r#""password":"{NEW_PASSWORD}""#), &format!(r#""password":["{NEW_PASSWORD}"]"#));
        assert_eq!(browser.request("PUT", &link, Some(&list)).status, 422, "{token}");
    }
    assert_eq!(app.mailbox().len(), mails);
    assert!(app.opens(&link) && !app.signs_in(ANN, NEW_PASSWORD));
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).status, 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

// K10, Q4, Q5, V7
#[test]
fn what_is_no_link_of_ours_is_refused() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let token = link.rsplit('/').next().unwrap();
    let mut browser = app.client();
    assert_eq!(browser.get(&link).status, 200);
    let csrf = browser.token("/reset-password/new");
    let huge = "A".repeat(5_000);
    let cut = &token[..token.len() - 1];
    let twice = format!("{token}{token}");
    let odd = ["%00", "null", "undefined", "0", "[]", "%20", "{token}", "%7B%22token%22%3A0%7D"];
    let keys = ["*", "..", "..%2F..%2Fetc%2Fpasswd", "x%0d%0aFLUSHALL%0d%0a", "x%20y", "reset_password:*"];
    for text in [&odd[..], &keys, &[cut, &twice, &huge]].concat() {
        let path = format!("/reset-password/{text}");
        let page = app.client().get(&path);
        assert!(matches!(page.status, 404 | DEAD), "{text}: {}", page.status);
        let form = [
            ("_csrf_token", csrf.as_str()),
            ("_method", "PUT"),
            ("token", token),
            ("user[reset_token]", token),
            ("user[password]", NEW_PASSWORD),
            ("user[password_confirmation]", NEW_PASSWORD),
        ];
        // K16: the same browser has opened a good link before.
        let put = browser.post(&path, &form);
        assert!(matches!(put.status, 404 | DEAD), "{text}: {}", put.status);
    }
    for path in ["/reset-password/", "/reset-password//", "/reset-password?token=", "/reset-password?token[]=x"] {
        let answer = app.client().get(path);
        let asks = |location: &str| ["/reset-password", "/reset-password/new"].contains(&location);
        assert!(answer.status == 404 || answer.location().is_some_and(asks), "{path}");
    }
    assert!(app.signs_in(ANN, PASSWORD) && app.opens(&link));
}

// K20
#[test]
fn cache_holds_the_hash_of_a_token_and_not_the_token() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let text = link.rsplit('/').next().unwrap();
    let tokens = app.pow.cx().cache().tokens::<ResetToken>(Duration::from_secs(60)).unwrap();
    let hash = tokens.parse(text).unwrap().hash();
    let held = app.block_on(app.cache().scan(&Key::new("").name("token"))).unwrap();
    let holds = |bytes: &[u8]| {
        let within = |place: &[u8]| place.windows(bytes.len()).any(|window| window == bytes);
        held.iter().any(|(key, value)| within(key.as_bytes()) || within(value))
    };
    assert!(holds(&hash));
    assert!(!holds(text.as_bytes()) && !holds(&text.as_bytes()[..20]) && !holds(ANN.as_bytes()));
    let guessed: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!app.opens(&format!("/reset-password/{guessed}")));
}

struct Confirm;

impl Purpose for Confirm {
    const NAME: &'static str = "confirm_email";
}

// V1, V2
#[test]
fn token_of_another_purpose_is_no_link_and_a_link_is_none_of_theirs() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let text = link.rsplit('/').next().unwrap();
    let cx = app.pow.cx();
    let (ours, theirs) = (
        cx.cache().tokens::<ResetToken>(Duration::from_secs(60)).unwrap(),
        cx.cache().tokens::<Confirm>(Duration::from_secs(60)).unwrap(),
    );
    let payload: TokenPayload = app.block_on(ours.peek(text)).unwrap().unwrap();
    assert_eq!(app.block_on(theirs.peek(text)).unwrap(), None);
    let foreign = app.block_on(theirs.issue(&payload)).unwrap();
    let ann = app.registered("second@example.com");
    let cookies = ann.cookies.values().cloned();
    let csrf = app.client().token("/reset-password/new");
    for text in cookies.chain([foreign.expose().clone(), csrf]) {
        let page = app.client().get(&format!("/reset-password/{text}"));
        assert!(matches!(page.status, 404 | DEAD), "{text}: {}", page.status);
    }
    // The same payload under the right purpose is a link, so what was refused was the purpose.
    let own = app.block_on(ours.issue(&payload)).unwrap();
    assert!(app.opens(&format!("/reset-password/{}", own.expose())));
}

#[test]
fn new_password_can_sign_in_at_once() {
    let app = TestApp::with(ResetPassword::default().sign_in(true)).start();
    drop(app.registered(ANN));
    let link = link(&app, ANN);
    let mut browser = app.client();
    assert_eq!(reset(&mut browser, &link, NEW_PASSWORD).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// K5, K20: what is stored for an unknown address is of nobody, and its token would open nothing.
#[test]
fn token_that_was_made_for_nobody_is_no_link() {
    let app = with_ann(Database::sqlite());
    let tokens = app.pow.cx().cache().tokens::<ResetToken>(Duration::from_secs(60)).unwrap();
    let of = |user| TokenPayload { user, epoch: 0, bytes: vec![0; 32] };
    let nobodys = app.block_on(tokens.issue(&of(None))).unwrap();
    assert!(app.block_on(tokens.peek(nobodys.expose())).unwrap().is_some(), "the token is good");
    assert!(!app.opens(&format!("/reset-password/{}", nobodys.expose())));
    let unbound = of(Some(app.user(ANN).unwrap().id().unwrap()));
    let unbound = app.block_on(tokens.issue(&unbound)).unwrap();
    assert!(!app.opens(&format!("/reset-password/{}", unbound.expose())), "bound to no account as it is");
}

// W6
#[test]
fn old_password_is_refused_and_the_link_stays_good() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let refused = reset(&mut app.client(), &link, PASSWORD);
    assert!(refused.status == 422 && refused.text().contains("already your password"), "{}", refused.text());
    assert!(app.opens(&link) && app.signs_in(ANN, PASSWORD));
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).location(), Some("/session/new"));
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

// K17, K16: in a browser the address line and the history have no token, and the form works all the same
fn browser_sets_the_password_from_an_address_without_the_token(database: Database) {
    let app = with_ann(database);
    let link = link(&app, ANN);
    let token = link.rsplit('/').next().unwrap();
    let mut browser = app.client();
    let (path, page) = browser.go(&link);
    let html = page.text();
    assert!(page.status == 200 && !path.contains(token) && !html.contains(token), "{path}: {html}");
    let words = |password| [("user[password]", password), ("user[password_confirmation]", password)];
    let refused = browser.submit_form(&html, &path, &words("short"));
    assert_eq!(refused.location(), Some(path.as_str()));
    let shown = browser.get(&path).text();
    assert!(shown.contains("aria-invalid=\"true\"") && !shown.contains(token), "{shown}");
    // Who finds the address has no link, and a link of their own does not make it one.
    let mut other = app.client();
    assert_eq!(other.get(&path).status, 410);
    let csrf = other.token("/reset-password/new");
    let put = [&words(NEW_PASSWORD)[..], &[("_method", "put"), ("_csrf_token", &csrf)]].concat();
    assert_eq!(other.post(&path, &put).status, 410);
    assert!(app.signs_in(ANN, PASSWORD));

    assert_eq!(browser.submit_form(&html, &path, &words(NEW_PASSWORD)).location(), Some("/session/new"));
    assert!(app.signs_in(ANN, NEW_PASSWORD));
    assert!(!browser.cookies.values().any(|value| value == token), "the browser need not keep it any longer");
    assert_eq!(browser.get(&path).status, 410);
    // A dead link has its page, and a reload shows it again.
    let (at, _) = browser.go(&link);
    let page = browser.get(&at);
    assert!(page.status == DEAD && !at.contains(token) && !page.text().contains(token), "{at}: {}", page.text());
    assert_eq!(browser.get(&at).masked(), page.masked());
}

#[test]
fn change_of_language_on_a_refused_password_leads_back_to_the_form() {
    let app = TestApp::with(ResetPassword::default())
        .config(|mut config| {
            config.language_switch = true;
            config
        })
        .start();
    drop(app.registered(ANN));
    let link = link(&app, ANN);
    let mut browser = app.client();
    let refused = reset(&mut browser, &link, "short");
    assert_eq!(refused.status, 422, "{}", refused.text());
    let switched = browser.submit_form(&refused.text(), "/language", &[("language", "de")]);
    let back = switched.location().unwrap().to_owned();
    let page = browser.get(&back);
    assert_eq!(page.status, 200, "{back}");
    assert!(page.text().contains("<html lang=\"de\"") && page.text().contains("user[password]"), "{}", page.text());
    let mut visitor = app.client();
    let refused = crate::common::ask(&mut visitor, "no address");
    let switched = visitor.submit_form(&refused.text(), "/language", &[("language", "de")]);
    assert_eq!(switched.location(), Some("/reset-password/new"));
}

// CS5: Safari before 16.4 sends no `Sec-Fetch-Site`, and hides the origin on a page with `no-referrer`. The token decides.
#[test]
fn browser_that_hides_its_origin_resets_the_password() {
    let app = with_ann(Database::sqlite());
    let link = link(&app, ANN);
    let mut browser = app.client();
    browser.headers.push(("Origin".to_owned(), "null".to_owned()));
    let forged = [("_method", "PUT"), ("_csrf_token", "forged"), ("user[password]", NEW_PASSWORD)];
    assert_eq!(browser.post(&link, &forged).status, 403);
    let mut crossing = browser.clone();
    crossing.headers.push(("Sec-Fetch-Site".to_owned(), "cross-site".to_owned()));
    assert_eq!(reset(&mut crossing, &link, NEW_PASSWORD).status, 403);
    let token = browser.token(&link);
    let password = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    let form = encode(&[&[("_method", "PUT"), ("_csrf_token", token.as_str())], &password[..]].concat());
    let request = browser.bytes("POST", &link, Some(&form));
    for click in ["first", "second"] {
        assert_eq!(browser.raw(&request).location(), Some("/session/new"), "{click} click");
    }
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

// CS5: the page of a link has two other forms. Elsewhere such a browser sends its origin.
#[test]
fn browser_that_hides_its_origin_switches_the_language_and_signs_out_on_the_page_of_a_link() {
    let app = TestApp::with(ResetPassword::default())
        .config(|mut config| {
            config.language_switch = true;
            config
        })
        .start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    let link = link(&app, ANN);
    browser.headers.push(("Origin".to_owned(), "null".to_owned()));
    let forged = [("_csrf_token", "forged"), ("language", "de")];
    assert_eq!(browser.post("/language", &forged).status, 403);
    assert_eq!(browser.submit(&link, "/language", &[("language", "de")]).status, 303);
    let own = [("_csrf_token", &*browser.token("/registration/edit")), ("_method", "PATCH"), ("user[email]", ANN)];
    assert_eq!(browser.post("/registration", &own).status, 403, "a form of another page");
    let sign_out = [("_csrf_token", &*browser.token(&link)), ("_method", "DELETE")];
    let form = browser.bytes("POST", "/session", Some(&encode(&sign_out)));
    for click in ["first", "second"] {
        assert_eq!(browser.raw(&form).status, 303, "{click} click");
    }
    assert_eq!(browser.current_user(), None);
}
