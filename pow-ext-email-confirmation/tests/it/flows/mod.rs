//! What a user does, from the first request to the last page.

mod access;
mod change;
mod code;
mod inbox;
mod languages;
mod link;
mod mailed;
mod purge;
mod reset;
mod sign_in;
