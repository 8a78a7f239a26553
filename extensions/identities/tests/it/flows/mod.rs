//! What a user does with addresses and a name.

mod json;
mod manage;
mod prove;
mod sign_in;
