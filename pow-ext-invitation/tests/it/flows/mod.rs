//! What a user does, from the first request to the last page.

mod accept;
mod corrected_address;
mod invitation;
mod invite;
mod languages;
mod limits;
mod with_confirmation;
