//! Databases, cache stores and the outbox.

mod cache;
mod database;
mod outbox;
mod statements;
