//! The account in parts: a page with a row for each, and a page with a form for each.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use pow_core::{
    Config, Error, async_trait,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    controllers::registration,
    extension::{Action, Extension, Registry},
    extensions,
    identifier::UserIdField,
    pages::{
        RegistrationEdit,
        fields::{self, Input},
    },
    policy::PageFlow,
    schema::{Field, Value},
    users::{self, EMAIL, PASSWORD_HASH},
};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    each_part_is_changed_by_its_own_form,
    form_of_a_part_sets_no_field_of_another,
    new_password_says_how_many_devices_were_signed_out,
);

const NEW: &str = "new@example.com";
const NEW_PASSWORD: &str = "another-password-of-nobody";
const CURRENT: (&str, &str) = ("user[current_password]", PASSWORD);
const NICKNAME: Field<Option<String>> = Field::new("nickname");

/// Adds a field to the account.
#[derive(Debug)]
struct Nickname;

impl Extension for Nickname {
    fn id(&self) -> &'static str {
        "nickname"
    }

    fn register(&self, registry: &mut Registry) {
        let input = Input::new(NICKNAME.name(), "home");
        registry
            .field(NICKNAME.def().form())
            .slot::<RegistrationEdit>("fields", move |slot| fields::text_field(slot.view, slot.form, &input).map(Some));
    }
}

fn on(database: Database) -> TestApp {
    let config = |config| Config { extensions: extensions![Nickname], ..config };
    TestApp::builder().database(database).config(config).start()
}

/// Opens the page of a part and sends its form.
fn send(browser: &mut Client, part: &str, pairs: &[(&str, &str)]) -> Response {
    browser.submit(&format!("/registration/edit/{part}"), "/registration", pairs)
}

fn passwords(new: &str) -> [(&str, &str); 3] {
    [("user[password]", new), ("user[password_confirmation]", new), CURRENT]
}

fn flash(browser: &mut Client) -> String {
    let html = browser.get("/registration/edit").text();
    let (_, after) = html.split_once("class=\"flash flash-info\" role=\"status\">").expect("a message");
    after.split("</p>").next().unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

#[track_caller]
fn assert_saved(answer: &Response) {
    assert_eq!((answer.status, answer.location()), (303, Some("/registration/edit")), "{}", answer.text());
}

/// The page of the part comes again, with the error at its field.
#[track_caller]
fn assert_refused(answer: &Response, title: &str, field: &str, text: &str) {
    let html = answer.text();
    assert_eq!(answer.status, 422, "{html}");
    assert!(html.contains(&format!("<h1>{title}</h1>")), "{html}");
    assert!(html.contains(&format!("id=\"user_{field}-error\"")) && html.contains(text), "{html}");
    for link in html.split("href=\"#user_").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(html.contains(&format!("id=\"user_{link}\"")), "the summary names a field of another page: {link}");
    }
}

fn each_part_is_changed_by_its_own_form(database: Database) {
    let app = on(database);
    let mut ann = app.registered(ANN);
    assert_saved(&send(&mut ann, "details", &[("user[nickname]", "Annie"), CURRENT]));
    assert_eq!(flash(&mut ann), "Your changes are saved.");
    assert_eq!(app.user(ANN).unwrap().get(NICKNAME).unwrap().as_deref(), Some("Annie"));
    assert!(ann.get("/registration/edit/details").text().contains("value=\"Annie\""));
    assert_saved(&send(&mut ann, "password", &passwords(NEW_PASSWORD)));
    assert_eq!(flash(&mut ann), "Your new password is saved.");
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, PASSWORD));
    let current = ("user[current_password]", NEW_PASSWORD);
    assert_saved(&send(&mut ann, "email", &[("user[email]", ANN), current]));
    assert_eq!(flash(&mut ann), format!("Your email address is still {ANN}."));
    assert_saved(&send(&mut ann, "email", &[("user[email]", NEW), current]));
    assert_eq!(flash(&mut ann), format!("Your email address is now {NEW}."));
    assert_eq!(ann.current_user().as_deref(), Some(NEW));
}

