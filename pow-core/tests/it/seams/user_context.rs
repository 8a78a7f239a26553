//! One method of the user context replaced, the rest from the base.
use std::sync::Arc;

use pow_core::{
    Clock, Config, Error, UserId, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::Message,
    params::Params,
    record::User,
    schema::{Field, Value},
    users::{self, BaseUsers, EMAIL, INSERTED_AT, UPDATED_AT, Users, Written},
};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database_and_cache,
};

on_each_database_and_cache!(
    user_whom_the_context_does_not_find_any_more_is_signed_out_at_the_next_request,
    user_whom_the_context_does_not_find_any_more_is_signed_out_with_reload_too,
    user_whom_the_base_finds_stays_signed_in,
    user_whom_the_base_finds_stays_signed_in_with_reload_too,
    change_past_the_context_is_put_to_it_with_reload_or_when_the_sessions_are_told,
    values_that_a_program_sets_as_text_pass_the_checks_of_a_form,
    time_of_registration_that_a_program_sets_stays,
);

const NEW_PASSWORD: &str = "a quite different password";
const ARCHIVED: Field<bool> = Field::new("archived");
const PLAN: Field<String> = Field::new("plan");
const POINTS: Field<Option<i64>> = Field::new("points");

/// Registers only under one domain, and never finds who is archived.
#[derive(Debug)]
struct Company;

#[async_trait]
impl Users for Company {
    async fn create(&self, cx: &Cx, params: &Arc<Params>) -> Result<Written, Error> {
        let email = params.scope("user").text("email").unwrap_or_default();
        if email.ends_with("@example.com") {
            return BaseUsers.create(cx, params).await;
        }
        let mut changeset = Changeset::new(Operation::CREATE, None, params.clone());
        changeset.error("email", Message::new("error-email-invalid"));
        Ok(Err(changeset))
    }

    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        let found = BaseUsers.get_by(cx, field, value).await?;
        Ok(found.filter(|user| user.get(ARCHIVED).is_ok_and(|archived| !archived)))
    }
}

/// Finds users by the id, unless they are archived.
#[derive(Debug)]
struct NotArchived;

#[async_trait]
impl Users for NotArchived {
    async fn get(&self, cx: &Cx, id: UserId) -> Result<Option<Arc<User>>, Error> {
        let found = BaseUsers.get(cx, id).await?;
        Ok(found.filter(|user| user.get(ARCHIVED).is_ok_and(|archived| !archived)))
    }
}

/// Whose password is kept elsewhere.
#[derive(Debug)]
struct Directory;

const OF_THE_DIRECTORY: &str = "what the directory knows";

#[async_trait]
impl Users for Directory {
    async fn verify_current_password(&self, _: &Cx, _: &User, params: &Arc<Params>) -> Result<bool, Error> {
        Ok(params.scope("user").text("current_password") == Some(OF_THE_DIRECTORY))
    }
}

fn app() -> TestApp {
    with(Database::sqlite(), Company, false)
}

fn with(database: Database, users: impl Users, reload: bool) -> TestApp {
    TestApp::builder().database(database).config(configured(users, reload)).start()
}

fn configured(users: impl Users, reload: bool) -> impl FnOnce(Config) -> Config {
    let fields = vec![ARCHIVED.def().default_value(Value::Bool(false)).form()];
    move |config| Config { users: Arc::new(users), fields, reload, ..config }
}

fn archive(browser: &mut Client) -> Response {
    let pairs = [("_method", "PUT"), ("user[archived]", "true"), ("user[current_password]", PASSWORD)];
    browser.account_form(&pairs)
}

// P10, P12
#[test]
fn replaced_method_is_asked_and_the_rest_is_the_base() {
    let app = app();
    let response = app.client().register("ann@example.org", PASSWORD);
    assert_eq!(response.status, 422);
    assert!(response.text().contains("value=\"ann@example.org\""));
    assert_eq!(app.user_count(), 0);
    assert_eq!(app.client().register("ann@example.com", PASSWORD).status, 303);
    assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).status, 303);
}

// P10, P12
#[test]
fn base_asks_the_replaced_method_too() {
    let app = app();
    let mut browser = app.registered("ann@example.com");
    assert_eq!(archive(&mut browser).status, 303);
    let unknown = app.client().sign_in("nobody@example.com", PASSWORD);
    let archived = app.client().sign_in("ann@example.com", PASSWORD);
    assert_eq!((archived.status, unknown.status), (422, 422), "as if there were no such user");
    assert_eq!(app.user_count(), 1, "the row is there");
}

