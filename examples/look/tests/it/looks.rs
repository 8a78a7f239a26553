//! The three looks, as a browser gets them.

use crate::app;
use look::{bootstrap, brand, own_layout, tailwind};
use pow_core::pages::Pages;
use pow_testing::client::{ANN, PASSWORD};

#[test]
fn brand_is_on_the_pages() {
    let app = app(brand(), Pages::default());
    let mut browser = app.client();
    let page = browser.get("/session/new").text();
    for part in
        ["<img src=\"/assets/logo.svg\"", "href=\"/assets/icon.svg\"", "href=\"/assets/app.css\"", ">Imprint</a>"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(browser.get(&app.pow.stylesheet_path()).text().contains("--accent:#0d7a5f;"));
    for path in ["/assets/logo.svg", "/assets/icon.svg", "/assets/app.css"] {
        assert_eq!(browser.get(path).status, 200, "{path}");
    }
    for path in ["/assets/", "/assets/../Cargo.toml", "/assets/%2e%2e/Cargo.toml"] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
}

#[test]
fn imprint_is_a_page_in_the_layout_that_each_page_links_to() {
    let app = app(brand(), Pages::default());
    let mut browser = app.registered(ANN);
    assert!(browser.get("/session/new").header("location").is_some(), "signed in");
    let page = browser.get("/imprint").text();
    assert!(page.contains("1 Main Street") && page.contains("<title>Imprint · Acme</title>"), "{page}");
    assert!(page.contains(ANN) && page.contains("<a href=\"/imprint\">Imprint</a>"), "{page}");
    browser.headers.push(("Accept-Language".to_owned(), "de".to_owned()));
    assert!(browser.get("/imprint").text().contains(">Impressum</a>"));
}

#[test]
fn bootstrap_and_tailwind_find_their_classes_in_the_forms() {
    let app_with_bootstrap = app(bootstrap(), Pages::default());
    let mut browser = app_with_bootstrap.client();
    let page = browser.get("/registration/new");
    assert!(page.header("content-security-policy").unwrap().contains("style-src 'self' https://cdn.jsdelivr.net;"));
    let page = page.text();
    for class in ["mb-3", "form-label", "form-text", "form-control", "btn btn-primary"] {
        assert!(page.contains(&format!("class=\"{class}\"")), "{class} in {page}");
    }
    assert!(!page.contains("class=\"field\"") && !page.contains("class=\"button\""), "{page}");
    let refused = browser.register("", "short").text();
    assert!(refused.contains("form-control is-invalid") && refused.contains("alert alert-danger"), "{refused}");
    let page = app(tailwind(), Pages::default()).client().get("/registration/new").text();
    assert!(page.contains("class=\"block w-full rounded-md border px-3 py-2\""), "{page}");
    let stylesheet = include_str!("../../assets/tailwind.css");
    for class in ["mb-4", "block", "font-medium", "w-full", "rounded-md", "px-3", "bg-teal-700", "text-white"] {
        assert!(stylesheet.contains(&format!(".{class}{{")), "{class} is not in the generated file");
    }
}

#[test]
fn own_layout_has_the_user_the_messages_the_languages_and_the_sign_out() {
    let app = app(brand(), own_layout());
    let mut browser = app.registered(ANN);
    let page = browser.get("/registration/edit").text();
    assert!(page.contains("<body class=\"split\">") && page.contains(ANN), "{page}");
    assert!(page.contains("value=\"DELETE\"") && page.contains("aria-current=\"page\""), "{page}");
    let changed = [("_method", "PUT"), ("user[email]", "bea@example.com"), ("user[current_password]", PASSWORD)];
    let csrf = browser.token("/registration/edit");
    browser.post("/registration", &[&changed[..], &[("_csrf_token", csrf.as_str())]].concat());
    let saved = browser.get("/registration/edit").text();
    assert!(saved.contains("role=\"status\">Your changes are saved.") && saved.contains("bea@example.com"), "{saved}");
    let csrf = browser.token("/registration/edit");
    let fields = [("language", "de"), ("request_path", "/registration/edit"), ("_csrf_token", csrf.as_str())];
    assert_eq!(browser.post("/language", &fields).header("location"), Some("/registration/edit"));
    assert!(browser.get("/registration/edit").text().contains("<html lang=\"de\""));
}

#[test]
fn own_page_shows_the_messages_once_and_offers_the_sign_out() {
    let app = app(brand(), own_layout());
    let mut browser = app.registered(ANN);
    let csrf = browser.token("/registration/edit");
    browser.post(
        "/registration",
        &[("_method", "PUT"), ("user[email]", ANN), ("user[current_password]", PASSWORD), ("_csrf_token", &csrf)],
    );
    let home = browser.get("/").text();
    assert!(
        home.contains("Your changes are saved.") && home.contains(ANN) && home.contains("Welcome to Acme"),
        "{home}"
    );
    assert!(!browser.get("/").text().contains("Your changes are saved."));
    let csrf = browser.token("/");
    assert_eq!(browser.post("/session", &[("_method", "DELETE"), ("_csrf_token", &csrf)]).status, 303);
    assert!(browser.get("/").text().contains("href=\"/session/new\""));
}
