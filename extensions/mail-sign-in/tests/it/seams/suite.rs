//! Rules for every extension.

use pow_testing::extension::Subject;

use crate::common::proving;

pow_testing::extension_suite!(mail_sign_in, subject);

fn subject() -> Subject {
    Subject::new(|| proving().texts(true))
}
