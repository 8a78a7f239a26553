//! The set-up, the context of a request, and the traits that receive them.
//!
//! These modules need each other: an [`Extension`](extension::Extension) receives a [`Cx`](cx::Cx) or a
//! [`Conn`](conn::Conn), both hold the [`Pow`](pow::Pow), and a `Pow` holds its extensions. They share one folder for that
//! reason, and they are the only modules of the crate that import each other in a circle.

pub mod carrier;
pub mod codes;
pub mod config;
pub mod conn;
pub mod controllers;
mod core;
pub mod cx;
pub mod devices;
pub mod examples;
pub mod extension;
pub mod findings;
pub mod health;
mod openapi;
mod origin;
pub mod plug;
pub(crate) mod pow;
pub mod redirects;
pub(crate) mod ticker;
pub mod users;
