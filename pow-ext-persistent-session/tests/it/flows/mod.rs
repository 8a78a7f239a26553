//! What a user does, from the first request to the last page.

mod challenge;
mod languages;
mod restore;
mod second_click;
mod sign_in;
