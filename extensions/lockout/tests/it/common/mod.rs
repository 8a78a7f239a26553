//! What the tests of this crate share.
use std::{collections::BTreeSet, sync::Arc, time::Duration};

use pow_core::Config;
use pow_ext_lockout::Lockout;
use pow_testing::{
    Client, Database, Response, TestApp,
    app::Builder,
    client::{ANN, encode},
    probe::CountingHasher,
};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const QUARTER: Duration = Duration::from_secs(15 * 60);
/// A name that no account has.
pub(crate) const UNKNOWN: &str = "eve@example.com";
/// A test value. No account has this password.
pub(crate) const WRONG: &str = "wrong-test-password";

/// An application behind one proxy, with the extension, and the count of its hashes.
pub(crate) fn builder(extension: Lockout, database: Database) -> (Builder, Arc<CountingHasher>) {
    let hasher = CountingHasher::new();
    let counted = hasher.clone();
    let builder = TestApp::with(extension)
        .database(database)
        .policy(|policy| policy.password.hasher = counted)
        .config(|config| Config { trusted_proxies: 1, ..config });
    (builder, hasher)
}

/// The same with a registered user and nothing counted yet.
pub(crate) fn app(extension: Lockout, database: Database) -> (TestApp, Arc<CountingHasher>) {
    let (builder, hasher) = builder(extension, database);
    let app = builder.start();
    drop(app.registered(ANN));
    hasher.take();
    (app, hasher)
}

/// A client at the address that the proxy tells.
pub(crate) fn client_at(app: &TestApp, address: &str) -> Client {
    let mut client = app.client();
    client.headers.push(("X-Forwarded-For".to_owned(), address.to_owned()));
    client
}

/// A client at an address of its own.
pub(crate) fn stranger(app: &TestApp, number: usize) -> Client {
    client_at(app, &format!("10.{}.{}.{}", number / 65_536, number / 256 % 256, number % 256))
}

/// The bytes of a sign-in.
pub(crate) fn sign_in_bytes(client: &mut Client, email: &str, password: &str) -> Vec<u8> {
    let token = client.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("user[email]", email), ("user[password]", password)];
    client.bytes("POST", "/session", Some(&encode(&form)))
}

/// Wrong passwords from addresses of their own, one after the other.
pub(crate) fn attack(app: &TestApp, email: &str, attempts: std::ops::Range<usize>) -> Vec<u16> {
    attempts.map(|number| stranger(app, number).sign_in(email, WRONG).status).collect()
}

pub(crate) fn is_in(response: &Response) -> bool {
    response.status == 303
}

/// How many mails with this name were sent to the address. A mail that was on its way when a test moved the clock is sent
/// twice, with the same id.
pub(crate) fn mails(app: &TestApp, to: &str, name: &str) -> usize {
    let mailbox = app.mailbox();
    let mine = mailbox.iter().filter(|mail| mail.to.to_string() == to && mail.name == name);
    mine.map(|mail| mail.message_id.clone()).collect::<BTreeSet<_>>().len()
}

pub(crate) const ATTACK: &str = "lockout/account_under_attack";
pub(crate) const NEW_SIGN_IN: &str = "lockout/new_browser";
pub(crate) const GUESSED: &str = "lockout/guessed_password";

/// The link in the last mail with this name.
pub(crate) fn link_of(app: &TestApp, to: &str, name: &str) -> String {
    let mailbox = app.mailbox();
    let mail = mailbox.iter().rev().find(|mail| mail.to.to_string() == to && mail.name == name).unwrap();
    app.link_in(mail)
}
