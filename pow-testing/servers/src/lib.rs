//! Throw-away servers for tests: PostgreSQL, MariaDB, Redis, ChromeDriver, nginx, Caddy and Prometheus. They are child processes
//! on free loopback ports, and write all their files into one folder. A server is stopped when its guard is dropped, and killed
//! when the program that holds the guard is killed.
//!
//! `cargo xtask` starts the servers for a whole run. A test that kills or pauses a server starts one itself. The crate depends
//! neither on the code under test nor on `pow-testing`, so that `cargo xtask` builds in seconds. It is for this repository only.
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
//! nginx, Caddy and Prometheus depend on their configuration. A test starts its own server with its own configuration: see
//! [`Server::start_configured`].
//!
//! [`Watched`] and [`Cluster`] are groups of Redis servers that belong together. [`small_disk`] is a file system that a test
//! fills up.
//!
//! # Security
//! Servers listen on 127.0.0.1 only and ask for a random password. If the tests run as root, the servers run as `nobody`.

#![cfg(unix)]

mod account;
mod chromedriver;
mod configured;
mod find;
mod groups;
mod home;
mod kind;
mod mariadb;
#[path = "../../src/need.rs"]
pub mod need;
mod postgres;
mod process;
mod redis;
pub mod small_disk;
mod watch;

pub use account::is_root;
pub use configured::ServerConfig;
pub use groups::{Cluster, Watched};
pub use home::temp_folder;
pub use kind::{Kind, ask};
pub use need::{BROWSER_VARIABLE, SKIPS_VARIABLE, not_run};
pub use process::{Server, has_ended};
pub use redis::RedisSetup;
