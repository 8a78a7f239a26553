//! Throw-away servers for tests: PostgreSQL, MariaDB, Redis and ChromeDriver as child processes on free loopback
//! ports, with everything they write in one folder, stopped when their guard drops, and killed when the program that
//! holds the guard is killed itself.
//!
//! A crate of its own, so that `cargo xtask` builds in seconds and doesn't depend on the code under test. In tests it is
//! `pow_testing::servers::process`.
//!
//! ```no_run
//! use pow_testing_servers::{Kind, Server, temp_folder};
//!
//! # fn main() -> std::io::Result<()> {
//! let folder = temp_folder()?;
//! let mut server = Server::start(Kind::Postgres, folder.path())?;
//! println!("{}", server.url());
//! server.kill()?; // as a power cut would
//! server.restart()?; // same port, same data
//! # Ok(())
//! # }
//! ```
//!
//! [`Watched`] and [`Cluster`] are several Redis servers that belong together.
//!
//! # Security
//! Servers listen on 127.0.0.1 only and ask for a random password. When the tests run as root, they run as `nobody`.

#![cfg(unix)]

mod account;
mod ask;
mod chromedriver;
mod find;
mod groups;
mod home;
mod kind;
mod mariadb;
mod postgres;
mod process;
mod redis;
mod watch;

pub use account::is_root;
pub use ask::{SKIPS_VARIABLE, ask, not_run};
pub use groups::{Cluster, Watched};
pub use home::temp_folder;
pub use kind::{BROWSER_VARIABLE, Kind};
pub use process::{Server, has_ended};
pub use redis::RedisSetup;
