//! What can't work stops the start, with a sentence that names the culprit and the remedy.
use std::{
    fmt,
    future::ready,
    sync::Arc,
    time::{Duration, Instant},
};

use pow_core::{
    Config, DateTime, Error, Pow, async_trait,
    clock::LONGEST,
    config::StoreHandle,
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Access, AccountSection, Action, Extension, Method, Outcome, Registry, Route},
    id::IdKind,
    identifier::UserIdField,
    pages::{RegistrationNew, SessionNew},
    policy::Policy,
    schema::{Field, Kind, TableDef, Value},
    store::{MysqlStore, PostgresStore, SqliteStore},
};
use pow_testing::{Database, TestApp, app::TEST_SECRET, on_each_database, program::free_address};

on_each_database!(
    database_without_a_column_is_refused,
    column_that_may_be_null_is_refused,
    missing_unique_index_is_refused,
    missing_table_of_an_extension_is_refused,
    complete_database_is_accepted,
    database_of_the_other_user_id_field_is_refused,
);

/// An extension that registers what a test says.
#[derive(Clone)]
struct Does(&'static str, Arc<dyn Fn(&mut Registry) -> &mut Registry + Send + Sync>);

impl fmt::Debug for Does {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Extension for Does {
    fn id(&self) -> &'static str {
        self.0
    }

    fn register(&self, registry: &mut Registry) {
        (self.1)(registry);
    }
}

fn does(
    id: &'static str,
    register: impl Fn(&mut Registry) -> &mut Registry + Send + Sync + 'static,
) -> Arc<dyn Extension> {
    Arc::new(Does(id, Arc::new(register)))
}

fn nothing(id: &'static str) -> Arc<dyn Extension> {
    does(id, |registry| registry)
}

#[derive(Clone, Copy, Debug)]
struct Silent;

#[async_trait]
impl Controller for Silent {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::redirect("/"))
    }
}

fn config() -> Config {
    Config {
        secret_key_base: TEST_SECRET.into(),
        base_url: "https://app.example".to_owned(),
        store: SqliteStore::open(":memory:").unwrap().into(),
        ..Config::default()
    }
}

fn with(extensions: Vec<Arc<dyn Extension>>) -> Config {
    Config { extensions, ..config() }
}

/// The sentence with which the start stops.
fn refusal(config: Config) -> String {
    let error = Pow::new(config).expect_err("the start stops");
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    let text = error.to_string();
    assert_eq!(text.matches("configuration:").count(), 1, "{text}");
    assert!(!text.contains('\n'), "one sentence: {text}");
    assert!(!text.contains(TEST_SECRET), "{text}");
    text
}

/// Each configuration is refused by a sentence with all these words.
fn refused<const N: usize>(cases: [(Config, &[&str]); N]) {
    for (config, words) in cases {
        let text = refusal(config);
        for word in words {
            assert!(text.contains(word), "{word:?} is missing in: {text}");
        }
    }
}

const NOTE: Field<String> = Field::new("note");
const NUMBER: Field<i64> = Field::new("note");
const MAYBE: Field<Option<String>> = Field::new("note");
const SHOW: Action = Action::new("a", "a", "show");
const OTHER: Action = Action::new("b", "b", "show");

fn route(path: &'static str, action: Action) -> Route {
    Route::new(&[Method::Get], path, action, Access::Anyone, Silent)
}

#[test]
fn sound_configuration_starts() {
    assert!(Pow::new(config()).is_ok());
    let extensions = vec![
        does("a", |registry| registry.field(NOTE.def())),
        does("b", |registry| registry.requires(NOTE).field(NOTE.def()).route(route("/b", OTHER))),
    ];
    assert!(Pow::new(Config { path_prefix: "/admin".to_owned(), ..with(extensions) }).is_ok());
}

// B8, Y3
#[test]
fn secret_is_demanded() {
    refused([
        (Config { secret_key_base: "".into(), ..config() }, &["secret_key_base", "openssl rand"]),
        (Config { secret_key_base: "short".into(), ..config() }, &["secret_key_base", "64", "openssl rand"]),
        (Config { secret_key_base: "0123456789abcdef".repeat(4)[1..].into(), ..config() }, &["secret_key_base", "64"]),
        (Config { secret_key_base: "a".repeat(80).into(), ..config() }, &["secret_key_base", "openssl rand"]),
        (Config { previous_secrets: vec!["old".into()], ..config() }, &["secret", "64", "openssl rand"]),
    ]);
}

