//! What an application or an extension can set, replace and add.

mod configuration;
mod messages;
mod suite;