fn form_of_a_part_sets_no_field_of_another(database: Database) {
    let app = on(database);
    let mut ann = app.registered(ANN);
    let others = [("user[email]", NEW), ("user[nickname]", "Eve"), ("user[password]", "x"), CURRENT];
    assert_saved(&send(&mut ann, "details", &[others[0], others[1], others[2], CURRENT]));
    let user = app.user(ANN).expect("the address is as before");
    assert_eq!(user.get(NICKNAME).unwrap().as_deref(), Some("Eve"), "the twin: it sets its own");
    let pairs = [&passwords(NEW_PASSWORD)[..], &[others[0], ("user[nickname]", "Mallory")]].concat();
    assert_saved(&send(&mut ann, "password", &pairs));
    assert_eq!(app.user(ANN).unwrap().get(NICKNAME).unwrap().as_deref(), Some("Eve"));
    let current = ("user[current_password]", NEW_PASSWORD);
    let pairs = [("user[email]", NEW), ("user[nickname]", "Mallory"), ("user[password]", "x"), current];
    assert_saved(&send(&mut ann, "email", &pairs));
    assert_eq!(app.user(NEW).unwrap().get(NICKNAME).unwrap().as_deref(), Some("Eve"));
    assert!(app.signs_in(NEW, NEW_PASSWORD));
    // The twin: a program that names no part sets all of them.
    let all = [("user[email]", ANN), ("user[nickname]", "Ann"), ("part", ""), current];
    assert_saved(&ann.account_form(&all));
    assert_eq!(app.user(ANN).unwrap().get(NICKNAME).unwrap().as_deref(), Some("Ann"));
}

fn new_password_says_how_many_devices_were_signed_out(database: Database) {
    let app = on(database);
    let mut ann = app.registered(ANN);
    let mut current = PASSWORD;
    for (count, new, said) in [
        (1, "second-password-of-nobody", "Your new password is saved. One other device was signed out."),
        (2, "third-password-of-nobody", "Your new password is saved. 2 other devices were signed out."),
        (0, "fourth-password-of-nobody", "Your new password is saved."),
    ] {
        let mut others: Vec<_> = (0..count).map(|_| app.client()).collect();
        for other in &mut others {
            assert_eq!(other.sign_in(ANN, current).status, 303);
        }
        let typed =
            [("user[password]", new), ("user[password_confirmation]", new), ("user[current_password]", current)];
        assert_saved(&send(&mut ann, "password", &typed));
        assert_eq!(flash(&mut ann), said);
        assert!(others.iter_mut().all(|other| other.current_user().is_none()));
        current = new;
    }
}

#[test]
fn password_that_ends_no_session_claims_none() {
    let app = TestApp::builder().policy(|policy| policy.end_other_sessions_on_password_change = false).start();
    let mut ann = app.registered(ANN);
    let mut other = app.client();
    other.sign_in(ANN, PASSWORD);
    assert_saved(&send(&mut ann, "password", &passwords(NEW_PASSWORD)));
    assert_eq!(flash(&mut ann), "Your new password is saved.");
    assert_eq!(other.current_user().as_deref(), Some(ANN));
}

#[test]
fn part_that_is_not_valid_shows_its_own_page_again() {
    let app = on(Database::sqlite());
    let mut ann = app.registered(ANN);
    drop(app.registered("bob@example.com"));
    let wrong = ("user[current_password]", "wrong");
    let (email, password) = ("Change your email address", "Change your password");
    let typed = send(&mut ann, "email", &[("user[email]", "no address"), CURRENT]);
    assert_refused(&typed, email, "email", "Enter an email address");
    assert!(typed.text().contains("value=\"no address\""), "what was typed is kept");
    assert_refused(&send(&mut ann, "email", &[("user[email]", ""), CURRENT]), email, "email", "Enter your email");
    let taken = send(&mut ann, "email", &[("user[email]", "bob@example.com"), CURRENT]);
    assert_refused(&taken, email, "email", "already an account");
    assert_refused(&send(&mut ann, "email", &[("user[email]", NEW), wrong]), email, "current_password", "current");
    assert_refused(&send(&mut ann, "email", &[("user[email]", NEW)]), email, "current_password", "current password");
    let pairs = passwords("short");
    assert_refused(&send(&mut ann, "password", &pairs), password, "password", "at least 8");
    let pairs = [passwords(NEW_PASSWORD)[0], ("user[password_confirmation]", "else"), CURRENT];
    assert_refused(&send(&mut ann, "password", &pairs), password, "password_confirmation", "match");
    let pairs = [passwords(NEW_PASSWORD)[0], passwords(NEW_PASSWORD)[1], wrong];
    assert_refused(&send(&mut ann, "password", &pairs), password, "current_password", "not your current");
    for blank in [&[][..], &[("user[password]", ""), ("user[password_confirmation]", "")]] {
        assert_refused(&send(&mut ann, "password", blank), password, "password", "Enter a password");
        assert_refused(&send(&mut ann, "password", blank), password, "current_password", "Enter your current");
    }
    let details = send(&mut ann, "details", &[("user[nickname]", "x"), wrong]);
    assert_refused(&details, "Your details", "current_password", "not your current");
    let user = app.user(ANN).expect("nothing is changed");
    assert_eq!(user.get(NICKNAME).unwrap(), None);
    assert!(app.signs_in(ANN, PASSWORD));
}

