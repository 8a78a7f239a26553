//! Registering, changing and deleting an account, through HTTP.
use std::{sync::Arc, time::Duration};

use pow_core::{
    Config, UserId,
    extension::{Extension, Registry, Slot},
    extensions,
    id::IdKind,
    identifier::UserIdField,
    pages::{
        RegistrationEdit,
        fields::{self, Input},
    },
    policy::PasswordRule,
    schema::{Field, FieldType, Value},
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    registration_creates_the_account_and_signs_in,
    taken_address_is_refused_in_any_letter_case,
    integer_ids_are_counted_and_never_reused,
    application_fields_are_set_at_registration_and_update,
    application_fields_of_a_wrong_shape_are_refused,
    form_names_no_other_row_where_ids_are_numbers,
    user_name_can_take_the_place_of_the_address,
    update_changes_the_address_with_the_current_password,
    update_without_the_right_current_password_changes_nothing,
    update_to_a_taken_address_is_refused,
    new_password_takes_the_place_of_the_old_one,
    deletion_removes_the_account_and_its_sessions,
    user_without_password_sets_one_without_a_current_password,
    new_password_must_be_another_one,
    rules_of_the_application_hold_at_registration_and_change,
    unticked_box_clears_the_field,
);

const NEW_PASSWORD: &str = "another-password-of-nobody";

fn on(database: Database) -> TestApp {
    TestApp::builder().database(database).start()
}

fn register(browser: &mut Client, pairs: &[(&str, &str)]) -> Response {
    browser.submit("/registration/new", "/registration", pairs)
}

fn update(browser: &mut Client, pairs: &[(&str, &str)]) -> Response {
    browser.account_form(pairs)
}

fn delete(browser: &mut Client, pairs: &[(&str, &str)]) -> Response {
    let pairs: Vec<_> = [("_method", "DELETE")].iter().chain(pairs).copied().collect();
    browser.account_form(&pairs)
}

fn hash(app: &TestApp, user_id: &str) -> Option<String> {
    app.user(user_id).unwrap().get(PASSWORD_HASH).unwrap()
}

/// The page says it at the field, and in the summary above.
#[track_caller]
fn assert_refused(response: &Response, field: &str, text: &str) {
    let html = response.text().replace("&#39;", "'");
    assert_eq!(response.status, 422, "{html}");
    assert!(html.contains(&format!("id=\"user_{field}-error\"")), "no error at {field}:\n{html}");
    assert!(html.contains(text), "{text:?} is not said:\n{html}");
    assert!(html.contains("role=\"alert\"") && html.contains("aria-invalid=\"true\""), "{html}");
}

// P1, P6, P14
fn registration_creates_the_account_and_signs_in(database: Database) {
    let app = on(database);
    let mut browser = app.client();
    // P8: one spelling for each mailbox.
    let response = browser.register("  Ann@EXAMPLE.com ", PASSWORD);
    assert_eq!((response.status, response.location()), (303, Some("/")));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let user = app.user(ANN).expect("stored under the normalised address");
    assert!(matches!(user.id(), Ok(UserId::Uuid(id)) if id.get_version_num() == 7));
    let hash = hash(&app, ANN).expect("a hash");
    assert!(hash.starts_with("$argon2id$") && !hash.contains(PASSWORD));
    let shown = format!("{user:?}");
    assert!(shown.contains(ANN) && !shown.contains("argon2"), "{shown}");
    assert_eq!(user.get(AUTH_EPOCH).unwrap(), 0);
}

// P8, Email addresses that differ in letter case are one.
fn taken_address_is_refused_in_any_letter_case(database: Database) {
    let app = on(database);
    drop(app.registered(ANN));
    for again in [ANN, "ANN@example.COM", " Ann@Example.com"] {
        let mut browser = app.client();
        let response = browser.register(again, PASSWORD);
        assert_refused(&response, "email", "already an account with this address");
        assert_eq!(browser.current_user(), None, "{again}");
    }
    assert_eq!(app.user_count(), 1);
    assert_eq!(app.client().register("anne@example.com", PASSWORD).status, 303);
}

