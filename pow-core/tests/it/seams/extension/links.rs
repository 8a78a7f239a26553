//! Secret links: the token leaves the address line with the first answer.

use pow_core::{
    Config, Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Access, Action, Extension, Method, Outcome, Registry, Route},
    extensions,
};
use pow_testing::{Client, Response, TestApp, client::ANN};

const TOKEN: &str = "abcd.EFGH-ijkl_0123";
const SHOW: Action = Action::new("gift", "gift", "show");
const TAKE: Action = Action::new("gift", "gift", "take");

/// A page for everyone with the link.
#[derive(Clone, Copy, Debug)]
struct Gift {
    access: Access,
    path: &'static str,
}

#[async_trait]
impl Extension for Gift {
    fn id(&self) -> &'static str {
        "gift"
    }

    fn register(&self, registry: &mut Registry) {
        registry
            .route(Route::new(&[Method::Get], self.path, SHOW, self.access, Counter).secret_link())
            .route(Route::new(&[Method::Post], self.path, TAKE, self.access, Counter).secret_link());
    }
}

/// Where gifts are handed out: the page tells what it was given.
#[derive(Clone, Copy, Debug)]
struct Counter;

/// What the logic leaves for the response.
struct Shown(String);

#[async_trait]
impl Controller for Counter {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let token = conn.request().path_param("token").unwrap_or_default().to_owned();
        let query = conn.request().query.text("for").unwrap_or_default().to_owned();
        let action = conn.path_alike(TAKE).unwrap_or_default();
        let csrf = conn.csrf_token()?;
        conn.state().put(Shown(format!(
            "<p>token {token}, for {query}</p><form method=\"post\" action=\"{action}\">\
             <input type=\"hidden\" name=\"_csrf_token\" value=\"{csrf}\"></form>"
        )));
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        match conn.params().text("ends") {
            Some(_) if action == TAKE => Ok(Reply::redirect("/")),
            _ => Ok(Reply::html(200, conn.state().get::<Shown>().map(|page| page.0.clone()).unwrap_or_default())),
        }
    }
}

fn app(access: Access) -> TestApp {
    let gift = Gift { access, path: "/gifts/{token}" };
    let builder = TestApp::builder().each_form_is_new();
    builder.config(move |config| Config { extensions: extensions![gift], ..config }).start()
}

fn link(token: &str) -> String {
    format!("/gifts/{token}")
}

/// The tokens that the browser keeps.
fn kept(browser: &Client) -> Vec<&str> {
    browser.cookies.iter().filter(|(name, _)| name.starts_with("link_")).map(|(_, token)| token.as_str()).collect()
}

/// Asks for the link to be opened again, and says nothing else.
fn is_closed(page: &Response) -> bool {
    let text = page.text();
    page.status == 410 && page.header("referrer-policy") == Some("no-referrer") && text.contains("open the link again")
}

// K17
#[test]
fn browser_that_follows_a_link_is_led_to_an_address_without_the_token() {
    let app = app(Access::Anyone);
    let mut browser = app.client();
    browser.navigates = true;
    let first = browser.get(&format!("{}?for=ann", link(TOKEN)));
    assert_eq!((first.status, first.header("referrer-policy")), (303, Some("no-referrer")));
    assert_eq!(first.header("cache-control"), Some("private, no-store, no-cache"));
    let clean = first.location().unwrap().to_owned();
    let handle = clean.strip_prefix("/gifts/~").and_then(|rest| rest.strip_suffix("?for=ann")).unwrap();
    let [cookie] = first.all("set-cookie")[..] else { panic!("{:?}", first.headers) };
    assert_eq!(cookie, format!("link_{handle}={TOKEN}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600"));

    let page = browser.get(&clean);
    assert_eq!((page.status, page.header("referrer-policy")), (200, Some("no-referrer")));
    assert!(page.text().contains(&format!("token {TOKEN}, for ann")), "{}", page.text());
    let action = format!("/gifts/~{handle}");
    assert!(page.text().contains(&format!("action=\"{action}\"")), "{}", page.text());

    let again = browser.submit_form(&page.text(), &action, &[]);
    assert!(again.status == 200 && again.text().contains(TOKEN), "{}", again.text());
    assert_eq!(kept(&browser), [TOKEN], "what did not end the link leaves it open");
    assert_eq!(browser.submit_form(&page.text(), &action, &[("ends", "yes")]).location(), Some("/"));
    assert!(kept(&browser).is_empty());
    assert!(is_closed(&browser.get(&clean)) && is_closed(&browser.submit_form(&page.text(), &action, &[])));
}

