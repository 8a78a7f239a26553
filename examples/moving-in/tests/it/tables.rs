//! Users in the tables of other systems, which the tests create with the columns of the original.

use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use moving_in::PLAN;
use pow_core::{
    Clock as _,
    schema::Field,
    store::{Prefix, sqlite::SqliteAsyncConnection},
    users::{EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH},
};
use pow_testing::Database;

use crate::{Moving, Said};

const HASH: &str = "$2y$05$/jr0pf8qVlpGTPru99MlxOfirFuP4BYSi/jm9AFURm.gXjHIOIIVW";
const LOCKED_AT: Field<Option<pow_core::DateTime>> = Field::new("locked_at");
const LOCKED_UNTIL: Field<Option<pow_core::DateTime>> = Field::new("locked_until");

/// A table, and its rows: `ann` is confirmed, `bob` is not and has no password, `eve` is locked where the system has locks.
struct Old {
    system: &'static str,
    table: &'static str,
    rows: &'static str,
    has_confirmations: bool,
    has_locks: bool,
}

/// The types are PostgreSQL's, which SQLite takes as names.
const SYSTEMS: [Old; 6] = [
    Old {
        system: "devise",
        table: "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR NOT NULL DEFAULT '', encrypted_password VARCHAR NOT NULL
                DEFAULT '', reset_password_token VARCHAR, sign_in_count INTEGER NOT NULL DEFAULT 0, confirmed_at TIMESTAMP(6),
                unconfirmed_email VARCHAR, locked_at TIMESTAMP(6), created_at TIMESTAMP(6) NOT NULL, updated_at TIMESTAMP(6) NOT NULL)",
        rows: "INSERT INTO users (id, email, encrypted_password, confirmed_at, locked_at, created_at, updated_at) VALUES
               (1, 'Ann@example.com', 'HASH', '2024-05-06 07:08:09', NULL, '2015-01-02 03:04:05.123456', '2020-01-01 00:00:00'),
               (2, 'bob@example.com', '', NULL, NULL, '2015-01-02 03:04:05.123456', '2020-01-01 00:00:00'),
               (3, 'eve@example.com', 'HASH', '2024-05-06 07:08:09', '2024-01-01 00:00:00', '2015-01-02 03:04:05', '2020-01-01 00:00:00')",
        has_confirmations: true,
        has_locks: true,
    },
    Old {
        system: "django",
        table: "CREATE TABLE auth_user (id INTEGER PRIMARY KEY, password VARCHAR(128) NOT NULL, last_login TIMESTAMPTZ, is_superuser
                BOOLEAN NOT NULL, username VARCHAR(150) NOT NULL UNIQUE, first_name VARCHAR(150) NOT NULL, last_name VARCHAR(150) NOT
                NULL, email VARCHAR(254) NOT NULL, is_staff BOOLEAN NOT NULL, is_active BOOLEAN NOT NULL, date_joined TIMESTAMPTZ NOT
                NULL)",
        rows: "INSERT INTO auth_user VALUES
               (1, 'HASH', NULL, TRUE, 'ann', '', '', 'Ann@example.com', TRUE, TRUE, '2015-01-02 03:04:05.123456+00:00'),
               (2, '!unusable', NULL, FALSE, 'bob', '', '', 'bob@example.com', FALSE, TRUE, '2015-01-02 03:04:05.123456+00:00'),
               (3, 'HASH', NULL, FALSE, 'eve', '', '', 'eve@example.com', FALSE, FALSE, '2015-01-02 03:04:05+00:00')",
        has_confirmations: false,
        has_locks: true,
    },
    Old {
        system: "laravel",
        table: "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL UNIQUE,
                email_verified_at TIMESTAMP(0), password VARCHAR(255) NOT NULL, remember_token VARCHAR(100), created_at TIMESTAMP(0),
                updated_at TIMESTAMP(0))",
        rows: "INSERT INTO users VALUES
               (1, 'Ann', 'Ann@example.com', '2024-05-06 07:08:09', 'HASH', NULL, '2015-01-02 03:04:05', NULL),
               (2, 'Bob', 'bob@example.com', NULL, '', NULL, '2015-01-02 03:04:05', NULL),
               (3, 'Eve', 'eve@example.com', '2024-05-06 07:08:09', 'HASH', NULL, NULL, NULL)",
        has_confirmations: true,
        has_locks: false,
    },
    Old {
        system: "phx-gen-auth",
        table: "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR(160) NOT NULL, hashed_password VARCHAR(255), confirmed_at
                TIMESTAMP(0), inserted_at TIMESTAMP(0) NOT NULL, updated_at TIMESTAMP(0) NOT NULL)",
        rows: "INSERT INTO users VALUES
               (1, 'Ann@example.com', 'HASH', '2024-05-06T07:08:09', '2015-01-02T03:04:05', '2020-01-01T00:00:00'),
               (2, 'bob@example.com', NULL, NULL, '2015-01-02T03:04:05', '2020-01-01T00:00:00'),
               (3, 'eve@example.com', 'HASH', '2024-05-06T07:08:09', '2015-01-02T03:04:05', '2020-01-01T00:00:00')",
        has_confirmations: true,
        has_locks: false,
    },
    Old {
        system: "aspnet-identity",
        table: "CREATE TABLE \"AspNetUsers\" (\"Id\" TEXT PRIMARY KEY, \"UserName\" VARCHAR(256), \"NormalizedUserName\" VARCHAR(256),
                \"Email\" VARCHAR(256), \"NormalizedEmail\" VARCHAR(256), \"EmailConfirmed\" BOOLEAN NOT NULL, \"PasswordHash\" TEXT,
                \"SecurityStamp\" TEXT, \"ConcurrencyStamp\" TEXT, \"PhoneNumber\" TEXT, \"PhoneNumberConfirmed\" BOOLEAN NOT NULL,
                \"TwoFactorEnabled\" BOOLEAN NOT NULL, \"LockoutEnd\" TIMESTAMPTZ, \"LockoutEnabled\" BOOLEAN NOT NULL,
                \"AccessFailedCount\" INTEGER NOT NULL)",
        rows: "INSERT INTO \"AspNetUsers\" (\"Id\", \"UserName\", \"Email\", \"EmailConfirmed\", \"PasswordHash\", \"LockoutEnd\",
               \"PhoneNumberConfirmed\", \"TwoFactorEnabled\", \"LockoutEnabled\", \"AccessFailedCount\") VALUES
               ('a-1', 'ann', 'Ann@example.com', TRUE, 'HASH', '2015-01-01 00:00:00+00:00', FALSE, FALSE, TRUE, 0),
               ('a-2', 'bob', 'bob@example.com', FALSE, NULL, NULL, FALSE, FALSE, TRUE, 0),
               ('a-3', 'eve', 'eve@example.com', TRUE, 'HASH', '2999-01-01 00:00:00+00:00', FALSE, FALSE, TRUE, 0)",
        has_confirmations: true,
        has_locks: true,
    },
    Old {
        system: "pow",
        table: "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR(255) NOT NULL, password_hash VARCHAR(255), email_confirmed_at
                TIMESTAMP(0), unconfirmed_email VARCHAR(255), locked_at TIMESTAMP(0), inserted_at TIMESTAMP(0) NOT NULL, updated_at
                TIMESTAMP(0) NOT NULL)",
        rows: "INSERT INTO users VALUES
               (1, 'Ann@example.com', 'HASH', '2024-05-06 07:08:09', NULL, NULL, '2015-01-02 03:04:05', '2020-01-01 00:00:00'),
               (2, 'bob@example.com', NULL, NULL, NULL, NULL, '2015-01-02 03:04:05', '2020-01-01 00:00:00'),
               (3, 'eve@example.com', 'HASH', '2024-05-06 07:08:09', NULL, '2024-01-01 00:00:00', '2015-01-02 03:04:05',
               '2020-01-01 00:00:00')",
        has_confirmations: true,
        has_locks: true,
    },
];

