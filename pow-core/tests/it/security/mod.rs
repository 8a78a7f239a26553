//! Attacks, races and faults: what must not happen.

mod csrf;
mod enumeration;
mod explored;
mod failed_sign_in;
mod faults;
mod field_values;
mod guards;
mod headers;
mod outage_log;
mod overload;
mod races;
mod redirects;
mod requests;
mod revocation;
