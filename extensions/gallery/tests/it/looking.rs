//! Looking at the gallery: everything is there, nothing is left, nothing can be done.

use std::collections::BTreeSet;

use pow_core::{Config, extensions};
use pow_ext_devices::Devices;
use pow_ext_gallery::Gallery;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, TestApp, client::PASSWORD};

const BEN: &str = "ben@example.com";

pub(crate) fn app(gallery: Gallery) -> TestApp {
    TestApp::builder()
        .config(move |config| Config {
            extensions: extensions![ResetPassword::default(), Devices::default(), gallery],
            language_switch: true,
            ..config
        })
        .start()
}

/// The addresses in the index.
fn links(browser: &mut Client, index: &str) -> Vec<String> {
    let html = browser.get(index).text();
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links
        .filter(|link| link.starts_with("/gallery/"))
        .map(|link| link.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

// EZ10
#[test]
fn index_links_each_state_of_the_core_and_of_each_extension() {
    let app = app(Gallery::default());
    let links = links(&mut app.client(), "/gallery");
    for wanted in [
        "/gallery/page/core-session-new-failed?",
        "/gallery/page/reset-password-edit-common-password?",
        "/gallery/page/devices-index-several-devices?",
        "/gallery/page/gallery-index-filled?",
        "/gallery/mail/core-password-changed-known-client?",
        "/gallery/mail/reset-password-link-link?",
    ] {
        assert!(links.iter().any(|link| link.starts_with(wanted)), "{wanted}: {links:?}");
    }
    assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), links.len(), "each address once");
    for link in links {
        let answer = app.client().get(&link);
        assert_eq!(answer.status, 200, "{link}");
        assert!(!answer.text().is_empty(), "{link}");
    }
}

#[test]
fn example_is_shown_in_the_language_and_the_scheme_of_the_query() {
    let app = app(Gallery::default());
    let path = "/gallery/page/core-session-new-empty";
    let arabic = app.client().get(&format!("{path}?lang=ar&scheme=dark")).text();
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    assert!(arabic.contains("href=\"/gallery/style/dark\"") && arabic.contains("content=\"dark\""), "{arabic}");
    let german = app.client().get(&format!("{path}?lang=de&scheme=light")).text();
    assert!(german.contains("<html lang=\"de\"") && german.contains("href=\"/gallery/style/light\""), "{german}");
    let plain = app.client().get(path).text();
    assert!(plain.contains("<html lang=\"en\"") && plain.contains(&app.pow.stylesheet_path()), "{plain}");
    let index = links(&mut app.client(), "/gallery?lang=ar&scheme=dark");
    assert!(index.iter().all(|link| link.contains("?lang=ar&scheme=dark")), "{index:?}");
}

#[test]
fn stylesheet_has_the_colours_of_one_scheme() {
    let app = app(Gallery::default());
    let dark = app.client().get("/gallery/style/dark");
    assert_eq!(dark.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(dark.text().contains("color-scheme:dark") && !dark.text().contains("prefers-color-scheme"));
    assert!(app.client().get("/gallery/style/light").text().contains("color-scheme:light"));
    assert_eq!(app.client().get("/gallery/style/both").status, 404);
}

#[test]
fn looking_sets_no_cookie_and_shows_no_user() {
    let app = app(Gallery::default());
    let mut ben = app.registered(BEN);
    let before = ben.cookies.clone();
    for link in links(&mut app.client(), "/gallery").iter().map(String::as_str).chain(["/gallery"]) {
        for browser in [&mut ben, &mut app.client()] {
            let answer = browser.get(link);
            assert!(answer.all("set-cookie").is_empty(), "{link}: {:?}", answer.headers);
            assert!(!answer.text().contains(BEN), "{link}");
        }
    }
    assert_eq!(ben.cookies, before);
    assert_eq!(ben.current_user().as_deref(), Some(BEN), "and nothing has happened to the session");
}

#[test]
fn forms_of_examples_do_nothing() {
    let app = app(Gallery::default());
    let mut ben = app.registered(BEN);
    let path = "/gallery/page/core-account-delete-no-password";
    let page = ben.get(path).text();
    assert!(page.contains("action=\"#\"") && page.contains("name=\"_csrf_token\" value=\"\""), "{page}");
    let form = [("_csrf_token", ""), ("_method", "DELETE"), ("user[current_password]", PASSWORD)];
    let answer = ben.post(path, &form);
    assert!(matches!(answer.status, 404 | 405), "the form's address has no such action: {}", answer.status);
    assert_eq!(ben.post("/registration", &form).status, 403, "nor has the form a token for another address");
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
}

#[test]
fn mail_is_shown_without_scripts_and_as_text() {
    let app = app(Gallery::default());
    let path = "/gallery/mail/reset-password-link-link";
    let html = app.client().get(path);
    let policy = html.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.ends_with("sandbox"), "{policy}");
    let url = format!("{}/reset-password/example", app.pow.base_url().origin());
    assert!(html.text().contains(&url) && html.text().contains("203.0.113.7"), "{}", html.text());
    let text = app.client().get(&format!("{path}?part=text"));
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(text.text().contains(&url) && !text.text().contains('<'), "{}", text.text());
}

#[test]
fn unknown_examples_are_not_found() {
    let app = app(Gallery::default());
    // A mail is no page, and the reverse.
    for path in [
        "/gallery/page/core-session-new",
        "/gallery/page/reset-password-link-link",
        "/gallery/mail/core-session-new-empty",
    ] {
        assert_eq!(app.client().get(path).status, 404, "{path}");
    }
}

#[test]
fn gallery_that_is_not_enabled_is_not_found() {
    let app = app(Gallery::default().enabled(false));
    for path in ["/gallery", "/gallery/page/core-session-new-empty", "/gallery/mail/reset-password-link-link"] {
        assert_eq!(app.client().get(path).status, 404, "{path}");
    }
    assert_eq!(app.client().get("/gallery/style/dark").status, 404);
}

#[test]
fn index_is_data_for_a_client_that_reads_json() {
    let app = app(Gallery::default());
    let data = app.client().json("GET", "/gallery", None).json();
    let examples = data["examples"].as_array().unwrap();
    let first =
        examples.iter().find(|example| example["name"] == "session/new" && example["state"] == "empty").unwrap();
    let page = app.client().json("GET", first["path"].as_str().unwrap(), None).json();
    assert!(page["content"].as_str().unwrap().starts_with("<!doctype html>"), "{page}");
}
