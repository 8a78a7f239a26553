//! The suite of all extensions.

use std::time::Duration;

use pow_core::Error;
use pow_ext_metrics::Metrics;
use pow_testing::{TestApp, extension::Subject};

pow_testing::extension_suite!(metrics, subject);

fn subject() -> Subject {
    Subject::new(Metrics::default)
}

#[test]
fn interval_below_a_second_is_refused() {
    let start = |every| TestApp::with(Metrics::default().every(every)).try_start().map(drop);
    let refused = start(Duration::from_millis(999));
    assert!(matches!(&refused, Err(Error::Config(text)) if text.contains("`every` is below a second")), "{refused:?}");
    start(Duration::from_secs(1)).unwrap();
}
