//! What a stranger who guesses can't do.

mod device_cookie;
mod guesses;
mod outage;
