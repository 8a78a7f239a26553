//! Addresses and a name of a user.

mod attacked;
mod json;
mod manage;
mod phones;
mod prove;
mod sign_in;