#[test]
fn address_is_demanded_and_https_outside_of_the_machine() {
    let address = |base_url: &str| Config { base_url: base_url.to_owned(), ..config() };
    refused([
        (address(""), &["base URL", "https://app.example"]),
        (address("app.example"), &["base URL", "https://app.example"]),
        (address("ftp://app.example"), &["base URL", "https://"]),
        (address("https://app.example/sub"), &["base URL", "prefix"]),
        (address("http://app.example"), &["base URL", "use https", "danger_insecure_cookies"]),
        (address("http://192.168.0.7:8000"), &["use https"]),
    ]);
    assert!(Pow::new(address("http://127.0.0.1:8000")).is_ok());
    assert!(Pow::new(Config { danger_insecure_cookies: true, ..address("http://app.example") }).is_ok());
}

#[test]
fn database_is_demanded() {
    refused([(
        Config { store: StoreHandle::default(), ..config() },
        &["no database", "set `store`", "SqliteStore::open"],
    )]);
    let error = SqliteStore::open("/no/such/folder/app.db").expect_err("there is no such folder").to_string();
    for words in ["/no/such/folder/app.db", "create its folder", "configuration:"] {
        assert!(error.contains(words), "{words:?} is missing in: {error}");
    }
}

#[tokio::test]
async fn database_that_can_not_be_reached_stops_the_start_soon() {
    let port = free_address().port();
    let postgres = PostgresStore::connect(&format!("postgres://pow:hidden-word@127.0.0.1:{port}/app")).unwrap();
    let mysql = MysqlStore::connect(&format!("mysql://pow:hidden-word@127.0.0.1:{port}/app")).unwrap();
    for (name, store) in [("PostgreSQL", postgres.into()), ("MySQL", mysql.into())] {
        let pow = Pow::new(Config { store, ..config() }).unwrap();
        let started = Instant::now();
        for refused in [pow.verify().await, pow.migrate().await] {
            let text = refused.expect_err("nobody listens").to_string();
            for words in [name, "can't be reached", "that the server is running"] {
                assert!(text.contains(words), "{words:?} is missing in: {text}");
            }
            assert!(!text.contains("hidden-word"), "{text}");
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{name}: {:?}", started.elapsed());
    }
}

#[tokio::test]
async fn server_that_refuses_is_told_from_one_that_is_away() {
    let servers = [pow_testing::servers::postgres(), pow_testing::servers::mysql()];
    for server in servers.into_iter().flatten() {
        let url = |change: &dyn Fn(&mut url::Url)| {
            let mut url = url::Url::parse(&server).unwrap();
            change(&mut url);
            url.to_string()
        };
        let wrong_password = url(&|url| url.set_password(Some("hidden-word")).unwrap());
        let no_database = url(&|url| url.set_path("/no_such_database"));
        for (url, words) in
            [(wrong_password, "rejected the user name or the password"), (no_database, "has no database of this name")]
        {
            let store = match url.starts_with("postgres") {
                true => PostgresStore::connect(&url).unwrap().into(),
                false => MysqlStore::connect(&url).unwrap().into(),
            };
            let text = Pow::new(Config { store, ..config() }).unwrap().migrate().await.expect_err(words).to_string();
            assert!(text.contains(words) && text.contains("the server"), "{text}");
            assert!(!text.contains("hidden-word") && !text.contains("that the server is running"), "{text}");
        }
    }
}

// P31
#[test]
fn unmet_requirement_of_an_extension_names_both() {
    let needs = || does("b", |registry| registry.requires(NOTE));
    let has = |field: fn(&mut Registry) -> &mut Registry| does("a", field);
    refused([
        (with(vec![needs()]), &["extension `b`", "field `note`", "`Config::fields`"]),
        (
            with(vec![has(|r| r.field(NUMBER.def())), needs()]),
            &["`b`", "`note`", "Text", "Int", "first of the two types"],
        ),
        (with(vec![has(|r| r.field(MAYBE.def())), needs()]), &["`b`", "`note`", "may be NULL", "`Option`"]),
    ]);
    assert!(Pow::new(Config { fields: vec![NOTE.def()], ..with(vec![needs()]) }).is_ok(), "whoever registers it");
}

#[test]
fn extension_twice_or_with_an_id_of_the_cores_is_refused() {
    refused([
        (with(vec![nothing("a"), nothing("b"), nothing("a")]), &["extension `a`", "twice", "remove one"]),
        (with(vec![nothing("core")]), &["`core`", "id of an extension", "lowercase letters"]),
        (with(vec![nothing("Reset-Password")]), &["`Reset-Password`", "lowercase letters"]),
        (with(vec![nothing("")]), &["id of an extension"]),
    ]);
}

#[test]
fn route_twice_is_refused_whatever_its_parameters_are_called() {
    let a = |path| does("a", move |registry| registry.route(route(path, SHOW)));
    let b = |path| does("b", move |registry| registry.route(route(path, OTHER)));
    let both: &[&str] = &["a/a#show", "b/b#show", "another path in `paths`"];
    refused([
        (with(vec![a("/x"), b("/x")]), both),
        (with(vec![a("/x/{id}"), b("/x/{token}")]), both),
        (with(vec![a("/session/new")]), &["core/session#new", "a/a#show", "/session/new", "`paths`"]),
        (with(vec![a("x")]), &["a/a#show", "\"x\"", "begin it with a `/`"]),
        (Config { paths: [(session::NEW, "/registration/new".to_owned())].into(), ..config() }, &["core/session#new"]),
        (Config { path_prefix: "admin/".to_owned(), ..config() }, &["path_prefix", "\"/admin\""]),
    ]);
    let moved = Config { paths: [(OTHER, "/y".to_owned())].into(), ..with(vec![a("/x"), b("/x")]) };
    assert!(Pow::new(moved).is_ok());
    assert!(Pow::new(with(vec![a("/x/{id}"), b("/x/new")])).is_ok(), "a parameter and a word are two paths");
}

#[test]
fn field_or_table_twice_is_refused_with_both_owners() {
    let field = |id, def: fn(&mut Registry) -> &mut Registry| does(id, def);
    let table = |id, name: &'static str| {
        does(id, move |registry| registry.table(TableDef::new(name, NUMBER.def(), IdKind::Uuid, id)))
    };
    refused([
        (
            with(vec![field("a", |r| r.field(NOTE.def())), field("b", |r| r.field(NUMBER.def()))]),
            &["`b`", "field `note`", "table `users`", "`a`", "rename one"],
        ),
        (
            with(vec![field("a", |r| r.field(NOTE.def())), field("b", |r| r.field(NOTE.def().unique()))]),
            &["`b`", "`note`", "the same definition"],
        ),
        (with(vec![field("a", |r| r.field(Field::<i64>::new("email").def()))]), &["`a`", "`email`", "`core`"]),
        (with(vec![table("a", "log"), table("b", "log")]), &["`b`", "table `log`", "another name"]),
        (with(vec![table("a", "users")]), &["`a`", "table `users`", "another name"]),
    ]);
    let twice =
        does("a", |registry| registry.table(TableDef::new("log", NUMBER.def(), IdKind::Uuid, "a").with(NOTE.def())));
    refused([(with(vec![twice]), &["field `note`", "twice", "`log`", "`a`"])]);
}

