//! What the tests of this crate share.
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{identifier::UserIdField, mail::Mailer};
use pow_ext_invitation::{EDIT, ID, INVITATION_TOKEN, Invitation, is_open};
pub(crate) use pow_testing::client::ANN;
use pow_testing::{Client, Database, Response, TestApp, app::Builder, client::PASSWORD};

/// Who is invited.
pub(crate) const BEN: &str = "ben@example.com";
/// Not a secret: what invited users choose.
pub(crate) const CHOSEN: &str = "the-password-ben-chose";

/// An application with the extension as it comes, where Ann has an account.
pub(crate) fn app(database: Database) -> (TestApp, Client) {
    started(TestApp::with(Invitation::default()).database(database))
}

/// The same, where users have names and no addresses.
pub(crate) fn nameless(builder: Builder) -> Builder {
    builder.config(|mut config| {
        config.user_id_field = UserIdField::Username;
        config.mailer = Mailer::default();
        config
    })
}

/// The application, and Ann's browser.
pub(crate) fn started(builder: Builder) -> (TestApp, Client) {
    let app = builder.start();
    let ann = app.registered(ANN);
    (app, ann)
}

/// Invites by the form.
pub(crate) fn invite(browser: &mut Client, email: &str) -> Response {
    browser.submit("/invitations/new", "/invitations", &[("user[email]", email)])
}

/// Invites and takes the link out of the mail.
pub(crate) fn link(app: &TestApp, inviter: &mut Client, email: &str) -> String {
    let sent = invite(inviter, email);
    assert_eq!((sent.status, sent.location()), (303, Some("/invitations/new")), "{}", sent.text());
    app.mailed_link(email)
}

/// The path of the link in a mail that is still on its way: made of the row, as the extension makes it.
pub(crate) fn link_of(app: &TestApp, invited: &str) -> String {
    let nonce = app.user(invited).unwrap().get(INVITATION_TOKEN).unwrap().unwrap();
    let token = app.pow.signer(ID).sign(&URL_SAFE_NO_PAD.decode(nonce).unwrap());
    let url = app.pow.url_with(EDIT, &token).unwrap();
    url.strip_prefix(app.pow.base_url().origin()).unwrap().to_owned()
}

/// Where the form behind the link goes.
pub(crate) fn action(link: &str) -> String {
    link.strip_suffix("/edit").unwrap().to_owned()
}

/// Follows the link and fills in the form behind it.
pub(crate) fn accept(browser: &mut Client, link: &str, more: &[(&str, &str)]) -> Response {
    let password = [("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)];
    browser.submit(link, &action(link), &[&password, more].concat())
}

/// The part of the page that lists the open invitations.
pub(crate) fn list(browser: &mut Client) -> String {
    let html = browser.get("/invitations/new").masked();
    html.split_once("<ul class=\"entries\">")
        .map_or(String::new(), |(_, list)| list.split("</ul>").next().unwrap().into())
}

/// Presses a button of the only entry in the list: the first sends again, the second takes back.
pub(crate) fn press(browser: &mut Client, button: usize) -> Response {
    let html = browser.get("/invitations/new").text();
    let list = html.split_once("<ul class=\"entries\">").unwrap().1;
    let form = list.split("<form ").nth(button).unwrap();
    browser.submit_form(&format!("<form {form}"), "/invitations", &[])
}

/// Whether the invited user is there and has not accepted.
pub(crate) fn waits(app: &TestApp, email: &str) -> bool {
    app.user(email).is_some_and(|user| is_open(&user).unwrap())
}

/// A user in a set-up without addresses, and the browser.
pub(crate) fn named(app: &TestApp, name: &str) -> Client {
    let mut browser = app.client();
    let fields = [("user[username]", name), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let registered = browser.submit("/registration/new", "/registration", &fields);
    assert_eq!(registered.status, 303, "{}", registered.text());
    browser
}