fn integer_ids_are_counted_and_never_reused(database: Database) {
    let app = TestApp::builder().database(database);
    let app = app.config(|config| Config { id_kind: IdKind::Int, ..config }).start();
    let id = |user_id: &str| match app.user(user_id).unwrap().id().unwrap() {
        UserId::Int(id) => id,
        other => panic!("{other:?} is no integer"),
    };
    let mut ann = app.registered(ANN);
    drop(app.registered("bob@example.com"));
    assert_eq!((id(ANN), id("bob@example.com")), (1, 2));
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    let mut bob = app.client();
    bob.sign_in("bob@example.com", PASSWORD);
    assert_eq!(delete(&mut bob, &[]).status, 303);
    drop(app.registered("cleo@example.com"));
    assert_eq!(id("cleo@example.com"), 3);
}

const COMPANY: Field<String> = Field::new("company");
const NICKNAME: Field<Option<String>> = Field::new("nickname");
const AGE: Field<Option<i64>> = Field::new("age");
const NEWS: Field<Option<bool>> = Field::new("wants_news");
const ROLE: Field<Option<String>> = Field::new("role");

fn with_fields(database: Database) -> TestApp {
    let fields = || {
        let code = Field::<Option<String>>::new("code");
        vec![
            COMPANY.def().form(),
            NICKNAME.def().form(),
            AGE.def().form(),
            NEWS.def().form(),
            code.def().form().unique(),
            ROLE.def(),
        ]
    };
    TestApp::builder().database(database).config(move |config| Config { fields: fields(), ..config }).start()
}

fn field<T: FieldType>(app: &TestApp, field: Field<T>) -> T {
    app.user(ANN).unwrap().get(field).unwrap()
}

// P6, A1, A2, A3
fn application_fields_are_set_at_registration_and_update(database: Database) {
    let app = with_fields(database);
    let mut browser = app.client();
    let account = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let response = register(&mut browser, &account);
    assert_eq!(response.status, 422, "a required field is missing");
    assert_eq!(app.user_count(), 0);
    let more = [
        ("user[company]", " Acme \u{1f600} & Sons "),
        ("user[nickname]", ""),
        ("user[wants_news]", "on"),
        ("user[role]", "admin"),
        ("user[id]", "1"),
        ("user[auth_epoch]", "7"),
        ("user[password_hash]", "$argon2id$evil"),
    ];
    let all: Vec<_> = account.into_iter().chain(more).collect();
    assert_eq!(register(&mut browser, &all).status, 303);
    assert_eq!(field(&app, COMPANY), "Acme \u{1f600} & Sons");
    assert_eq!((field(&app, NICKNAME), field(&app, AGE), field(&app, NEWS)), (None, None, Some(true)));
    assert_eq!((field(&app, ROLE), field(&app, AUTH_EPOCH)), (None, 0), "no form may set these");
    let id = app.user(ANN).unwrap().id().unwrap();
    let changes = [
        ("user[current_password]", PASSWORD),
        ("user[nickname]", "annie"),
        ("user[age]", "42"),
        ("user[wants_news]", "0"),
        ("user[role]", "admin"),
        ("user[id]", "1"),
        ("user[auth_epoch]", "7"),
        ("user[password_hash]", "$argon2id$evil"),
    ];
    assert_eq!(update(&mut browser, &changes).status, 303);
    assert_eq!(field(&app, NICKNAME).as_deref(), Some("annie"));
    assert_eq!((field(&app, AGE), field(&app, NEWS)), (Some(42), Some(false)));
    assert_eq!(field(&app, COMPANY), "Acme \u{1f600} & Sons", "what was not sent stays");
    assert_eq!((field(&app, ROLE), field(&app, AUTH_EPOCH)), (None, 0));
    assert_eq!(app.user(ANN).unwrap().id().unwrap(), id);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "the hash is untouched");
    let cleared = [("user[current_password]", PASSWORD), ("user[nickname]", " ")];
    assert_eq!(update(&mut browser, &cleared).status, 303);
    assert_eq!(field(&app, NICKNAME), None);
    let cleared = [("user[current_password]", PASSWORD), ("user[company]", " ")];
    assert_eq!(update(&mut browser, &cleared).status, 422, "a required field stays required");
}

