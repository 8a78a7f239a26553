//! What a user does, from the first request to the last page.

mod four_ways;
mod unchecked;
