//! What a user does, from the first request to the last page.

mod inbox;
mod languages;
mod link;
mod request_link;
mod reset_password;
mod smtp;
mod username;
