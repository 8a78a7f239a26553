//! A never-accepted invitation is no way into an account, by no door, and keeps no one out.

use std::sync::Arc;

use crate::common::{ANN, BEN, CHOSEN, accept, app, link, list, named, nameless, press, started, waits};
use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    conn::Conn,
    extension::{Extension, Recognised, Registry},
    extensions,
    params::Params,
    users::{self, PASSWORD_HASH},
};
use pow_ext_invitation::{INVITED_BY, Invitation};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Database, Response, TestApp, client::PASSWORD, on_each_database, probe::CountingHasher};

on_each_database!(
    reset_is_no_way_around_an_invitation,
    invited_user_can_not_be_told_from_an_unknown_one_at_the_sign_in,
    registration_takes_the_address_and_nothing_of_the_invitation,
    account_can_take_the_address_on,
    invited_user_is_recognised_by_no_extension,
);

fn with_reset(reset: ResetPassword, database: Database) -> TestApp {
    let app = TestApp::with(Invitation::default())
        .database(database)
        .config(move |mut config| {
            config.extensions.extend(extensions![reset]);
            config
        })
        .start();
    drop(app.registered(ANN));
    app
}

// K14
fn reset_is_no_way_around_an_invitation(database: Database) {
    no_way_around(&with_reset(ResetPassword::default().danger_first_password(true), database));
}

// K14
#[test]
fn reset_as_it_comes_is_none_either() {
    no_way_around(&with_reset(ResetPassword::default(), Database::sqlite()));
}

fn no_way_around(app: &TestApp) {
    let link = link(app, &mut app.signed_in(&app.user(ANN).unwrap()), BEN);
    let ask = |email: &str| {
        let mut browser = app.client();
        let answer = browser.submit("/reset-password/new", "/reset-password", &[("user[email]", email)]);
        (answer.status, answer.masked(), browser.get("/session/new").masked())
    };
    assert_eq!(ask(BEN), ask("nobody@example.com"));
    assert_eq!(app.mailbox().len(), 1, "the invitation and nothing else");
    assert!(waits(app, BEN) && app.opens(&link));
    // Once it is accepted, the account is one as any other.
    assert_eq!(accept(&mut app.client(), &link, &[]).status, 303);
    assert_eq!(ask(BEN), ask("nobody@example.com"));
    assert_eq!(app.mailbox().len(), 2);
}

// E6
fn invited_user_can_not_be_told_from_an_unknown_one_at_the_sign_in(database: Database) {
    let (hasher, app) = {
        let hasher = CountingHasher::new();
        let counted = hasher.clone();
        (
            hasher,
            TestApp::with(Invitation::default())
                .database(database)
                .policy(|policy| policy.password.hasher = counted)
                .start(),
        )
    };
    let mut ann = app.registered(ANN);
    let _ = link(&app, &mut ann, BEN);
    let look = |email: &str, password: &str| {
        let mut browser = app.client();
        let page = browser.get("/session/new").text();
        hasher.take();
        let pairs = [("user[email]", email), ("user[password]", password)];
        let answer: Response = browser.submit_form(&page, "/session", &pairs);
        let mut names: Vec<_> = answer.headers.iter().map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        (answer.status, names, answer.masked().replace(email, "X"), hasher.take())
    };
    for password in ["", CHOSEN, "x"] {
        let invited = look(BEN, password);
        assert_eq!(invited, look("nobody@example.com", password));
        // An empty field is no attempt, and costs no hash.
        assert_eq!((invited.0, invited.3), (422, usize::from(!password.is_empty())));
    }
}

fn registration_takes_the_address_and_nothing_of_the_invitation(database: Database) {
    let (app, mut ann) = app(database);
    let invited_link = link(&app, &mut ann, BEN);
    let invited = app.user(BEN).unwrap();
    let before = list(&mut ann);
    let look = |email: &str| {
        let answer = app.client().register(email, PASSWORD);
        let mut names: Vec<_> = answer.headers.iter().map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        (answer.status, names, answer.masked())
    };
    assert_eq!(look(BEN), look("cat@example.com"), "nobody learns that there was an invitation");
    let registered = app.user(BEN).unwrap();
    assert_ne!(registered.id().unwrap(), invited.id().unwrap());
    assert_eq!(registered.get(INVITED_BY).unwrap(), None);
    assert!(app.signs_in(BEN, PASSWORD) && !app.opens(&invited_link) && app.user_count() == 3);
    // The inviter sees no difference, and can neither send a link to the account nor take it back.
    assert_eq!(list(&mut ann), before);
    let mails = app.mailbox().len();
    assert_eq!(press(&mut ann, 1).location(), Some("/invitations/new"));
    assert_eq!(press(&mut ann, 2).location(), Some("/invitations/new"));
    assert!(app.mailbox().len() == mails && app.signs_in(BEN, PASSWORD) && list(&mut ann).is_empty());
}

