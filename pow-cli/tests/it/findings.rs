//! `Pow::findings`: each mistake is found, and a good set-up has none.

use std::time::Duration;

use pow_core::{
    DateTime,
    findings::{Finding, Severity},
    schema::{FieldType, ID},
    store::Prefix,
    users::{EMAIL, INSERTED_AT, UPDATED_AT},
};
use pow_testing::{Database, TestApp, client::PASSWORD};

fn findings(app: &TestApp) -> Vec<Finding> {
    app.block_on(app.pow.findings())
}

/// The only finding.
fn only(app: &TestApp) -> Finding {
    let mut found = findings(app);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// Writes the row of a user past the framework.
fn insert(app: &TestApp, email: &str, inserted_at: DateTime) {
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Prefix::default()).await.unwrap();
        let id = app.pow.new_uuid().unwrap();
        let row = vec![
            (ID.name(), pow_core::UserId::Uuid(id).into_value()),
            (EMAIL.name(), email.to_owned().into_value()),
            (INSERTED_AT.name(), inserted_at.into_value()),
            (UPDATED_AT.name(), inserted_at.into_value()),
        ];
        tx.insert(app.pow.schema().users(), row).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn good_set_up_has_no_finding() {
    let app = TestApp::start();
    app.client().register("ann@example.com", PASSWORD);
    assert_eq!(findings(&app), []);
}

#[test]
fn each_weaker_setting_is_found() {
    let app = TestApp::builder()
        .policy(|policy| {
            policy.notices = false;
            policy.session.absolute = None;
        })
        .start();
    let found = findings(&app);
    assert!(found.iter().all(|finding| finding.name == "policy" && finding.severity == Severity::Warning), "{found:?}");
    let problems: Vec<_> = found.iter().map(|finding| finding.problem.as_str()).collect();
    assert_eq!(
        problems,
        [
            "the setting `notices` protects less than its default",
            "the setting `session.absolute` protects less than its default"
        ]
    );
}

#[test]
fn proxies_that_do_not_fit_the_address_are_found() {
    let with = |base_url: Option<&'static str>, trusted_proxies| {
        let app = TestApp::builder().config(move |config| pow_core::Config {
            base_url: base_url.map_or(config.base_url.clone(), str::to_owned),
            trusted_proxies,
            ..config
        });
        findings(&app.start())
    };
    let [finding] = with(None, 1).try_into().unwrap();
    assert!(finding.name == "proxies" && finding.problem.contains("only this machine can reach"), "{finding:?}");
    let [finding] = with(Some("https://app.example"), 0).try_into().unwrap();
    assert!(finding.name == "proxies" && finding.remedy.contains("number of your proxies"), "{finding:?}");
    assert_eq!(with(Some("https://app.example"), 1), []);
}

#[test]
fn unencrypted_cookies_are_found() {
    let app = TestApp::builder().config(|config| pow_core::Config {
        base_url: "http://app.example".to_owned(),
        danger_insecure_cookies: true,
        ..config
    });
    let finding = only(&app.start());
    assert!(finding.name == "cookies" && finding.severity == Severity::Error, "{finding:?}");
}

#[test]
fn addresses_with_capitals_are_found() {
    let app = TestApp::start();
    let now = app.pow.clock().now();
    insert(&app, "ann@example.com", now);
    assert_eq!(findings(&app), []);
    insert(&app, "Bob@example.com", now);
    let finding = only(&app);
    assert!(finding.name == "identifiers" && finding.problem.starts_with("1 users can't sign in"), "{finding:?}");
}

#[test]
fn users_of_the_future_are_found() {
    let app = TestApp::start();
    insert(&app, "ann@example.com", app.pow.clock().now() + Duration::from_secs(3600));
    assert_eq!(only(&app).name, "clock");
}

#[test]
fn expired_sessions_without_a_ticker_are_found() {
    let app = TestApp::builder().database(Database::sqlite().with_cache()).start();
    app.client().register("ann@example.com", PASSWORD);
    app.clock.advance(Duration::from_secs(40 * 24 * 3600));
    assert_eq!(only(&app).name, "ticker");
    app.block_on(app.pow.tick());
    assert_eq!(findings(&app), []);
}

#[test]
fn each_difference_of_the_schema_is_found_with_a_statement() {
    let database = Database::sqlite();
    let app = TestApp::builder().database(database).start();
    insert(&app, "ann@example.com", app.pow.clock().now());
    execute(&app, "ALTER TABLE users DROP COLUMN updated_at");
    execute(&app, "DROP INDEX users_email_index");
    let found = findings(&app);
    assert_eq!(found.len(), 2, "{found:?}");
    for finding in found {
        assert_eq!(finding.name, "schema");
        let statement = finding.remedy.strip_prefix("run `").unwrap().strip_suffix('`').unwrap();
        execute(&app, statement);
    }
    assert_eq!(findings(&app), []);
}

/// Runs a statement on a table with rows.
fn execute(app: &TestApp, statement: &str) {
    use diesel::connection::SimpleConnection as _;
    use diesel::{Connection as _, SqliteConnection};
    let file = app.database().url().strip_prefix("sqlite://").unwrap().to_owned();
    SqliteConnection::establish(&file).unwrap().batch_execute(statement).unwrap();
}