#[test]
fn action_that_nobody_knows_is_refused() {
    let extension = &["a/a#show", "add the extension"];
    refused([
        (Config { paths: [(SHOW, "/x".to_owned())].into(), ..config() }, extension),
        (config().without(SHOW), extension),
        (Config { controllers: [(SHOW, Arc::new(Silent) as _)].into(), ..config() }, extension),
        (
            with(vec![does("a", |r| r.account_section(AccountSection::new(SHOW, "a-x")))]),
            &["section", "a/a#show", "no route"],
        ),
        (with(vec![does("a", |r| r.without(SHOW))]), &["`a`", "a/a#show", "removes a route", "add the extension"]),
    ]);
    assert!(Pow::new(config().without(registration::DELETE)).is_ok());
    assert!(Pow::new(with(vec![does("a", |r| r.without(registration::DELETE))])).is_ok());
}

#[test]
fn route_that_links_lead_to_can_be_moved_and_replaced_and_not_be_taken_away() {
    let own = || does("a", |r| r.route(route("/x/{token}", SHOW).secret_link()).requires_route(SHOW));
    let words: &[&str] = &["`a`", "a/a#show", "no route", "`paths`", "`controllers`"];
    let others = || vec![own(), does("b", |r| r.without(SHOW))];
    refused([
        (with(vec![own()]).without(SHOW), words),
        (with(others()), words),
        (with(vec![does("a", |r| r.requires_route(SHOW))]), words),
    ]);
    let link = |config: Config| Pow::new(config).unwrap().link(SHOW, "t").unwrap();
    assert_eq!(link(with(vec![own()])), "https://app.example/x/t");
    let moved = Config { paths: [(SHOW, "/y/{token}".to_owned())].into(), ..with(vec![own()]) };
    assert_eq!(link(moved), "https://app.example/y/t");
    let replaced = Config { controllers: [(SHOW, Arc::new(Silent) as _)].into(), ..with(vec![own()]) };
    assert_eq!(link(replaced), "https://app.example/x/t");
    // Who asks for no route can lose it, and makes no link that leads nowhere.
    let modest = does("a", |r| r.route(route("/x/{token}", SHOW)));
    let lost = Pow::new(with(vec![modest]).without(SHOW)).unwrap().link(SHOW, "t");
    assert!(matches!(lost, Err(Error::Config(text)) if text.contains("a/a#show")));
    assert!(Pow::new(config()).unwrap().link(session::NEW, "t").is_err(), "there is no place for a token");
}

