//! Forms as people and password managers meet them.

use pow_core::{
    Config,
    policy::{PageFlow, Policy},
};
use pow_testing::{
    Client, Response, TestApp,
    client::{ANN, PASSWORD},
};

const BEN: &str = "ben@example.com";

/// The tag of the field with this name.
fn input<'h>(page: &'h str, name: &str) -> &'h str {
    let mark = format!("name=\"{name}\"");
    let mut tags = page.split("<input ").skip(1).filter_map(|rest| rest.split('>').next());
    tags.find(|tag| tag.contains(&mark)).unwrap_or_else(|| panic!("no {name} in {page}"))
}

fn with_button() -> TestApp {
    TestApp::builder().policy(|policy| policy.password.show_button = true).start()
}

#[test]
fn password_managers_learn_the_rules_and_phones_the_next_key() {
    let app = TestApp::start();
    let page = app.client().get("/registration/new").text();
    let (email, password) = (input(&page, "user[email]"), input(&page, "user[password]"));
    assert!(email.contains("maxlength=\"254\"") && email.contains("enterkeyhint=\"next\""), "{email}");
    assert!(password.contains("minlength=\"8\" passwordrules=\"minlength: 8;\""), "{password}");
    let page = app.client().get("/session/new").text();
    let password = input(&page, "user[password]");
    assert!(password.contains("enterkeyhint=\"done\"") && !password.contains("minlength"), "{password}");
}

#[test]
fn blank_sign_in_has_an_error_at_each_field_and_the_failed_one_has_the_focus_in_the_password() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let blank = app.client().sign_in(" ", "");
    let page = blank.text();
    assert_eq!(blank.status, 422);
    assert!(page.contains("Enter your email address.") && page.contains("Enter a password."), "{page}");
    assert!(!page.contains("sign-in-failure") && !input(&page, "user[password]").contains("autofocus"), "{page}");
    let failed = app.client().sign_in(ANN, "another-password");
    let page = failed.text();
    let password = input(&page, "user[password]");
    assert_eq!(failed.status, 422);
    assert!(password.contains("autofocus") && password.contains("aria-describedby=\"sign-in-failure\""), "{password}");
    assert!(page.contains("<title>Error: ") && page.contains("details don\u{2019}t match"), "{page}");
    assert!(input(&page, "user[email]").contains(ANN) && !page.contains("another-password"), "{page}");
    // The control: a page without a failure has none of it.
    let page = app.client().get("/session/new").text();
    assert!(!page.contains("autofocus") && !page.contains("<title>Error"), "{page}");
}

#[test]
fn well_known_address_leads_to_the_page_of_the_password() {
    for (flow, path) in [(PageFlow::Guided, "/registration/edit/password"), (PageFlow::Plain, "/registration/edit")] {
        let app = TestApp::builder().policy(|policy| policy.page_flow = flow).start();
        let response = app.client().get("/.well-known/change-password");
        assert_eq!((response.status, response.location()), (303, Some(path)));
        assert!(app.registered(ANN).get(path).text().contains("name=\"user[password]\""));
        assert_eq!(app.client().get("/.well-known/password").status, 404);
    }
}

#[test]
fn form_of_a_second_tab_says_that_the_user_is_signed_in_by_now() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    browser.navigates = true;
    let tabs: Vec<_> =
        ["/session/new", "/session/new", "/registration/new"].map(|page| browser.get(page).text()).into();
    let form = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(browser.submit_form(&tabs[0], "/session", &form).location(), Some("/"));
    for (html, action) in [(&tabs[1], "/session"), (&tabs[2], "/registration")] {
        let answer = browser.submit_form(html, action, &form);
        assert_eq!((answer.status, answer.location()), (303, Some("/")), "{action}");
        assert!(browser.get("/registration/edit").text().contains("You’re signed in already"), "{action}");
    }
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    // Another site learns nothing, and a script gets the status.
    for (site, mode) in [("cross-site", "navigate"), ("same-origin", "cors")] {
        let mut other = app.copy(&browser);
        other.navigates = false;
        other.headers = vec![("Sec-Fetch-Site".into(), site.into()), ("Sec-Fetch-Mode".into(), mode.into())];
        if mode == "cors" {
            other.headers.push(("Accept".into(), "application/json".into()));
        }
        assert_eq!(other.submit_form(&tabs[1], "/session", &form).status, 403, "{site}");
    }
}

#[test]
fn address_of_a_form_leads_to_its_page() {
    let app = TestApp::builder().config(|config| Config { language_switch: true, ..config }).start();
    let location = |browser: &mut Client, path: &str| browser.get(path).location().map(str::to_owned);
    let mut guest = app.client();
    assert_eq!(location(&mut guest, "/registration").as_deref(), Some("/registration/new"));
    assert_eq!(location(&mut guest, "/session").as_deref(), Some("/session/new"));
    let mut ann = app.registered(ANN);
    assert_eq!(location(&mut ann, "/registration").as_deref(), Some("/registration/edit"));
    assert_eq!(ann.post("/registration/new", &[]).status, 405);
    assert_eq!(location(&mut guest, "/language").as_deref(), Some("/"), "a form of every page");
    assert_eq!(app.program().get("/registration").status, 405);
    let below = |config| Config { path_prefix: "/admin".into(), ..config };
    let app = TestApp::builder().config(below).start();
    assert_eq!(location(&mut app.client(), "/admin/registration").as_deref(), Some("/admin/registration/new"));
}

