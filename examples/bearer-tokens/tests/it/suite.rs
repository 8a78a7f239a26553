//! Rules for every extension.

use bearer_tokens::BearerTokens;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(suite, subject);

fn subject() -> Subject {
    Subject::new(|| BearerTokens)
}
