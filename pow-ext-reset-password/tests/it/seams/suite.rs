//! What holds for every extension.

use pow_ext_reset_password::ResetPassword;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(reset_password, subject);

fn subject() -> Subject {
    Subject::new(ResetPassword::default)
}
