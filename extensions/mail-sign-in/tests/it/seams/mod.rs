//! Settings, replacements and additions of an application or an extension.

mod configuration;
mod messages;
mod suite;
