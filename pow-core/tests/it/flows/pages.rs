//! What a person meets on the pages: where a change of language leads, what is said and in which tone.

use std::{collections::BTreeSet, time::Duration};

use pow_core::{
    Config,
    look::{Color, FooterLink, Logo, Look, Scheme},
    mail::{Circumstances, Mail, MailBody, MailView},
    pages::Stylesheet,
    users::{EmailChanged, PasswordChanged},
};
use pow_testing::{
    Client, Response, TestApp,
    client::{ANN, PASSWORD},
};

fn app() -> TestApp {
    TestApp::builder()
        .config(|mut config| {
            config.language_switch = true;
            config
        })
        .start()
}

/// Presses the button of a language on this page.
fn switch(browser: &mut Client, page: &Response, language: &str) -> Response {
    browser.submit_form(&page.text(), "/language", &[("language", language)])
}

#[test]
fn change_of_language_on_a_form_with_errors_leads_to_the_form() {
    let app = app();
    let mut browser = app.client();
    let fields = [("user[email]", "ann"), ("request_path", "/protected")];
    let refused = browser.submit("/registration/new", "/registration", &fields);
    assert_eq!(refused.status, 422);
    let switched = switch(&mut browser, &refused, "de");
    assert_eq!(switched.location(), Some("/registration/new?request_path=%2Fprotected"));
    assert!(browser.get("/registration/new").text().contains("<html lang=\"de\""));
    let refused = browser.submit("/session/new", "/session", &[("user[email]", ANN), ("user[password]", "wrong")]);
    assert_eq!(switch(&mut browser, &refused, "en").location(), Some("/session/new"));
    // The twins: a page leads back to itself, and what is no form of ours to the start page.
    let page = browser.get("/session/new?request_path=/protected");
    assert_eq!(switch(&mut browser, &page, "en").location(), Some("/session/new?request_path=/protected"));
}