#[test]
fn slash_at_the_end_leads_to_the_page() {
    let app = TestApp::start();
    let mut browser = app.client();
    let location = |browser: &mut Client, path: &str| browser.get(path).location().map(str::to_owned);
    assert_eq!(
        location(&mut browser, "/session/new/?request_path=%2Fa").as_deref(),
        Some("/session/new?request_path=%2Fa")
    );
    for path in ["//session/new/", "/session/new//", "/other/", "/registration/"] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    assert_eq!(browser.post("/registration/", &[]).status, 404);
}

#[test]
fn button_that_shows_passwords_comes_with_one_script_and_one_field() {
    let app = with_button();
    let mut browser = app.client();
    let response = browser.get("/registration/new");
    let page = response.text();
    assert_eq!(page.matches("type=\"password\"").count(), 1, "{page}");
    assert!(
        page.contains("aria-controls=\"user_password\" data-pow-hide=\"Hide password\" hidden>Show password"),
        "{page}"
    );
    let csp = response.header("content-security-policy").unwrap();
    assert!(csp.ends_with("; script-src 'self'"), "{csp}");
    let path = app.pow.script_path().unwrap();
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains(&format!("<script src=\"{path}\" defer></script>")), "{page}");
    let script = browser.get(&path);
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(script.text().len() < 1_000, "{}", script.text().len());
    let fields = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(browser.submit("/registration/new", "/registration", &fields).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// The control: without the setting there is no script, and the password is typed twice.
#[test]
fn without_the_button_the_password_is_typed_twice() {
    let app = TestApp::start();
    let mut browser = app.client();
    let response = browser.get("/registration/new");
    let page = response.text();
    assert!(!page.contains("<script") && !page.contains("data-pow-hide"), "{page}");
    assert!(!response.header("content-security-policy").unwrap().contains("script-src"));
    assert_eq!((page.matches("type=\"password\"").count(), app.pow.script_path()), (2, None));
    let fields = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(browser.submit("/registration/new", "/registration", &fields).status, 422);
    let differs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", "other")];
    assert_eq!(with_button().client().submit("/registration/new", "/registration", &differs).status, 422);
}

#[test]
fn mistyped_address_is_questioned_once_and_never_refused() {
    const TYPED: &str = "ada@gmial.com";
    let app = TestApp::start();
    let mut browser = app.client();
    let asked = browser.register(TYPED, PASSWORD);
    let page = asked.text();
    assert_eq!(asked.status, 422);
    assert!(page.contains("Did you mean ada@gmail.com?") && page.contains("Use ada@gmail.com"), "{page}");
    assert!(page.contains("Keep ada@gmial.com") && !page.contains(PASSWORD), "{page}");
    assert!(app.user(TYPED).is_none(), "nothing was written");
    let (_, form) = page.rsplit_once("<form ").unwrap();
    let again = [("user[email]", TYPED), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let kept = browser.submit_form(&format!("<form {form}"), "/registration", &again);
    assert_eq!((kept.status, browser.current_user().as_deref()), (303, Some(TYPED)));
}

#[test]
fn answer_to_the_question_is_one_click_that_fills_the_form_in() {
    let app = TestApp::start();
    for (button, address) in [(0, "ada@gmail.com"), (1, "ada@gmial.com")] {
        let mut browser = app.client();
        assert!(!browser.get("/registration/new").text().contains("autofocus"), "of an empty form");
        let page = browser.register("ada@gmial.com", PASSWORD).text();
        let form = page.split("<form ").filter(|form| form.contains("email_chosen")).nth(button).unwrap();
        let filled = browser.submit_form(&format!("<form {form}"), "/registration", &[]);
        let page = filled.text();
        assert_eq!(filled.status, 200);
        assert!(input(&page, "user[email]").contains(&format!("value=\"{address}\"")), "{page}");
        assert!(!page.contains("Did you mean") && !page.contains("class=\"summary\""), "{page}");
        assert!(input(&page, "user[password]").contains("autofocus"), "the passwords are typed next: {page}");
        let passwords =
            [("user[email]", address), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        assert_eq!(browser.submit_form(&page, "/registration", &passwords).status, 303, "{address}");
        assert!(app.user(address).is_some(), "{address}");
    }
}

#[test]
fn question_tells_nothing_about_accounts() {
    let app = TestApp::start();
    for known in ["ada@gmail.com", "eva@gmial.com"] {
        app.client().submit(
            "/registration/new",
            "/registration",
            &registration(known, &[("user[email_asked]", known)]),
        );
        assert!(app.user(known).is_some());
    }
    let asked = |typed: &str| {
        let response = app.client().register(typed, PASSWORD);
        (response.status, response.masked().replace(&typed[..3], "…"))
    };
    // The first has an account under the address that is meant, the second under the typed one, the third has none.
    assert_eq!(asked("ada@gmial.com"), asked("eva@gmial.com"));
    assert_eq!(asked("ada@gmial.com"), asked("bob@gmial.com"));
    assert_eq!(asked("ada@gmial.com").0, 422);
}

// The control: other addresses and profile pow ask nothing.
#[test]
fn address_that_looks_right_is_not_questioned() {
    assert_eq!(TestApp::start().client().register("ada@gmail.com", PASSWORD).status, 303);
    let off = TestApp::builder().policy(|policy| policy.email_suggestions = false).start();
    assert_eq!(off.client().register("ada@gmial.com", PASSWORD).status, 303);
    assert!(
        !Policy::pow().email_suggestions && Policy::default().email_suggestions && Policy::nist().email_suggestions
    );
}

fn registration<'a>(email: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let all = [("user[email]", email), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    [&all[..], more].concat()
}

/// Sends a form with a token of nobody's, as a browser would from the own pages.
fn stale(browser: &mut Client, path: &str, fields: &[(&str, &str)], site: &str) -> Response {
    browser.headers = vec![("Sec-Fetch-Site".to_owned(), site.to_owned())];
    browser.post(path, &[fields, &[("_csrf_token", "outdated")]].concat())
}

// CS1
#[test]
fn outdated_form_is_shown_again_without_passwords_and_without_deed() {
    let app = TestApp::start();
    let mut browser = app.client();
    let refused =
        stale(&mut browser, "/registration", &registration(BEN, &[("request_path", "/protected")]), "same-origin");
    let page = refused.text();
    assert_eq!(refused.status, 403);
    assert!(input(&page, "user[email]").contains(BEN) && !page.contains(PASSWORD), "{page}");
    assert!(
        page.contains("doesn\u{2019}t keep cookies") && page.contains("name=\"request_path\" value=\"/protected\""),
        "{page}"
    );
    assert!(app.user(BEN).is_none(), "it was not processed");
    assert_eq!(browser.submit_form(&page, "/registration", &registration(BEN, &[])).status, 303, "its token is new");
    // The browser has its cookie now, so it was the session that changed.
    let fields = [
        ("_method", "PUT"),
        ("part", "email"),
        ("user[email]", "new@example.com"),
        ("user[current_password]", PASSWORD),
    ];
    let refused = stale(&mut browser, "/registration", &fields, "same-origin");
    let page = refused.text();
    assert_eq!(refused.status, 403);
    assert!(
        page.contains("Your session has changed since") && input(&page, "user[email]").contains("new@example.com"),
        "{page}"
    );
    assert!(app.user("new@example.com").is_none() && !page.contains(PASSWORD), "{page}");
}

// CS6. The controls: another site can't fill the form in, and a form without a page of its own is refused as before.
#[test]
fn form_of_another_site_is_not_shown() {
    let app = TestApp::start();
    for site in ["cross-site", "same-site"] {
        let refused = stale(&mut app.client(), "/session", &[("user[email]", BEN)], site);
        assert_eq!(refused.status, 403);
        assert!(!refused.text().contains(BEN) && !refused.text().contains("user[email]"), "{}", refused.text());
    }
    let mut ann = app.registered(ANN);
    let refused = stale(&mut ann, "/session", &[("_method", "DELETE")], "same-origin");
    assert!(refused.text().contains("This form is out of date"), "{}", refused.text());
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

#[test]
fn search_engines_find_the_public_pages_alone() {
    let app = TestApp::builder().config(|config| Config { site_name: Some("Acme".into()), ..config }).start();
    let mut browser = app.registered(ANN);
    let page = app.client().get("/session/new").text();
    assert!(page.contains("<meta name=\"description\" content=\"Sign in to your account.\">"), "{page}");
    assert!(!page.contains("noindex"));
    for (method, path) in [("GET", "/registration/edit"), ("PUT", "/session/new")] {
        let page = browser.request(method, path, None).text();
        assert!(
            page.contains("<meta name=\"robots\" content=\"noindex\">") && !page.contains("\"description\""),
            "{page}"
        );
    }
}

#[test]
fn mistyped_address_is_questioned_at_its_change() {
    for flow in [PageFlow::Guided, PageFlow::Plain] {
        let app = TestApp::builder().policy(|policy| policy.page_flow = flow).start();
        // One of the answers is the address that the account has already.
        let mut ann = app.registered("ann@gmail.com");
        let (page, more): (_, &[_]) = match flow {
            PageFlow::Guided => ("/registration/edit/email", &[("user[current_password]", PASSWORD)]),
            _ => ("/registration/edit", &[("user[current_password]", PASSWORD)]),
        };
        let saved = ann.questioned(page, "/registration", more);
        assert_eq!((saved.status, ann.current_user().as_deref()), (303, Some("ann@gmial.com")), "{}", saved.text());
        if flow == PageFlow::Plain {
            // It is theirs by now, and is not questioned at another change.
            let fields = [&[("user[email]", "ann@gmial.com")], more].concat();
            assert_eq!(ann.submit(page, "/registration", &fields).status, 303);
        }
    }
}
