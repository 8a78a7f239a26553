//! JSON bodies of every shape.

use std::{cell::RefCell, collections::BTreeSet};

use pow_core::json::{Value, json};
use pow_testing::{Database, TestApp, client::ANN};
use proptest::{
    prelude::*,
    test_runner::{Config as Runs, TestRunner},
};

use crate::common::{SECRET, body, builder, signed_in_program, with_everything};

const ALL: [&str; 3] = ["orders:read", "orders:write", "profile:read"];

/// `POW_TEST_FUZZ=50` runs fifty times as many cases.
fn runner(cases: u32) -> TestRunner {
    let factor = std::env::var("POW_TEST_FUZZ").ok().and_then(|factor| factor.parse::<u32>().ok()).unwrap_or(1);
    TestRunner::new(Runs { cases: cases * factor, failure_persistence: None, max_shrink_iters: 200, ..Runs::default() })
}

fn app() -> TestApp {
    let app = builder(with_everything(), Database::sqlite()).start();
    drop(app.registered(ANN));
    app
}

/// Values as programs and attackers send them, most of them near to a scope.
fn value() -> impl Strategy<Value = Value> {
    let near = [
        "orders:read",
        "orders:read profile:read",
        "",
        " ",
        "  ",
        "  orders:write ",
        "admin:all",
        "orders:read\t",
        "\0",
    ];
    let near = prop::sample::select(near.to_vec()).prop_map(Value::from);
    let plain = prop_oneof![
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
    ];
    let deep = prop_oneof![2 => near.clone(), 1 => plain].prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    prop_oneof![near, deep]
}

fn fields(names: &'static [&'static str]) -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    prop::collection::btree_map(prop::sample::select(names.to_vec()), value(), 0..3)
        .prop_map(|fields| fields.into_iter().collect())
}

/// The text of a plain value.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.contains('\0')).then(|| text.clone()),
        Value::Null => Some(String::new()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// The scopes that these words ask for, of those that can be granted. No word asks for all. `None` is a refusal.
fn asked<'a>(texts: impl IntoIterator<Item = &'a Value>, all: &[&str]) -> Option<BTreeSet<String>> {
    let texts: Option<Vec<_>> = texts.into_iter().map(plain).collect();
    let texts: Vec<_> = texts?.into_iter().filter(|text| !text.is_empty()).collect();
    if texts.is_empty() {
        return Some(all.iter().map(|scope| (*scope).to_owned()).collect());
    }
    let words: BTreeSet<_> =
        texts.iter().flat_map(|text| text.split(' ')).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    (!words.is_empty() && words.iter().all(|word| all.contains(&word.as_str()))).then_some(words)
}

/// The tokens of an answer, or `None` if it refuses as RFC 6749 says.
fn granted(answer: &pow_testing::Response) -> Option<BTreeSet<String>> {
    let said = body(answer);
    if answer.status == 200 {
        return Some(said["scope"].as_str().unwrap().split(' ').map(str::to_owned).collect());
    }
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert!(["invalid_request", "invalid_scope"].contains(&said["error"].as_str().unwrap()), "{said}");
    None
}

// Fuzz: a scope that is no text, unknown or blank is refused, and never becomes all of them.
#[test]
fn first_pair_has_the_scopes_that_the_body_asks_for_or_is_refused() {
    let app = app();
    let program = RefCell::new(signed_in_program(&app));
    let run = runner(300).run(&(fields(&["scope", "scopes"]), fields(&["scope", "scopes"])), |(own, of_user)| {
        let mut sent = Value::Object(own.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
        if !of_user.is_empty() {
            sent["user"] =
                Value::Object(of_user.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
        }
        let answer = program.borrow_mut().post("/api-tokens/pair", &sent);
        let wanted = asked(own.iter().chain(&of_user).map(|(_, value)| value), &ALL);
        prop_assert_eq!(granted(&answer), wanted, "{}", sent);
        Ok(())
    });
    run.unwrap();
}

// Fuzz: the same for service accounts.
#[test]
fn service_account_gets_the_scopes_that_the_body_asks_for_or_is_refused() {
    let app = app();
    let run = runner(300).run(&prop::option::of(value()), |scope| {
        let mut sent = json!({"grant_type": "client_credentials", "client_id": "reports", "client_secret": SECRET});
        if let Some(scope) = &scope {
            sent["scope"] = scope.clone();
        }
        let answer = app.program().post("/oauth/token", &sent);
        prop_assert_eq!(granted(&answer), asked(&scope, &["orders:read", "profile:read"]), "{}", sent);
        Ok(())
    });
    run.unwrap();
}

// Fuzz: whatever the JSON is, the answer is no fault and no token.
#[test]
fn random_json_is_no_fault_and_no_token() {
    let app = app();
    let names = &["grant_type", "refresh_token", "client_id", "client_secret", "scope", "user"];
    let run = runner(300).run(&fields(names), |fields| {
        let sent = Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        let answer = app.program().post("/oauth/token", &sent);
        prop_assert!((400..500).contains(&answer.status), "{}: {}", answer.status, sent);
        prop_assert!(body(&answer)["error"].is_string(), "{}", sent);
        Ok(())
    });
    run.unwrap();
}

// T2, T4: what is refused before the action has the form of RFC 6749, too.
#[test]
fn body_that_is_not_read_is_refused_as_the_standard_says() {
    let app = app();
    let long = format!("grant_type={}", "x".repeat(70_000));
    let many = format!("grant_type=client_credentials{}", "&a=b".repeat(300));
    let form = "application/x-www-form-urlencoded";
    for (kind, sent) in [("text/plain", "x"), ("application/json", "[]"), (form, &long), (form, &many)] {
        let mut client = app.client();
        client.headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        let answer = client.request("POST", "/oauth/token", Some(sent));
        assert_eq!((answer.status, answer.text().as_str()), (400, r#"{"error":"invalid_request"}"#), "{kind}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("private, no-store, no-cache"));
    }
}