#[test]
fn account_page_is_the_current_one_in_the_menu_with_errors_too() {
    let app = app();
    let mut ann = app.registered(ANN);
    let current = "<a href=\"/registration/edit\" aria-current=\"page\">";
    assert!(ann.get("/registration/edit").text().contains(current));
    let refused = ann.account_form(&[("user[email]", "no address")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains(current), "{}", refused.text());
    assert_eq!(switch(&mut ann, &refused, "de").location(), Some("/registration/edit"));
    assert!(!ann.get("/").text().contains(current));
}

#[test]
fn page_for_users_asks_a_visitor_to_sign_in_and_calls_nothing_an_error() {
    let app = app();
    let mut visitor = app.client();
    let (_, page) = visitor.go("/registration/edit");
    let text = page.text();
    assert!(!text.contains("flash-error") && !text.contains("<title>Error"), "{text}");
    // The twin: of a form that was sent nothing came, and that is said as one.
    let mut ann = app.registered(ANN);
    let csrf = ann.token("/registration/edit");
    ann.cookies.remove("auth");
    let lost = ann.post("/registration", &[("_csrf_token", &csrf), ("_method", "PUT"), ("user[email]", ANN)]);
    assert_eq!(lost.status, 303);
    assert!(ann.get("/session/new").text().contains("flash-error"));
}

#[test]
fn wrong_password_at_the_deletion_is_said_once_and_names_the_user_to_password_managers() {
    let minute = Duration::from_secs(60);
    let app = TestApp::builder().policy(|policy| policy.reauthentication = Some(minute)).start();
    let mut ann = app.registered(ANN);
    app.clock.advance(minute * 2);
    let hidden = format!("<input type=\"text\" value=\"{ANN}\" autocomplete=\"username\" readonly hidden>");
    let page = ann.get("/registration/delete").text();
    assert_eq!(page.matches(&hidden).count(), 1, "{page}");
    let fields = [("_method", "DELETE"), ("user[current_password]", "wrong")];
    let csrf = ann.token("/registration/edit");
    let refused = ann.post("/registration", &[&fields[..], &[("_csrf_token", csrf.as_str())]].concat());
    assert_eq!(refused.status, 422);
    let text = refused.text();
    assert!(!text.contains("class=\"flash"), "the summary says it: {text}");
    assert_eq!(text.matches("class=\"summary\"").count(), 1, "{text}");
    assert!(text.contains(&hidden));
    assert!(app.signs_in(ANN, PASSWORD));
}

#[test]
fn notice_names_a_contact_where_there_is_one_and_asks_nobody_to_write_to_nowhere() {
    let app = app();
    for language in app.pow.messages().languages() {
        let view = MailView::new(app.pow.messages().negotiate(Some(&language.to_string()), None, None));
        let with = |support: Option<&str>| {
            let look = Look { support: support.map(str::to_owned), ..Look::default() };
            let mut view = view.clone();
            view.look = &look;
            let facts = Circumstances::new(app.pow.clock().now());
            let (password, email) = (PasswordChanged::new(facts.clone()), EmailChanged::new(facts));
            [password.render_default(&view), email.render_default(&view)].map(|body| body.unwrap().text)
        };
        for (alone, named) in with(None).into_iter().zip(with(Some("help@example.com"))) {
            assert!(named.starts_with(&alone) && named.contains("help@example.com"), "{language}: {named}");
            assert!(!alone.contains("tell us") && !alone.contains("Bescheid") && !alone.contains("Avise"), "{alone}");
        }
    }
}

#[test]
fn page_of_another_version_gets_the_present_stylesheet_and_does_not_keep_it() {
    let app = app();
    let present = app.client().get(&app.pow.stylesheet_path());
    let other = app.client().get("/pow-0123456789abcdef.css");
    assert_eq!((other.status, other.text()), (200, present.text()));
    let cached = |response: &Response| response.header("cache-control").map(str::to_owned);
    assert_eq!(cached(&other).as_deref(), Some("no-cache"));
    assert_eq!(cached(&present).as_deref(), Some("public, max-age=31536000, immutable"));
    for path in ["/pow-.css", "/pow-xyz.css", "/pow-0123456789abcdef.js"] {
        assert_eq!(app.client().get(path).status, 404, "{path}");
    }
}

#[test]
fn stylesheet_answers_head_as_get() {
    let app = app();
    let mut browser = app.client();
    let path = app.pow.stylesheet_path();
    let (get, head) = (browser.get(&path), browser.request("HEAD", &path, None));
    assert_eq!((get.status, head.status), (200, 200));
    assert_eq!(get.header("content-type"), head.header("content-type"));
    assert_eq!(get.header("cache-control"), head.header("cache-control"));
    assert_eq!((get.text(), head.text()), (app.pow.stylesheet().css.clone(), String::new()));
    assert_eq!(browser.request("DELETE", &path, None).status, 404);
}

#[test]
fn pages_and_mails_have_one_accent_colour() {
    let app = with_look(Look { accent: Color::rgb(0x0d_7a_5f), ..Look::default() });
    assert!(app.pow.stylesheet().css.contains("--accent:#0d7a5f;"));
    let mut view = MailView::new(app.pow.messages().negotiate(None, None, None));
    view.look = app.pow.look();
    let button = view.body().button("Home", "https://app.example/").unwrap().html;
    assert!(button.as_str().contains("bgcolor=\"#0d7a5f\""), "{button}");
    // The control: without a choice both have the framework's.
    let default = Look::default().accent.to_string();
    assert!(!button.as_str().contains(&default) && self::app().pow.stylesheet().css.contains(&default));
    assert!(MailBody::default().button("Home", "https://app.example/").unwrap().html.as_str().contains(&default));
}

fn with_look(look: Look) -> TestApp {
    TestApp::builder().config(|config| Config { look, ..config }).start()
}

#[test]
fn look_is_on_every_page() {
    let text = "imprint = Imprint & privacy";
    let app = TestApp::builder().config(|mut config| {
        config.site_name = Some("Acme".into());
        config.messages = config.messages.override_resource("en".parse().unwrap(), text);
        config.home_path = "/start".into();
        config.look = Look {
            accent: Color::rgb(0x0d_7a_5f),
            logo: Some(Logo::new("/logo.png", 96, 28).dark("https://cdn.example/dark.png")),
            favicon: Some("/icon.svg".into()),
            stylesheets: vec!["/brand.css".into(), "https://fonts.example/css?a=b".into()],
            footer: vec![FooterLink::new("imprint", "/imprint")],
            ..Look::default()
        };
        config
    });
    let app = app.start();
    let mut browser = app.client();
    let ours = format!("<link rel=\"stylesheet\" href=\"{}\">\n", app.pow.stylesheet_path());
    for (method, path) in [("GET", "/session/new"), ("GET", "/registration/new"), ("PUT", "/session/new")] {
        let response = browser.request(method, path, None);
        let page = response.text();
        for part in [
            "<a class=\"brand\" href=\"/start\">",
            "<source srcset=\"https://cdn.example/dark.png\" media=\"(prefers-color-scheme: dark)\">",
            "<img src=\"/logo.png\" alt=\"Acme\" width=\"96\" height=\"28\">",
            "<link rel=\"icon\" href=\"/icon.svg\">",
            &format!("{ours}<link rel=\"stylesheet\" href=\"/brand.css\">\n"),
            "<a href=\"/imprint\">Imprint &#38; privacy</a>",
        ] {
            assert!(page.contains(part), "{path}: {part} in {page}");
        }
        let csp = response.header("content-security-policy").unwrap();
        assert!(csp.contains("style-src 'self' https://fonts.example;"), "{csp}");
        assert!(csp.contains("img-src 'self' data: https://cdn.example;"), "{csp}");
    }
    let css = browser.get(&app.pow.stylesheet_path()).text();
    assert!(css.contains("--accent:#0d7a5f;") && !css.contains("#1b4cab"), "{css}");
    assert_ne!(app.pow.stylesheet_path(), TestApp::start().pow.stylesheet_path(), "the name tells the content");
}

#[test]
fn page_without_a_look_asks_for_nothing_else() {
    let page = TestApp::start().client().get("/session/new").text();
    assert!(
        page.contains("<link rel=\"icon\" href=\"data:,\">") && !page.contains("<img") && !page.contains("<footer")
    );
    assert_eq!(page.matches("rel=\"stylesheet\"").count(), 1, "{page}");
}

#[test]
fn scheme_can_be_one_alone() {
    for (scheme, meta, has_media) in
        [(Scheme::Both, "light dark", true), (Scheme::Light, "light", false), (Scheme::Dark, "dark", false)]
    {
        let app = with_look(Look { scheme, ..Look::default() });
        let (page, css) = (app.client().get("/session/new").text(), &app.pow.stylesheet().css);
        assert!(page.contains(&format!("<meta name=\"color-scheme\" content=\"{meta}\">")), "{page}");
        assert!(css.contains(&format!("color-scheme:{meta};")), "{css}");
        assert_eq!(css.contains("prefers-color-scheme"), has_media);
    }
}

// The rules are in a cascade layer, so that each rule of an application's stylesheet overrides them.
#[test]
fn stylesheet_is_in_a_layer_and_small() {
    let css = Stylesheet::new(&Look::default()).css;
    assert!(css.starts_with("@layer pow{") && css.matches("@layer").count() == 1);
    let depth = |css: &str| css.matches('{').count() - css.matches('}').count();
    assert_eq!((depth(&css), depth(&css[..css.len() - 2])), (0, 1), "the layer ends at the end");
    let page = TestApp::start().client().get("/registration/new").text();
    assert!(page.len() + css.len() < 15_000, "{} and {} bytes", page.len(), css.len());
}

/// The values of an attribute of all elements of a kind, and `None` for each element without the attribute.
fn attributes<'h>(html: &'h str, element: &str, name: &str) -> Vec<Option<&'h str>> {
    let (start, mark) = (format!("<{element}"), format!(" {name}=\""));
    let elements = html.split(start.as_str()).skip(1).filter(|rest| rest.starts_with([' ', '>']));
    let tags = elements.filter_map(|rest| rest.split('>').next());
    tags.map(|tag| tag.split_once(mark.as_str()).and_then(|(_, rest)| rest.split('"').next())).collect()
}

