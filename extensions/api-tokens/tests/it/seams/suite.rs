//! Rules for every extension.

use pow_testing::extension::Subject;

pow_testing::extension_suite!(api_tokens, subject);

fn subject() -> Subject {
    Subject::new(crate::common::with_everything)
}
