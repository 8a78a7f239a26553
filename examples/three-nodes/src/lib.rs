#![doc = include_str!("../README.md")]

pub mod node;
mod process;
mod proxy;
mod site;

pub use self::site::{NODES, Site};
