//! The file with the data of an account, with every extension: it is complete and holds no secret.

use std::collections::BTreeSet;

use pow_core::{
    controllers::registration,
    json::Value as Json,
    schema::{TableDef, Value},
    store::{Filter, Select},
};
use pow_ext_signup::Mode;
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

use crate::every_extension;

/// Tables of the framework, with rows of no user.
const OF_NO_USER: [&str; 2] = ["pow_cache", "pow_outbox"];

/// Columns that are not in the file, and why not.
const LEFT_OUT: [(&str, &str); 11] = [
    ("users.auth_epoch", "a counter that ends sessions"),
    ("users.locked_reason", "a note of the administrators"),
    ("users.invited_by", "another user"),
    ("users_identities.id", "the key of a row"),
    ("users_identities.user_id", "the user"),
    ("users_identities.claimed", "the value once more"),
    ("users_api_tokens.id", "the key of a row"),
    ("users_api_tokens.user_id", "the user"),
    ("users_api_tokens.epoch", "a counter that ends tokens"),
    ("users_api_tokens.scopes", "there by its standard name, `scope`"),
    ("users_invitations.inviter", "the user"),
];

/// An account that has what the extensions can keep: an invitation was accepted, and another was sent; an address, a name, a
/// token and a change of the address wait.
fn filled(app: &TestApp) -> Client {
    let mut bob = app.registered("bob@example.com");
    let link = app.mailed_link("bob@example.com");
    assert_eq!(app.client().submit(&link, &link, &[]).status, 303);
    assert_eq!(bob.sign_in("bob@example.com", PASSWORD).status, 303);
    assert_eq!(bob.submit("/invitations/new", "/invitations", &[("user[email]", ANN)]).status, 303);
    let link = app.mailed_link(ANN);
    let mut ann = app.client();
    let typed = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(ann.submit(&link, link.trim_end_matches("/edit"), &typed).status, 303);
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[email]", "guest@example.com")]);
    assert_eq!(invited.status, 303, "{}", invited.text());
    let remembered = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "true")];
    let mut browser = app.client();
    assert_eq!(browser.submit("/session/new", "/session", &remembered).status, 303);
    let named = browser.submit("/identities/username", "/identities/username", &[("user[username]", "ann_lee")]);
    assert_eq!(named.status, 303, "{}", named.text());
    let second = browser.submit("/identities/new", "/identities", &[("user[email]", "second@example.com")]);
    assert_eq!(second.status, 303, "{}", second.text());
    let token = [("user[name]", "Backup"), ("user[orders:read]", "true"), ("user[expires_in]", "30")];
    assert_eq!(browser.submit("/api-tokens/new", "/api-tokens", &token).status, 201);
    let change = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.account_form(&change).status, 303);
    browser
}

fn file(browser: &mut Client) -> Json {
    let answer = browser.submit("/data-download", "/data-download", &[]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn rows(app: &TestApp, table: &std::sync::Arc<TableDef>) -> Vec<pow_core::record::Record> {
    app.block_on(app.pow.store().select(app.pow.cx().prefix(), table, Select::new(Filter(Vec::new())))).unwrap()
}

/// Every column that is marked as secret, in every row of every table.
fn secrets(app: &TestApp) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for table in app.pow.schema().tables() {
        let secret: Vec<_> = table.fields.iter().filter(|field| field.secret).map(|field| field.name).collect();
        for row in rows(app, table) {
            for name in &secret {
                match row.value(name) {
                    Some(Value::Text(text)) => found.push((format!("{}.{name}", table.name), text.clone())),
                    Some(value @ Value::Bytes(_)) => {
                        let text = value.to_json().as_str().unwrap().to_owned();
                        found.push((format!("{}.{name}", table.name), text));
                    }
                    _ => {}
                }
            }
        }
    }
    found
}

#[test]
fn file_with_the_data_of_an_account_has_no_secret() {
    let app = every_extension::start(Mode::default());
    let mut ann = filled(&app);
    let text = file(&mut ann).to_string();
    let secrets = secrets(&app);
    let names: BTreeSet<_> = secrets.iter().map(|(name, _)| name.as_str()).collect();
    for wanted in
        ["users.password_hash", "users.invitation_token", "users.email_confirmation_token", "users_api_tokens.hash"]
    {
        assert!(names.contains(wanted), "the test has no value of {wanted}: {names:?}");
    }
    for (name, secret) in &secrets {
        assert!(!text.contains(secret), "{name} is in the file: {text}");
        // A token is stored as its parts, so a part is a secret too.
        let parts = secret.split(['.', '$', ':']).filter(|part| part.len() > 15);
        parts.for_each(|part| assert!(!text.contains(part), "a part of {name} is in the file: {text}"));
    }
    for (name, cookie) in &ann.cookies {
        assert!(!text.contains(cookie), "the cookie {name} is in the file: {text}");
    }
    assert!(!text.contains("password_hash") && !text.contains("_token\""), "{text}");
}

// The control of the test above: every other column is in the file.
#[test]
fn file_with_the_data_of_an_account_has_every_other_column() {
    let app = every_extension::start(Mode::default());
    let mut ann = filled(&app);
    let file = file(&mut ann);
    let text = file.to_string();
    for word in [ANN, "guest@example.com", "second@example.com", "ann_lee", "Backup", "orders:read", "new@example.com"]
    {
        assert!(text.contains(word), "{word} is missing: {file:#}");
    }
    let mut columns = BTreeSet::new();
    for table in app.pow.schema().tables().iter().filter(|table| !OF_NO_USER.contains(&table.name.as_str())) {
        for field in table.fields.iter().filter(|field| !field.secret) {
            let full = format!("{}.{}", table.name, field.name);
            columns.insert(full.clone());
            let is_left_out = LEFT_OUT.iter().any(|(name, _)| *name == full);
            assert!(is_left_out || text.contains(&format!("\"{}\":", field.name)), "{full} is missing: {file:#}");
        }
    }
    let stale: Vec<_> = LEFT_OUT.iter().filter(|(name, _)| !columns.contains(*name)).collect();
    assert!(stale.is_empty(), "{stale:?} are no columns: {columns:?}");
    let account = app.pow.path(registration::EDIT).unwrap();
    assert!(ann.get(&account).text().contains("href=\"/data-download\""));
}
