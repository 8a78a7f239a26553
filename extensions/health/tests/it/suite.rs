//! The suite of all extensions.

use pow_ext_health::Health;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(health, subject);

fn subject() -> Subject {
    Subject::new(Health::default)
}
