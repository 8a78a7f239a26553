//! What an application or an extension can set, replace and add.

mod messages;
mod suite;
