//! What holds for every extension.

use lock_users::LockUsers;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(suite, subject);

fn subject() -> Subject {
    Subject::new(|| LockUsers)
}