/// An old database on each kind of server that the tables exist on.
fn each_old_database() -> Vec<Database> {
    [Some(Database::sqlite()), Database::postgres()].into_iter().flatten().collect()
}

/// Runs statements in an old database.
fn run(app: &pow_testing::TestApp, old: &Database, statements: &str) {
    app.block_on(async {
        let store = old.store();
        let mut tx = store.begin(&Prefix::default()).await.unwrap();
        let connection = tx.connection().unwrap();
        match connection.downcast_mut::<SqliteAsyncConnection>() {
            Some(sqlite) => sqlite.batch_execute(statements).await.unwrap(),
            None => match connection.downcast_mut::<AsyncPgConnection>() {
                Some(postgres) => postgres.batch_execute(statements).await.unwrap(),
                None => {
                    let mysql = connection.downcast_mut::<AsyncMysqlConnection>().unwrap();
                    mysql.batch_execute(statements).await.unwrap();
                }
            },
        }
        tx.commit().await.unwrap();
    });
}

fn import(moving: &Moving, old: &Database, system: &str, options: &[&str]) -> Said {
    let mut command = moving.command_with(&["--from-table", "OLD_DATABASE", "--system", system]);
    command.args(options).env("OLD_DATABASE", old.url());
    Moving::said(command)
}

