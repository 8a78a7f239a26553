//! An answer doesn't tell who has an account: it is the same, for the same work.
use pow_core::{schema::Value, users::PASSWORD_HASH};
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD, on_each_database, probe::CountingHasher};

on_each_database!(sign_in_tells_nobody_who_is_known);

const KNOWN: &str = "ann@example.com";
const UNKNOWN: &str = "bob@example.com";
const WITHOUT_PASSWORD: &str = "eve@example.com";

/// What may be sent in place of the right password, encoded.
fn attempts() -> Vec<(&'static str, String)> {
    let long = format!("user[password]={}", "x".repeat(5_000));
    let mut attempts = vec![
        ("wrong", "user[password]=not-the-password"),
        ("missing", ""),
        ("blank", "user[password]="),
        ("list", "user[password][]=x"),
        ("map", "user[password][a]=x"),
        ("twice", "user[password]=x&user[password]=x"),
        ("NUL", "user[password]=test-password%00of-nobody"),
        ("not UTF-8", "user[password]=%ff%fe"),
        ("broken escape", "user[password]=%zz"),
        ("the scope as a field too", "user[password]=x&user=x"),
        ("a list in the scope", "user[password]=x&user[]=x"),
        ("many fields", "a=1&b=2&user[c]=3&user[password]=x"),
    ];
    attempts.push(("5,000 bytes", &long));
    attempts.into_iter().map(|(name, form)| (name, form.to_owned())).collect()
}

/// Everything of an answer that an observer could compare; what is random or the date is masked.
fn observed(response: &Response, user_id: &str) -> (u16, Vec<(String, String)>, String) {
    let (status, headers, body) = response.observed();
    (status, headers, body.replace(user_id, "…"))
}

// E1, E2, E3, E6, E16, W1, P12
fn sign_in_tells_nobody_who_is_known(database: Database) {
    let hasher = CountingHasher::new();
    let counting = hasher.clone();
    let app = TestApp::builder().database(database).policy(|policy| policy.password.hasher = counting).start();
    drop(app.registered(KNOWN));
    drop(app.registered(WITHOUT_PASSWORD));
    app.write(WITHOUT_PASSWORD, PASSWORD_HASH.name(), Value::Null);
    for (name, attempt) in attempts() {
        let answers = [KNOWN, UNKNOWN, WITHOUT_PASSWORD].map(|user_id| {
            let mut browser = app.client();
            let token = browser.token("/session/new");
            hasher.take();
            let form = format!("_csrf_token={token}&user[email]={user_id}&{attempt}");
            let response = browser.request("POST", "/session", Some(&form));
            // What was left empty is no attempt.
            let cost = usize::from(name != "blank");
            assert_eq!(hasher.take(), cost, "{name}: one hash for {user_id}");
            assert_eq!(browser.current_user(), None, "{name}");
            observed(&response, user_id)
        });
        assert_eq!(answers[0].0, 422, "{name}");
        assert_eq!(answers[0], answers[1], "{name}: known and unknown");
        assert_eq!(answers[0], answers[2], "{name}: with and without a password");
    }
    hasher.take();
    assert_eq!(app.client().sign_in(KNOWN, PASSWORD).status, 303, "the right password works");
    assert_eq!(hasher.take(), 1, "and costs the same");
}

// E3: whatever is sent in place of the address.
#[test]
fn malformed_address_costs_one_hash_and_says_nothing() {
    let hasher = CountingHasher::new();
    let counting = hasher.clone();
    let app = TestApp::builder().policy(|policy| policy.password.hasher = counting).start();
    drop(app.registered(KNOWN));
    let long = format!("user[email]={}", "x".repeat(5_000));
    for address in [
        "",
        "user[email][]=ann@example.com",
        "user[email]=%ff",
        "user[email]=ann@example.com%00",
        "user[email]=no-address",
        "user=x",
        "user[email]=ann@example.com&user[email]=ann@example.com",
        &long,
    ] {
        let mut browser: Client = app.client();
        let token = browser.token("/session/new");
        hasher.take();
        let form = format!("_csrf_token={token}&user[password]={PASSWORD}&{address}");
        let response = browser.request("POST", "/session", Some(&form));
        assert_eq!((response.status, hasher.take()), (422, 1), "{address:.80}");
        assert!(response.text().contains("sign-in details don’t match"), "{address:.80}");
        assert!(!response.text().contains("class=\"field-error\""), "no field is named: {address:.80}");
    }
}
