//! Signing in by the link.

use pow_testing::{Database, TestApp, client::ANN};

use crate::common::{NEW, app, asked, confirmed, enter, press, proving};

// G1
#[test]
fn opening_a_link_does_nothing() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let (code, link) = {
        let mut browser = app.client();
        asked(&app, &mut browser, ANN)
    };
    for method in ["GET", "HEAD", "GET"] {
        let mut scanner = app.client();
        assert_eq!(scanner.request(method, &link, None).status, 200, "{method}");
        assert_eq!(scanner.current_user(), None);
    }
    let mut browser = app.client();
    let page = browser.get(&link).text();
    assert!(page.contains(ANN) && !page.contains(&code), "{page}");
    assert_eq!(page.matches("type=\"submit\"").count(), 1, "one button: {page}");
    assert_eq!(press(&mut browser, &link).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(app.client().get(&link).status, 410);
}

// G1
#[test]
fn link_of_the_same_browser_does_nothing_elsewhere() {
    let app = TestApp::with(proving().same_browser(true)).start();
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (_, link) = asked(&app, &mut browser, ANN);
    let mut phone = app.client();
    let page = phone.get(&link);
    assert_eq!(page.status, 403);
    assert!(page.text().contains("Open this link in the other browser") && !page.text().contains(ANN));
    let token = phone.token("/session/new");
    assert_eq!(phone.post(&link, &[("_csrf_token", &token)]).status, 403);
    assert_eq!(phone.current_user(), None);
    assert_eq!(press(&mut browser, &link).location(), Some("/"), "it was not used up");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

#[test]
fn link_of_another_kind_or_none_leads_to_the_form() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    // The path of a form leads to its page.
    assert_eq!(browser.get("/sign-in-by-mail/code").status, 303);
    for token in ["x", "new%00", &"a".repeat(3_000), "%2e%2e"] {
        let status = browser.get(&format!("/sign-in-by-mail/{token}")).status;
        assert!(matches!(status, 410 | 405 | 404 | 400 | 414), "{token}: {status}");
    }
    let page = browser.get("/sign-in-by-mail/AAAA").text();
    assert!(page.contains("href=\"/sign-in-by-mail/new\""), "{page}");
}

// K5 to K8
#[test]
fn code_and_link_end_with_a_change_of_the_account() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let (mut first, mut second) = (app.client(), app.client());
    let (code, _) = asked(&app, &mut first, ANN);
    let (_, link) = asked(&app, &mut second, ANN);
    let mut owner = app.client();
    owner.sign_in(ANN, pow_testing::client::PASSWORD);
    assert_eq!(owner.change_password(pow_testing::client::PASSWORD, "another-test-password").status, 303);
    assert_eq!(enter(&mut first, &code).location(), Some(NEW), "it was right, and is used up");
    assert!(first.get(NEW).text().contains("This code no longer works"));
    assert_eq!(press(&mut second, &link).status, 410);
    assert_eq!((first.current_user(), second.current_user()), (None, None));
}
