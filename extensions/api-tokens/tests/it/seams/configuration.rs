//! Each setting can be changed, and one that can't work stops the start.

use std::time::Duration;

use pow_ext_api_tokens::{ApiTokens, Jwt, JwtKey};
use pow_testing::{Logs, TestApp};

use crate::common::extension;

#[test]
fn setting_that_can_not_work_is_refused() {
    for wrong in [
        ApiTokens::new([""; 0]),
        ApiTokens::new(["orders"]),
        ApiTokens::new(["orders:read", "orders:read"]),
        extension().prefix(""),
        extension().prefix("Acme"),
        extension().prefix("a_b"),
        extension().max_tokens(0),
        extension().max_lifetime(Duration::from_secs(1)),
    ] {
        let refusal = TestApp::with(wrong).refusal();
        assert!(refusal.contains("in the extension `api_tokens`, "), "{refusal}");
    }
}

// G5
#[test]
fn signed_tokens_that_can_not_work_are_refused() {
    let key = |kid: &str| JwtKey::eddsa_from_seed(kid, &[7; 32]).unwrap();
    let jwt = || Jwt::new("https://acme.example", "https://acme.example/api", key("one"));
    let second = Duration::from_secs(1);
    for (wrong, named) in [
        (Jwt::new("", "https://acme.example/api", key("one")), "`issuer` and `audience`"),
        (Jwt::new("https://acme.example", "", key("one")), "`issuer` and `audience`"),
        (jwt().and_key(key("one")), "the same `kid`"),
        (jwt().and_key(key("")), "the same `kid`"),
        (jwt().access_ttl(Duration::ZERO), "`access_ttl`"),
        (jwt().access_ttl(Duration::from_secs(3601)), "`access_ttl`"),
        (jwt().refresh_ttl(second), "`refresh_ttl`"),
        (jwt().family_ttl(second), "`family_ttl`"),
    ] {
        let refusal = TestApp::with(extension().jwt(wrong)).refusal();
        assert!(refusal.contains(named), "{named}: {refusal}");
    }
}

#[test]
fn tokens_that_do_not_expire_are_named_at_the_start() {
    if !pow_testing::alone() {
        return;
    }
    let logs = Logs::capture();
    drop(TestApp::with(extension().max_lifetime(None)).start());
    let dangers = logs.of("pow::setup::danger");
    let settings: Vec<_> = dangers.iter().filter_map(|event| event.field("settings")).collect();
    assert_eq!(settings, ["api_tokens.max_lifetime"]);
}
