//! The use of the large tables: the life of an account with all extensions, and the periodic work.

use pow_core::{
    Config,
    controllers::{registration, session},
    extension::{Access, Method, Route},
    extensions,
    users::EMAIL_CONFIRMED_AT,
};
use pow_ext_api_tokens::ApiTokens;
use pow_ext_data_download::DataDownload;
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_health::Health;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_password_expiry::PasswordExpiry;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
};

use crate::flows::together::{ALL, World, whole_life};

/// The four extensions of Pow, and beside them a process with all extensions, on one database that also has the sessions.
pub(super) struct Worlds(World, TestApp);

impl Worlds {
    pub(super) fn start(database: Database) -> Self {
        let four = World::start(&ALL, database.with_cache(), false);
        let all = four.app.beside().config(|config| Config { extensions: all(), ..config }).start();
        Self(four, all)
    }

    /// The one with all extensions.
    pub(super) fn last(&self) -> &TestApp {
        &self.1
    }
}

fn all() -> Vec<std::sync::Arc<dyn pow_core::extension::Extension>> {
    extensions![
        EmailConfirmation::default(),
        ResetPassword::default(),
        PersistentSession::default(),
        Invitation::default(),
        Devices::default(),
        DataDownload::default(),
        PasswordExpiry::default(),
        MailSignIn::new(Existing::Prove).texts(true),
        Signup::default(),
        Identities::default().phones(true),
        Lockout::default(),
        ApiTokens::new(["a:read"]),
        Health::default(),
    ]
}

/// Lives in both, and does all periodic work.
pub(super) fn live(worlds: &Worlds) {
    whole_life(&worlds.0);
    let app = worlds.last();
    let mut ann = joined(app);
    every_route(app, &ann);
    identities(app, &mut ann);
    tokens(app, &mut ann);
    app.block_on(app.pow.flush_mails());
    app.block_on(app.pow.tick());
    let health = app.block_on(app.pow.health());
    assert_eq!(health.outbox.map(|outbox| (outbox.waiting, outbox.dead)), Some((0, 1_000)), "{health:?}");
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]).status, 303);
}

fn joined(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    let link = app.mailed_link(ANN);
    assert_eq!(app.client().submit(&link, &link, &[]).status, 303);
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "true")];
    assert_eq!(browser.submit("/session/new", "/session", &pairs).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    browser
}

/// Asks for each page, and sends each form. Other tests check the answers.
fn every_route(app: &TestApp, ann: &Client) {
    let ends = [session::DELETE, registration::DELETE];
    for route in app.pow.routes_table().iter().filter(|route| !ends.contains(&route.action)) {
        let browser = if route.access == Access::Guest { app.client() } else { app.copy(ann) };
        for method in &route.methods {
            send(&mut browser.clone(), route, *method);
        }
    }
}

fn send(browser: &mut Client, route: &Route, method: Method) {
    let segments = route.path.split('/').map(|segment| if segment.starts_with('{') { "nonsense" } else { segment });
    let path = segments.collect::<Vec<_>>().join("/");
    let page = if browser.cookies.is_empty() { "/session/new" } else { "/registration/edit" };
    let answer = match method {
        Method::Get => browser.get(&path),
        method => {
            let token = browser.token(page);
            let pairs =
                [("_csrf_token", token.as_str()), ("_method", method.as_str()), ("user[email]", "x@example.com")];
            browser.post(&path, if method == Method::Post { &pairs[..1] } else { &pairs })
        }
    };
    assert!(answer.status < 500, "{} {path}: {}", method.as_str(), answer.text());
}

fn identities(app: &TestApp, ann: &mut Client) {
    let added = ann.submit("/identities/new", "/identities", &[("user[email]", "second@example.com")]);
    let page = added.location().unwrap_or_else(|| panic!("{}", added.text())).to_owned();
    drop(app.mailbox());
    assert!(ann.submit(&page, &format!("{page}/prove"), &[("user[code]", "000000")]).status < 500);
    assert_eq!(ann.submit("/identities/username", "/identities/username", &[("user[username]", "ann")]).status, 303);
    assert_eq!(ann.get("/identities").status, 200);
    assert_eq!(app.client().sign_in("ann", PASSWORD).status, 303, "by the name");
}

fn tokens(app: &TestApp, ann: &mut Client) {
    let made = ann.submit("/api-tokens/new", "/api-tokens", &[("user[name]", "Backup"), ("user[a:read]", "true")]);
    assert!(made.status < 400, "{}", made.text());
    let shown = made.location().map(str::to_owned).map_or(made.text(), |page| ann.get(&page).text());
    let token = shown.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).find(|word| word.starts_with("pow_"));
    let mut program = app.client();
    program.headers.push(("Authorization".to_owned(), format!("Bearer {}", token.unwrap_or_default())));
    assert!(program.get("/session").status < 500);
    assert_eq!(ann.get("/api-tokens").status, 200);
    assert_eq!(ann.get("/devices").status, 200);
}