// K17: what the history of a browser tells is worth nothing elsewhere
#[test]
fn address_without_the_token_opens_nothing_in_another_browser() {
    let app = app(Access::Anyone);
    let (clean, page) = app.client().go(&link(TOKEN));
    assert!(page.text().contains(TOKEN));
    let mut other = app.client();
    assert!(is_closed(&other.get(&clean)));
    let (_, own) = other.go(&link("a-link-of-another"));
    assert!(own.text().contains("token a-link-of-another"));
    assert!(is_closed(&other.get(&clean)), "one link's address opens no other's");
}

// K17: links in several tabs don't meet
#[test]
fn links_that_are_open_at_once_stay_open() {
    let app = app(Access::Anyone);
    let mut browser = app.client();
    let tabs = ["first", "second", "first"].map(|token| (token, browser.go(&link(token)).0));
    assert!(tabs[0].1 != tabs[2].1);
    for (token, path) in tabs.iter().chain(&tabs) {
        assert!(browser.get(path).text().contains(&format!("token {token},")), "{token}");
    }
    // Whatever other sites send it to, the browser keeps no more than a few.
    for n in 0..20 {
        let (path, page) = browser.go(&link(&format!("junk-{n}")));
        assert!(page.text().contains(&format!("token junk-{n},")) && path.starts_with("/gifts/~"));
        assert!(kept(&browser).len() <= 8, "{:?}", kept(&browser));
    }
}

#[test]
fn browser_that_keeps_no_cookies_is_told_so_and_is_not_led_around() {
    let app = app(Access::Anyone);
    let mut browser = app.client();
    let (path, _) = browser.go(&link(TOKEN));
    let html = browser.get(&path).text();
    browser.cookies.retain(|name, _| !name.starts_with("link_"));
    assert!(is_closed(&browser.get(&path)));
    let sent = browser.submit_form(&html, &path, &[("ends", "yes")]);
    assert!(is_closed(&sent) && sent.text().contains("Open the link in your email once more"), "{}", sent.text());
    // Of two cookies none is believed.
    let name = path.replace("/gifts/~", "link_");
    browser.headers = vec![("Cookie".to_owned(), format!("{name}=first; {name}=second"))];
    assert!(is_closed(&browser.get(&path)));
}

#[test]
fn what_is_no_navigation_is_served_at_once_and_so_are_forms() {
    let app = app(Access::Anyone);
    for (method, mode) in [("GET", "cors"), ("GET", "no-cors"), ("GET", ""), ("HEAD", "navigate")] {
        let mut client = app.client();
        client.headers = vec![("Sec-Fetch-Mode".to_owned(), mode.to_owned())];
        let page = client.request(method, &link(TOKEN), None);
        assert_eq!((page.status, page.header("referrer-policy")), (200, Some("no-referrer")), "{method} {mode}");
        assert!(kept(&client).is_empty(), "{method} {mode}");
    }
    let mut client = app.client();
    let page = client.get(&link(TOKEN)).text();
    for navigates in [false, true] {
        client.navigates = navigates;
        let sent = client.submit_form(&page, &link(TOKEN), &[]);
        assert!(sent.status == 200 && sent.text().contains(&format!("token {TOKEN},")), "{}", sent.text());
    }
    let forged = client.post(&link(TOKEN), &[]);
    assert_eq!((forged.status, forged.header("referrer-policy")), (403, Some("no-referrer")));
}

// Nobody's browser is filled up with what a stranger made up.
#[test]
fn what_can_be_no_token_is_kept_nowhere() {
    let app = app(Access::Anyone);
    for text in [&"a".repeat(513), "%00", "a%20b", "a%3Bb", "%0d%0aSet-Cookie:x=y", "%C3%A9", "a,b", "~abc"] {
        let mut browser = app.client();
        let (at, page) = browser.go(&link(text));
        assert_eq!((at.as_str(), page.status), (link(text).as_str(), 200), "{text}");
        assert!(kept(&browser).is_empty() && page.all("set-cookie").iter().all(|cookie| cookie.starts_with("csrf=")));
    }
    for text in [&"a".repeat(512), "a=b", "a:b@c", "!$&'()*+"] {
        let mut browser = app.client();
        let (at, page) = browser.go(&link(text));
        assert!(at.len() < 64 && kept(&browser) == [text], "{text}");
        assert!(page.text().contains(&format!("token {text},")), "{}", page.text());
    }
}

