//! What holds for every extension.

use pow_ext_persistent_session::PersistentSession;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(persistent_session, subject);

fn subject() -> Subject {
    Subject::new(PersistentSession::default)
}
