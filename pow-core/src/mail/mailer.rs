//! Who sends the mails of a set-up.

use std::{path::PathBuf, sync::Arc};

use super::{
    MailAddress, MailBody, MailTransport, Recording, RenderedMail, Sender, Throttle,
    files::FileTransport,
    queue::{Queue, Work},
};
use crate::Error;

/// Sends the mails of a set-up, away from the requests. Cheap to clone; clones share connections and a thread.
///
/// Where mails wait until they are sent is another question: see [`Delivery`](super::Delivery).
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
    /// | `smtp://localhost` | unencrypted, port 25: it doesn't leave the machine |
    ///
    /// A port can be named: `smtp://host:2525`. `?tls=required` asks for STARTTLS also on a loopback address. Up to four
    /// connections are kept and used again; connecting, and each answer of the server, may take 15 s.
    ///
    /// Names and passwords in the URL are percent-encoded. A path is the name that the client gives in `EHLO`; without
    /// one it is the domain of `from`. Certificates are checked against the operating system's.
    ///
    /// # Errors
    /// [`Error::Config`] if the URL or `from` can't be read. The server is not asked yet.
    #[cfg(feature = "smtp")]
    pub fn smtp(url: &str, from: &str) -> Result<Self, Error> {
        Self::smtp_with(url, from, super::smtp::InClear::HereOnly)
    }

    /// As [`Mailer::smtp`], and takes `?tls=none` (in clear, port 25) and `?tls=opportunistic` (STARTTLS if the server offers
    /// it) for any host.
    ///
    /// # Security
    /// An attacker on the way to the mail server can read every link, and take the accounts.
    ///
    /// # Errors
    /// As [`Mailer::smtp`].
    #[cfg(feature = "smtp")]
    pub fn danger_smtp_in_clear(url: &str, from: &str) -> Result<Self, Error> {
        tracing::warn!(
            target: "pow::setup::danger",
            "danger_smtp_in_clear: mails and their links can travel to the mail server in clear"
        );
        Self::smtp_with(url, from, super::smtp::InClear::Anywhere)
    }

    #[cfg(feature = "smtp")]
    fn smtp_with(url: &str, from: &str, in_clear: super::smtp::InClear) -> Result<Self, Error> {
        let from = Sender::parse(from)?;
        let transport = super::smtp::SmtpTransport::new(url, &from, super::queue::AT_ONCE, in_clear)?;
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

    /// Waits until every mail that was queued directly before is sent, or has failed. [`Pow::flush_mails`] waits for
    /// those of the outbox too.
    ///
    /// [`Pow::flush_mails`]: crate::Pow::flush_mails
    pub async fn flush(&self) {
        if let Some(inner) = &self.0 {
            inner.queue.flush().await;
        }
    }

    /// Whether there is a way to send mails.
    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// The sender of the mails.
    pub(crate) fn from(&self) -> Option<&Sender> {
        self.0.as_ref().map(|inner| &inner.from)
    }

    /// A mail with its envelope, or nothing where there is no way to send one.
    pub(crate) fn envelope(&self, outgoing: Outgoing) -> Result<Option<Envelope>, Error> {
        let Some(from) = self.from() else { return Ok(None) };
        let Outgoing { name, limited, to, body, date_ms } = outgoing;
        let is_sent = to.is_some();
        let to = to.unwrap_or_else(|| from.address());
        let mail = RenderedMail::new(name, from.clone(), to, body, date_ms)?;
        Ok(Some(Envelope { mail, is_sent, limited }))
    }

    /// Queues a mail in the memory of the process. A mail without a recipient is dropped.
    pub(crate) fn queue(&self, envelope: Envelope, throttle: Throttle) {
        if let Some(inner) = self.0.as_ref().filter(|_| envelope.is_sent) {
            inner.queue.push(envelope, throttle);
        }
    }

    /// Runs the work on the thread that sends; `false` if that can't be now.
    pub(crate) fn hire(&self, work: Work) -> bool {
        self.0.as_ref().is_some_and(|inner| inner.queue.hire(work))
    }
}

/// What a mail is made of.
pub(crate) struct Outgoing {
    pub(crate) name: &'static str,
    pub(crate) limited: bool,
    /// `None` for a mail that is not sent.
    pub(crate) to: Option<MailAddress>,
    pub(crate) body: MailBody,
    pub(crate) date_ms: i64,
}

/// A mail that waits for the commit, or in the outbox.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) mail: RenderedMail,
    /// `false` for a mail that does equal work and is not sent. Its address is our own.
    pub(crate) is_sent: bool,
    pub(crate) limited: bool,
}
