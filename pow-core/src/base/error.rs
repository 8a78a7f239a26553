//! Faults that the user of a form cannot correct. They are logged, and answered with a plain 500 or 503.

use std::{fmt, io, time::Duration};

/// The underlying error of a fault, from another library.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// A fault. It is never shown to a client. The outcome of a form is a value, not an error.
///
/// `Debug` prints the same sentence as `Display`, because a program whose `main` returns an error prints its `Debug`.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database rejected a statement, or its answer could not be decoded.
    #[error("database: {0}")]
    Database(#[source] Source),
    /// A required service (database, cache, mail server) cannot be reached. Answered with a 503.
    #[error("{service} is unavailable: {source}")]
    Unavailable {
        /// The name of the service.
        service: &'static str,
        /// The error of the service's client.
        #[source]
        source: Source,
    },
    /// More work is waiting than the server accepts. Answered with a 503 with `Retry-After`.
    #[error("overloaded: too much work is queued; retry in {} s", retry_after.as_secs())]
    Busy {
        /// How long the client should wait before it retries.
        retry_after: Duration,
    },
    /// A limit is reached, for example of wrong passwords. Answered with a 429 with `Retry-After` (RFC 6585, section 4).
    #[error("too many attempts; retry in {} s", retry_after.as_secs())]
    TooMany {
        /// How long the client should wait before it retries.
        retry_after: Duration,
    },
    /// A field is not registered, or holds another type of value than requested.
    #[error("field `{field}`: {reason}")]
    Field {
        /// The name of the field.
        field: String,
        /// The problem.
        reason: &'static str,
    },
    /// The configuration is invalid. The message names the remedy.
    #[error("configuration: {0}")]
    Config(String),
    /// A password hash could not be computed or parsed.
    #[error("password hash: {0}")]
    Hash(String),
    /// A page or a mail could not be rendered.
    #[error("page: {0}")]
    Render(#[source] Source),
    /// The operating system returned no random bytes.
    #[error("the operating system returned no random bytes")]
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

    /// Wraps any error as a fault of the database.
    pub fn database(source: impl Into<Source>) -> Self {
        Self::Database(source.into())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Allows `?` in the `main` of an application, for example where it starts its server.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Other(error.into())
    }
}

/// Allows `?` in a `main` that returns [`io::Result`], as many programs on actix-web do.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::other(error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Render(error.into())
    }
}