// WCAG 2.2, 1.3.1: a form with a name is a landmark, and two landmarks of one kind need different names
#[test]
fn every_form_and_section_has_a_name_of_its_own() {
    let app = app();
    let (mut visitor, mut ann) = (app.client(), app.registered(ANN));
    let typo = [("user[email]", "ann@gmial.com"), ("user[password]", PASSWORD)];
    let pages = [
        visitor.get("/session/new").text(),
        visitor.submit("/registration/new", "/registration", &typo).text(),
        ann.get("/registration/edit").text(),
        ann.get("/registration/edit/email").text(),
    ];
    let named = ["Sign in", "Use ann@gmail.com", "Sign out", "Language"];
    for (html, name) in pages.iter().zip(named) {
        let forms = attributes(html, "form", "aria-label");
        let names: BTreeSet<_> = forms.iter().flatten().copied().collect();
        assert!(forms.len() > 1 && names.len() == forms.len(), "{forms:?}: {html}");
        assert!(names.contains(name), "{name}: {names:?}");
        for heading in attributes(html, "section", "aria-labelledby") {
            let heading = heading.unwrap_or_else(|| panic!("a section has no name: {html}"));
            assert_eq!(html.matches(&format!(" id=\"{heading}\"")).count(), 1, "{html}");
        }
    }
    assert!(pages[2].contains("<section aria-labelledby="), "{}", pages[2]);
}

