//! Looking up a user by what was typed: the core and all extensions are asked.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use pow_core::{
    Error, async_trait,
    cx::Cx,
    extension::{Extension, Registry},
    identifier::email::EmailAddress,
    record::User,
    schema::Value,
    users,
};
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
};

/// Knows one more name of a user, and counts how often it was asked.
#[derive(Clone, Debug)]
struct Alias {
    id: &'static str,
    alias: &'static str,
    email: &'static str,
    asked: Arc<AtomicUsize>,
}

impl Alias {
    fn new(id: &'static str, alias: &'static str, email: &'static str) -> Self {
        Self { id, alias, email, asked: Arc::default() }
    }

    fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

#[async_trait]
impl Extension for Alias {
    fn id(&self) -> &'static str {
        self.id
    }

    fn register(&self, _: &mut Registry) {}

    async fn find_user(&self, cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if typed != self.alias {
            return Ok(None);
        }
        cx.pow().users().get_by(cx, "email", Value::Text(self.email.to_owned())).await
    }
}

const BEN: &str = "ben@example.com";
const SECOND: &str = "ann@work.example";

fn app() -> (TestApp, [Alias; 2]) {
    let aliases = [Alias::new("first", SECOND, ANN), Alias::new("later", "4711", BEN)];
    let [first, later] = aliases.clone();
    let app = TestApp::with(first).extension(later).start();
    for email in [ANN, BEN] {
        drop(app.registered(email));
    }
    for alias in &aliases {
        alias.asked();
    }
    (app, aliases)
}

fn email_of(user: Option<Arc<User>>) -> Option<String> {
    user.and_then(|user| user.get(users::EMAIL).unwrap())
}

#[test]
fn user_signs_in_by_a_name_that_an_extension_knows() {
    let (app, _) = app();
    for (typed, email) in [(SECOND, ANN), ("4711", BEN), (ANN, ANN)] {
        let mut browser = app.client();
        assert_eq!(browser.sign_in(typed, PASSWORD).status, 303, "{typed}");
        assert_eq!(browser.current_user().as_deref(), Some(email));
    }
    for (typed, password) in [(SECOND, "wrong-test-password"), ("0815", PASSWORD), ("eve@example.com", PASSWORD)] {
        let mut browser = app.client();
        assert_eq!(browser.sign_in(typed, password).status, 422, "{typed}");
        assert_eq!(browser.current_user(), None);
    }
}

// E1
#[test]
fn each_extension_is_asked_whoever_is_found() {
    let (app, aliases) = app();
    let cx = app.pow.cx();
    for (typed, email) in [(ANN, Some(ANN)), (SECOND, Some(ANN)), ("4711", Some(BEN)), ("nobody", None), ("", None)] {
        assert_eq!(email_of(app.block_on(users::find(&cx, typed)).unwrap()).as_deref(), email, "{typed}");
        assert_eq!(aliases.each_ref().map(Alias::asked), [1, 1], "{typed}");
    }
    for (typed, email) in [(ANN, Some(ANN)), (SECOND, Some(ANN)), ("eve@example.com", None)] {
        let address = EmailAddress::parse(typed, app.pow.policy().email_grammar).unwrap();
        assert_eq!(email_of(app.block_on(users::find_by_email(&cx, &address)).unwrap()).as_deref(), email);
        assert_eq!(aliases.each_ref().map(Alias::asked), [1, 1], "{typed}");
    }
}

// K12
#[test]
fn mail_goes_to_the_address_by_which_the_user_was_found() {
    let (app, _) = app();
    let cx = app.pow.cx();
    for (typed, to, is_main) in [(ANN, ANN, true), ("ANN@Example.com", ANN, true), (SECOND, SECOND, false)] {
        let address = EmailAddress::parse(typed, app.pow.policy().email_grammar).unwrap();
        let found = app.block_on(users::find_addressee(&cx, &address)).unwrap().unwrap();
        assert_eq!(email_of(Some(found.user.clone())).as_deref(), Some(ANN), "{typed}");
        assert_eq!((found.address().unwrap().unwrap().to_string().as_str(), found.is_main()), (to, is_main), "{typed}");
    }
}

#[test]
fn user_id_of_the_table_goes_before_that_of_an_extension() {
    let app = TestApp::with(Alias::new("first", BEN, ANN)).start();
    for email in [ANN, BEN] {
        drop(app.registered(email));
    }
    assert_eq!(email_of(app.block_on(users::find(&app.pow.cx(), BEN)).unwrap()).as_deref(), Some(BEN));
}