#[test]
fn tables_of_each_system_are_imported_once() {
    for old in SYSTEMS {
        for database in each_old_database() {
            let moving = Moving::from("laravel", Database::sqlite());
            run(&moving.app, &database, &format!("{};{};", old.table, old.rows.replace("HASH", HASH)));
            let options = if old.has_confirmations { &[][..] } else { &["--confirmed"] };
            let dry = import(&moving, &database, old.system, &[options, &["--dry-run"]].concat());
            assert!(
                dry.out.starts_with("would import 3 users, 1 of them without a password"),
                "{}: {dry:?}",
                old.system
            );
            assert_eq!(moving.app.user_count(), 0);
            let said = import(&moving, &database, old.system, options);
            assert!(said.out.starts_with("imported 3 users, 1 of them without a password"), "{}: {said:?}", old.system);
            assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
            users_have_their_values(&moving, &old);
            let again = import(&moving, &database, old.system, options);
            assert!(again.out.contains("imported 0 users") && again.out.contains("3 already existed"), "{again:?}");
        }
    }
}

fn users_have_their_values(moving: &Moving, old: &Old) {
    let user = |name: &str| moving.app.user(&format!("{name}@example.com")).unwrap();
    let [ann, bob, eve] = ["ann", "bob", "eve"].map(user);
    assert_eq!(ann.get(PASSWORD_HASH).unwrap().as_deref(), Some(HASH));
    assert_eq!(bob.get(PASSWORD_HASH).unwrap(), None);
    assert!(ann.get(EMAIL_CONFIRMED_AT).unwrap().is_some(), "{}", old.system);
    assert_eq!(bob.get(EMAIL_CONFIRMED_AT).unwrap().is_none(), old.has_confirmations);
    // ASP.NET Identity has no time of registration.
    if old.system != "aspnet-identity" {
        assert!(ann.get(INSERTED_AT).unwrap().to_rfc3339().starts_with("2015-01-02T03:04:05"), "{}", old.system);
    }
    assert_eq!([&ann, &bob].map(|user| user.get(LOCKED_AT).unwrap()), [None, None], "{}", old.system);
    assert_eq!(eve.get(LOCKED_AT).unwrap().is_some(), old.has_locks, "{}", old.system);
    let until = eve.get(LOCKED_UNTIL).unwrap();
    assert_eq!(until.is_some_and(|until| until > moving.app.clock.now()), old.system == "aspnet-identity");
}

#[test]
fn bad_rows_are_reported_by_key_and_further_columns_read() {
    for database in each_old_database() {
        let moving = Moving::from("laravel", Database::sqlite());
        run(
            &moving.app,
            &database,
            "CREATE TABLE members (id BIGINT PRIMARY KEY, email VARCHAR NOT NULL, password VARCHAR NOT NULL, created_at TIMESTAMP,
             tariff VARCHAR);
             INSERT INTO members VALUES (7, 'no-address', '', NULL, 'gold'), (8, 'ann@example.com', '', NULL, 'gold'),
             (9, 'Ann@example.com', '', NULL, 'gold'), (10, 'bob@example.com', 'not a hash', NULL, NULL);",
        );
        let options = ["--table", "members", "--column", "plan=tariff", "--unconfirmed"];
        let said = import(&moving, &database, "laravel", &options);
        let lines: Vec<_> = said.err.lines().collect();
        assert_eq!((lines.len(), said.code), (4, Some(1)), "{said:?}");
        assert!(lines[0].starts_with("row 7: email: "), "{said:?}");
        assert_eq!(lines[1], "row 9: ann@example.com is also in row 8: leave out one of the two rows");
        assert!(lines[2].starts_with("row 10: password_hash: the form of the hash is unknown"), "{said:?}");
        assert_eq!(moving.app.user("ann@example.com").unwrap().get(PLAN).unwrap(), "gold");
    }
}

