//! What holds for every extension.

use pow_ext_lockout::Lockout;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(lockout, subject);

/// The suite sends more requests than one client may.
fn subject() -> Subject {
    Subject::new(|| Lockout::default().client(None).registrations(None).client_links(None))
}
