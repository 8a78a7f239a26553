//! Accounts for actix-web and Diesel: registration, sign-in and sessions on the application's own
//! `users` table, extended by crates.

pub mod cache;
pub mod changeset;
pub mod clock;
pub mod error;
pub mod id;
pub mod keys;
pub mod messages;
pub mod pages;
pub mod params;
pub mod password;
pub mod path;
pub mod policy;
pub mod record;
pub mod schema;
pub mod secret;
pub mod session;
pub mod store;
pub mod token;

pub use async_trait::async_trait;
pub use clock::{Clock, DateTime};
pub use error::Error;
pub use id::UserId;
