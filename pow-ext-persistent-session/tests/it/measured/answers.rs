//! The time of the answer does not tell how much of a cookie is right.
use crate::common::{ANN, COOKIE, families, signed_in, ticket};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::controllers::session::CREATE;
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Client, Database, TestApp, client::encode, on_each_database, timing::Timing};

on_each_database!(
    time_does_not_tell_how_much_of_the_secret_is_right,
    time_does_not_tell_how_much_of_the_signature_is_right,
);

const PURPOSE: &str = "persistent_session";
/// The secret is at the end of what is signed, and the signature at the end of the text.
const LONG: usize = 32;

/// Its last bytes are others.
fn wrong(bytes: &[u8], last: usize) -> Vec<u8> {
    let from = bytes.len() - last;
    bytes.iter().enumerate().map(|(at, byte)| if at < from { *byte } else { byte ^ 0x55 }).collect()
}

/// A sign-in that fails, by a browser with this cookie; the address tells the measurement which of the two it is.
fn request(app: &TestApp, visitor: &Client, cookie: &str, email: &str) -> Vec<u8> {
    let mut browser = app.copy(visitor);
    let csrf = browser.token("/session/new");
    browser.cookies.insert(COOKIE.to_owned(), cookie.to_owned());
    let form = [("_csrf_token", csrf.as_str()), ("user[email]", email), ("user[password]", "not a password of hers")];
    browser.bytes("POST", "/session", Some(&encode(&form)))
}

/// Measures a cookie of which half is right against one that is wholly wrong, both refused alike.
fn assert_alike(database: Database, half_and_none: impl Fn(&TestApp, &str) -> [String; 2]) {
    let timing = Timing::of(CREATE, |email| email.starts_with("half"));
    let app = timing.install(TestApp::with(PersistentSession::default())).database(database).start();
    let ann = signed_in(&app);
    let good = ticket(&ann).unwrap();
    let [half, none] = half_and_none(&app, &good);
    assert!(half != good && none != good && half.len() == none.len());
    let mut visitor = app.client();
    visitor.get("/session/new");
    let requests = [(half, "half@example.com"), (none, "none@example.com")]
        .map(|(cookie, email)| request(&app, &visitor, &cookie, email));
    timing.assert_alike(&app, 422, |_| requests.clone());
    // The control: the cookie is looked at here. With the good one a session begins, to which the form's token is unknown.
    assert_eq!(families(&app).len(), 1, "refused cookies end nothing");
    let good_one = app.client().raw(&request(&app, &visitor, &good, "half@example.com"));
    assert_eq!(good_one.status, 403);
    visitor.keep(&good_one);
    assert_eq!(visitor.current_user().as_deref(), Some(ANN));
}

// PS8: as somebody could try who has the key, and so as nobody can
fn time_does_not_tell_how_much_of_the_secret_is_right(database: Database) {
    assert_alike(database, |app, good| {
        let signer = app.pow.signer(PURPOSE);
        let payload = signer.verify(good).unwrap();
        [LONG / 2, LONG].map(|last| signer.sign(&wrong(&payload, last)))
    });
}

// PS8, Y2
fn time_does_not_tell_how_much_of_the_signature_is_right(database: Database) {
    assert_alike(database, |_, good| {
        let bytes = URL_SAFE_NO_PAD.decode(good).unwrap();
        [LONG / 2, LONG].map(|last| URL_SAFE_NO_PAD.encode(wrong(&bytes, last)))
    });
}