// A3: numbers are easily guessed
fn form_names_no_other_row_where_ids_are_numbers(database: Database) {
    let app = TestApp::builder().database(database).config(|config| Config { id_kind: IdKind::Int, ..config }).start();
    let (mut ann, mut bob) = (app.registered(ANN), app.registered("bob@example.com"));
    let (first, second) = (app.user(ANN).unwrap().id().unwrap(), app.user("bob@example.com").unwrap().id().unwrap());
    for name in ["user[id]", "id", "user[user_id]"] {
        let id = first.to_string();
        let changes = [("user[current_password]", PASSWORD), ("user[email]", "eve@example.com"), (name, &id)];
        assert_eq!(update(&mut bob, &changes).status, 303);
        assert_eq!(app.user("eve@example.com").unwrap().id().unwrap(), second);
        assert_eq!(app.user(ANN).unwrap().id().unwrap(), first);
        let back = [("user[current_password]", PASSWORD), ("user[email]", "bob@example.com")];
        assert_eq!(update(&mut bob, &back).status, 303);
    }
    let token = bob.token("/registration/edit");
    let id = first.to_string();
    let deletion = [("_csrf_token", token.as_str()), ("_method", "DELETE"), ("user[id]", &id), ("id", &id)];
    assert_eq!(bob.post("/registration", &deletion).status, 303);
    assert!(app.user(ANN).is_some() && app.user("bob@example.com").is_none());
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

// T1, N11: every kind of field, whatever the database would say.
fn application_fields_of_a_wrong_shape_are_refused(database: Database) {
    let app = with_fields(database);
    let (long, longer) = ("x".repeat(256), "x".repeat(10_001));
    let wrong: &[(&str, &str)] = &[
        ("user[company][]", "x"),
        ("user[company]", "a\0b"),
        ("user[company]", "a\u{7}b"),
        ("user[company]", &longer),
        ("user[code]", &long),
        ("user[age]", "9223372036854775808"),
        ("user[age]", "4.2"),
        ("user[age]", "' OR 1=1 --"),
        ("user[wants_news]", "perhaps"),
    ];
    for pair in wrong {
        let mut browser = app.client();
        let mut all =
            vec![("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        if pair.0 != "user[company]" && pair.0 != "user[company][]" {
            all.push(("user[company]", "Acme"));
        }
        all.push(*pair);
        assert_eq!(register(&mut browser, &all).status, 422, "{pair:?}");
        assert_eq!(app.user_count(), 0, "{pair:?}");
    }
    let right = [("user[company]", "' OR 1=1 --"), ("user[age]", "-9223372036854775808"), ("user[code]", &long[..255])];
    let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let all: Vec<_> = [("user[email]", ANN)].into_iter().chain(passwords).chain(right).collect();
    assert_eq!(register(&mut app.client(), &all).status, 303);
    assert_eq!((field(&app, COMPANY).as_str(), field(&app, AGE)), ("' OR 1=1 --", Some(i64::MIN)));
    let all: Vec<_> = [("user[email]", "bob@example.com")].into_iter().chain(passwords).chain(right).collect();
    assert_eq!(register(&mut app.client(), &all).status, 422, "the code is taken");
}

// P7, N16
fn user_name_can_take_the_place_of_the_address(database: Database) {
    let app = TestApp::builder().database(database);
    let app = app.config(|config| Config { user_id_field: UserIdField::Username, ..config }).start();
    let mut browser = app.client();
    let named =
        |name| [("user[username]", name), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    for wrong in ["", "ann@example.com", "ann lee", "\u{430}dmin"] {
        let response = register(&mut browser, &named(wrong));
        assert_eq!(response.status, 422, "{wrong:?}");
    }
    let response = register(&mut browser, &named(" Ann "));
    assert_eq!(response.status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann"));
    let response = register(&mut app.client(), &named("ANN"));
    assert_refused(&response, "username", "user name is taken");
    let sign_in = |name, password| {
        let typed = [("user[username]", name), ("user[password]", password)];
        app.client().submit("/session/new", "/session", &typed).status
    };
    assert_eq!((sign_in("ANN", PASSWORD), sign_in("ann", NEW_PASSWORD), sign_in("bob", PASSWORD)), (303, 422, 422));
}

// P1, P8, P22, S3, S8
fn update_changes_the_address_with_the_current_password(database: Database) {
    let app = on(database);
    let mut browser = app.registered(ANN);
    let mut elsewhere = app.client();
    elsewhere.sign_in(ANN, PASSWORD);
    let mut old = browser.clone();
    let changes = [("user[email]", " New@Example.com "), ("user[current_password]", PASSWORD)];
    let response = update(&mut browser, &changes);
    assert_eq!((response.status, response.location()), (303, Some("/registration/edit")));
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));
    assert_ne!(browser.cookies["auth"], old.cookies["auth"]);
    assert_eq!(old.current_user(), None, "the cookie from before is dead");
    assert_eq!(elsewhere.current_user(), None, "so is every other session");
    assert!(app.user(ANN).is_none());
    assert_eq!(app.client().sign_in("new@example.com", PASSWORD).status, 303);
}

// P9, W9
fn update_without_the_right_current_password_changes_nothing(database: Database) {
    let app = on(database);
    let mut browser = app.registered(ANN);
    let (cookie, before) = (browser.cookies["auth"].clone(), hash(&app, ANN));
    let long = "x".repeat(5_000);
    let attempts: [(&[(&str, &str)], &str); 6] = [
        (&[], "Enter your current password"),
        (&[("user[current_password]", "")], "Enter your current password"),
        (&[("user[current_password]", "wrong-password")], "your current password"),
        (&[("user[current_password][]", PASSWORD)], "This isn’t valid"),
        (&[("user[current_password]", PASSWORD), ("user[current_password]", PASSWORD)], "This isn’t valid"),
        (&[("user[current_password]", &long)], "your current password"),
    ];
    for (attempt, text) in attempts {
        let mut changes = vec![
            ("user[email]", "new@example.com"),
            ("user[password]", NEW_PASSWORD),
            ("user[password_confirmation]", NEW_PASSWORD),
        ];
        changes.extend(attempt);
        assert_refused(&update(&mut browser, &changes), "current_password", text);
    }
    assert_eq!(hash(&app, ANN), before);
    assert!(app.user("new@example.com").is_none());
    assert_eq!(browser.cookies["auth"], cookie, "the session goes on as it was");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// P8
fn update_to_a_taken_address_is_refused(database: Database) {
    let app = on(database);
    drop(app.registered("bob@example.com"));
    let mut browser = app.registered(ANN);
    let changes = [("user[email]", "BOB@example.com"), ("user[current_password]", PASSWORD)];
    assert_refused(&update(&mut browser, &changes), "email", "already an account with this address");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let own = [("user[email]", "ANN@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(update(&mut browser, &own).status, 303, "one's own address is not taken");
}

// P22, ASVS 6.2.2
fn new_password_takes_the_place_of_the_old_one(database: Database) {
    let app = on(database);
    let mut browser = app.registered(ANN);
    let mut elsewhere = app.client();
    elsewhere.sign_in(ANN, PASSWORD);
    let mut old = browser.clone();
    let changes = [
        ("user[email]", ANN),
        ("user[password]", NEW_PASSWORD),
        ("user[password_confirmation]", NEW_PASSWORD),
        ("user[current_password]", PASSWORD),
    ];
    let response = update(&mut browser, &changes);
    assert_eq!((response.status, response.location()), (303, Some("/registration/edit")));
    assert!(browser.get("/registration/edit").text().contains("class=\"flash flash-info\""));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!((old.current_user(), elsewhere.current_user()), (None, None));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422);
    assert_eq!(app.client().sign_in(ANN, NEW_PASSWORD).status, 303);
}

// P1, S9
fn deletion_removes_the_account_and_its_sessions(database: Database) {
    let app = on(database);
    drop(app.registered("bob@example.com"));
    let mut browser = app.registered(ANN);
    let mut elsewhere = app.client();
    elsewhere.sign_in(ANN, PASSWORD);
    let mut old = browser.clone();
    let response = delete(&mut browser, &[]);
    assert_eq!((response.status, response.location()), (303, Some("/session/new")));
    assert!(browser.get("/session/new").text().contains("class=\"flash flash-info\""));
    assert_eq!((browser.current_user(), old.current_user(), elsewhere.current_user()), (None, None, None));
    assert!(app.user(ANN).is_none() && app.user("bob@example.com").is_some());
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422);
    let mut again = app.registered(ANN);
    assert_eq!((again.current_user().as_deref(), old.current_user()), (Some(ANN), None));
}

// P9
fn user_without_password_sets_one_without_a_current_password(database: Database) {
    let app = on(database);
    let mut browser = app.registered(ANN);
    app.write(ANN, PASSWORD_HASH.name(), Value::Null);
    app.clock.advance(Duration::from_secs(14 * 60));
    assert_refused(&update(&mut browser, &[("user[email]", ANN)]), "password", "Enter a password");
    let new = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    assert_eq!(update(&mut browser, &new).status, 303);
    assert_eq!(app.client().sign_in(ANN, NEW_PASSWORD).status, 303);
    let told = app.mailbox().pop().map(|mail| mail.name.into_owned());
    assert_eq!(told.as_deref(), Some("password_changed"), "the owner learns of a first password");
}

// W6
fn new_password_must_be_another_one(database: Database) {
    let app = on(database);
    let mut browser = app.registered(ANN);
    let before = hash(&app, ANN);
    let same =
        [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD), ("user[current_password]", PASSWORD)];
    assert_refused(&update(&mut browser, &same), "password", "already your password");
    assert_eq!(hash(&app, ANN), before);
    let wrong = [same[0], same[1], ("user[current_password]", "wrong-password")];
    let response = update(&mut browser, &wrong);
    assert_refused(&response, "current_password", "your current password");
    assert!(!response.text().contains("already your password"), "nobody learns it without the password");
}

// W6: Pow doesn't ask.
#[test]
fn old_password_may_be_the_new_one_where_the_policy_says_so() {
    let app = TestApp::builder().policy(|policy| policy.password.must_change = false).start();
    let mut browser = app.registered(ANN);
    let same =
        ["password", "password_confirmation", "current_password"].map(|name| (format!("user[{name}]"), PASSWORD));
    let same: Vec<_> = same.iter().map(|(name, password)| (name.as_str(), *password)).collect();
    assert_eq!(update(&mut browser, &same).status, 303);
}

/// A box on the account's page.
#[derive(Debug)]
struct NewsBox;

impl Extension for NewsBox {
    fn id(&self) -> &'static str {
        "news_box"
    }

    fn register(&self, registry: &mut Registry) {
        let input = Input::new(NEWS.name(), "home");
        let shown = move |slot: Slot<'_>| fields::checkbox(slot.view, slot.form, &input).map(Some);
        registry.field(NEWS.def().form()).slot::<RegistrationEdit>("fields", shown);
    }
}

fn unticked_box_clears_the_field(database: Database) {
    let app = TestApp::builder().database(database);
    let app = app.config(|config| Config { extensions: extensions![NewsBox], ..config }).start();
    let mut browser = app.registered(ANN);
    let page = browser.get("/registration/edit/details").text();
    let mark = "<input type=\"hidden\" name=\"user[wants_news_offered]\" value=\"1\">";
    assert!(page.contains(mark) && page.contains("name=\"user[wants_news]\""), "{page}");
    assert_eq!(field(&app, NEWS), None);
    let (ticked, shown) = (("user[wants_news]", "true"), ("user[wants_news_offered]", "1"));
    let password = ("user[current_password]", PASSWORD);
    assert_eq!(update(&mut browser, &[ticked, shown, password]).status, 303);
    assert_eq!(field(&app, NEWS), Some(true));
    assert!(browser.get("/registration/edit/details").text().contains("value=\"true\" checked"));
    assert_eq!(update(&mut browser, &[password]).status, 303);
    assert_eq!(field(&app, NEWS), Some(true), "a form without the box leaves it");
    assert_eq!(update(&mut browser, &[shown, password]).status, 303);
    assert_eq!(field(&app, NEWS), Some(false));
    assert_eq!(update(&mut browser, &[("user[wants_news_offered][]", "1"), password]).status, 303);
    assert_eq!(field(&app, NEWS), Some(false));
}

// P6, P8, P9: each required field, alone.
#[test]
fn missing_and_blank_fields_are_refused() {
    let app = TestApp::start();
    let three = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    for (field, at, text) in [("email", 0, "Enter your email address"), ("password", 1, "Enter a password")] {
        let others: Vec<_> =
            three.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, pair)| *pair).collect();
        let name = format!("user[{field}]");
        for blank in [None, Some("")] {
            let all: Vec<_> = others.iter().copied().chain(blank.map(|blank| (name.as_str(), blank))).collect();
            assert_refused(&register(&mut app.client(), &all), field, text);
        }
    }
    assert_refused(
        &register(&mut app.client(), &[("user[email]", "   "), three[1], three[2]]),
        "email",
        "Enter your email address",
    );
    assert_eq!(app.user_count(), 0);
    assert_eq!(register(&mut app.client(), &three).status, 303);
}

