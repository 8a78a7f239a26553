//! What a user does, from the first request to the last page.

mod download;
mod proof;
