//! What holds for every extension.

use pow_ext_devices::Devices;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(devices, subject);

fn subject() -> Subject {
    Subject::new(Devices::default)
}
