//! The whole form first, then the mailed link.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use pow_core::{
    Config, Error, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, Registry},
    identifier::UserIdField,
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_signup::{Mode, NAME, Signup};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use terms_accepted::TermsAccepted;

use crate::{
    common::{BOB, DETAILS, EVE, EXISTS_MAIL, mails},
    company::{COMPANY, Company},
    flows::{
        own_extension::subjects,
        prefilled::{Provider, link},
    },
};

on_each_database!(
    link_creates_the_account_of_the_form,
    several_wait_and_the_first_to_confirm_has_the_address,
    other_browser_chooses_the_password,
    proved_identity_counts_in_the_browser_that_brought_it_only,
);

const LINK_MAIL: &str = "signup/confirm";
const CHOSEN: &str = "another long test password";
/// The inputs of the owner of the address behind the link.
const OWN: [(&str, &str); 3] =
    [("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN), ("user[name]", "Eve Owner")];

fn extension() -> Signup {
    Signup::default().mode(Mode::FormFirst)
}

fn app(database: Database) -> TestApp {
    TestApp::with(extension()).database(database).start()
}

fn fill_in(browser: &mut Client, email: &str, more: &[(&str, &str)]) -> Response {
    let own = DETAILS.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).copied();
    let pairs: Vec<_> = [("user[email]", email)].into_iter().chain(own).chain(more.iter().copied()).collect();
    browser.submit("/signup", "/signup", &pairs)
}

// ZS1, ZS6, ZS8
fn link_creates_the_account_of_the_form(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    assert_eq!(fill_in(&mut browser, EVE, &[]).location(), Some("/signup/sent"));
    assert!(browser.get("/signup/sent").text().contains(EVE));
    assert_eq!(app.user_count(), 0);
    let link = app.mailed_link(EVE);
    assert_eq!(browser.get(&link).status, 200);
    assert_eq!(app.user_count(), 0, "opening it does nothing");
    assert!(!browser.get(&link).text().contains("user[password]"), "the browser that typed the form");
    assert_eq!(browser.submit(&link, &link, &[]).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(EVE));
    assert_eq!(app.user(EVE).unwrap().get(NAME).unwrap().as_deref(), Some("Eve Lee"));
    assert!(app.signs_in(EVE, PASSWORD));
    assert_eq!(app.client().get(&link).status, 410, "it works once");
}

// ZS4, V10
fn several_wait_and_the_first_to_confirm_has_the_address(database: Database) {
    let app = app(database);
    let (mut one, mut other) = (app.client(), app.client());
    drop(fill_in(&mut one, EVE, &[("user[name]", "One")]));
    drop(fill_in(&mut other, EVE, &[("user[name]", "Other")]));
    let links = app.links_to(EVE);
    assert_eq!(links.len(), 2);
    assert_eq!(other.submit(&links[1], &links[1], &[]).location(), Some("/"));
    assert_eq!(one.submit(&links[0], &links[0], &[]).location(), Some("/session/new"));
    assert!(one.get("/session/new").text().contains("already an account"));
    assert_eq!(one.get(&links[0]).status, 410);
    assert_eq!((app.user_count(), app.user(EVE).unwrap().get(NAME).unwrap()), (1, Some("Other".to_owned())));
}

// V10
fn other_browser_chooses_the_password(database: Database) {
    let app = app(database);
    let mut stranger = app.client();
    drop(fill_in(&mut stranger, EVE, &[]));
    let link = app.mailed_link(EVE);
    let mut owner = app.client();
    let page = owner.get(&link).text();
    assert!(page.contains("name=\"user[password]\"") && page.contains("value=\"Eve Lee\""), "{page}");
    let named = ("user[name]", "Eve Owner");
    assert_eq!(owner.submit(&link, &link, &[named]).status, 422, "without a password there is no account");
    assert_eq!(app.user_count(), 0);
    assert_eq!(owner.submit(&link, &link, &[OWN[0], OWN[1], named]).location(), Some("/"));
    assert!(app.signs_in(EVE, CHOSEN) && !app.signs_in(EVE, PASSWORD), "not the stranger's");
    assert_eq!(app.user(EVE).unwrap().get(NAME).unwrap().as_deref(), Some("Eve Owner"));
}

// V10, V12: consent is given in the browser of the owner, and no field of a stranger is in the account
#[test]
fn other_browser_is_asked_for_everything() {
    let app = TestApp::with(extension()).extension(TermsAccepted::default()).extension(Company).start();
    let stranger = [("user[terms_accepted]", "true"), ("user[company]", "Trojan")];
    assert_eq!(fill_in(&mut app.client(), EVE, &stranger).location(), Some("/signup/sent"));
    let link = app.mailed_link(EVE);
    let mut owner = app.client();
    let page = owner.get(&link).text();
    assert!(page.contains("name=\"user[terms_accepted]\"") && !page.contains("Trojan"), "{page}");
    let refused = owner.submit(&link, &link, &OWN);
    assert_eq!((refused.status, app.user_count()), (422, 0));
    let accepted = [&OWN[..], &[("user[terms_accepted]", "true"), ("user[email]", BOB)]].concat();
    assert_eq!(owner.submit(&link, &link, &accepted).location(), Some("/"));
    let user = app.user(EVE).expect("the address of the link, and no typed one");
    assert_eq!((user.get(COMPANY).unwrap(), app.user_count()), (None, 1));
}

// V12: a stranger's identity of a provider is no way into the account of the owner
fn proved_identity_counts_in_the_browser_that_brought_it_only(database: Database) {
    let app = TestApp::with(extension()).extension(Company).extension(Provider).database(database).start();
    let brought = |email: &str| {
        let mut browser = app.client();
        let prefilled = link(&app, &mut browser, "github");
        assert_eq!(browser.get(&prefilled).location(), Some("/signup"));
        assert_eq!(fill_in(&mut browser, email, &[]).location(), Some("/signup/sent"));
        (browser, app.mailed_link(email))
    };
    let (_, mailed) = brought(EVE);
    let mut owner = app.client();
    assert_eq!(owner.submit(&mailed, &mailed, &OWN).location(), Some("/"), "not the path of the stranger");
    assert_eq!((app.user_count(), subjects(&app).len()), (1, 0), "the stranger's identity opens nothing");
    let (mut browser, mailed) = brought(BOB);
    assert_eq!(browser.submit(&mailed, &mailed, &[]).location(), Some("/protected"));
    assert_eq!((app.user_count(), subjects(&app).len()), (2, 1));
}

/// Notes in each `check` whether the address is proved.
#[derive(Clone, Debug, Default)]
struct Checked(Arc<Mutex<Vec<(bool, bool)>>>);

#[async_trait]
impl Extension for Checked {
    fn id(&self) -> &'static str {
        "checked"
    }

    fn register(&self, _: &mut Registry) {}

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        changeset.attach(changeset.is_proved(EMAIL.name()));
    }

    async fn check(&self, _: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        let by_changeset = changeset.attached::<bool>().copied().unwrap_or_default();
        self.0.lock().unwrap().push((by_changeset, changeset.is_proved(EMAIL.name())));
        Ok(())
    }
}

