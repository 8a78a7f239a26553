use std::io;
use std::process::Command;

use crate::home::Home;
use crate::need::{self, BROWSER_VARIABLE, Need};
use crate::{chromedriver, configured, find, mariadb, postgres, redis};

/// A kind of server that tests may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MariaDB, for the `mysql` feature.
    MariaDb,
    /// Redis.
    Redis,
    /// Chromium, driven through ChromeDriver.
    Browser,
    /// nginx. Tests start their own: see [`Server::start_configured`](crate::Server::start_configured).
    Nginx,
    /// Caddy, in the same way.
    Caddy,
    /// Prometheus, in the same way.
    Prometheus,
    /// w3m, a browser for terminals. It is not a server: tests start the program themselves.
    W3m,
    /// lynx, in the same way.
    Lynx,
}

/// Returns the URL of the server of this kind that tests may use. For a kind that tests start themselves, it is the path of the
/// program. Without such a server or program, the calling test is noted as not run, and the result is
/// `None`.
///
/// ```no_run
/// use pow_testing_servers::{Kind, ask};
///
/// let Some(url) = ask(Kind::Redis) else { return };
/// assert!(url.starts_with("redis://"));
/// ```
#[must_use]
#[track_caller]
pub fn ask(kind: Kind) -> Option<String> {
    kind.need().url()
}

impl Kind {
    /// All kinds, in the order in which they are started.
    pub const ALL: [Self; 9] = [
        Self::Postgres,
        Self::MariaDb,
        Self::Redis,
        Self::Browser,
        Self::Nginx,
        Self::Caddy,
        Self::Prometheus,
        Self::W3m,
        Self::Lynx,
    ];

    /// Returns whether all tests share one server of this kind. If not, each test starts its own, with its own configuration.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        !matches!(self, Self::Nginx | Self::Caddy | Self::Prometheus | Self::W3m | Self::Lynx)
    }

    /// Returns the names by which tests ask for this kind.
    #[must_use]
    pub const fn need(self) -> Need {
        match self {
            Self::Postgres => need::POSTGRES,
            Self::MariaDb => need::MYSQL,
            Self::Redis => need::REDIS,
            Self::Browser => need::BROWSER,
            Self::Nginx => need::NGINX,
            Self::Caddy => need::CADDY,
            Self::Prometheus => need::PROMETHEUS,
            Self::W3m => need::W3M,
            Self::Lynx => need::LYNX,
        }
    }

    /// Returns the name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.need().name
    }

    /// Returns the name on a command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.need().word
    }

    /// Returns the environment variable with the URL for tests.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        self.need().variable
    }

    /// Returns the Debian packages that contain the programs.
    #[must_use]
    pub const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &["postgresql"],
            // The parts of mariadb-server that start no service when they are installed.
            Self::MariaDb => &["mariadb-server-core", "mariadb-client-core"],
            Self::Redis => &["redis-server"],
            Self::Browser => &["chromium", "chromium-driver"],
            Self::Nginx => &["nginx"],
            Self::Caddy => &["caddy"],
            Self::Prometheus => &["prometheus"],
            Self::W3m => &["w3m"],
            Self::Lynx => &["lynx"],
        }
    }

    /// Returns whether the programs are on this machine.
    #[must_use]
    pub fn is_installed(self) -> bool {
        match self {
            Self::Postgres => postgres::Programs::find().is_some(),
            Self::MariaDb => mariadb::Programs::find().is_some(),
            Self::Redis => redis::program().is_some(),
            Self::Browser => chromedriver::program().is_some() && chromedriver::browser().is_some(),
            Self::Nginx | Self::Caddy | Self::Prometheus | Self::W3m | Self::Lynx => {
                find::program(&[self.word()]).is_some()
            }
        }
    }

    /// Returns the environment variables that tests need in addition to the URL.
    #[must_use]
    pub fn more_variables(self) -> Vec<(&'static str, String)> {
        let found = match self {
            Self::Browser => chromedriver::browser().map(|path| (BROWSER_VARIABLE, path)),
            Self::Nginx | Self::Caddy | Self::Prometheus | Self::W3m | Self::Lynx => {
                find::program(&[self.word()]).map(|path| (self.variable(), path))
            }
            Self::Postgres | Self::MariaDb | Self::Redis => None,
        };
        found.map(|(variable, path)| (variable, path.display().to_string())).into_iter().collect()
    }

    /// Creates the data that the server starts with.
    pub(crate) fn prepare(self, home: &Home) -> io::Result<()> {
        match self {
            Self::Postgres => postgres::prepare(home),
            Self::MariaDb => mariadb::prepare(home),
            Self::Redis => redis::prepare(home),
            Self::Browser => Ok(()),
            Self::Nginx | Self::Caddy | Self::Prometheus => configured::prepare(home),
            Self::W3m | Self::Lynx => {
                Err(io::Error::new(io::ErrorKind::Unsupported, "a browser for terminals is not a server"))
            }
        }
    }

    pub(crate) fn command(self, home: &Home) -> io::Result<Command> {
        match self {
            Self::Postgres => postgres::command(home),
            Self::MariaDb => mariadb::command(home),
            Self::Redis => redis::command(home),
            Self::Browser => chromedriver::command(home),
            Self::Nginx | Self::Caddy | Self::Prometheus | Self::W3m | Self::Lynx => configured::command(self, home),
        }
    }

    /// Returns whether the server answers and accepts work.
    pub(crate) fn is_ready(self, home: &Home, pid: u32) -> bool {
        match self {
            Self::Postgres => postgres::is_ready(home, pid),
            Self::MariaDb => mariadb::is_ready(home),
            Self::Redis => redis::is_ready(home),
            Self::Browser => chromedriver::is_ready(home),
            Self::Nginx | Self::Caddy | Self::Prometheus | Self::W3m | Self::Lynx => configured::is_ready(self, home),
        }
    }

    pub(crate) fn url(self, home: &Home) -> String {
        let (password, port) = (&home.password, home.port);
        match self {
            Self::Postgres => format!("postgres://pow:{password}@127.0.0.1:{port}/postgres"),
            Self::MariaDb => format!("mysql://pow:{password}@127.0.0.1:{port}/pow"),
            Self::Redis if home.redis.tls.is_some() => format!("rediss://:{password}@127.0.0.1:{port}/"),
            Self::Redis => format!("redis://:{password}@127.0.0.1:{port}/"),
            Self::Browser => format!("http://127.0.0.1:{port}"),
            Self::Nginx | Self::Caddy | Self::Prometheus if home.tls.is_none() => format!("http://127.0.0.1:{port}"),
            Self::Nginx | Self::Caddy | Self::Prometheus | Self::W3m | Self::Lynx => {
                format!("https://127.0.0.1:{port}")
            }
        }
    }
}
