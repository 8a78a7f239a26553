//! What a user does, from the first request to the last page.

mod list;
mod sign_out;