#[test]
fn hooks_of_the_form_see_the_same_as_those_of_its_link() {
    let checked = Checked::default();
    let app = TestApp::with(extension()).extension(checked.clone()).start();
    let mut browser = app.client();
    // As typed: the core normalises the address.
    assert_eq!(fill_in(&mut browser, "  Eve@EXAMPLE.com ", &[]).location(), Some("/signup/sent"));
    let address = browser.get("/signup/sent").text();
    let to = app.mailbox().iter().find(|mail| mail.name == LINK_MAIL).unwrap().to.to_string();
    assert!(address.contains(&to));
    let link = app.mailed_link(&to);
    assert_eq!(browser.submit(&link, &link, &[]).location(), Some("/"));
    assert_eq!(*checked.0.lock().unwrap(), [(true, true), (true, true)]);
}

// E11
#[test]
fn refusal_of_a_user_name_does_not_depend_on_the_address() {
    let app = TestApp::with(extension())
        .extension(EmailConfirmation::default())
        .config(|mut config| {
            config.fields.push(EMAIL.def().unique().form());
            Config { user_id_field: UserIdField::Username, ..config }
        })
        .start();
    let register = |name: &str, email: &str| {
        let form = [
            ("user[username]", name),
            ("user[email]", email),
            ("user[password]", PASSWORD),
            ("user[password_confirmation]", PASSWORD),
        ];
        assert_eq!(app.client().submit("/registration/new", "/registration", &form).status, 303);
    };
    register("never_confirmed", EVE);
    register("confirmed", BOB);
    let link = app.mailed_link(BOB);
    drop(app.client().submit(&link, &link, &[]));
    for email in [EVE, BOB, "free@example.com"] {
        let answer = |name: &str| fill_in(&mut app.client(), email, &[("user[username]", name)]);
        assert_eq!(answer("never_confirmed").location(), Some("/signup/sent"), "{email}: it gives way behind the link");
        assert_eq!(answer("confirmed").status, 422, "{email}");
    }
}

