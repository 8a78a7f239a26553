//! What a stranger who guesses can't do.

mod device_cookie;
mod equal_work;
mod explored;
mod guesses;
mod outage;
