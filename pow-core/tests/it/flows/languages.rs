//! Pages in people's languages: who decides, what is said about it, and how a visitor changes it.

use std::sync::Arc;

use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Pow,
    actix::RequestLanguage,
    conn::Request,
    messages::{LOCALES, LanguageIdentifier, MessagesBuilder},
    pages::ErrorPage,
    record::User,
    schema::{Field, Value},
};
use pow_testing::{
    Client, Response, TestApp,
    client::{ANN, PASSWORD},
};

const LANGUAGE: Field<Option<String>> = Field::new("language");

fn speaking(app: &TestApp, languages: &str) -> Client {
    let mut browser = app.client();
    browser.headers.push(("Accept-Language".to_owned(), languages.to_owned()));
    browser
}

/// The language of a page, which its header and its first tag agree on.
fn language(page: &Response) -> String {
    let text = page.text();
    let lang = text.split_once("<html lang=\"").unwrap().1.split('"').next().unwrap().to_owned();
    assert_eq!(page.header("content-language"), Some(lang.as_str()));
    assert_eq!(page.header("vary"), Some("Cookie, Accept-Language, Accept"));
    lang
}

fn with_switch() -> TestApp {
    TestApp::builder().config(|config| Config { language_switch: true, ..config }).start()
}

/// The buttons of the switch.
fn offered(page: &str) -> Vec<&str> {
    page.split("name=\"language\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_language_has_its_pages_and_runs_its_way() {
    let app = TestApp::start();
    let mut titles = Vec::new();
    for (tag, _) in LOCALES {
        let mut browser = speaking(&app, tag);
        let page = browser.get("/registration/new");
        assert_eq!(language(&page), *tag);
        let dir = if *tag == "ar" { "rtl" } else { "ltr" };
        assert!(page.text().contains(&format!("<html lang=\"{tag}\" dir=\"{dir}\">")));
        let heading = page.text().split_once("<h1>").unwrap().1.split('<').next().unwrap().to_owned();
        assert!(!titles.contains(&heading), "{tag}: {heading}");
        titles.push(heading);
    }
}

#[test]
fn best_language_of_the_browser_is_taken_and_else_the_default() {
    let app = TestApp::start();
    for (header, expected) in
        [("de-AT, en;q=0.5", "de"), ("nl, fr;q=0.3, da;q=0.7", "da"), ("nl", "en"), ("*", "en"), ("zh-TW", "en")]
    {
        assert_eq!(language(&speaking(&app, header).get("/session/new")), expected, "{header}");
    }
    assert_eq!(language(&app.client().get("/session/new")), "en");
}

#[test]
fn form_errors_flashes_and_refusals_are_in_the_language_of_the_page() {
    let app = TestApp::start();
    let mut browser = speaking(&app, "de");
    let form = browser.register("no address", "short");
    assert_eq!((form.status, language(&form)), (422, "de".to_owned()));
    let text = form.text();
    assert!(text.contains("Geben Sie eine E‑Mail-Adresse ein") && text.contains("mindestens 8 Zeichen"), "{text}");
    assert!(text.contains("<title>Fehler: "), "{text}");
    let common = browser.register(ANN, "password1").text();
    assert!(common.contains("Angreifer probieren dieses Passwort zuerst"), "{common}");
    let wrong = browser.sign_in(ANN, "wrong");
    assert!(wrong.text().contains("Anmeldedaten stimmen nicht"), "{}", wrong.text());
    for (refused, status) in [(browser.post("/session", &[]), 403), (browser.post("/session/new", &[]), 405)] {
        assert_eq!((refused.status, language(&refused)), (status, "de".to_owned()));
    }
}

#[test]
fn flash_is_in_the_language_of_the_page_that_shows_it() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let form = [("user[email]", "eve@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.account_form(&form).status, 303);
    browser.headers.push(("Accept-Language".to_owned(), "fr".to_owned()));
    assert!(browser.get("/registration/edit").text().contains("Vos modifications sont enregistrées."));
}

#[test]
fn cookie_counts_more_than_the_browser_unless_it_makes_no_sense() {
    let app = TestApp::start();
    let mut browser = speaking(&app, "fr");
    for (cookie, expected) in
        [("da", "da"), ("pt", "pt-BR"), ("nl", "fr"), ("", "fr"), ("../../etc", "fr"), ("\"da\"", "fr"), ("*", "fr")]
    {
        browser.cookies.insert("language".to_owned(), cookie.to_owned());
        assert_eq!(language(&browser.get("/session/new")), expected, "{cookie:?}");
    }
    browser.cookies.insert("language".to_owned(), "da; language=de".to_owned());
    assert_eq!(language(&browser.get("/session/new")), "fr", "one of two was planted");
}

#[test]
fn choice_of_the_application_counts_more_than_the_cookie() {
    fn theirs(_: &Request, user: Option<&User>) -> Option<LanguageIdentifier> {
        user?.get(LANGUAGE).ok()??.parse().ok()
    }
    let app = TestApp::builder()
        .config(|config| Config { fields: vec![LANGUAGE.def()], language: Arc::new(theirs), reload: true, ..config })
        .start();
    let mut browser = app.registered(ANN);
    browser.cookies.insert("language".to_owned(), "da".to_owned());
    assert_eq!(language(&browser.get("/registration/edit")), "da", "nothing is chosen");
    app.write(ANN, LANGUAGE.name(), Value::Text("nl".to_owned()));
    assert_eq!(language(&browser.get("/registration/edit")), "da", "there are no texts in the chosen one");
    app.write(ANN, LANGUAGE.name(), Value::Text("ja".to_owned()));
    browser.sign_out();
    assert_eq!(language(&browser.get("/session/new")), "da", "nobody is signed in");
    browser.sign_in(ANN, PASSWORD);
    assert_eq!(language(&browser.get("/registration/edit")), "ja");
    let refused = browser.post("/registration", &[("_method", "PUT")]);
    assert_eq!((refused.status, language(&refused)), (403, "ja".to_owned()));
}

#[test]
fn choice_for_one_request_counts_most_and_the_applications_own_pages_can_follow_it() {
    async fn page(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
        if let Ok(lang) = request.query_string().parse() {
            request.extensions_mut().insert(RequestLanguage(lang));
        }
        let conn = pow.conn(&request).unwrap();
        assert_eq!(pow.localizer(&request).lang(), conn.cx().localizer().lang());
        let reply = conn.page(200, &ErrorPage::new(404)).unwrap();
        pow.respond(&request, conn, reply)
    }
    let app = TestApp::builder()
        .config(|config| Config { language: Arc::new(|_: &Request, _: Option<&User>| "ja".parse().ok()), ..config })
        .routes(|config, _| {
            config.route("/page", web::get().to(page));
        })
        .start();
    let mut browser = speaking(&app, "de");
    assert_eq!(language(&browser.get("/page?es")), "es");
    assert_eq!(language(&browser.get("/page?nl")), "ja");
    assert_eq!(language(&browser.get("/page")), "ja");
}

#[test]
fn application_adds_a_language_and_offers_only_some() {
    let texts = "language-name = Nederlands\nsession-new-title = Inloggen";
    let app = TestApp::builder()
        .config(move |config| Config {
            messages: MessagesBuilder::default()
                .override_resource("nl".parse().unwrap(), texts)
                .offer(["nl", "de"].map(|lang| lang.parse().unwrap())),
            language_switch: true,
            ..config
        })
        .start();
    let page = speaking(&app, "nl").get("/session/new");
    assert_eq!(language(&page), "nl");
    let text = page.text();
    assert!(text.contains("<h1>Inloggen</h1>") && text.contains("Email address"), "the rest is in English: {text}");
    assert_eq!(offered(&text), ["en", "de", "nl"]);
    assert!(text.contains(">Nederlands</button>"));
    assert_eq!(language(&speaking(&app, "fr").get("/session/new")), "en");
}

#[test]
fn switch_and_its_route_are_there_only_if_they_are_wanted_and_there_is_a_choice() {
    let app = TestApp::start();
    let mut browser = app.client();
    assert_eq!(offered(&browser.get("/session/new").text()), Vec::<&str>::new());
    let token = browser.token("/session/new");
    assert_eq!(browser.post("/language", &[("_csrf_token", &token), ("language", "de")]).status, 404);
    let english = TestApp::builder().config(|config| Config {
        messages: MessagesBuilder::default().offer([]),
        language_switch: true,
        ..config
    });
    assert_eq!(offered(&english.start().client().get("/session/new").text()), Vec::<&str>::new());
}

#[test]
fn switch_shows_every_language_and_leads_back_to_the_page() {
    let app = with_switch();
    let mut browser = speaking(&app, "fr");
    let page = browser.get("/session/new?request_path=%2Fprotected").text();
    assert_eq!(offered(&page), LOCALES.iter().map(|(tag, _)| *tag).collect::<Vec<_>>());
    assert!(page.contains("lang=\"ar\" dir=\"rtl\">العربية</button>"), "{page}");
    assert!(page.contains("lang=\"fr\" dir=\"ltr\" aria-current=\"true\">Français</button>"), "{page}");
    let answer = browser.submit_form(&page, "/language", &[("language", "ar")]);
    assert_eq!((answer.status, answer.location()), (303, Some("/session/new?request_path=%2Fprotected")));
    let cookies = answer.all("set-cookie");
    assert!(cookies[0].starts_with("language=ar; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"), "{cookies:?}");
    assert_eq!(language(&browser.get("/session/new")), "ar");
}

#[test]
fn switch_works_for_who_is_signed_in_and_signs_nobody_out() {
    let app = with_switch();
    let mut browser = app.registered(ANN);
    let answer = browser.submit("/registration/edit", "/language", &[("language", "ja")]);
    assert_eq!(answer.location(), Some("/registration/edit"));
    let page = browser.get("/registration/edit");
    assert_eq!(language(&page), "ja");
    assert!(page.text().contains(ANN));
}

#[test]
fn switch_below_a_form_with_errors_leads_to_the_form() {
    let mut browser = with_switch().client();
    let app = with_switch();
    browser.clone_from(&app.client());
    let page = browser.register("no address", "short").text();
    assert!(offered(&page).contains(&"de"));
    assert_eq!(browser.submit_form(&page, "/language", &[("language", "de")]).location(), Some("/registration/new"));
    assert_eq!(language(&browser.get("/registration/new")), "de");
}

// R1, CS1
#[test]
fn switch_takes_no_other_language_no_foreign_path_and_no_form_without_a_token() {
    let app = with_switch();
    let mut browser = app.client();
    for language in ["nl", "xx", "DE\r\nSet-Cookie: a=b", "de-AT", "", "../de"] {
        let answer = browser.submit("/session/new", "/language", &[("language", language)]);
        assert_eq!(answer.location(), Some("/session/new"), "{language:?}");
        assert!(answer.all("set-cookie").iter().all(|cookie| !cookie.starts_with("language=")), "{language:?}");
    }
    for path in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""] {
        let form = [("language", "de"), ("request_path", path)];
        assert_eq!(browser.submit("/session/new", "/language", &form).location(), Some("/"), "{path}");
    }
    let mut other = app.client();
    let refused = other.post("/language", &[("language", "de")]);
    assert_eq!((refused.status, other.cookies.contains_key("language")), (403, false));
    assert_eq!(other.get("/language").location(), Some("/"));
    assert!(!other.cookies.contains_key("language"));
}

#[test]
fn two_set_ups_remember_a_language_each() {
    let app = TestApp::builder()
        .config(|config| Config { language_switch: true, ..config })
        .second(|config| Config { language_switch: true, ..config })
        .start();
    let mut browser = app.client();
    browser.submit("/session/new", "/language", &[("language", "de")]);
    browser.submit("/second/session/new", "/second/language", &[("language", "fr")]);
    assert_eq!(language(&browser.get("/session/new")), "de");
    assert_eq!(language(&browser.get("/second/session/new")), "fr");
}
