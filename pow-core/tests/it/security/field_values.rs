//! What a form sends for the application's own fields, and columns that are narrower than the framework's own.
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use pow_core::{
    Config,
    identifier::UserIdField,
    mail::MailAddress,
    messages::Message,
    policy::{EmailCheck, EmailGrammar},
    schema::{Field, FieldType},
    store::Prefix,
};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(empty_value_of_a_field_with_a_default_is_the_default);

const ARCHIVED: Field<bool> = Field::new("archived");
const SEATS: Field<i64> = Field::new("seats");
const CITY: Field<String> = Field::new("city");
const NICKNAME: Field<Option<String>> = Field::new("nickname");
const BORN_AT: Field<Option<pow_core::DateTime>> = Field::new("born_at");

fn start(database: Database) -> TestApp {
    let fields = || {
        vec![
            ARCHIVED.def().default_value(false.into_value()).form(),
            SEATS.def().default_value(7.into_value()).form(),
            CITY.def().form(),
            NICKNAME.def().form(),
            BORN_AT.def().form(),
        ]
    };
    TestApp::builder().database(database).config(move |config| Config { fields: fields(), ..config }).start()
}

fn register(browser: &mut Client, pairs: &[(&str, &str)]) -> Response {
    let always = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let own = |name: &str| pairs.iter().any(|(sent, _)| *sent == name);
    let always = always.into_iter().filter(|(name, _)| !own(name));
    let city = [("user[city]", "Rome")].into_iter().filter(|(name, _)| !own(name));
    let all: Vec<_> = always.chain(city).chain(pairs.iter().copied()).collect();
    browser.submit("/registration/new", "/registration", &all)
}

fn update(browser: &mut Client, pair: (&str, &str)) -> Response {
    browser.account_form(&[("user[current_password]", PASSWORD), pair])
}

fn empty_value_of_a_field_with_a_default_is_the_default(database: Database) {
    let app = start(database);
    let mut browser = app.client();
    let sent = [("user[archived]", ""), ("user[seats]", " "), ("user[nickname]", "")];
    assert_eq!(register(&mut browser, &sent).status, 303);
    let stored = || {
        let user = app.user(ANN).unwrap();
        (user.get(ARCHIVED).unwrap(), user.get(SEATS).unwrap(), user.get(NICKNAME).unwrap())
    };
    assert_eq!(stored(), (false, 7, None));
    assert_eq!(update(&mut browser, ("user[archived]", "true")).status, 303);
    assert_eq!(update(&mut browser, ("user[seats]", "8")).status, 303);
    assert_eq!(stored(), (true, 8, None));
    assert_eq!(update(&mut browser, ("user[archived]", "")).status, 303);
    assert_eq!(update(&mut browser, ("user[seats]", "")).status, 303);
    assert_eq!(stored(), (false, 7, None));
    assert_eq!(update(&mut browser, ("user[city]", "")).status, 422, "there is no default for it");
    assert_eq!(register(&mut app.client(), &[("user[email]", "bob@example.com"), ("user[city]", "")]).status, 422);
    assert_eq!(app.user_count(), 1);
}

// N8
#[test]
fn reserved_user_name_is_refused_and_who_has_one_keeps_it() {
    let app = TestApp::builder()
        .config(|config| Config { user_id_field: UserIdField::Username, ..config })
        .policy(|policy| policy.reserved_usernames.extend(["gazette".into()]))
        .start();
    let register = |name: &str| {
        let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        let all = [("user[username]", name)].into_iter().chain(passwords).collect::<Vec<_>>();
        let mut browser = app.client();
        (browser.submit("/registration/new", "/registration", &all), browser)
    };
    for name in ["admin", "Ad.Min", "support", "gazette"] {
        let (response, _) = register(name);
        assert_eq!(response.status, 422, "{name}");
        assert!(response.text().contains("user name is reserved"), "{name}");
    }
    let (response, mut browser) = register("ann");
    assert_eq!(response.status, 303);
    assert_eq!(update(&mut browser, ("user[username]", "root")).status, 422);
    app.write("ann", "username", "root".to_owned().into_value());
    assert_eq!(
        app.client()
            .submit("/session/new", "/session", &[("user[username]", "root"), ("user[password]", PASSWORD)])
            .status,
        303
    );
}