// P8, N1 to N5, N10, N13
#[test]
fn what_is_no_address_is_refused() {
    let app = TestApp::start();
    let long = format!("{}@example.com", "a".repeat(65));
    let longer = format!("ann@{}.com", "a.".repeat(130));
    let endless = format!("{}@example.com", "a".repeat(50_000));
    let wrong = [
        "ann",
        "@example.com",
        "ann@",
        "ann@@example.com",
        "ann@127.0.0.1",
        "ann@[127.0.0.1]",
        "ann @example.com",
        "ann..lee@example.com",
        ".ann@example.com",
        "ann@-example.com",
        "ann@example.com.",
        "\"a\r\nBcc: v@x\"@e.com",
        "ann\r\n@example.com",
        "x,victim@example.com",
        "\"a@evil,\"@example.com",
        "a@evil.org;b@example.com",
        "<a@evil.org>",
        "a@evil b@example.com",
        "=?utf-8?q?a=40evil?=@example.com",
        "a(@evil)@example.com",
        "a\u{ff20}evil.org",
        "ann@ex\u{202e}ample.com",
        "\u{e4}nn@example.com",
        "ad\u{200b}min@example.com",
        &long,
        &longer,
        &endless,
    ];
    for address in wrong {
        let response = app.client().register(address, PASSWORD);
        assert_eq!(response.status, 422, "{address:?}");
    }
    assert_eq!(app.user_count(), 0);
    for right in ["ann+tag@example.com", "ann.lee@b\u{fc}cher.example", "o'neill@example.com"] {
        assert_eq!(app.client().register(right, PASSWORD).status, 303, "{right:?}");
    }
    // N5: the same mailbox in the two ways to write it.
    assert_eq!(app.client().register("ann.lee@xn--bcher-kva.example", PASSWORD).status, 422);
}

