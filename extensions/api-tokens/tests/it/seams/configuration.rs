//! Each setting can be changed, and one that can't work stops the start.

use std::time::Duration;

use pow_ext_api_tokens::ApiTokens;
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
        assert!(refusal.contains("the extension `api_tokens` can't work so"), "{refusal}");
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
