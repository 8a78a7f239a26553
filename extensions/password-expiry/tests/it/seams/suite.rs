//! What holds for every extension.

use pow_ext_password_expiry::PasswordExpiry;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(password_expiry, subject);

fn subject() -> Subject {
    Subject::new(PasswordExpiry::default)
}
