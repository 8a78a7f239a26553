//! Faults: what went wrong that no user of a form can mend. They are logged and answered by a plain 500 or 503.

use std::{fmt, io, time::Duration};

/// The source of a fault, as another library gave it.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// A fault. Never shown to a client; a form's outcome is a value, not an error.
///
/// `Debug` is the same sentence as `Display`: it is what a program shows whose `main` returns an error.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database refused a statement, or gave an answer that can't be understood.
    #[error("database: {0}")]
    Database(#[source] Source),
    /// A service that is needed (database, cache, mail server) can't be reached. Answered by a 503.
    #[error("{service} is unavailable: {source}")]
    Unavailable {
        /// Which service.
        service: &'static str,
        /// What its client said.
        #[source]
        source: Source,
    },
    /// There is more work waiting than the server accepts. Answered by a 503 with `Retry-After`.
    #[error("too much work is waiting; try again in {} s", retry_after.as_secs())]
    Busy {
        /// When to try again.
        retry_after: Duration,
    },
    /// A field was asked for that is not registered, or holds another kind of value.
    #[error("field `{field}`: {reason}")]
    Field {
        /// The field's name.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The configuration can't work. The message names the remedy.
    #[error("configuration: {0}")]
    Config(String),
    /// A password hash could not be made or read.
    #[error("password hash: {0}")]
    Hash(String),
    /// A page or a mail could not be rendered.
    #[error("page: {0}")]
    Render(#[source] Source),
    /// The operating system gave no random bytes.
    #[error("no randomness from the operating system")]
    Randomness,
    /// A fault of an extension or of the application.
    #[error(transparent)]
    Other(Source),
}

impl Error {
    /// Wraps any error as a fault of an extension or of the application.
    pub fn other(source: impl Into<Source>) -> Self {
        Self::Other(source.into())
    }

    /// A fault of the database.
    pub fn database(source: impl Into<Source>) -> Self {
        Self::Database(source.into())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// For the `main` of an application: its server can't be started, say.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Render(error.into())
    }
}
