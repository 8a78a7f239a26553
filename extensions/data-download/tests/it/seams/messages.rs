//! The texts are complete in every language.

pow_testing::messages_suite!();
