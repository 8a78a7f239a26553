//! Rows and files that are refused: by line, with the reason, and without any part of a hash.

use std::process::Stdio;

use moving_in::PLAN;
use pow_core::users::PASSWORD_HASH;
use pow_testing::{Database, client::PASSWORD, on_each_database};

use crate::Moving;

on_each_database!(
    bad_rows_are_reported_by_line_and_the_others_written,
    user_who_is_there_is_never_changed,
    taken_value_of_a_unique_column_is_reported_by_line,
    dry_run_reports_the_same_and_writes_nothing,
    dry_run_compares_the_rows_of_all_transactions,
);

const HASH: &str = "$2y$05$/jr0pf8qVlpGTPru99MlxOfirFuP4BYSi/jm9AFURm.gXjHIOIIVW";
const BAD: &[(&str, &str)] = &[
    ("no-address,,", "line 2: email: "),
    (",,", "line 3: email: "),
    ("a@b@example.com,,", "line 4: email: "),
    ("ann@example.com,not a hash,", "line 5: password_hash: the form of the hash is unknown"),
    (
        "ann@example.com,$2y$31$/jr0pf8qVlpGTPru99MlxOfirFuP4BYSi/jm9AFURm.gXjHIOIIVW,",
        "line 6: password_hash: the hash can't be used",
    ),
    ("ann@example.com,$2y$05$/jr0pf8qVlpGTPru99MlxOfirFuP4BYSi,", "line 7: password_hash: the hash can't be used"),
    ("ann@example.com,,twelve", "line 8: customer: "),
    ("ann@example.com,", "line 9: the row has 2 columns instead of 3"),
    ("\"ann\u{1b}[2J\n@example.com\",,", "line 10: email: "),
    ("ann@example.com,,", ""),
    ("Ann@example.com,,5", "line 13: ann@example.com is also on line 12"),
];

fn bad_rows() -> String {
    let rows: Vec<_> = BAD.iter().map(|(row, _)| *row).collect();
    format!("email,password_hash,customer\n{}\n", rows.join("\n"))
}

fn bad_rows_are_reported_by_line_and_the_others_written(database: Database) {
    let moving = Moving::from("laravel", database);
    let said = moving.import(&moving.file("users.csv", bad_rows()), &["--confirmed"]);
    let expected: Vec<_> = BAD.iter().map(|(_, line)| *line).filter(|line| !line.is_empty()).collect();
    let lines: Vec<_> = said.err.lines().collect();
    assert_eq!(lines.len(), expected.len() + 1, "{said:?}");
    assert!(lines.iter().zip(&expected).all(|(line, start)| line.starts_with(start)), "{said:?}");
    assert_eq!(lines.last(), Some(&"pow: 10 rows were refused: correct the rows, and run the command again"));
    assert!(said.code == Some(1) && said.out.starts_with("imported 1 users"), "{said:?}");
    assert!(!said.err.contains("jr0pf8") && !said.err.contains('\u{1b}'), "{said:?}");
    assert_eq!(moving.app.user_count(), 1);
}

fn dry_run_reports_the_same_and_writes_nothing(database: Database) {
    let moving = Moving::from("laravel", database);
    let file = moving.file("users.csv", bad_rows());
    let dry = moving.import(&file, &["--confirmed", "--dry-run"]);
    assert!(dry.out.starts_with("would import 1 users"), "{dry:?}");
    assert_eq!(moving.app.user_count(), 0);
    assert_eq!(moving.import(&file, &["--confirmed"]).err, dry.err);
}

fn dry_run_compares_the_rows_of_all_transactions(database: Database) {
    let moving = Moving::from("laravel", database);
    let mut text = String::from("email,customer\n");
    text.extend((0..700).map(|row| format!("user{row}@example.com,{row}\n")));
    text.push_str("User0@example.com,700\nann@example.com,1\n");
    let said = moving.import(&moving.file("users.csv", text), &["--confirmed", "--dry-run"]);
    assert!(said.code == Some(1) && said.out.starts_with("would import 700 users"), "{said:?}");
    assert!(said.err.starts_with("line 702: user0@example.com is also on line 2: "), "{said:?}");
    assert!(said.err.contains("\nline 703: customer: "), "{said:?}");
}