#[test]
fn header_has_the_menu_and_the_languages_behind_one_button_each() {
    let app = TestApp::builder().config(|config| Config { language_switch: true, ..config }).start();
    let mut browser = app.registered(ANN);
    let page = browser.get("/registration/edit").text();
    assert_eq!(page.matches("<details class=\"account\">").count(), 1, "{page}");
    assert_eq!(page.matches("<details class=\"languages\">").count(), 1, "{page}");
    let menu = page.split_once("<details class=\"account\">").unwrap().1.split_once("</details>").unwrap().0;
    for part in [&format!("Signed in as {ANN}"), "aria-current=\"page\"", "value=\"DELETE\"", "Sign out"] {
        assert!(menu.contains(part), "{part} in {menu}");
    }
    assert!(page.contains("<summary><span lang=\"en\">English</span></summary>"), "{page}");
    let visitor = app.client().get("/session/new").text();
    assert!(!visitor.contains("class=\"account\"") && visitor.contains("class=\"languages\""), "{visitor}");
}

#[test]
fn error_page_knows_the_user_offers_the_languages_and_keeps_the_messages() {
    let app = TestApp::builder().config(|config| Config { language_switch: true, ..config }).start();
    let mut browser = app.registered(ANN);
    browser.change_password(PASSWORD, "a password that is new");
    let refused = browser.request("PUT", "/session/new", None);
    assert_eq!(refused.status, 405);
    let page = refused.text();
    assert!(page.contains(ANN) && page.contains("Sign out") && page.contains("class=\"languages\""), "{page}");
    assert!(!page.contains("Your changes are saved"), "{page}");
    assert!(browser.get("/registration/edit").text().contains("Your changes are saved"));
    assert_eq!(browser.submit_form(&page, "/session", &[]).status, 303, "its sign-out works");
    // Without a form, an error page sets no cookie.
    let plain = TestApp::start().client().request("PUT", "/session/new", None);
    assert_eq!((plain.status, plain.all("set-cookie").len()), (405, 0));
}

#[test]
fn policy_grows_by_what_is_configured_and_by_nothing_else() {
    let csp = |change: fn(Config) -> Config| {
        let response = TestApp::builder().config(change).start().client().get("/session/new");
        response.header("content-security-policy").unwrap().to_owned()
    };
    let strict = csp(|config| config);
    assert_eq!(
        csp(|config| Config { csp: config.csp.allow("font-src", "'self'"), ..config }),
        format!("{strict}; font-src 'self'")
    );
    let said = TestApp::builder()
        .config(|config| Config { csp: config.csp.allow("script-src", "'unsafe-inline'"), ..config })
        .refusal();
    assert!(said.contains("'unsafe-inline'"), "{said}");
}

#[test]
fn start_page_is_where_the_sign_in_leads() {
    let app = TestApp::builder().config(|config| Config { home_path: "/start?from=pow".into(), ..config }).start();
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).location(), Some("/start?from=pow"));
    for elsewhere in ["https://evil.example", "//evil.example", "start", ""] {
        let said = TestApp::builder().config(move |config| Config { home_path: elsewhere.into(), ..config }).refusal();
        assert!(said.contains("home_path"), "{said}");
    }
}