// K17: the way to the sign-in page and back knows the address without the token only; who signs out leaves nothing
#[test]
fn token_is_not_carried_through_the_sign_in_and_not_left_behind() {
    let app = app(Access::Authenticated);
    drop(app.registered("ann@example.com"));
    let mut browser = app.client();
    let (at, page) = browser.go(&link(TOKEN));
    assert!(at.starts_with("/session/new?request_path=%2Fgifts%2F"), "{at}");
    assert!(!at.contains("EFGH") && !page.text().contains("EFGH"));
    let words = [("user[email]", "ann@example.com"), ("user[password]", pow_testing::client::PASSWORD)];
    let back = browser.submit_form(&page.text(), "/session", &words);
    let back = back.location().unwrap().to_owned();
    assert!(browser.get(&back).text().contains(&format!("token {TOKEN}")), "{back}");
    assert_eq!(browser.sign_out().status, 303);
    assert!(kept(&browser).is_empty());
    assert!(is_closed(&browser.get(&back)));
}

#[test]
fn secret_link_has_one_parameter() {
    for path in ["/gifts", "/gifts/{kind}/{token}"] {
        let gift = Gift { access: Access::Anyone, path };
        let app = TestApp::builder().config(move |config| Config { extensions: extensions![gift], ..config });
        let error = app.try_start().err().unwrap().to_string();
        assert!(error.contains("gift/gift#show") && error.contains("one parameter"), "{error}");
    }
}

/// The page for a signed-in user, and its path.
fn signed_in(app: &TestApp) -> (Client, String) {
    let mut ann = app.registered(ANN);
    let (path, page) = ann.go(&link(TOKEN));
    let html = page.text().replace(['\u{2068}', '\u{2069}'], "");
    assert!(page.status == 409 && html.contains(&format!("signed in as {ANN}.")), "{html}");
    assert!(html.contains("Sign out and continue") && html.contains("Stay signed in"), "{html}");
    assert!(!html.contains(TOKEN) && path.starts_with("/gifts/~"), "{path}: {html}");
    (ann, path)
}

fn signs_out(browser: &mut Client, link: &str) -> Response {
    let token = browser.token("/registration/edit");
    browser.post("/session", &[("_csrf_token", &token), ("_method", "DELETE"), ("link", link)])
}

// P4, K17
#[test]
fn signed_in_user_of_a_link_for_visitors_signs_out_and_goes_on_with_it() {
    let app = app(Access::Guest);
    let (mut ann, path) = signed_in(&app);
    assert_eq!(ann.current_user().as_deref(), Some(ANN), "the page alone changes nothing");
    let other = ann.go(&link("another-link")).0;
    let page = ann.get(&path).text();
    let field = format!("name=\"link\" value=\"{path}\"");
    assert!(page.contains(&field), "{page}");
    assert_eq!(signs_out(&mut ann, &path).location(), Some(path.as_str()));
    assert_eq!(ann.current_user(), None);
    assert!(ann.get(&path).text().contains(&format!("token {TOKEN},")));
    assert!(is_closed(&ann.get(&other)), "any other link is closed");
}

// K17
#[test]
fn sign_out_leads_to_no_other_address_than_that_of_an_open_link() {
    let app = app(Access::Guest);
    let (_, path) = signed_in(&app);
    let handle = path.rsplit('/').next().unwrap().to_owned();
    let unknown = "/gifts/~AAAAAAAAAAAAAAAA".to_owned();
    let elsewhere = ["https://evil.test/{}", "//evil.test/{}", "/gifts/{}/more", "/protected/{}", "{}", ""];
    let elsewhere = elsewhere.map(|path| path.replace("{}", &handle));
    for target in elsewhere.into_iter().chain([unknown]) {
        let (mut ann, own) = (app.client(), path.clone());
        ann.sign_in(ANN, pow_testing::client::PASSWORD);
        ann.cookies.insert(format!("link_{}", handle.trim_start_matches('~')), TOKEN.to_owned());
        assert_eq!(ann.get(&own).status, 409);
        assert_eq!(signs_out(&mut ann, &target).location(), Some("/session/new"), "{target}");
        assert!(kept(&ann).is_empty() && is_closed(&ann.get(&own)), "{target}");
    }
}

#[test]
fn script_of_a_signed_in_user_gets_the_code_and_a_plain_flow_a_redirect() {
    let app_of_scripts = app(Access::Guest);
    let mut ann = app_of_scripts.registered(ANN);
    let refused = ann.json("GET", &link(TOKEN), None);
    assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("signed-in-already")));
    let gift = Gift { access: Access::Guest, path: "/gifts/{token}" };
    let plain = TestApp::builder()
        .policy(|policy| policy.page_flow = pow_core::policy::PageFlow::Plain)
        .config(move |config| Config { extensions: extensions![gift], ..config })
        .start();
    assert_eq!(plain.registered(ANN).get(&link(TOKEN)).location(), Some("/"));
}