fn user_who_is_there_is_never_changed(database: Database) {
    let moving = Moving::from("laravel", database);
    drop(moving.app.client().register("ann@example.com", PASSWORD));
    let before = moving.app.user("ann@example.com").unwrap();
    let text = format!("email,password_hash,plan\nbob@example.com,{HASH},gold\nANN@example.com,{HASH},gold\n");
    let file = moving.file("users.csv", &text);
    for imported in [1, 0] {
        let said = moving.import(&file, &["--confirmed"]);
        assert!(said.out.starts_with(&format!("imported {imported} users")), "{said:?}");
        assert!(said.out.contains(&format!("{} already existed", 1 - imported)), "{said:?}");
        assert!(said.err.starts_with("line 3: ann@example.com has an account with other values"), "{said:?}");
        assert_eq!(said.code, Some(1));
        let after = moving.app.user("ann@example.com").unwrap();
        assert_eq!(after.get(PASSWORD_HASH).unwrap(), before.get(PASSWORD_HASH).unwrap());
        assert_eq!((after.get(PLAN).unwrap().as_str(), moving.app.user_count()), ("free", 2));
    }
}

fn taken_value_of_a_unique_column_is_reported_by_line(database: Database) {
    let moving = Moving::from("laravel", database);
    let text = "email,customer\nann@example.com,1\nbob@example.com,2\neve@example.com,1\nfay@example.com,3\n";
    let file = moving.file("users.csv", text);
    let dry = moving.import(&file, &["--confirmed", "--dry-run"]);
    assert!(dry.out.starts_with("would import 3 users"), "{dry:?}");
    let said = moving.import(&file, &["--confirmed"]);
    assert_eq!(said.err, dry.err);
    assert!(said.out.starts_with("imported 3 users"), "{said:?}");
    assert!(said.err.starts_with("line 4: customer: ") && said.err.lines().count() == 2, "{said:?}");
    assert!(moving.app.user("eve@example.com").is_none() && moving.app.user("fay@example.com").is_some());
}

#[test]
fn hash_of_a_system_that_is_not_accepted_stops_with_the_line_to_add() {
    let moving = Moving::from("nothing", Database::sqlite());
    for (hash, remedy) in [
        ("pbkdf2_sha256$1000000$salt$yMUs+lB7h1Onsz/GOIeU4+HS+EpPKMyrtFRxHrMPQ10=", "pow_hashes::django()"),
        ("argon2$argon2id$v=19$m=8,t=1,p=1$c2FsdA$ISO7kkvFzh", "pow_hashes::django()"),
        ("bcrypt_sha256$$2b$05$abc", "pow_hashes::django()"),
        ("scrypt$16384$salt$8$5$abc", "pow_hashes::django()"),
        ("$scrypt$ln=14,r=8,p=1$mjPm$MJB0", "pow_hashes::phc()"),
        ("$pbkdf2-sha256$i=25000$ZW$IKNC", "pow_hashes::phc()"),
        (
            "AQAAAAIAAYagAAAAEMjJysvMzc7P0NHS09TV1tcg2egGmmryjdwgBTrSP436ecEynat3KJvHf3tvZoVJ8w==",
            "pow_hashes::aspnet_identity()",
        ),
    ] {
        let said = moving.refused(&format!("email,password_hash\nann@example.com,\"{hash}\"\n"), &["--confirmed"]);
        assert!(said.contains("line 2: ") && said.contains(&format!("`policy.password.accept({remedy});`")), "{said}");
        assert!(!said.contains(hash), "{said}");
    }
}

