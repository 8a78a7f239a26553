//! `Pow::findings` on a table that lacks columns, on each database. The other findings are tested in `pow-cli`.

use pow_core::findings::Finding;
use pow_testing::{Database, TestApp, on_each_database, servers};

on_each_database!(identifiers_are_compared_before_the_table_has_its_columns);

/// The index on addresses can be built only after the rows are corrected, so they are found before the first migration.
fn identifiers_are_compared_before_the_table_has_its_columns(database: Database) {
    let app = TestApp::builder().database(database).start();
    let (is_mysql, is_postgres) =
        (app.database().url().starts_with("mysql"), app.database().url().starts_with("postgres"));
    let mut statements = vec![
        format!("DROP INDEX users_email_index{}", if is_mysql { " ON users" } else { "" }),
        "ALTER TABLE users DROP COLUMN auth_epoch".to_owned(),
        "ALTER TABLE users DROP COLUMN password_hash".to_owned(),
    ];
    let at = app.pow.clock().now().format("%F %T").to_string();
    for (id, email) in [(1, "dup@example.com"), (2, "Dup@example.com"), (3, " sp@example.com")] {
        let id = format!("{}'{id:032x}'", if is_postgres { "" } else { "x" });
        statements.push(format!(
            "INSERT INTO users (id, email, inserted_at, updated_at) VALUES ({id}, '{email}', '{at}', '{at}')"
        ));
    }
    match is_mysql || is_postgres {
        true => servers::run(app.database().url(), &statements).unwrap(),
        false => {
            use diesel::{Connection as _, SqliteConnection, connection::SimpleConnection as _};
            let file = app.database().url().strip_prefix("sqlite://").unwrap();
            SqliteConnection::establish(file).unwrap().batch_execute(&statements.join("; ")).unwrap();
        }
    }
    let found = app.block_on(app.pow.findings());
    let of = |name: &str| found.iter().filter(|finding| finding.name == name).collect::<Vec<&Finding>>();
    let identifiers = of("identifiers");
    let [capitals, invalid, again] = identifiers[..] else { panic!("{found:?}") };
    assert!(capitals.problem.starts_with("1 users can't sign in") && capitals.remedy.contains("lower"), "{found:?}");
    assert!(capitals.problem.contains("(id 00000000-0000-0000-0000-000000000002)"), "{found:?}");
    assert!(invalid.problem.contains("000000000003") && invalid.remedy.contains("by hand"), "{found:?}");
    assert!(again.problem.contains("same `email`") && again.problem.contains("000000000002"), "{found:?}");
    assert_eq!(of("schema").len(), 3, "{found:?}");
}