#[test]
fn known_address_gets_the_same_answer_and_another_mail() {
    for confirms in [true, false] {
        let builder = TestApp::with(extension());
        let builder = if confirms { builder.extension(EmailConfirmation::default()) } else { builder };
        let app = builder.start();
        drop(app.registered(ANN));
        if confirms {
            let link = app.mailed_link(ANN);
            drop(app.client().submit(&link, &link, &[]));
        }
        let (mut one, mut other) = (app.client(), app.client());
        let (known, unknown) = (fill_in(&mut one, ANN, &[]), fill_in(&mut other, EVE, &[]));
        assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
        let page = |browser: &mut Client, email: &str| browser.get("/signup/sent").masked().replace(email, "someone");
        assert_eq!(page(&mut one, ANN), page(&mut other, EVE));
        assert_eq!((mails(&app, ANN, LINK_MAIL), mails(&app, ANN, EXISTS_MAIL)), (0, 1), "{confirms}");
        assert_eq!((mails(&app, EVE, LINK_MAIL), mails(&app, EVE, EXISTS_MAIL)), (1, 0));
    }
}

#[test]
fn account_counts_as_confirmed_and_keeps_its_terms() {
    let app = TestApp::with(extension()).extension(EmailConfirmation::default()).extension(TermsAccepted::default());
    let app = app.start();
    let mut browser = app.client();
    assert_eq!(fill_in(&mut browser, EVE, &[]).status, 422, "terms are part of the form");
    assert_eq!(fill_in(&mut browser, EVE, &[("user[terms_accepted]", "true")]).location(), Some("/signup/sent"));
    let link = app.mailed_link(EVE);
    assert_eq!(browser.submit(&link, &link, &[]).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(EVE));
    assert!(app.user(EVE).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
}

#[test]
fn no_more_forms_wait_than_mails_are_sent_and_each_ends_by_its_time() {
    let app = app(Database::sqlite());
    for _ in 0..5 {
        assert_eq!(fill_in(&mut app.client(), EVE, &[]).location(), Some("/signup/sent"));
    }
    let links = app.links_to(EVE);
    assert_eq!(links.len(), 3);
    assert_eq!(app.client().get(&links[0]).status, 200);
    app.clock.advance(Duration::from_secs(48 * 3600));
    assert_eq!(app.client().get(&links[0]).status, 410);
}

#[test]
fn form_that_is_too_long_is_refused() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    let long = "x".repeat(20_000);
    assert_eq!(fill_in(&mut browser, EVE, &[("user[other]", &long)]).status, 422);
    assert_eq!(mails(&app, EVE, LINK_MAIL), 0);
}