#[test]
fn columns_that_cannot_be_imported_are_refused() {
    let moving = Moving::from("laravel", Database::sqlite());
    for (header, remedy) in [
        ("email,password", "no field `password`"),
        ("email,first_name", "--ignore first_name"),
        ("email,id", "the field `id` can't be imported"),
        ("email,auth_epoch", "the field `auth_epoch` can't be imported"),
        ("email,email_confirmation_token", "the field `email_confirmation_token` can't be imported"),
        ("address,plan", "no column `email`"),
        ("email,email", "two columns are mapped to the field `email`"),
    ] {
        let said = moving.refused(&format!("{header}\nann@example.com,1\n"), &["--confirmed"]);
        assert!(said.contains(remedy), "{said}");
    }
    let said = moving.refused("email\nann@example.com\n", &["--confirmed", "--column", "plan"]);
    assert!(said.contains("write --column FIELD=COLUMN"), "{said}");
    for (column, remedy) in [
        ("plam=email", "no field `plam`: correct the name before the `=`"),
        ("plan=tarif", "the file has no column `tarif`: correct `--column plan=tarif`"),
    ] {
        let said = moving.refused("email\nann@example.com\n", &["--confirmed", "--column", column]);
        assert!(said.contains(remedy), "{said}");
    }
}

#[test]
fn file_that_cannot_be_read_is_refused() {
    let moving = Moving::from("laravel", Database::sqlite());
    let open_quote = format!("email,plan\nann@example.com,\"{}", "x\n".repeat(2 * 1024 * 1024));
    let said = moving.refused(&open_quote, &["--confirmed"]);
    assert!(said.contains("longer than 1 MiB. Check that its quotes are closed"), "{said}");
    let endless = moving.file("endless.jsonl", "[".repeat(3 * 1024 * 1024));
    let said = moving.import(&endless, &["--confirmed"]);
    assert!(said.code == Some(1) && said.err.contains("line 1 is longer than 1 MiB"), "{said:?}");
    let said = moving.import(&moving.folder.path().join("none.csv"), &["--confirmed"]);
    assert!(said.err.contains("could not read") && said.err.lines().count() == 1, "{said:?}");
    let said = moving.import(&moving.file("users.xlsx", "PK"), &["--confirmed"]);
    assert!(said.err.contains("add `--format csv`"), "{said:?}");
    let lines =
        b"[1]\n{\"email\":[]}\nnull\n{\"email\":\"ann@example.com\",\"plan\":\"\xff\"}\n{\"email\":\"ann\n".to_vec();
    let said = moving.import(&moving.file("users.jsonl", lines), &["--confirmed"]);
    assert!(said.code == Some(1) && said.err.lines().count() == 6, "{said:?}");
    let bytes = b"email,plan\nann@example.com,\xff\n".to_vec();
    let said = moving.import(&moving.file("users.csv", bytes), &["--confirmed"]);
    assert!(said.err.starts_with("line 2: plan: the value is not UTF-8"), "{said:?}");
    assert_eq!(moving.app.user_count(), 0);
    moving.imported("empty.csv", "", &["--confirmed"]);
    moving.imported("none.csv", "email,plan\n", &["--confirmed"]);
}

#[test]
fn lines_are_counted_with_blank_ones() {
    let moving = Moving::from("laravel", Database::sqlite());
    for end in ["\n", "\r\n"] {
        let lines = ["email,plan", "", "", "no-address,", "", "\"a\nb\",x", "", "no-address,", "c"];
        let said = moving.import(&moving.file("users.csv", lines.join(end)), &["--confirmed"]);
        let places: Vec<_> = said.err.lines().filter_map(|line| line.split_once(':')).map(|(place, _)| place).collect();
        assert_eq!(places, ["line 4", "line 6", "line 9", "line 10", "pow"], "{said:?}");
    }
    // A buffer of the reader ends within the file.
    let text = format!("email,plan\n{}no-address,\n", "\n".repeat(20_000));
    let said = moving.import(&moving.file("users.csv", text), &["--confirmed"]);
    assert!(said.err.starts_with("line 20002: email: "), "{said:?}");
}

#[test]
fn byte_order_mark_of_json_lines_is_skipped() {
    let moving = Moving::from("laravel", Database::sqlite());
    moving.imported("users.jsonl", "\u{feff}{\"email\":\"ann@example.com\"}\n", &["--confirmed"]);
    assert_eq!(moving.app.user_count(), 1);
}

#[test]
fn standard_input_is_read() {
    use std::io::Write;
    let moving = Moving::from("laravel", Database::sqlite());
    let mut command = moving.command("-".as_ref(), &["--confirmed", "--format", "csv"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"email\nann@example.com\n").unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(moving.app.user_count(), 1);
}