// P7, W6, ASVS 6.2.1, 6.2.4, 6.2.9, 6.2.11
#[test]
fn weak_passwords_are_refused_with_the_reason() {
    let app = TestApp::builder().config(|config| Config { site_name: Some("Gazette".to_owned()), ..config }).start();
    let long = "xy".repeat(2_049);
    let emoji = "\u{1f600}\u{1f603}".repeat(32);
    for (password, text) in [
        ("short-7", "at least 8 characters"),
        ("\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}", "at least 8 characters"),
        (long.as_str(), "bytes: plain letters"),
        ("password123", "Attackers try this password first"),
        ("gazette-gazette", "easy to guess"),
        ("ann@example.com", "easy to guess"),
    ] {
        let response = app.client().register(ANN, password);
        assert_refused(&response, "password", text);
        assert!(password == ANN || !response.text().contains(password), "{password} is shown");
    }
    assert_eq!(app.user_count(), 0);
    for (index, password) in ["8 chars!", &long[..4_096], emoji.as_str(), "aaaa bbbb cccc"].into_iter().enumerate() {
        let user = format!("user{index}@example.com");
        assert_eq!(app.client().register(&user, password).status, 303, "{password}");
        assert_eq!(app.client().sign_in(&user, password).status, 303, "{password}");
    }
}

