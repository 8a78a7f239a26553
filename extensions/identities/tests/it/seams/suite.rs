//! Rules for every extension.

use pow_ext_identities::Identities;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(identities, subject);

fn subject() -> Subject {
    Subject::new(|| Identities::default().phones(true))
}
