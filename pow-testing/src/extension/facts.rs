//! The facts.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use pow_core::{
    Config,
    extension::{Access, Method},
    messages::{LanguageIdentifier, Message, MessageBackend, keys},
    schema::{FieldDef, Kind},
};

use super::{ANN, Neighbour, Subject, again, entitled, is_safe, path, routes, send, snapshot, token};
use crate::{Client, Database, TestApp, client::PASSWORD};

/// Checks that the tables are created as declared, that a second migration changes nothing, and that users can register.
///
/// # Panics
/// If one of these fails.
#[expect(clippy::expect_used, reason = "a fact that does not hold fails its test")]
pub fn it_starts_alone(subject: &Subject, database: Database) {
    let app = subject.builder(false).database(database).start();
    app.block_on(app.pow.migrate()).expect("to migrate twice is to migrate once");
    app.block_on(app.pow.verify()).expect("the database is as it was declared");
    drop(subject.signed_in(&app));
}

/// Checks that the extension can be added to an application that already has users. They can still sign in, or are asked for
/// another step.
///
/// # Panics
/// If the tables with users can't be changed, or if the sign-in of an old user fails.
pub fn it_joins_an_application_with_users(subject: &Subject, database: Database) {
    let before = TestApp::builder().database(database).start();
    drop(before.registered(ANN));
    let own = subject.clone();
    let with = before.beside().config(move |config| {
        let extensions = own.beside.iter().map(|make| make()).chain([own.extension()]).collect();
        (own.configure)(Config { extensions, ..config })
    });
    let with = with.start();
    assert_eq!(with.user_count(), 1, "the user is still there");
    let answer = with.client().sign_in(ANN, PASSWORD);
    assert_eq!(answer.status, 303, "a user from before signs in: {}", answer.text());
}

/// Checks the extension at every position in a list with others: it starts, users can sign in, and the core's pages work.
///
/// # Panics
/// If one of these fails at a position.
pub fn it_starts_beside_others_in_any_order(subject: &Subject) {
    let others = subject.beside.len();
    for place in 0..=others + 1 {
        let mut list: Vec<_> = subject.beside.iter().map(|make| make()).collect();
        list.push(Arc::new(Neighbour));
        list.insert(place, subject.extension());
        let app = subject.configured(list).start();
        let mut browser = subject.signed_in(&app);
        let pages = [("/registration/edit", &mut browser), ("/session/new", &mut app.client())];
        for (page, browser) in pages {
            let answer = browser.get(page);
            assert_eq!(answer.status, 200, "{page} with the extension at place {place}");
            assert!(answer.text().contains("suite-neighbour"), "{page} lost the content of another extension");
        }
    }
}

/// Checks that the id is in snake case, and that each action has the id of an extension in the list. Other extensions hook and
/// move actions by these names.
///
/// # Panics
/// If a name is wrong.
pub fn what_it_declares_bears_its_name(subject: &Subject) {
    let id = subject.id();
    let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!(id.chars().all(snake) && id.starts_with(|c: char| c.is_ascii_lowercase()), "{id:?} is not in snake case");
    let app = subject.start();
    let core = TestApp::start();
    for route in app.pow.routes_table() {
        let known = |id: &str| app.pow.extension_enabled(id) || id == "core";
        let owner = route.action.extension;
        assert!(known(owner), "{} is an action of `{owner}`, which is not an extension in the list", route.action);
        let taken = core.pow.routes_table().iter().any(|of_core| of_core.action == route.action);
        assert!(owner != "core" || taken, "{} calls itself an action of the core", route.action);
    }
}

/// Checks that each route answers the clients that it is for, and no others.
///
/// # Panics
/// If a route is missing, answers with a server error, or admits a client that it should not.
pub fn routes_are_reachable_and_guarded(subject: &Subject) {
    let (app, id) = (subject.start(), subject.id());
    let mut ann = subject.signed_in(&app);
    for route in routes(&app, id) {
        for method in route.methods.iter().copied() {
            let what = format!("{} {}", method.as_str(), route.path);
            let mut guest = app.client();
            let (for_guest, for_ann) = (token(&mut guest), token(&mut ann));
            let guest = send(&mut guest, route, method, &[("_csrf_token", &for_guest)]);
            let signed_in = send(&mut ann.clone(), route, method, &[("_csrf_token", &for_ann)]);
            for (who, answer) in [("a guest", &guest), ("a user", &signed_in)] {
                let there = answer.status < 500 && !matches!(answer.status, 404 | 405);
                assert!(
                    there || answer.status == 404 && route.path.contains('{'),
                    "{what} answered {who} with {}",
                    answer.status
                );
            }
            match route.access {
                Access::Authenticated => assert!(leads_away(&guest), "{what} lets a guest in: {}", guest.status),
                Access::Guest => assert!(leads_away(&signed_in), "{what} lets a user in: {}", signed_in.status),
                Access::Anyone => {}
            }
            if !is_safe(method) {
                ann = again(subject, &app);
            }
        }
    }
}

