//! What the tests of this crate share.
use pow_core::{Config, extensions};
use pow_ext_devices::Devices;
use pow_ext_persistent_session::PersistentSession;
pub(crate) use pow_testing::client::ANN;
use pow_testing::{Client, Database, Response, TestApp, app::Builder, client::PASSWORD};

pub(crate) const LIST: &str = "/devices";
pub(crate) const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";
pub(crate) const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1";

/// An application whose users are remembered if they want it.
pub(crate) fn plain() -> Builder {
    TestApp::builder()
        .config(|config| Config { extensions: extensions![Devices::default(), PersistentSession::default()], ..config })
}

pub(crate) fn app(database: Database) -> TestApp {
    plain().database(database).start()
}

pub(crate) fn on_sqlite() -> TestApp {
    app(Database::sqlite())
}

/// A browser that calls itself so and has just signed in as Ann.
pub(crate) fn browser(app: &TestApp, agent: &str, remember: bool) -> Client {
    if app.user(ANN).is_none() {
        assert_eq!(app.registered(ANN).sign_out().status, 303);
    }
    let mut browser = app.client();
    browser.headers.push(("User-Agent".into(), agent.into()));
    let remember = if remember { "true" } else { "false" };
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", remember)];
    assert_eq!(browser.submit("/session/new", "/session", &pairs).status, 303);
    browser
}

/// Where the forms of the page go that sign out single devices, in the order of the page.
pub(crate) fn actions(page: &Response) -> Vec<String> {
    let html = page.text();
    let forms = html.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    forms.filter(|action| action.starts_with("/devices/")).map(str::to_owned).collect()
}