#[test]
fn language_switch_below_a_refused_part_leads_back_to_the_part() {
    let app = TestApp::builder().config(|config| Config { language_switch: true, ..config }).start();
    let mut ann = app.registered(ANN);
    let refused = send(&mut ann, "password", &[]).text();
    let switched = ann.submit_form(&refused, "/language", &[("language", "de")]);
    assert_eq!(switched.location(), Some("/registration/edit/password"));
    assert!(ann.get("/registration/edit/password").text().contains("Passwort ändern"));
}

#[test]
fn unknown_part_is_not_found_and_changes_nothing() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    // `username` and `details` are parts, but not of this set-up.
    for part in ["username", "details", "admin", "%2e%2e", "Email"] {
        assert_eq!(ann.get(&format!("/registration/edit/{part}")).status, 404, "{part}");
        let answer = ann.account_form(&[("part", part), ("user[email]", NEW), CURRENT]);
        assert_eq!(answer.status, 404, "{part}");
    }
    assert!(app.user(ANN).is_some() && app.user(NEW).is_none());
}

#[test]
fn pages_of_the_parts_are_for_users_only_and_forms_need_their_token() {
    let app = on(Database::sqlite());
    let mut ann = app.registered(ANN);
    for page in ["edit", "edit/email", "edit/password", "edit/details", "delete"] {
        let page = format!("/registration/{page}");
        let expected = format!("/session/new?request_path={}", page.replace('/', "%2F"));
        assert_eq!(app.client().get(&page).location(), Some(&*expected));
        assert_eq!(ann.get(&page).status, 200, "{page}");
    }
    let html = ann.get("/registration/edit/password").text();
    let pairs = [&[("part", "password"), ("_method", "PATCH")], &passwords(NEW_PASSWORD)[..]].concat();
    assert_eq!(ann.post("/registration", &pairs).status, 403);
    // A page from before another sign-in, and the page of another user.
    let mut bob = app.registered("bob@example.com");
    assert_eq!(bob.submit_form(&html, "/registration", &passwords(NEW_PASSWORD)).status, 403);
    ann.sign_out();
    ann.sign_in(ANN, PASSWORD);
    assert_eq!(ann.submit_form(&html, "/registration", &passwords(NEW_PASSWORD)).status, 403);
    assert!(app.signs_in(ANN, PASSWORD) && app.signs_in("bob@example.com", PASSWORD));
}

/// Ends the sessions of the user just before the account is changed, as an administrator could.
#[derive(Debug)]
struct Meanwhile;

#[async_trait]
impl Extension for Meanwhile {
    fn id(&self) -> &'static str {
        "meanwhile"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        if action == registration::UPDATE {
            let mut changeset = Changeset::new(Operation("meanwhile"), conn.user().cloned(), Arc::default());
            changeset.raise_epoch();
            assert!(users::write(conn.cx(), changeset).await?.is_ok());
        }
        Ok(ControlFlow::Continue(()))
    }
}

#[test]
fn account_that_changed_meanwhile_is_said_at_a_field_of_the_part() {
    let config = |config| Config { extensions: extensions![Meanwhile, Nickname], ..config };
    let app = TestApp::builder().config(config).start();
    for (index, (part, field, title)) in [
        ("password", "password", "Change your password"),
        ("email", "email", "Change your email address"),
        ("details", "current_password", "Your details"),
    ]
    .into_iter()
    .enumerate()
    {
        let user = format!("ann-{index}@example.com");
        let answer = send(&mut app.registered(&user), part, &passwords(NEW_PASSWORD));
        assert_refused(&answer, title, field, "changed elsewhere");
        assert!(app.signs_in(&user, PASSWORD));
    }
}

#[test]
fn user_without_a_password_sets_one() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    app.write(ANN, PASSWORD_HASH.name(), Value::Null);
    app.clock.advance(Duration::from_secs(10 * 60));
    let account = ann.get("/registration/edit").text();
    assert!(account.contains("You have no password yet.") && account.contains(">Set a password</a>"), "{account}");
    let page = ann.get("/registration/edit/password").text();
    assert!(page.contains("<h1>Set a password</h1>") && !page.contains("current_password"), "{page}");
    assert_saved(&send(&mut ann, "password", &passwords(NEW_PASSWORD)[..2]));
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}