#[test]
fn more_rows_than_a_batch_are_read_in_the_order_of_the_key() {
    for database in each_old_database() {
        let moving = Moving::from("laravel", Database::sqlite());
        let rows: Vec<_> = (1..=1_201).map(|n| format!("({n}, 'user{n}@example.com', NULL, '', NULL)")).collect();
        run(
            &moving.app,
            &database,
            &format!(
                "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR, email_verified_at TIMESTAMP, password VARCHAR, created_at
                 TIMESTAMP); INSERT INTO users VALUES {};",
                rows.join(", ")
            ),
        );
        let said = import(&moving, &database, "laravel", &[]);
        assert!(said.out.starts_with("imported 1201 users"), "{said:?}");
        assert_eq!(moving.app.user_count(), 1_201);
    }
}

#[test]
fn each_mistake_is_one_sentence_and_writes_nothing() {
    for database in each_old_database() {
        let moving = Moving::from("laravel", Database::sqlite());
        run(&moving.app, &database, "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR)");
        run(&moving.app, &database, "INSERT INTO users VALUES (1, 'ann@example.com')");
        let url = database.url().to_owned();
        for (url, options, remedy) in [
            (
                url.as_str(),
                &["--system", "laravel"][..],
                "the column `password` of the table `users` of Laravel can't be read",
            ),
            (&url, &["--system", "django"], "check --system, --table and --key"),
            ("sqlite:///no/such/file.db", &["--system", "pow"], "there is no database `/no/such/file.db`"),
            ("oracle://localhost/old", &["--system", "pow"], "must begin with sqlite://, postgres:// or mysql://"),
            ("NO_SUCH_VARIABLE", &["--system", "pow"], "write it like postgres://localhost/old"),
            (&url, &[], "--system"),
        ] {
            let said = Moving::said(moving.command_with(&[&["--from-table", url], options].concat()));
            assert!(said.code != Some(0) && said.err.starts_with("pow: ") && said.err.contains(remedy), "{said:?}");
            assert_eq!(said.err.lines().count(), 1, "{said:?}");
        }
        assert_eq!(moving.app.user_count(), 0);
    }
}

const LARAVEL_TABLE: &str = "CREATE TABLE users (id TEXT, email VARCHAR, password VARCHAR, created_at TIMESTAMP)";

#[test]
fn keys_of_another_type_are_a_failure() {
    let moving = Moving::from("laravel", Database::sqlite());
    for (keys, last) in [(["a-1", "a-2"], "0"), (["9", "10"], "9"), (["1a", "1b"], "1")] {
        let old = Database::sqlite();
        let [first, second] = keys;
        run(
            &moving.app,
            &old,
            &format!(
                "{LARAVEL_TABLE}; INSERT INTO users VALUES ('{first}', 'ann@example.com', NULL, NULL),
                 ('{second}', 'bob@example.com', NULL, NULL);"
            ),
        );
        let said = import(&moving, &old, "laravel", &["--unconfirmed", "--dry-run"]);
        let expected = format!(
            "pow: the rows of the table `users` can't be read in order: the value `{last}` of the column `id` is not"
        );
        assert!(said.err.starts_with(&expected) && said.err.contains("such as `--key text`"), "{said:?}");
        assert_eq!((said.code, said.err.lines().count()), (Some(1), 1), "{said:?}");
        let said = import(&moving, &old, "laravel", &["--unconfirmed", "--dry-run", "--key", "text"]);
        assert!(said.out.starts_with("would import 2 users"), "{said:?}");
    }
    let old = Database::sqlite();
    run(
        &moving.app,
        &old,
        &format!("{LARAVEL_TABLE}; INSERT INTO users VALUES (NULL, 'ann@example.com', NULL, NULL);"),
    );
    let said = import(&moving, &old, "laravel", &["--unconfirmed", "--key", "text"]);
    assert!(
        said.code == Some(1) && said.err.contains("the value `NULL` of the column `id` is not greater"),
        "{said:?}"
    );
    assert_eq!(moving.app.user_count(), 0);
}

