//! Another site's word for a user, where that site did not verify the address.

use std::sync::Arc;

use crate::common::{ANN, confirm, row, sent};
use pow_core::{
    Config, Error, async_trait,
    conn::Conn,
    extension::{Extension, Recognised, Registry},
    schema::Value,
    users::EMAIL,
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    identity_of_another_site_lets_no_unconfirmed_user_in,
    identity_of_another_site_lets_a_confirmed_user_in,
);

/// Takes another site's word: a request with its header has the account of that address.
#[derive(Debug)]
struct AnotherSite {
    remembers: bool,
}

#[async_trait]
impl Extension for AnotherSite {
    fn id(&self) -> &'static str {
        "another_site"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let header = conn.request().authorization.as_deref();
        let Some(email) = header.and_then(|header| header.strip_prefix("AnotherSite ")) else { return Ok(None) };
        let email = Value::Text(email.to_owned());
        let user = conn.pow().users().get_by(conn.cx(), EMAIL.name(), email).await?;
        Ok(user.map(if self.remembers { Recognised::Remembered } else { Recognised::ForThisRequest }))
    }
}

/// Each way of coming in, and each order of the list.
const WAYS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

fn app(database: Database, (remembers, comes_first): (bool, bool)) -> TestApp {
    let configure = move |config| {
        let mut extensions: Vec<Arc<dyn Extension>> =
            vec![Arc::new(EmailConfirmation::default()), Arc::new(AnotherSite { remembers })];
        if comes_first {
            extensions.reverse();
        }
        Config { extensions, ..config }
    };
    TestApp::builder().database(database).config(configure).start()
}

/// A browser whose every request has the other site's word for being Ann's.
fn vouched(app: &TestApp) -> Client {
    let mut browser = app.client();
    browser.headers.push(("Authorization".to_owned(), format!("AnotherSite {ANN}")));
    browser
}

/// Each way on a database of its own kind.
fn on_each_way(database: Database, look: impl Fn(TestApp)) {
    let another = || match database.url().split(':').next() {
        Some("postgres" | "postgresql") => Database::postgres().unwrap(),
        Some("mysql") => Database::mysql().unwrap(),
        _ => Database::sqlite(),
    };
    WAYS.into_iter().for_each(|way| look(app(another(), way)));
}

// V14, V10: somebody has an account of this address at a site that never looked whose the address is
fn identity_of_another_site_lets_no_unconfirmed_user_in(database: Database) {
    on_each_way(database, |app| {
        drop(app.registered(ANN));
        let (before, mails) = (row(&app, ANN), sent(&app).len());
        let mut stranger = vouched(&app);
        assert_eq!(stranger.get("/protected").location(), Some("/session/new?request_path=%2Fprotected"));
        assert_eq!(stranger.get("/registration/edit").status, 303);
        assert_eq!(stranger.current_user(), None);
        let form =
            [("user[password]", "chosen-by-a-stranger"), ("user[password_confirmation]", "chosen-by-a-stranger")];
        let csrf = stranger.token("/session/new");
        let form = [&[("_csrf_token", csrf.as_str()), ("_method", "PATCH")][..], &form].concat();
        assert_ne!(stranger.post("/registration", &form).status, 200);
        let form = [("_csrf_token", csrf.as_str())];
        assert_ne!(stranger.post("/confirm-email", &form).status, 200);
        assert!(!stranger.cookies.contains_key("auth"), "{:?}", stranger.cookies);
        assert_eq!(row(&app, ANN), before, "no address is confirmed by it");
        assert!(!before.1);
        assert_eq!(sent(&app).len(), mails, "it is no proof that a mail would answer");
        assert!(!app.signs_in(ANN, "chosen-by-a-stranger"));
        // Its owner opens the link, and has the account; then the word counts.
        assert_eq!(confirm(&mut app.client(), &app.mailed_link(ANN)).status, 303);
        assert!(app.signs_in(ANN, PASSWORD));
        assert_eq!(stranger.get("/protected").status, 200);
    });
}

// The control: the extension recognises whom it should.
fn identity_of_another_site_lets_a_confirmed_user_in(database: Database) {
    on_each_way(database, |app| {
        drop(crate::common::confirmed(&app, ANN));
        assert_eq!(vouched(&app).current_user().as_deref(), Some(ANN));
        assert_eq!(app.client().current_user(), None);
        let mut unknown = app.client();
        unknown.headers.push(("Authorization".to_owned(), "AnotherSite eve@example.com".to_owned()));
        assert_eq!(unknown.current_user(), None);
    });
}