// A user name is no secret: who has the link has the name, until the invitation has run out.
#[test]
fn invited_user_name_is_taken_until_the_invitation_has_run_out() {
    let app = nameless(TestApp::with(Invitation::default())).start();
    let mut ann = named(&app, "ann");
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[username]", "ben")]);
    let link = format!("{}/edit", invited.location().unwrap());
    let fields = [("user[username]", "ben"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let refused = app.client().submit("/registration/new", "/registration", &fields);
    assert_eq!(refused.status, 422);
    assert!(app.opens(&link) && waits(&app, "ben"));
    app.clock.advance(std::time::Duration::from_secs(7 * 24 * 3600));
    drop(named(&app, "ben"));
    assert!(!app.opens(&link) && !waits(&app, "ben"));
}

fn account_can_take_the_address_on(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    let mut cat = app.registered("cat@example.com");
    let changes = [("user[email]", BEN), ("user[current_password]", PASSWORD)];
    assert_eq!(cat.account_form(&changes).status, 303);
    assert_eq!(cat.current_user().as_deref(), Some(BEN));
    assert!(!app.opens(&link) && app.signs_in(BEN, PASSWORD) && app.user_count() == 2);
}

/// Takes a request for the user that a header names, as a badly made single sign-on would.
#[derive(Debug)]
struct Careless;

#[async_trait]
impl Extension for Careless {
    fn id(&self) -> &'static str {
        "careless"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let Some(email) = conn.request().authorization.clone() else { return Ok(None) };
        let user = conn.pow().users().get_by(conn.cx(), "email", pow_core::schema::Value::Text(email)).await?;
        Ok(user.map(Recognised::Remembered))
    }
}

fn invited_user_is_recognised_by_no_extension(database: Database) {
    let (app, mut ann) = started(TestApp::with(Invitation::default()).database(database).config(|mut config| {
        config.extensions.insert(0, Arc::new(Careless));
        config
    }));
    let link = link(&app, &mut ann, BEN);
    let seen_as = |email: &str| {
        let mut browser = app.client();
        browser.headers.push(("Authorization".into(), email.into()));
        browser.current_user()
    };
    assert_eq!(seen_as(BEN), None);
    assert_eq!(seen_as(ANN).as_deref(), Some(ANN), "the header works");
    assert_eq!(accept(&mut app.client(), &link, &[]).status, 303);
    assert_eq!(seen_as(BEN).as_deref(), Some(BEN));
}

// K14: whatever writes the password.
#[test]
fn password_of_an_invited_user_is_set_by_the_acceptance_alone() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let set = |email: &str| {
        let cx = app.pow.cx();
        let mut changeset = Changeset::new(Operation("import"), app.user(email), Arc::<Params>::default());
        changeset.put_password(CHOSEN.to_owned().into());
        app.block_on(users::write(&cx, changeset)).unwrap().is_ok()
    };
    assert!(!set(BEN) && set(ANN));
    assert!(waits(&app, BEN) && app.user(BEN).unwrap().get(PASSWORD_HASH).unwrap().is_none() && app.opens(&link));
}

// V18
#[test]
fn invite_only_site_has_no_registration() {
    let app = TestApp::with(Invitation::default().invite_only(true)).start();
    let (cx, params) = (app.pow.cx(), Params::parse(b"user[email]=ann%40example.com&user[password]=test-password-of-nobody&user[password_confirmation]=test-password-of-nobody"));
    assert!(app.block_on(app.pow.users().create(&cx, &Arc::new(params.unwrap()))).unwrap().is_ok());
    let mut visitor = app.client();
    let page = visitor.get("/session/new").text();
    assert!(!page.contains("/registration/new"), "{page}");
    assert_eq!(visitor.get("/registration/new").status, 404);
    let token = visitor.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("user[email]", BEN), ("user[password]", PASSWORD)];
    for path in ["/registration", "//registration", "/registration/", "/Registration"] {
        assert!(matches!(visitor.post(path, &form).status, 404 | 405), "{path}");
    }
    let body = pow_testing::client::encode(&form);
    for method in ["GET", "HEAD", "PUT", "PATCH", "OPTIONS", "TRACE", "REGISTER"] {
        for path in ["/registration", "/registration/new"] {
            let status = visitor.request(method, path, Some(&body)).status;
            assert!(matches!(status, 303 | 404 | 405), "{method} {path}: {status}");
        }
    }
    for method in ["POST", "GET", "REGISTER", ""] {
        let overridden = [&form[..], &[("_method", method)]].concat();
        assert!(matches!(visitor.post("/registration", &overridden).status, 400 | 404 | 405), "{method:?}");
    }
    assert_eq!(app.user_count(), 1);
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(ann.get("/registration/edit").status, 200, "accounts can be changed");
    let link = link(&app, &mut ann, BEN);
    assert_eq!(accept(&mut app.client(), &link, &[]).status, 303);
    assert_eq!(app.user_count(), 2);
}