#[test]
fn unreadable_end_of_a_lock_is_a_bad_row() {
    let moving = Moving::from("aspnet_identity", Database::sqlite());
    let old = Database::sqlite();
    let rows = SYSTEMS[4].rows.replace("HASH", "").replace("2999-01-01 00:00:00+00:00", "next year");
    run(&moving.app, &old, &format!("{};{rows};", SYSTEMS[4].table));
    let said = import(&moving, &old, "aspnet-identity", &[]);
    assert!(said.out.starts_with("imported 2 users") && said.code == Some(1), "{said:?}");
    assert!(
        said.err.starts_with("row a-3: LockoutEnd: the value is not a time. The expected form is 2030-"),
        "{said:?}"
    );
    assert!(moving.app.user("eve@example.com").is_none());
}

#[test]
fn infinity_is_a_lock_without_an_end() {
    let Some(old) = Database::postgres() else { return };
    let moving = Moving::from("aspnet_identity", Database::sqlite());
    let rows = SYSTEMS[4].rows.replace("HASH", "").replace("2999-01-01 00:00:00+00:00", "infinity");
    let rows = rows.replace("2015-01-01 00:00:00+00:00", "-infinity");
    run(&moving.app, &old, &format!("{};{rows};", SYSTEMS[4].table));
    for imported in [2, 0] {
        let said = import(&moving, &old, "aspnet-identity", &[]);
        assert!(said.out.starts_with(&format!("imported {imported} users")) && said.code == Some(1), "{said:?}");
        assert!(said.err.starts_with("row a-1: a value can't be read ("), "{said:?}");
        assert!(
            said.err.contains("name a view without this value with --table") && said.err.lines().count() == 2,
            "{said:?}"
        );
    }
    let eve = moving.app.user("eve@example.com").unwrap();
    assert!(eve.get(LOCKED_AT).unwrap().is_some() && eve.get(LOCKED_UNTIL).unwrap().is_none());
    assert_eq!(moving.app.user("bob@example.com").unwrap().get(LOCKED_AT).unwrap(), None);
}

#[test]
fn unreadable_optional_column_is_a_failure() {
    let Some(old) = Database::postgres() else { return };
    let moving = Moving::from("devise", Database::sqlite());
    let columns = "id, email, encrypted_password, confirmed_at, created_at";
    let table = format!("{};{};", SYSTEMS[0].table, SYSTEMS[0].rows.replace("HASH", ""));
    let role = format!("moving_in_{}", std::process::id());
    run(&moving.app, &old, &format!("{table} CREATE ROLE {role}; GRANT SELECT ({columns}) ON users TO {role};"));
    let separator = if old.url().contains('?') { '&' } else { '?' };
    let url = format!("{}{separator}options=-c%20role%3D{role}", old.url());
    let options = ["--from-table", &url, "--system", "devise", "--dry-run"];
    let said = Moving::said(moving.command_with(&options));
    let ignoring = Moving::said(moving.command_with(&[&options[..], &["--ignore", "locked_at"]].concat()));
    run(&moving.app, &old, &format!("DROP OWNED BY {role}; DROP ROLE {role};"));
    let expected =
        "pow: the column `locked_at` of the table `users` of Devise can't be read (database: permission denied";
    assert!(said.err.starts_with(expected) && said.err.ends_with("with --ignore locked_at\n"), "{said:?}");
    assert_eq!((said.code, said.err.lines().count()), (Some(1), 1), "{said:?}");
    assert!(ignoring.out.starts_with("would import 3 users"), "{ignoring:?}");
}