// N2
#[test]
fn address_that_no_mail_can_be_written_to_is_refused_by_pows_grammar_too() {
    let app = TestApp::builder().policy(|policy| policy.email_grammar = EmailGrammar::Pow).start();
    for bad in ["\" \"@example.org", "john.\"x y\".doe@example.com", "\"x y\"@example.org"] {
        let response = app.client().register(bad, PASSWORD);
        assert_eq!(response.status, 422, "{bad}");
        assert!(response.text().contains("name@example.com"), "{bad}");
    }
    for good in ["\"john..doe\"@example.org", "pelé@example.com", "संपर्क@example.com"] {
        assert_eq!(app.client().register(good, PASSWORD).status, 303, "{good}");
        assert!(MailAddress::parse(good).is_ok(), "{good}");
    }
}

// P7
#[test]
fn application_has_a_rule_for_addresses_of_its_own() {
    let colleagues = |address: &str| match address.ends_with("@acme.example") {
        true => Ok(()),
        false => Err(Message::new("error-taken")),
    };
    let app = TestApp::builder().policy(|policy| policy.email_check = Some(EmailCheck::new(colleagues))).start();
    let response = app.client().register(ANN, PASSWORD);
    assert_eq!(response.status, 422);
    assert!(response.text().contains("already an account with this address"));
    assert_eq!(app.client().register(" Ann@ACME.example", PASSWORD).status, 303);
    assert_eq!(app.user_count(), 1);
}

/// What the application chose for its columns, by the database.
fn narrow(app: &TestApp, statements: &str) {
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Prefix::default()).await.unwrap();
        let connection = tx.connection().unwrap();
        if let Some(connection) = connection.downcast_mut::<AsyncPgConnection>() {
            connection.batch_execute(statements).await.unwrap();
        } else if let Some(connection) = connection.downcast_mut::<AsyncMysqlConnection>() {
            connection.batch_execute(statements).await.unwrap();
        } else {
            panic!("no database with narrow columns");
        }
        tx.commit().await.unwrap();
    });
}

/// Each value is refused at its field, and the one beside it that just fits is taken.
fn refuses_and_takes(app: &TestApp, pairs: &[(&str, &str, &str)]) {
    app.block_on(app.pow.verify()).unwrap();
    for (field, bad, good) in pairs {
        let (name, users) = (format!("user[{field}]"), app.user_count());
        let response = register(&mut app.client(), &[(&name, bad)]);
        assert_eq!(response.status, 422, "{field}: {bad}");
        let text = response.text().replace("&#39;", "'");
        assert!(text.contains("This isn’t valid"), "{field}: {text}");
        assert_eq!(app.user_count(), users);
        let other = format!("{field}@example.com");
        let mut browser = app.client();
        let pairs: [(&str, &str); 2] = [("user[email]", &other), (&name, good)];
        let (email, sent) = if *field == "email" { (*good, &pairs[1..]) } else { (other.as_str(), &pairs[..]) };
        assert_eq!(register(&mut browser, sent).status, 303, "{field}: {good}");
        assert_eq!(update(&mut browser, (&name, bad)).status, 422, "{field}: {bad}");
        assert_eq!(browser.current_user().as_deref(), Some(email));
    }
}

// T1
#[test]
fn value_that_a_column_of_postgresql_can_not_hold_is_refused_at_its_field() {
    let Some(database) = Database::postgres() else { return };
    let app = start(database);
    narrow(
        &app,
        "ALTER TABLE users ALTER COLUMN email TYPE varchar(30), \
         ALTER COLUMN nickname TYPE varchar(4), ALTER COLUMN seats TYPE smallint",
    );
    refuses_and_takes(
        &app,
        &[
            ("email", "ann.with.a.long.name@example.com", "ann.with.a.name@example.com"),
            ("nickname", "Annie", "Änne"),
            ("seats", "32768", "32767"),
        ],
    );
    // PostgreSQL's prepared statements don't outlive a change of their columns.
    let Some(database) = Database::postgres() else { return };
    let app = start(database);
    narrow(&app, "ALTER TABLE users ALTER COLUMN seats TYPE integer");
    refuses_and_takes(&app, &[("seats", "-2147483649", "-2147483648")]);
}

// T1
#[test]
fn value_that_a_column_of_mysql_can_not_hold_is_refused_at_its_field() {
    let Some(database) = Database::mysql() else { return };
    let app = start(database);
    narrow(
        &app,
        "ALTER TABLE users MODIFY email varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, \
         MODIFY nickname varchar(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, MODIFY seats tinyint NOT NULL DEFAULT 7, \
         MODIFY born_at timestamp(6) NULL",
    );
    refuses_and_takes(
        &app,
        &[
            ("email", "ann.with.a.long.name@example.com", "ann.with.a.name@example.com"),
            ("nickname", "Annie", "Änne"),
            ("seats", "128", "127"),
            ("born_at", "1969-12-31T23:59:59Z", "1971-01-01T00:00:01Z"),
        ],
    );
}
