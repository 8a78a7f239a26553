//! Settings that can't work are refused.

use std::time::Duration;

use pow_ext_signup::Signup;
use pow_testing::TestApp;

#[test]
fn time_of_a_code_has_bounds() {
    for (seconds, works) in [(59, false), (60, true), (3600, true), (3601, false)] {
        let builder = TestApp::with(Signup::default().code_ttl(Duration::from_secs(seconds)));
        match works {
            true => drop(builder.start()),
            false => assert!(builder.refusal().contains("`code_ttl` is out of range"), "{seconds}"),
        }
    }
}