/// Ann in two browsers, and whether each of them is signed in after she was archived in one.
fn after_archiving(database: Database, users: impl Users, reload: bool) -> [bool; 2] {
    let app = with(database, users, reload);
    let mut here = app.registered(ANN);
    let mut there = app.client();
    assert_eq!(there.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(there.get("/protected").status, 200);
    assert_eq!(archive(&mut here).status, 303);
    [&mut there, &mut here].map(|browser| browser.get("/protected").status == 200)
}

// P10, P12, P22
fn user_whom_the_context_does_not_find_any_more_is_signed_out_at_the_next_request(database: Database) {
    assert_eq!(after_archiving(database, NotArchived, false), [false, false]);
}

// P10, P12, P22
fn user_whom_the_context_does_not_find_any_more_is_signed_out_with_reload_too(database: Database) {
    assert_eq!(after_archiving(database, NotArchived, true), [false, false]);
}

// P10
fn user_whom_the_base_finds_stays_signed_in(database: Database) {
    assert_eq!(after_archiving(database, BaseUsers, false), [true, true]);
}

// P10
fn user_whom_the_base_finds_stays_signed_in_with_reload_too(database: Database) {
    assert_eq!(after_archiving(database, BaseUsers, true), [true, true]);
}

// P10, P12
fn change_past_the_context_is_put_to_it_with_reload_or_when_the_sessions_are_told(database: Database) {
    let app = with(database, NotArchived, false);
    let reloading = app.beside().config(configured(NotArchived, true)).start();
    let mut ann = app.registered(ANN);
    let id = app.user(ANN).unwrap().id().unwrap();
    let mut there = reloading.client();
    assert_eq!(there.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!([&mut ann, &mut there].map(|browser| browser.get("/protected").status), [200, 200]);
    app.write(ANN, ARCHIVED.name(), Value::Bool(true));
    assert_eq!([&mut ann, &mut there].map(|browser| browser.get("/protected").status), [200, 303], "one in memory");
    app.block_on(app.pow.sessions().refresh(id)).unwrap();
    assert_eq!(ann.get("/protected").status, 303);
    app.write(ANN, ARCHIVED.name(), Value::Bool(false));
    assert_eq!(ann.get("/protected").status, 303, "the session has ended");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}

/// Gives this password as the present one, and sets another.
fn change_password(app: &TestApp, current: &str, new: &str) -> u16 {
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    browser.change_password(current, new).status
}

// P10, P12
#[test]
fn update_asks_the_context_for_the_current_password() {
    let app = with(Database::sqlite(), Directory, false);
    drop(app.registered(ANN));
    assert_eq!(change_password(&app, PASSWORD, NEW_PASSWORD), 422);
    assert_eq!(change_password(&app, "", NEW_PASSWORD), 422);
    assert_eq!(change_password(&app, OF_THE_DIRECTORY, PASSWORD), 422, "the stored one again, which must change");
    assert!(app.signs_in(ANN, PASSWORD));
    assert_eq!(change_password(&app, OF_THE_DIRECTORY, NEW_PASSWORD), 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, PASSWORD));
}

// P10
#[test]
fn update_of_the_base_takes_the_stored_password_alone() {
    let app = with(Database::sqlite(), BaseUsers, false);
    drop(app.registered(ANN));
    for current in [OF_THE_DIRECTORY, "", &"x".repeat(100_000)] {
        assert_eq!(change_password(&app, current, NEW_PASSWORD), if current.len() > 60_000 { 413 } else { 422 });
    }
    assert_eq!(change_password(&app, PASSWORD, PASSWORD), 422);
    assert_eq!(change_password(&app, PASSWORD, NEW_PASSWORD), 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, PASSWORD));
}

// P10
#[test]
fn field_may_be_registered_again_as_it_is() {
    let email = Field::<String>::new("email");
    let app = TestApp::builder().config(move |config| Config { fields: vec![email.def().unique()], ..config }).start();
    drop(app.registered("ann@example.com"));
    assert_eq!(app.user("ann@example.com").unwrap().get(email).unwrap(), "ann@example.com");
}

/// A user by a program: each field with its text.
fn imported(app: &TestApp, texts: &[(&str, &str)]) -> Written {
    let mut changeset = Changeset::new(Operation("import"), None, Arc::default());
    changeset.put(EMAIL, Some(ANN.to_owned()));
    for (name, text) in texts {
        changeset.put_text(app.pow.schema().users().field(name).unwrap(), text);
    }
    app.block_on(users::write(&app.pow.cx(), changeset)).unwrap()
}

fn values_that_a_program_sets_as_text_pass_the_checks_of_a_form(database: Database) {
    let plan = PLAN.def().default_value(Value::Text("free".to_owned()));
    let fields = vec![plan, POINTS.def(), ARCHIVED.def()];
    let app = TestApp::builder().database(database).config(|config| Config { fields, ..config }).start();
    for (field, text) in
        [("points", "twelve"), ("points", "99999999999999999999"), ("archived", ""), ("plan", "a\u{1b}b")]
    {
        let refused = imported(&app, &[("archived", "true"), (field, text)]).unwrap_err();
        assert!(refused.has_error(field) && refused.errors().len() == 1, "{refused:?}");
    }
    assert_eq!(app.user_count(), 0);
    let user = imported(&app, &[("plan", ""), ("points", " 12 "), ("archived", "false")]).unwrap();
    assert_eq!((user.get(PLAN).unwrap().as_str(), user.get(POINTS).unwrap()), ("free", Some(12)));
    assert!(!user.get(ARCHIVED).unwrap());
}

fn time_of_registration_that_a_program_sets_stays(database: Database) {
    let app = TestApp::builder().database(database).start();
    let user = imported(&app, &[("inserted_at", "2015-01-02T03:04:05Z")]).unwrap();
    assert_eq!(user.get(INSERTED_AT).unwrap().to_rfc3339(), "2015-01-02T03:04:05+00:00");
    assert_eq!(user.get(UPDATED_AT).unwrap(), app.clock.now());
    drop(app.registered("bob@example.com"));
    assert_eq!(app.user("bob@example.com").unwrap().get(INSERTED_AT).unwrap(), app.clock.now());
}