// P9
#[test]
fn new_password_without_its_confirmation_is_refused() {
    let app = TestApp::start();
    let both = [("user[email]", ANN), ("user[password]", PASSWORD)];
    for (wrong, text) in [
        (None, "Repeat the password"),
        (Some(("user[password_confirmation]", "something else")), "don’t match"),
        (Some(("user[password_confirmation]", "")), "don’t match"),
        (Some(("user[password_confirmation][]", PASSWORD)), "don’t match"),
    ] {
        let pairs: Vec<_> = both.into_iter().chain(wrong).collect();
        assert_refused(&register(&mut app.client(), &pairs), "password_confirmation", text);
    }
    assert_eq!(app.user_count(), 0);
    let mut browser = app.registered(ANN);
    let new = [("user[password]", NEW_PASSWORD), ("user[current_password]", PASSWORD)];
    assert_refused(&update(&mut browser, &new), "password_confirmation", "Repeat the password");
    assert_eq!(app.client().sign_in(ANN, NEW_PASSWORD).status, 422);
    let alone = [("user[password_confirmation]", "x"), ("user[current_password]", PASSWORD)];
    assert_eq!(update(&mut browser, &alone).status, 303, "it is only looked at beside a new password");
}

#[test]
fn refused_form_keeps_what_was_typed_but_no_password() {
    let app = TestApp::start();
    let mut browser = app.client();
    let response = browser.register("Ann at example", "typed-in-vain");
    assert!(response.text().contains("value=\"Ann at example\""));
    assert!(!response.text().contains("typed-in-vain"));
    assert!(response.text().contains("<title>Error: "));
}