fn leads_away(answer: &crate::Response) -> bool {
    matches!(answer.status, 303 | 401 | 403 | 409)
}

/// Checks that a request doesn't change a user if it lacks the browser's token, comes from another site, or only reads.
///
/// # Panics
/// If a user was changed, or a request was not refused.
pub fn forms_without_a_token_and_pages_change_nothing(subject: &Subject) {
    let (app, id) = (subject.start(), subject.id());
    drop(subject.signed_in(&app));
    // A route without cookies accepts requests from every site, because no cookie identifies a user there.
    for route in routes(&app, id).filter(|route| !route.is_without_cookies) {
        for method in route.methods.iter().copied() {
            let what = format!("{} {}", method.as_str(), route.path);
            let mut browser = entitled(subject, &app, route);
            let token = token(&mut browser);
            let before = (snapshot(&app), app.user_count());
            if is_safe(method) {
                browser.get(&path(route));
                browser.request("HEAD", &path(route), None);
            } else {
                let bare = send(&mut browser.clone(), route, method, &[]);
                assert_eq!(bare.status, 403, "{what} without a token");
                let mut elsewhere = browser.clone();
                elsewhere.headers.push(("Sec-Fetch-Site".to_owned(), "cross-site".to_owned()));
                let foreign = send(&mut elsewhere, route, method, &[("_csrf_token", &token)]);
                assert_eq!(foreign.status, 403, "{what} from another site");
            }
            assert_eq!((snapshot(&app), app.user_count()), before, "{what} changed a user");
        }
    }
}

/// Bodies with fields that are missing, have a wrong shape or have a wrong encoding.
const BODIES: [&str; 10] = [
    "",
    "user=x",
    "user[]=x",
    "user[email][]=x&user[password][]=x",
    "user[email]=a&user[email]=b&user[password]=x&user[password]=y",
    "user[email]=%00&user[password]=%00&user[password_confirmation]=%00",
    "user[email]=%zz&user[password]=%ff",
    "user[email]=%F0%9F%92%A9%0D%0Aa%40example.com&user[password]=%F0%9F%92%A9",
    "user[email=x&]=y&=&&&",
    "request_path=//elsewhere.example&user[persistent_session][]=1",
];

/// Checks that every malformed request gets a response with a status below 500.
///
/// # Panics
/// If a status is 500 or above.
pub fn malformed_requests_are_no_fault(subject: &Subject) {
    let (app, id) = (subject.start(), subject.id());
    drop(subject.signed_in(&app));
    let long = format!("user[email]={}&user[password]={}", "x".repeat(20_000), "y".repeat(20_000));
    let own = own_fields(&app, id);
    let shapes: Vec<_> = own.iter().map(|field| format!("user[{0}][]=x&user[{0}]=%00", field.name)).collect();
    let bodies: Vec<&str> =
        BODIES.iter().copied().chain([long.as_str()]).chain(shapes.iter().map(String::as_str)).collect();
    for route in routes(&app, id) {
        let mut browser = entitled(subject, &app, route);
        for method in route.methods.iter().copied() {
            for param in params(route.path.contains('{')) {
                let path = path(route).replace("nonsense", &param);
                for body in if is_safe(method) { &[][..] } else { &bodies } {
                    let token = token(&mut browser);
                    let form = format!("_csrf_token={token}&_method={}&{body}", method.as_str());
                    let form = if method == Method::Post { form.replace("&_method=POST", "") } else { form };
                    let answer = browser.clone().request("POST", &path, Some(&form));
                    let sent: String = body.chars().take(60).collect();
                    assert!(answer.status < 500, "{} {path} with {sent:?}: {}", method.as_str(), answer.status);
                }
                if is_safe(method) {
                    let query = "?user[email][]=x&request_path=%00&_method=DELETE";
                    let status = browser.get(&format!("{path}{query}")).status;
                    assert!(status < 500, "GET {path}: {status}");
                }
            }
        }
    }
}

fn params(has_params: bool) -> Vec<String> {
    if !has_params {
        return vec![String::new()];
    }
    ["x", "%00", "%0d%0a", "%F0%9F%92%A9", "%ff", "..%2f..", "new'--"]
        .map(str::to_owned)
        .into_iter()
        .chain(["A".repeat(2_000)])
        .collect()
}

