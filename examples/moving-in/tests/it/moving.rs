//! Users keep their passwords, and the application gets their other values.

use moving_in::{CUSTOMER, PLAN};
use pow_core::users::{EMAIL, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH};
use pow_testing::{Database, on_each_database};
use serde_json::{Value, json};

use crate::{Moving, PEPPER};

on_each_database!(
    values_of_the_file_are_those_of_the_user,
    json_lines_are_read_as_csv,
    columns_of_other_names_are_mapped_or_ignored,
);

const ORIGINS: [&str; 7] = ["devise", "django", "laravel", "phx_gen_auth", "aspnet_identity", "pow", "phc"];

/// A hash by the original library, and its password.
fn vector(origin: &str) -> (String, String) {
    let lines = include_str!("../../../../pow-hashes/tests/vectors/vectors.jsonl").lines();
    let rows = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut own = rows.filter(|row| row["origin"] == origin && (origin != "devise" || row["pepper"] == PEPPER));
    let row = own.next().unwrap();
    (row["hash"].as_str().unwrap().to_owned(), row["password"].as_str().unwrap().to_owned())
}

#[test]
fn users_of_each_system_sign_in_with_their_old_password() {
    for origin in ORIGINS {
        let moving = Moving::from(origin, Database::sqlite());
        let (hash, password) = vector(origin);
        moving.imported("users.csv", &format!("email,password_hash\nann@example.com,\"{hash}\"\n"), &["--confirmed"]);
        assert!(!moving.app.signs_in("ann@example.com", &format!("{password}r")), "{origin}");
        assert_eq!(moving.app.user("ann@example.com").unwrap().get(PASSWORD_HASH).unwrap(), Some(hash));
        assert!(moving.app.signs_in("ann@example.com", &password), "{origin}");
        let new = moving.app.user("ann@example.com").unwrap().get(PASSWORD_HASH).unwrap().unwrap();
        assert!(new.starts_with("$argon2id$"), "{origin}: {new}");
        assert!(moving.app.signs_in("ann@example.com", &password), "{origin}: by the new hash");
    }
}

fn values_of_the_file_are_those_of_the_user(database: Database) {
    let moving = Moving::from("laravel", database);
    let (hash, password) = vector("laravel");
    let text = format!(
        "\u{feff}email,password_hash,email_confirmed_at,inserted_at,plan,customer\r\n\
         \" Ann@Example.COM\",{hash},2024-05-06T07:08:09Z,2015-01-02 03:04:05.123456,\"gold, \"\"old\"\"\",12\r\n\
         bob@example.com,,,,,\r\n\
         eve@example.com,{hash},2024-05-06 07:08:09+00,2015-01-02 03:04:05 UTC,,\r\n"
    );
    let said = moving.imported("users.csv", &text, &[]);
    assert!(said.starts_with("imported 3 users, 1 of them without a password; 0 already existed;"), "{said}");
    assert_eq!(moving.mails(), 0);
    let ann = moving.app.user("ann@example.com").unwrap();
    assert_eq!((ann.get(PLAN).unwrap().as_str(), ann.get(CUSTOMER).unwrap()), ("gold, \"old\"", Some(12)));
    assert_eq!(ann.get(EMAIL_CONFIRMED_AT).unwrap().unwrap().to_rfc3339(), "2024-05-06T07:08:09+00:00");
    assert_eq!(ann.get(INSERTED_AT).unwrap().to_rfc3339(), "2015-01-02T03:04:05.123456+00:00");
    assert!(moving.app.signs_in("ann@example.com", &password));
    let bob = moving.app.user("bob@example.com").unwrap();
    assert_eq!((bob.get(PLAN).unwrap().as_str(), bob.get(CUSTOMER).unwrap()), ("free", None));
    assert_eq!((bob.get(PASSWORD_HASH).unwrap(), bob.get(EMAIL_CONFIRMED_AT).unwrap()), (None, None));
    assert!(bob.get(INSERTED_AT).unwrap().to_rfc3339().as_str() > "2026");
    assert!(!moving.app.signs_in("bob@example.com", ""));
    let eve = moving.app.user("eve@example.com").unwrap();
    assert_eq!(eve.get(INSERTED_AT).unwrap().to_rfc3339(), "2015-01-02T03:04:05+00:00");
    assert_eq!(eve.get(EMAIL_CONFIRMED_AT).unwrap().unwrap().to_rfc3339(), "2024-05-06T07:08:09+00:00");
}

fn json_lines_are_read_as_csv(database: Database) {
    let moving = Moving::from("django", database);
    let (hash, password) =
        ("bcrypt$$2b$05$Zvg9Fz.H3.3790CqYJXoPuFasBrDaLkyDYueIhr9NwaG4T5GY0Yve", "correct horse battery staple");
    let ann = json!({"email": "Ann@example.com", "password_hash": hash, "customer": 7, "plan": null});
    let bob = json!({"plan": "gold", "email": "bob@example.com"});
    moving.imported("users.jsonl", &format!("{ann}\n\n{bob}"), &["--confirmed"]);
    assert!(moving.app.signs_in("ann@example.com", password));
    assert_eq!(moving.app.user("ann@example.com").unwrap().get(CUSTOMER).unwrap(), Some(7));
    let bob = moving.app.user("bob@example.com").unwrap();
    assert_eq!(
        (bob.get(PLAN).unwrap().as_str(), bob.get(EMAIL).unwrap().as_deref()),
        ("gold", Some("bob@example.com"))
    );
}

fn columns_of_other_names_are_mapped_or_ignored(database: Database) {
    let moving = Moving::from("devise", database);
    let (hash, password) = vector("devise");
    let text = format!("id;email;encrypted_password;confirmed_at\n7;ann@example.com;{hash};2024-05-06 07:08:09\n");
    let columns = ["--column", "password_hash=encrypted_password", "--column", "email_confirmed_at=confirmed_at"];
    let options = [&columns[..], &["--ignore", "id", "--delimiter", ";", "--format", "csv"]].concat();
    moving.imported("users.txt", &text, &options);
    assert!(moving.app.signs_in("ann@example.com", &password));
}