#[test]
fn mailer_is_needed_where_mails_are_sent_and_only_there() {
    const ADDRESS: Field<Option<String>> = Field::new("email");
    let sends = || vec![does("a", |registry| registry.sends_mails_to(ADDRESS))];
    refused([(with(sends()), &["`a`", "sends mails", "Mailer::smtp"])]);
    let nameless = Config { user_id_field: UserIdField::Username, ..with(sends()) };
    assert!(Pow::new(nameless).is_ok(), "without an address there is nothing to send");
}

#[test]
fn slot_that_the_page_does_not_have_is_refused() {
    let slot = does("a", |registry| registry.slot::<SessionNew>("sections", |_| Ok(None)));
    refused([(with(vec![slot]), &["`a`", "slot `sections`", "session/new", "\"fields\""])]);
    let slot = does("a", |registry| registry.slot::<RegistrationNew>("fields", |_| Ok(None)));
    assert!(Pow::new(with(vec![slot])).is_ok());
}

#[test]
fn texts_that_can_not_be_read_name_owner_language_and_line() {
    let texts = |ftl: &'static str| with(vec![does("a_b", move |registry| registry.messages("en", ftl))]);
    refused([
        (texts("a-b-x = fine\na-b-y = { broken"), &["texts of `a_b`", "`en`", "line 2"]),
        (texts("sign-in-failed = mine now"), &["`a_b`", "`sign-in-failed`", "must begin with `a-b-`"]),
        (with(vec![does("a", |r| r.messages("no language", ""))]), &["`a`", "not a language tag", "`pt-BR`"]),
    ]);
}

#[test]
fn periodic_work_without_an_interval_is_refused() {
    let work = |every| does("a", move |registry| registry.periodic("sweep", every, |_| Box::pin(ready(Ok(())))));
    refused([(with(vec![work(Duration::ZERO)]), &["`sweep`", "`a`", "interval of zero"])]);
    assert!(Pow::new(with(vec![work(Duration::from_secs(1))])).is_ok());
}

#[test]
fn periodic_work_of_one_name_is_refused_within_an_extension_and_not_across() {
    let sweep = |registry: &mut Registry| {
        registry.periodic("sweep", Duration::from_secs(1), |_| Box::pin(ready(Ok(()))));
    };
    let works = |id, times: usize| {
        does(id, move |registry| {
            (0..times).for_each(|_| sweep(registry));
            registry
        })
    };
    refused([(with(vec![works("a", 2)]), &["`a`", "`sweep`", "twice", "another name"])]);
    assert!(Pow::new(with(vec![works("a", 1), works("b", 1)])).is_ok());
}

// Z2
#[test]
fn time_that_is_too_long_is_refused_by_its_name_and_the_longest_is_not() {
    let times = |session| {
        let mut policy = Policy::default();
        (policy.session.idle, policy.session.absolute) = (session, Some(session));
        Config { policy, ..config() }
    };
    refused([(times(LONGEST + Duration::from_millis(1)), &["`session.idle`", "ten years"])]);
    assert!(Pow::new(times(LONGEST)).is_ok());
}

#[test]
fn namespace_that_makes_no_cookie_name_is_refused() {
    let named = |namespace: &str| Config { namespace: Some(namespace.to_owned()), ..config() };
    refused([
        (named("two words"), &["two words", "namespace"]),
        (named("semi;colon"), &["semi;colon", "namespace"]),
        (named(""), &["namespace", "`None`"]),
    ]);
    assert!(Pow::new(named("admin")).is_ok());
}

