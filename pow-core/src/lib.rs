//! Accounts for actix-web and Diesel: registration, sign-in and sessions on the application's own
//! `users` table, extended by crates.

pub mod actix;
pub mod cache;
pub mod changeset;
pub mod clock;
pub mod config;
pub mod conn;
pub mod controllers;
pub mod cookie;
pub mod csrf;
pub mod cx;
pub mod error;
pub mod extension;
pub mod id;
pub mod keys;
mod looks;
pub mod mail;
pub mod messages;
pub mod pages;
pub mod params;
pub mod password;
pub mod path;
mod percent;
pub mod plug;
pub mod policy;
mod pow;
pub mod record;
pub mod redirects;
pub mod schema;
pub mod secret;
pub mod session;
pub mod store;
mod ticker;
pub mod token;
pub mod users;

pub use actix::CurrentUser;
pub use async_trait::async_trait;
pub use clock::{Clock, DateTime};
pub use config::Config;
pub use error::Error;
pub use id::UserId;
pub use pow::Pow;
pub use ticker::Ticker;