// P1
#[test]
fn patch_and_put_both_update() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    for (index, method) in ["PATCH", "PUT", "put"].into_iter().enumerate() {
        let address = format!("ann{index}@example.com");
        let pairs = [("_method", method), ("user[email]", &address), ("user[current_password]", PASSWORD)];
        assert_eq!(update(&mut browser, &pairs).status, 303, "{method}");
        assert_eq!(browser.current_user(), Some(address));
    }
    // Without the override, as a script would.
    let token = browser.token("/registration/edit");
    let pairs = [("_csrf_token", &*token), ("user[email]", ANN), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.request("PATCH", "/registration", Some(&pow_testing::client::encode(&pairs))).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// P22
#[test]
fn update_of_another_field_gives_a_new_session_and_leaves_the_others() {
    let fields = || vec![NICKNAME.def().form()];
    let app = TestApp::builder().config(move |config| Config { fields: fields(), ..config }).start();
    let mut browser = app.registered(ANN);
    let mut elsewhere = app.client();
    elsewhere.sign_in(ANN, PASSWORD);
    let mut old = browser.clone();
    let changes = [("user[nickname]", "annie"), ("user[current_password]", PASSWORD)];
    assert_eq!(update(&mut browser, &changes).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(old.current_user(), None);
    assert_eq!(elsewhere.current_user().as_deref(), Some(ANN));
}

// ASVS 7.5.3
#[test]
fn deletion_needs_a_recent_sign_in_or_the_password() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    assert!(!browser.get("/registration/delete").text().contains("user_current_password"));
    app.clock.advance(Duration::from_secs(15 * 60 + 1));
    assert!(browser.get("/registration/delete").text().contains("user_current_password"));
    for (wrong, text) in [
        (&[] as &[(&str, &str)], "Enter your current password"),
        (&[("user[current_password]", "wrong-password")], "your current password"),
        (&[("user[current_password][]", PASSWORD)], "your current password"),
    ] {
        let response = delete(&mut browser, wrong);
        assert_eq!(response.status, 422);
        let html = response.text().replace("&#39;", "'");
        assert!(!html.contains("class=\"flash") && html.contains(text), "{html}");
        assert!(html.contains("id=\"user_current_password-error\""), "{html}");
        assert!(html.contains("<h1>Delete your account?</h1>"), "{html}");
    }
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(delete(&mut browser, &[("user[current_password]", PASSWORD)]).status, 303);
    assert_eq!((browser.current_user(), app.user_count()), (None, 0));
}

#[test]
fn deletion_asks_nothing_where_the_policy_says_so() {
    let app = TestApp::builder().policy(|policy| policy.reauthentication = None).start();
    let mut browser = app.registered(ANN);
    app.clock.advance(Duration::from_secs(20 * 60));
    assert_eq!(delete(&mut browser, &[]).status, 303);
    assert_eq!(app.user_count(), 0);
}

/// The message after a form for which the sign-in is too old.
const AGAIN: &str = "Please sign out and sign in again to do this.";

// ASVS 7.5.3: an open browser is no proof, and there is no password to ask for
#[test]
fn user_without_password_needs_a_recent_sign_in_for_a_change_or_deletion() {
    for within in [Some(Duration::from_secs(15 * 60)), None] {
        let app = TestApp::builder().policy(move |policy| policy.reauthentication = within).start();
        let mut browser = app.registered(ANN);
        app.write(ANN, PASSWORD_HASH.name(), Value::Null);
        app.clock.advance(Duration::from_secs(15 * 60));
        let new = "new@example.com";
        let pages = ["/registration/edit/email", "/registration/edit/password", "/registration/delete"];
        assert!(pages.iter().all(|page| browser.get(page).text().contains(AGAIN) == within.is_some()));
        let password = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
        if within.is_some() {
            for form in [&[("user[email]", new)][..], &password] {
                assert_eq!(update(&mut browser, form).location(), Some("/registration/edit"));
                assert!(browser.get("/registration/edit").text().contains(AGAIN));
            }
            assert_eq!(delete(&mut browser, &[]).location(), Some("/registration/edit"));
            let mut script = app.copy(&browser);
            script.json("GET", "/registration/edit", None);
            let answer = script.json("DELETE", "/registration", None);
            assert_eq!((answer.status, answer.json()["code"].as_str()), (403, Some("sign-in-again")));
            let user = app.user(ANN).expect("neither changed nor deleted");
            assert_eq!(user.get(PASSWORD_HASH).unwrap(), None);
        } else {
            assert_eq!(update(&mut browser, &[("user[email]", new), password[0], password[1]]).status, 303);
            assert!(app.signs_in(new, NEW_PASSWORD));
        }
    }
}

#[test]
fn pages_of_the_account_show_it_and_no_secret() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let pages = ["/registration/edit", "/registration/edit/email", "/registration/edit/password"];
    let [account, email, password] = pages.map(|page| browser.get(page).text());
    assert!(account.contains(&format!("<p><bdi>{ANN}</bdi></p>")), "{account}");
    assert!(email.contains("name=\"user[email]\"") && email.contains(&format!("value=\"{ANN}\"")));
    assert!([&account, &email, &password].iter().all(|html| !html.contains("argon2")));
    // ASVS 6.2.7: what password managers look for.
    for (html, autocomplete) in
        [(&email, "username"), (&email, "current-password"), (&password, "username"), (&password, "new-password")]
    {
        assert!(html.contains(&format!("autocomplete=\"{autocomplete}\"")), "{autocomplete}");
    }
}