/// Returns the fields that the extension added to the users' table.
fn own_fields(app: &TestApp, id: &str) -> Vec<FieldDef> {
    let table = app.pow.schema().users();
    let owned = table.fields.iter().zip(&table.owners).filter(|(_, owner)| **owner == id);
    owned.map(|(field, _)| field.clone()).collect()
}

/// Returns values that are not a field's default: each as it is sent, and as it is printed.
fn marks(field: &FieldDef) -> &'static [(&'static str, &'static str)] {
    match field.kind {
        Kind::Text => &[("mass-assigned", "mass-assigned")],
        Kind::Int => &[("4711", "Int(4711)")],
        Kind::DateTime => &[("2001-02-03T04:05:06Z", "2001-02-03T04:05:06Z")],
        Kind::Bool => &[("true", "Bool(true)"), ("false", "Bool(false)")],
        _ => &[("01920000-0000-7000-8000-000000000000", "01920000-0000-7000-8000-000000000000")],
    }
}

/// Checks that no form, of the core or of the extension, sets a field that was not declared with `form()`.
///
/// # Panics
/// If a form sets such a field.
pub fn no_form_sets_what_is_not_its_own(subject: &Subject) {
    let id = subject.id();
    for field in own_fields(&subject.start(), id).iter().filter(|field| !field.form) {
        for (sent, shown) in marks(field) {
            let name = format!("user[{}]", field.name);
            let pair = [(name.as_str(), *sent)];
            // If the field has this value although no form sent it, the value proves nothing.
            let plain = subject.start();
            drop(subject.register(&plain, &[]));
            if value(&plain, field).is_some_and(|value| value.contains(shown)) {
                continue;
            }
            let app = subject.start();
            drop((subject.sign_in)(&app, subject.register(&app, &pair)));
            assert_unset(&app, field, shown, "the registration");
            let mut browser = again(subject, &app);
            let update = [pair[0], ("_method", "PUT"), ("user[current_password]", PASSWORD)];
            let html = browser.get("/registration/edit").text();
            browser.account_form_from(&html, &update);
            assert_unset(&app, field, shown, "the account's page");
            send_to_all(subject, &app, &pair);
            assert_unset(&app, field, shown, "a form of the extension");
        }
    }
}

fn send_to_all(subject: &Subject, app: &TestApp, pair: &[(&str, &str)]) {
    for route in routes(app, subject.id()) {
        for method in route.methods.iter().copied().filter(|method| !is_safe(*method)) {
            let mut browser: Client = entitled(subject, app, route);
            let token = token(&mut browser);
            let email = ("user[email]", ANN);
            send(&mut browser, route, method, &[&[("_csrf_token", token.as_str()), email], pair].concat());
        }
    }
}

fn value(app: &TestApp, field: &FieldDef) -> Option<String> {
    app.user(ANN).map(|user| format!("{:?}", user.value(field.name)))
}

fn assert_unset(app: &TestApp, field: &FieldDef, shown: &str, by: &str) {
    let now = value(app, field).unwrap_or_default();
    assert!(!now.contains(shown), "{by} set `{}`, which was not declared with `form()`", field.name);
}

/// Records which texts were requested. The texts come from the resources.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<BTreeSet<String>>>);

impl MessageBackend for Asked {
    fn message(&self, _: &LanguageIdentifier, message: &Message) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(message.key.to_string());
        None
    }
}

/// Checks that every message of a page, a flash or a field error has a text.
///
/// # Panics
/// If a visitor would see a key instead of a text.
pub fn every_message_has_a_text(subject: &Subject) {
    let asked = Asked::default();
    let (own, backend) = (subject.configure.clone(), asked.clone());
    let noting = subject.clone().config(move |config| {
        let config = own(config);
        Config { messages: config.messages.clone().backend(backend.clone()), ..config }
    });
    let app = noting.start();
    let mut ann = noting.signed_in(&app);
    let mut guest = app.client();
    for page in ["/session/new", "/registration/new", "/registration/edit"] {
        guest.get(page);
        ann.get(page);
    }
    for route in routes(&app, subject.id()) {
        for method in route.methods.iter().copied() {
            let mut browser = entitled(&noting, &app, route);
            let token = token(&mut browser);
            for email in ["", "no address", ANN, "nobody@example.com"] {
                send(&mut browser, route, method, &[("_csrf_token", &token), ("user[email]", email)]);
                browser.get("/session/new");
            }
        }
    }
    drop(app.mailbox());
    let asked = asked.0.lock().unwrap_or_else(PoisonError::into_inner);
    let missing: Vec<_> = asked.iter().filter(|key| !app.pow.messages().contains(key)).collect();
    let missing: Vec<_> = missing.into_iter().filter(|key| !keys::OPTIONAL.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "these messages have no text: {missing:?}");
}