const BADGE: Field<Option<String>> = Field::new("badge");
const SEEN_AT: Field<Option<DateTime>> = Field::new("seen_at");

/// Needs a unique field of the users' table and a table of its own.
fn badges() -> Arc<dyn Extension> {
    does("badges", |registry| {
        let table = TableDef::new("badge_log", NUMBER.def(), registry.users_table().id_kind, "badges");
        registry.field(BADGE.def().unique()).table(table.with(SEEN_AT.def()))
    })
}

/// The sentence with which `verify` refuses the database that `made` made.
fn verified(database: &Database, made: Config, wanted: Config) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let pow = |config| Pow::new(Config { store: database.store().into(), ..config }).unwrap();
    runtime.block_on(pow(made).migrate()).unwrap();
    match runtime.block_on(pow(wanted).verify()) {
        Err(error @ Error::Config(_)) => Err(error.to_string()),
        other => {
            other.unwrap();
            Ok(())
        }
    }
}

fn says(text: Result<(), String>, words: &[&str]) {
    let text = text.expect_err("the database is refused");
    for word in words {
        assert!(text.contains(word), "{word:?} is missing in: {text}");
    }
}

fn complete_database_is_accepted(database: Database) {
    assert_eq!(verified(&database, with(vec![badges()]), with(vec![badges()])), Ok(()));
}

// P10, P31
fn database_without_a_column_is_refused(database: Database) {
    let text = verified(&database, config(), with(vec![badges()]));
    says(text, &["`users.badge`", "extension `badges`", "missing", "ALTER TABLE"]);
    let own = Config { fields: vec![NOTE.def().default_value(Value::Text(String::new()))], ..config() };
    says(verified(&database, config(), own), &["`users.note`", "the application", "missing", "ALTER TABLE"]);
}

// P7, P10
fn database_of_the_other_user_id_field_is_refused(database: Database) {
    let email = Field::<Option<String>>::new("email");
    let named = move || Config {
        user_id_field: UserIdField::Username,
        fields: vec![email.def().unique()],
        users_table: "named".into(),
        ..config()
    };
    let addressed = move |table: &str| Config { users_table: table.into(), ..config() };
    says(verified(&database, named(), addressed("named")), &["`named.username`", "another `user_id_field`"]);
    let text = verified(&database, addressed("users"), Config { users_table: "users".into(), ..named() });
    says(text, &["`users.username`", "another `user_id_field`"]);
    let other = Config { fields: vec![NOTE.def()], ..config() };
    assert!(!verified(&database, config(), other).unwrap_err().contains("user_id_field"));
}

// P10
fn column_that_may_be_null_is_refused(database: Database) {
    let field = |field| Config { fields: vec![field], ..config() };
    let text = verified(&database, field(MAYBE.def()), field(NOTE.def()));
    says(text, &["`users.note`", "is nullable", "the application", "NOT NULL"]);
}

fn missing_unique_index_is_refused(database: Database) {
    let plain = Config { fields: vec![BADGE.def()], ..config() };
    let unique = Config { fields: vec![BADGE.def().unique()], ..config() };
    let text = verified(&database, plain, unique);
    says(text, &["`users`", "`badge`", "unique", "the application", "CREATE UNIQUE INDEX", "users_badge_index"]);
}

// P31
fn missing_table_of_an_extension_is_refused(database: Database) {
    let only_field = Config { fields: vec![BADGE.def().unique()], ..config() };
    let text = verified(&database, only_field, with(vec![badges()]));
    says(text, &["table `badge_log`", "extension `badges`", "missing", "CREATE TABLE"]);
}

/// The application's type of a column is known before anything runs; what a key says is checked when it is used.
#[test]
fn key_of_another_type_than_the_field_is_a_fault_that_names_it() {
    let app = TestApp::start();
    drop(app.registered("ann@example.com"));
    let user = app.user("ann@example.com").unwrap();
    let error = user.get(Field::<i64>::new("email")).expect_err("it is text").to_string();
    assert!(error.contains("`email`") && error.contains("another type"), "{error}");
    let error = user.get(NOTE).expect_err("it is not registered").to_string();
    assert!(error.contains("`note`") && error.contains("add the extension"), "{error}");
    assert_eq!(user.table().field("email").unwrap().kind, Kind::Text);
}