#[test]
fn user_name_and_address_are_two_parts() {
    #[derive(Debug)]
    struct Mails;
    impl Extension for Mails {
        fn id(&self) -> &'static str {
            "mails"
        }

        fn register(&self, registry: &mut Registry) {
            registry.field(EMAIL.def()).requires(EMAIL);
        }
    }
    let app = TestApp::builder()
        .config(|config| Config { user_id_field: UserIdField::Username, extensions: extensions![Mails], ..config })
        .start();
    let mut ann = app.client();
    let names = [("user[username]", "ann"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(ann.submit("/registration/new", "/registration", &names).status, 303);
    assert_saved(&send(&mut ann, "username", &[("user[username]", "anna"), ("user[email]", NEW), CURRENT]));
    assert_eq!(flash(&mut ann), "Your user name is now anna.");
    assert_eq!(app.user("anna").unwrap().value("email"), Some(&Value::Null));
    let page = ann.get("/registration/edit/email").text();
    assert!(page.contains("value=\"anna\" autocomplete=\"username\" readonly hidden"), "{page}");
    assert_saved(&send(&mut ann, "email", &[("user[email]", NEW), CURRENT]));
    assert_eq!(flash(&mut ann), format!("Your email address is now {NEW}."));
    let refused = send(&mut ann, "username", &[("user[username]", "admin"), CURRENT]);
    assert_refused(&refused, "Change your user name", "username", "reserved");
}

#[test]
fn deletion_has_a_page_that_says_what_it_means() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    let account = ann.get("/registration/edit").text();
    assert!(account.contains("<a class=\"button button-danger\" href=\"/registration/delete\">"), "{account}");
    let page = ann.get("/registration/delete").text();
    assert!(page.contains(ANN) && page.contains("all your devices") && page.contains("can’t be undone"), "{page}");
    assert!(page.contains("href=\"/registration/edit\">Keep my account</a>"), "{page}");
    assert!(page.contains("<button class=\"button button-danger\" type=\"submit\">Delete my account</button>"));
    assert_eq!(app.user_count(), 1, "to open it deletes nothing");
    assert_eq!(ann.submit("/registration/delete", "/registration", &[]).location(), Some("/session/new"));
    assert_eq!(app.user_count(), 0);
}

#[test]
fn part_whose_page_was_taken_away_is_shown_and_not_changed() {
    let app = TestApp::builder().config(|config| config.without(registration::EDIT_EMAIL)).start();
    let mut ann = app.registered(ANN);
    let account = ann.get("/registration/edit").text();
    assert!(account.contains(&format!("<p><bdi>{ANN}</bdi></p>")) && !account.contains("edit/email"), "{account}");
    assert!(account.contains("href=\"/registration/edit/password\""));
    assert_eq!(ann.get("/registration/edit/email").status, 404);
    assert_eq!(ann.account_form(&[("part", "email"), ("user[email]", NEW), CURRENT]).status, 404);
    assert!(app.user(ANN).is_some());
}

#[test]
fn account_without_a_deletion_offers_none() {
    let app = TestApp::builder().config(|config| config.without(registration::DELETE)).start();
    let mut ann = app.registered(ANN);
    assert!(!ann.get("/registration/edit").text().contains("Delete"));
    assert_eq!(ann.get("/registration/delete").status, 404);
}

// As in Pow.
#[test]
fn plain_account_is_one_form() {
    let app = TestApp::builder().policy(|policy| policy.page_flow = PageFlow::Plain).start();
    let mut ann = app.registered(ANN);
    let page = ann.get("/registration/edit").text();
    for field in ["email", "password", "password_confirmation", "current_password"] {
        assert!(page.contains(&format!("name=\"user[{field}]\"")), "{field}: {page}");
    }
    assert_eq!(ann.get("/registration/edit/email").status, 404);
    let pairs = [("part", "password"), ("user[email]", NEW), CURRENT];
    assert_saved(&ann.submit("/registration/edit", "/registration", &pairs));
    assert!(app.user(NEW).is_some(), "there are no parts");
    assert_eq!(flash(&mut ann), "Your changes are saved.");
    // Two clicks: the first one only opens what the second one is in.
    let page = ann.get("/registration/edit").text();
    let (_, danger) = page.split_once("<section class=\"danger\"").unwrap();
    assert!(
        danger.contains("<details>\n<summary class=\"button button-danger\">Delete my account</summary>"),
        "{danger}"
    );
    app.clock.advance(Duration::from_secs(15 * 60 + 1));
    let refused = ann.submit("/registration/edit", "/registration", &[("_method", "DELETE")]).text();
    assert!(refused.contains("<details open>"), "{refused}");
}
