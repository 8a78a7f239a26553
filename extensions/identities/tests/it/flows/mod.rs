//! Addresses and a name of a user.

mod attacked;
mod json;
mod manage;
mod outdated;
mod phones;
mod profile;
mod prove;
mod sign_in;
