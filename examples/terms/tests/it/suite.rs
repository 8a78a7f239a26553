//! What holds for every extension.

use pow_testing::extension::Subject;
use terms_accepted::TermsAccepted;

pow_testing::extension_suite!(terms, subject);

fn subject() -> Subject {
    Subject::new(TermsAccepted::default).registration("user[terms_accepted]", "true")
}
