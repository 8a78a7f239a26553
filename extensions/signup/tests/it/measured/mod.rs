//! Times that must not tell who has an account.

mod answers;
