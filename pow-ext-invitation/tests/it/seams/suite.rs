//! What holds for every extension.

use pow_ext_invitation::Invitation;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(invitation, subject);

fn subject() -> Subject {
    Subject::new(Invitation::default)
}
