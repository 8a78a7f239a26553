//! The mailer, which sends all mails of an application.

use std::{path::PathBuf, sync::Arc};

use super::{
    MailAddress, MailBody, MailTransport, Recording, RenderedMail, Sender, Throttle,
    files::FileTransport,
    queue::{Queue, Work},
};
use crate::Error;

/// Sends mails on a background thread. Cheap to clone; clones share connections and the thread.
///
/// [`Delivery`](super::Delivery) determines where mails wait to be sent.
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
    /// Creates a mailer that sends by SMTP.
    ///
    /// | URL | connection |
    /// |---|---|
    /// | `smtps://name:password@host` | TLS from the start, port 465 |
    /// | `smtp://name:password@host` | STARTTLS, required, port 587 |
    /// | `smtp://localhost` | unencrypted, port 25, on this machine only |
    ///
    /// A port can be added: `smtp://host:2525`. `?tls=required` requires STARTTLS for a loopback address too. Up to four
    /// connections are pooled. Connecting and each reply of the server may take 15 s.
    ///
    /// Names and passwords in the URL are percent-encoded. A path sets the name in `EHLO`, which is the domain of `from` by
    /// default. Certificates are verified against the root certificates of the operating system.
    ///
    /// # Errors
    /// [`Error::Config`] if the URL or `from` is invalid. The server is not contacted yet.
    #[cfg(feature = "smtp")]
    pub fn smtp(url: &str, from: &str) -> Result<Self, Error> {
        Self::smtp_with(url, from, super::smtp::Unencrypted::LoopbackOnly)
    }

    /// Like [`Mailer::smtp`], but also accepts `?tls=none` (unencrypted, port 25) and `?tls=opportunistic` (STARTTLS if the
    /// server offers it) for any host.
    ///
    /// # Security
    /// An attacker on the network can read every link in a mail, and take over the accounts.
    ///
    /// # Errors
    /// As [`Mailer::smtp`].
    #[cfg(feature = "smtp")]
    pub fn danger_smtp_unencrypted(url: &str, from: &str) -> Result<Self, Error> {
        tracing::warn!(
            target: "pow::setup::danger",
            "`danger_smtp_unencrypted` is used: mails and their links may be sent to the mail server unencrypted"
        );
        Self::smtp_with(url, from, super::smtp::Unencrypted::Anywhere)
    }

    #[cfg(feature = "smtp")]
    fn smtp_with(url: &str, from: &str, unencrypted: super::smtp::Unencrypted) -> Result<Self, Error> {
        let from = Sender::parse(from)?;
        let transport = super::smtp::SmtpTransport::new(url, &from, super::queue::CONCURRENCY, unencrypted)?;
        Ok(Self::with(from, Arc::new(transport)))
    }

    /// Creates a mailer that writes each mail into a folder as one `.eml` file (RFC 5322). The file names sort by time.
    ///
    /// # Errors
    /// [`Error::Config`] if the folder can't be created or `from` is invalid.
    pub fn files(folder: impl Into<PathBuf>, from: &str) -> Result<Self, Error> {
        let from = Sender::parse(from)?;
        Ok(Self::with(from, Arc::new(FileTransport::new(folder.into())?)))
    }

    /// Creates a mailer for tests, which keeps all mails in memory. The sender is `no-reply@app.example`.
    pub fn recording() -> (Self, Recording) {
        let recording = Recording::default();
        (Self::with(Sender::for_tests(), Arc::new(recording.clone())), recording)
    }

    /// Creates a mailer with a custom transport.
    ///
    /// # Errors
    /// [`Error::Config`] if `from` is invalid.
    pub fn custom(transport: impl MailTransport, from: &str) -> Result<Self, Error> {
        Ok(Self::with(Sender::parse(from)?, Arc::new(transport)))
    }

    fn with(from: Sender, transport: Arc<dyn MailTransport>) -> Self {
        Self(Some(Arc::new(Inner { from, queue: Queue::new(transport) })))
    }

    /// Waits until every mail queued in memory so far is sent or has failed. [`Pow::flush_mails`] waits for the mails in the
    /// outbox, too.
    ///
    /// [`Pow::flush_mails`]: crate::Pow::flush_mails
    pub async fn flush(&self) {
        if let Some(inner) = &self.0 {
            inner.queue.flush().await;
        }
    }

    /// Returns whether a transport is configured.
    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// Returns the sender of the mails.
    pub(crate) fn from(&self) -> Option<&Sender> {
        self.0.as_ref().map(|inner| &inner.from)
    }

    /// Creates a mail with its envelope, or returns `None` without a transport.
    pub(crate) fn envelope(&self, outgoing: Outgoing) -> Result<Option<Envelope>, Error> {
        let Some(from) = self.from() else { return Ok(None) };
        let Outgoing { name, limited, to, reply_to, body, date_ms, until_ms } = outgoing;
        let is_sent = to.is_some();
        let to = to.unwrap_or_else(|| from.address());
        let mail = RenderedMail::new(name, from.clone(), to, reply_to, body, date_ms)?;
        Ok(Some(Envelope { mail, is_sent, limited, until_ms }))
    }

    /// Queues a mail in memory. A mail without a recipient is dropped.
    pub(crate) fn queue(&self, envelope: Envelope, throttle: Throttle) {
        if let Some(inner) = self.0.as_ref().filter(|_| envelope.is_sent) {
            inner.queue.push(envelope, throttle);
        }
    }

    /// Runs a task on the mailer's thread. Returns `false` if the thread can't take it now.
    pub(crate) fn spawn(&self, work: Work) -> bool {
        self.0.as_ref().is_some_and(|inner| inner.queue.spawn(work))
    }
}

/// The parts of a mail.
pub(crate) struct Outgoing {
    pub(crate) name: &'static str,
    pub(crate) limited: bool,
    /// The recipient, or `None` for a mail that is not sent.
    pub(crate) to: Option<MailAddress>,
    pub(crate) reply_to: Option<MailAddress>,
    pub(crate) body: MailBody,
    pub(crate) date_ms: i64,
    /// When the mail expires.
    pub(crate) until_ms: Option<i64>,
}

/// A mail that waits for the commit of its transaction, or for its delivery from the outbox.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) mail: RenderedMail,
    /// `false` for a mail that is not sent, and only causes the same work as a mail that is. Its recipient is the sender.
    pub(crate) is_sent: bool,
    pub(crate) limited: bool,
    /// When the mail expires, in milliseconds since the Unix epoch.
    pub(crate) until_ms: Option<i64>,
}
