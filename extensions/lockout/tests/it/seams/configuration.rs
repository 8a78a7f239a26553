//! Each limit can be changed and turned off, and the start says what is weaker than the default.

use std::time::Duration;

use pow_core::limit::Limit;
use pow_ext_lockout::Lockout;
use pow_testing::{Database, Logs, TestApp, client::ANN};

use crate::common::{WRONG, app, attack, stranger};

fn weakened(extension: Lockout) -> String {
    let logs = Logs::capture();
    let before = logs.of("pow::setup::danger").len();
    drop(TestApp::with(extension).start());
    let dangers = logs.of("pow::setup::danger").split_off(before);
    dangers.iter().filter_map(|event| event.field("settings")).collect::<Vec<_>>().join(", ")
}

#[test]
fn limit_that_is_off_or_wider_is_named_at_the_start() {
    if !pow_testing::alone() {
        return;
    }
    assert_eq!(weakened(Lockout::default()), "");
    assert_eq!(weakened(Lockout::default().account(None)), "lockout.account");
    assert_eq!(weakened(Lockout::default().in_a_row(101).client_wrong(None)), "lockout.in_a_row, lockout.client_wrong");
    let narrower = Limit::new(3, Duration::from_secs(3600));
    assert_eq!(weakened(Lockout::default().account(narrower)), "");
    assert_eq!(weakened(Lockout::default().notices(false)), "lockout.notices");
}

#[test]
fn limit_that_allows_nothing_is_refused() {
    let minute = Duration::from_secs(60);
    for extension in [
        Lockout::default().account(Limit::new(0, minute)),
        Lockout::default().client(Limit::new(1, Duration::ZERO)),
        Lockout::default().in_a_row(0),
        Lockout::default().in_a_row(1001),
        Lockout::default().known_for(Duration::ZERO),
        Lockout::default().unlock_ttl(25 * 60 * minute),
    ] {
        assert!(TestApp::with(extension).refusal().contains("in the extension `lockout`, "));
    }
}

#[test]
fn account_limit_can_be_changed_and_turned_off() {
    let two = Limit::new(2, Duration::from_secs(60));
    let (app, _) = app(Lockout::default().account(two), Database::sqlite());
    assert_eq!(attack(&app, ANN, 0..4), [422, 422, 429, 429]);
    let (app, _) = crate::common::app(Lockout::default().account(None), Database::sqlite());
    assert_eq!(attack(&app, ANN, 0..8), [422; 8]);
    assert_eq!(stranger(&app, 9).sign_in(ANN, WRONG).status, 422);
}
