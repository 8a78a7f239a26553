//! Who sends the mails of a set-up.

use std::{path::PathBuf, sync::Arc};

use super::{
    MailAddress, MailBody, MailTransport, Recording, RenderedMail, Sender, files::FileTransport, queue::Queue,
};
use crate::Error;

/// Sends the mails of a set-up, away from the requests. Cheap to clone; clones share the queue.
///
/// Mails wait in the memory of the process: a process that is killed loses those that wait. Call [`Mailer::flush`] at
/// a shutdown in good order.
///
/// ```
/// use pow_core::mail::Mailer;
///
/// let mailer = Mailer::files(std::env::temp_dir().join("mails"), "Acme <no-reply@acme.example>")?;
/// assert!(Mailer::files("mails", "not an address").is_err());
/// # drop(mailer);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Mailer(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    from: Sender,
    queue: Queue,
}

impl Mailer {
    /// Sends by SMTP.
    ///
    /// | URL | connection |
    /// |---|---|
    /// | `smtps://name:password@host` | TLS from the start, port 465 |
    /// | `smtp://name:password@host` | STARTTLS, which the server must offer, port 587 |
    /// | `smtp://host?tls=opportunistic` | STARTTLS if the server offers it |
    /// | `smtp://host?tls=none` | in clear, port 25 |
    /// | `smtp://localhost` | in clear: nobody is on the way |
    ///
    /// Names and passwords in the URL are percent-encoded. A path is the name that the client gives in `EHLO`; without
    /// one it is the domain of `from`. Certificates are checked against the operating system's.
    ///
    /// # Errors
    /// [`Error::Config`] if the URL or `from` can't be read. The server is not asked yet.
    #[cfg(feature = "smtp")]
    pub fn smtp(url: &str, from: &str) -> Result<Self, Error> {
        let from = Sender::parse(from)?;
        let transport = super::smtp::SmtpTransport::new(url, &from, super::queue::AT_ONCE)?;
        Ok(Self::with(from, Arc::new(transport)))
    }

    /// Writes each mail into a folder as one `.eml` file (RFC 5322), whole or not at all. The names sort by time.
    ///
    /// # Errors
    /// [`Error::Config`] if the folder can't be made or `from` can't be read.
    pub fn files(folder: impl Into<PathBuf>, from: &str) -> Result<Self, Error> {
        let from = Sender::parse(from)?;
        Ok(Self::with(from, Arc::new(FileTransport::new(folder.into())?)))
    }

    /// Keeps all mails in memory, for tests; they come from `no-reply@app.example`.
    pub fn recording() -> (Self, Recording) {
        let recording = Recording::default();
        (Self::with(Sender::for_tests(), Arc::new(recording.clone())), recording)
    }

    /// Sends in the application's own way.
    ///
    /// # Errors
    /// [`Error::Config`] if `from` can't be read.
    pub fn custom(transport: impl MailTransport, from: &str) -> Result<Self, Error> {
        Ok(Self::with(Sender::parse(from)?, Arc::new(transport)))
    }

    fn with(from: Sender, transport: Arc<dyn MailTransport>) -> Self {
        Self(Some(Arc::new(Inner { from, queue: Queue::new(transport) })))
    }

    /// Waits until every mail that was queued before is sent, or has failed.
    pub async fn flush(&self) {
        if let Some(inner) = &self.0 {
            inner.queue.flush().await;
        }
    }

    /// Whether there is a way to send mails.
    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// Queues a mail. One to nobody takes the same way and goes nowhere.
    pub(crate) fn queue(&self, outgoing: Outgoing) {
        let Some(inner) = &self.0 else { return };
        let Outgoing { name, to, body, date_ms } = outgoing;
        let is_sent = to.is_some();
        let to = to.unwrap_or_else(|| inner.from.address());
        match RenderedMail::new(name, inner.from.clone(), to, body, date_ms) {
            Ok(mail) => inner.queue.push(is_sent.then_some(mail)),
            Err(error) => tracing::error!(mail = name, %error, "a mail could not be made"),
        }
    }
}

/// A mail that waits for the commit.
pub(crate) struct Outgoing {
    pub(crate) name: &'static str,
    /// `None`: to nobody.
    pub(crate) to: Option<MailAddress>,
    pub(crate) body: MailBody,
    pub(crate) date_ms: i64,
}
