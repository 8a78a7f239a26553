//! What the tests of this crate share.
use pow_core::{Config, extensions};
use pow_ext_data_download::DataDownload;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
pub(crate) use pow_testing::client::{ANN, PASSWORD};
use pow_testing::{Client, Database, Response, TestApp, app::Builder};

pub(crate) const PAGE: &str = "/data-download";
pub(crate) const BOB: &str = "bob@example.com";

pub(crate) fn plain(database: Database) -> Builder {
    with(DataDownload::default(), database)
}

/// An application whose other extensions keep data about users.
pub(crate) fn with(extension: DataDownload, database: Database) -> Builder {
    let list = move |config| Config {
        extensions: extensions![extension, Identities::default(), Invitation::default(), PersistentSession::default()],
        ..config
    };
    TestApp::builder().database(database).config(list)
}

pub(crate) fn download(browser: &mut Client, pairs: &[(&str, &str)]) -> Response {
    browser.submit(PAGE, PAGE, pairs)
}

/// Invites an address.
pub(crate) fn invite(browser: &mut Client, email: &str) {
    let answer = browser.submit("/invitations/new", "/invitations", &[("user[email]", email)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// How many notices were sent.
pub(crate) fn notices(app: &TestApp) -> usize {
    app.mailbox().iter().filter(|mail| mail.name == "data_download/downloaded").count()
}