// The cached user of a session can be older than the account.
#[test]
fn account_that_is_gone_can_not_be_changed() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let html = browser.get("/registration/edit").text();
    let user = app.user(ANN).unwrap();
    let deleted = app.block_on(app.pow.users().delete(&app.pow.cx(), &Arc::clone(&user)));
    deleted.unwrap().unwrap();
    let changes = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    let response = browser.account_form_from(&html, &changes);
    assert!(matches!(response.status, 303 | 403), "{}", response.status);
    assert_eq!(app.user_count(), 0);
}

fn rules_of_the_application_hold_at_registration_and_change(database: Database) {
    let app = TestApp::builder()
        .database(database)
        .policy(|policy| {
            policy.password.rules = vec![
                PasswordRule::new("our-digit", |password| password.chars().any(char::is_numeric)),
                PasswordRule::new("our-capital", |password| password.chars().any(char::is_uppercase)),
            ];
        })
        .config(|mut config| {
            let texts = "our-digit = Use a digit.\nour-capital = Use a capital letter.";
            config.messages = config.messages.override_resource("en".parse().unwrap(), texts);
            config
        })
        .start();
    let (digit, capital) = ("Use a digit.", "Use a capital letter.");
    let typed = |password| [("user[password]", password), ("user[password_confirmation]", password)];
    let mut browser = app.client();
    for (password, said, unsaid) in [("kelp otter", digit, capital), ("kelp otter 9", capital, digit)] {
        let account = [&[("user[email]", ANN)], &typed(password)[..]].concat();
        let refused = register(&mut browser, &account);
        assert_refused(&refused, "password", said);
        assert!(!refused.text().contains(unsaid), "{}", refused.text());
        assert_eq!(app.user_count(), 0);
    }
    let account = [&[("user[email]", ANN)], &typed("Kelp otter 9")[..]].concat();
    assert_eq!(register(&mut browser, &account).status, 303);
    for (password, said) in [("another otter", digit), ("another otter 9", capital)] {
        let change = [&[("user[current_password]", "Kelp otter 9")], &typed(password)[..]].concat();
        assert_refused(&update(&mut browser, &change), "password", said);
        assert!(app.signs_in(ANN, "Kelp otter 9") && !app.signs_in(ANN, password));
    }
    assert_eq!(browser.change_password("Kelp otter 9", "Another otter 9").status, 303);
    assert!(app.signs_in(ANN, "Another otter 9"));
    // What is already there is not asked for it.
    let lenient = app.beside().start();
    assert_eq!(lenient.client().register("bob@example.com", "kelp otter").status, 303);
    assert_eq!(app.client().sign_in("bob@example.com", "kelp otter").status, 303);
}
