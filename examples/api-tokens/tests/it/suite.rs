//! What holds for every extension.

use api_tokens::ApiTokens;
use pow_testing::extension::Subject;

pow_testing::extension_suite!(suite, subject);

fn subject() -> Subject {
    Subject::new(|| ApiTokens)
}
