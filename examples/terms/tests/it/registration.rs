//! The box on the registration page, and the terms themselves.

use pow_core::{Config, clock::Clock, extensions};
use pow_testing::{
    Response, TestApp,
    client::{ANN, PASSWORD},
};
use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};

fn app() -> TestApp {
    TestApp::builder().config(|config| Config { extensions: extensions![TermsAccepted::default()], ..config }).start()
}

fn register(app: &TestApp, more: &[(&str, &str)]) -> Response {
    app.client().register_with(ANN, PASSWORD, more)
}

// P30
#[test]
fn registration_page_has_the_box_in_its_form() {
    let html = app().client().get("/registration/new").text();
    let form = html.split("action=\"/registration\"").nth(1).unwrap().split("</form>").next().unwrap().to_owned();
    assert!(form.contains("name=\"user[terms_accepted]\" type=\"checkbox\" value=\"true\" required"), "{form}");
    assert!(!form.contains("value=\"true\" checked") && form.contains("href=\"/terms\""), "{form}");
    assert!(!app().client().get("/session/new").text().contains("terms_accepted"), "other pages have none");
}

// P30
#[test]
fn ticked_box_registers_and_notes_the_time() {
    let app = app();
    assert_eq!(register(&app, &[("user[terms_accepted]", "true")]).status, 303);
    let user = app.user("ann@example.com").unwrap();
    assert_eq!(user.get(TERMS_ACCEPTED_AT).unwrap(), Some(app.clock.now()));
}

// P30
#[test]
fn box_that_is_not_ticked_registers_nobody_and_says_so_beside_it() {
    let app = app();
    for more in [&[][..], &[("user[terms_accepted]", "")], &[("user[terms_accepted][]", "true")]] {
        let response = register(&app, more);
        assert_eq!(response.status, 422);
        let html = response.text();
        assert!(html.contains("aria-describedby=\"user_terms_accepted-error\""), "{html}");
        assert!(html.contains("<a href=\"#user_terms_accepted\">Please accept the terms"), "{html}");
        assert_eq!(app.user_count(), 0);
    }
}

#[test]
fn tick_survives_another_fields_error() {
    let app = app();
    let pairs = [("user[email]", "no address"), ("user[password]", PASSWORD), ("user[terms_accepted]", "true")];
    let response = app.client().submit("/registration/new", "/registration", &pairs);
    assert_eq!(response.status, 422);
    assert!(response.text().contains("type=\"checkbox\" value=\"true\" checked"), "{}", response.text());
}

#[test]
fn form_can_not_set_the_time_itself() {
    let app = app();
    let time = ("user[terms_accepted_at]", "2001-01-01T00:00:00Z");
    assert_eq!(register(&app, &[time]).status, 422);
    assert_eq!(register(&app, &[time, ("user[terms_accepted]", "true")]).status, 303);
    let accepted = app.user("ann@example.com").unwrap().get(TERMS_ACCEPTED_AT).unwrap();
    assert_eq!(accepted, Some(app.clock.now()));
}

// P30
#[test]
fn terms_are_a_page_in_the_layout_with_the_applications_words() {
    let ours = |mut config: Config| {
        let words = "terms-accepted-text = Our own words.";
        config.messages = config.messages.override_resource("en".parse().unwrap(), words);
        Config { extensions: extensions![TermsAccepted::default()], ..config }
    };
    let response = TestApp::builder().config(ours).start().client().get("/terms");
    assert_eq!(response.status, 200);
    assert!(response.text().contains("Our own words.") && response.text().contains("<title>Our terms"));
    assert_eq!(response.header("cache-control"), Some("private, no-store, no-cache"));
}

// P31
#[test]
fn without_the_extension_there_is_neither_box_nor_page() {
    let app = TestApp::start();
    assert_eq!(app.client().get("/terms").status, 404);
    assert!(!app.client().get("/registration/new").text().contains("terms"));
    assert_eq!(register(&app, &[]).status, 303);
    assert!(app.user("ann@example.com").unwrap().get(TERMS_ACCEPTED_AT).is_err());
}

#[test]
fn application_can_move_the_page_or_leave_it_out() {
    use terms_accepted::actions::SHOW;
    let moved = |config: Config| Config {
        extensions: extensions![TermsAccepted::default()],
        paths: [(SHOW, "/legal/terms".to_owned())].into(),
        ..config
    };
    let app = TestApp::builder().config(moved).start();
    assert_eq!(app.client().get("/legal/terms").status, 200);
    assert!(app.client().get("/registration/new").text().contains("href=\"/legal/terms\""));
    let left_out =
        |config: Config| Config { extensions: extensions![TermsAccepted::default()], ..config }.without(SHOW);
    let app = TestApp::builder().config(left_out).start();
    assert_eq!(app.client().get("/terms").status, 404);
    assert!(!app.client().get("/registration/new").text().contains("href=\"/terms\""));
}