// The catalog of MySQL omits columns that the user may not read.
#[test]
fn optional_column_of_mysql_may_be_missing() {
    let Some(old) = Database::mysql() else { return };
    let moving = Moving::from("laravel", Database::sqlite());
    run(
        &moving.app,
        &old,
        "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR(255), password VARCHAR(255), created_at TIMESTAMP NULL);
         INSERT INTO users VALUES (1, 'ann@example.com', NULL, NULL)",
    );
    let said = import(&moving, &old, "laravel", &["--unconfirmed"]);
    assert!(said.out.starts_with("imported 1 users") && said.code == Some(0), "{said:?}");
}

#[test]
fn lock_that_an_earlier_import_ignored_is_reported() {
    for (system, at) in [("django", 1), ("aspnet-identity", 4), ("devise", 0)] {
        let (moving, old) = (Moving::from("laravel", Database::sqlite()), Database::sqlite());
        run(&moving.app, &old, &format!("{};{};", SYSTEMS[at].table, SYSTEMS[at].rows.replace("HASH", "")));
        let options = if SYSTEMS[at].has_confirmations { &[][..] } else { &["--confirmed"] };
        let said = import(&moving, &old, system, &[options, &["--ignore", "locked_at"]].concat());
        assert!(said.out.starts_with("imported 3 users") && said.code == Some(0), "{said:?}");
        assert_eq!(moving.app.user("eve@example.com").unwrap().get(LOCKED_AT).unwrap(), None);
        let said = import(&moving, &old, system, options);
        assert!(said.out.contains("2 already existed") && said.code == Some(1), "{said:?}");
        assert!(said.err.contains("eve@example.com has an account with other values"), "{said:?}");
    }
}

#[test]
fn missing_columns_are_ignored_or_named_and_unknown_names_are_a_failure() {
    for database in each_old_database() {
        let moving = Moving::from("laravel", Database::sqlite());
        run(
            &moving.app,
            &database,
            "CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR, password VARCHAR, blocked TIMESTAMP);
             INSERT INTO users VALUES (1, 'ann@example.com', '', NULL), (2, 'eve@example.com', '', '2024-01-01 00:00:00');",
        );
        for (options, remedy) in [
            (&[][..], "the column `created_at` of the table `users` of Laravel can't be read"),
            (&["--ignore", "created"], "`--ignore created` names no column of Laravel: choose from email, password,"),
            (&["--ignore", "locked_at"], "`--ignore locked_at` names no column of Laravel"),
            (&["--ignore", "created_at", "--column", "lock=blocked"], "the users' table has no field `lock`"),
            (&["--ignore", "created_at", "--column", "locked_at=blokked"], "the column `blokked` of the table `users`"),
            (&["--column", "plan=blocked", "--column", "locked_at=blocked"], "names the column `blocked` twice"),
        ] {
            let said = import(&moving, &database, "laravel", &[options, &["--unconfirmed"]].concat());
            assert!(said.code == Some(1) && said.err.contains(remedy) && said.err.lines().count() == 1, "{said:?}");
        }
        assert_eq!(moving.app.user_count(), 0);
        for ignored in ["created_at", "inserted_at"] {
            let options = ["--unconfirmed", "--ignore", ignored, "--column", "locked_at=blocked", "--dry-run"];
            let said = import(&moving, &database, "laravel", &options);
            assert!(said.out.starts_with("would import 2 users") && said.code == Some(0), "{said:?}");
        }
        let options = ["--unconfirmed", "--ignore", "created_at", "--column", "locked_at=blocked"];
        import(&moving, &database, "laravel", &options);
        assert!(moving.app.user("eve@example.com").unwrap().get(LOCKED_AT).unwrap().is_some());
        assert!(moving.app.user("ann@example.com").unwrap().get(LOCKED_AT).unwrap().is_none());
    }
}

#[test]
fn absolute_path_with_four_slashes_is_kept() {
    let (moving, old) = (Moving::from("laravel", Database::sqlite()), Database::sqlite());
    run(&moving.app, &old, &format!("{LARAVEL_TABLE};"));
    let url = old.url().replacen("sqlite:///", "sqlite:////", 1);
    let said = Moving::said(moving.command_with(&["--from-table", &url, "--system", "laravel", "--unconfirmed"]));
    assert!(said.out.starts_with("imported 0 users") && said.code == Some(0), "{said:?}");
}
