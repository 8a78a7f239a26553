//! The outbox: mails and texts are queued in the database until they are sent.

mod delivery;
mod letter;
mod rows;
mod text_letter;
mod worker;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

pub use self::delivery::DeliveryKind;
pub(crate) use self::{delivery::Delivery, rows::table, worker::TextParts};
use self::{
    rows::{Dead, Rows, counted},
    worker::{WakeUp, Worker},
};
use crate::{
    Clock, DateTime, Error,
    identifier::phone::PhoneNumber,
    keys::Sealer,
    mail::{MailAddress, Mailer, OutboxSettings, Throttle},
    store::{Store, Transaction},
};

/// The capacity of the wake-up channel. More wake-ups carry no information.
const WAKE_UPS: usize = 64;

/// The mails and texts that wait in the table `pow_outbox`, and those that could not be sent. Cheap to clone.
///
/// A message is written in the same transaction as the change that it announces, and deleted after it is sent. Its content and
/// address are sealed, so a reader of the database or of a backup cannot use its links.
///
/// Processes share the table, and each row is leased by one process at a time. If a process ends after it sent a mail but
/// before it recorded this, the mail is sent again with the same `Message-ID`. A text is sent again with the same id.
///
/// ```no_run
/// # async fn look(pow: pow_core::Pow) -> Result<(), pow_core::Error> {
/// if let Some(outbox) = pow.outbox() {
///     println!("{} mails wait", outbox.waiting().await?);
///     for letter in outbox.dead_letters().await? {
///         println!("{letter:?}");
///         outbox.requeue(letter.id).await?;
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Outbox(Arc<Inner>);

struct Inner {
    rows: Rows,
    settings: OutboxSettings,
    throttle: Throttle,
    texts: Option<TextParts>,
    mailer: Mailer,
    /// The channel to the worker, once it runs.
    wake_ups: Mutex<Option<mpsc::Sender<WakeUp>>>,
}

/// A message that could not be sent and is not retried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeadLetter {
    /// The number of the letter, for [`Outbox::requeue`] and [`Outbox::discard`].
    pub id: i64,
    /// The name of the letter's [`DeliveryKind`]: `mail` or `text`.
    pub kind: String,
    /// The [`NAME`](crate::mail::Mail::NAME) of the mail or [text](crate::text::Text::NAME).
    pub mail: String,
    /// The recipient of a mail, or `None` if the letter can't be opened. `Debug` prints the first letter and the domain.
    pub to: Option<MailAddress>,
    /// The recipient of a text, or `None` if the letter can't be opened. `Debug` prints the country code.
    pub number: Option<PhoneNumber>,
    /// The number of tries.
    pub attempts: i64,
    /// The time at which the message was queued.
    pub queued_at: DateTime,
    /// The time of the last try.
    pub died_at: DateTime,
    /// The last error, without the address.
    pub error: String,
}

/// The messages in the outbox, as [`Outbox::backlog`] returns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backlog {
    /// The number of waiting messages, including those that are being sent. It counts up to 1,000.
    pub waiting: usize,
    /// How long ago the oldest of the counted waiting messages was queued.
    pub oldest: Option<Duration>,
    /// The number of dead letters. It counts up to 1,000.
    pub dead: usize,
}

/// The parts of an outbox.
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sealer: Sealer,
    pub(crate) setup: String,
    pub(crate) settings: OutboxSettings,
    pub(crate) throttle: Throttle,
    pub(crate) texts: Option<TextParts>,
    pub(crate) mailer: Mailer,
}

impl Outbox {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { store, clock, sealer, setup, settings, throttle, texts, mailer } = parts;
        let rows = Rows { store, table: Arc::new(table()), counted: Arc::new(counted()), clock, sealer, setup };
        Self(Arc::new(Inner { rows, settings, throttle, texts, mailer, wake_ups: Mutex::default() }))
    }

    /// Queues a message in this transaction.
    pub(crate) async fn put(&self, tx: &mut dyn Transaction, delivery: &Delivery) -> Result<(), Error> {
        self.0.rows.put(tx, delivery).await?;
        if delivery.is_sent() {
            let (mail, message_id, kind) = (delivery.name(), delivery.id(), delivery.kind().name());
            tracing::debug!(target: "pow::mail::queued", mail, message_id, kind, "message queued in the outbox");
        }
        Ok(())
    }

    /// Wakes the worker, because a message may be due.
    pub(crate) fn wake(&self) {
        // A full channel holds a wake-up that was not processed yet.
        if self.worker().is_none() {
            tracing::error!(target: "pow::mail::stopped", "could not start the mail thread; mails wait in the outbox");
        }
    }

    /// Waits until every due message is sent or has failed, in this process or another.
    pub(crate) async fn flush(&self) {
        let (done, flushed) = oneshot::channel();
        if let Some(worker) = self.worker()
            && worker.send(WakeUp::Flush(done)).await.is_ok()
        {
            let _ = flushed.await;
        }
    }

    /// Returns the number of waiting messages, including those that are being sent. It counts up to 1,000.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn waiting(&self) -> Result<usize, Error> {
        self.0.rows.waiting(None).await
    }

    /// As [`Outbox::waiting`], for one kind.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn waiting_of(&self, kind: DeliveryKind) -> Result<usize, Error> {
        self.0.rows.waiting(Some(kind)).await
    }

    /// Returns the number of messages that are overdue by more than this time. It counts up to 1,000.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn overdue(&self, by: Duration) -> Result<usize, Error> {
        self.0.rows.overdue(None, by).await
    }

    /// As [`Outbox::overdue`], for one kind.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn overdue_of(&self, kind: DeliveryKind, by: Duration) -> Result<usize, Error> {
        self.0.rows.overdue(Some(kind), by).await
    }

    /// Counts the messages, and finds the age of the oldest one.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn backlog(&self) -> Result<Backlog, Error> {
        self.0.rows.backlog().await
    }

    /// Returns the dead letters, at most 1,000, in the order in which they died.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn dead_letters(&self) -> Result<Vec<DeadLetter>, Error> {
        Ok(self.0.rows.dead().await?.into_iter().map(|dead| self.dead_letter(dead)).collect())
    }

    fn dead_letter(&self, dead: Dead) -> DeadLetter {
        let opened = self
            .0
            .mailer
            .from()
            .and_then(|from| Delivery::open(&dead.kind, &self.0.rows.sealer, &dead.sealed, from).ok());
        let (to, number) = match opened {
            Some(Delivery::Mail(envelope)) => (Some(envelope.mail.to), None),
            Some(Delivery::Text(envelope)) => (None, Some(envelope.text.to)),
            None => (None, None),
        };
        let at = |ms| DateTime::from_timestamp_millis(ms).unwrap_or_default();
        DeadLetter {
            id: dead.id,
            kind: dead.kind,
            mail: dead.mail,
            to,
            number,
            attempts: dead.attempts,
            queued_at: at(dead.queued_at),
            died_at: at(dead.died_at),
            error: dead.error,
        }
    }

    /// Queues a dead letter again, with as many tries as a new message. Returns `false` if it doesn't exist.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn requeue(&self, id: i64) -> Result<bool, Error> {
        let is_requeued = self.0.rows.requeue(id).await?;
        self.wake();
        Ok(is_requeued)
    }

    /// Deletes a dead letter. Returns `false` if it doesn't exist.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn discard(&self, id: i64) -> Result<bool, Error> {
        self.0.rows.discard(id).await
    }

    /// Deletes the dead letters that are older than the setting `keep_dead`.
    pub(crate) async fn purge(&self) -> Result<(), Error> {
        let deleted = self.0.rows.purge_dead(self.0.settings.keep_dead).await?;
        if deleted > 0 {
            tracing::info!(target: "pow::mail::tidied", deleted, "old dead letters were deleted");
        }
        Ok(())
    }

    /// Wakes the worker and returns its channel. Starts the worker if it doesn't run.
    fn worker(&self) -> Option<mpsc::Sender<WakeUp>> {
        let mut wake_ups = self.0.wake_ups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = wake_ups.as_ref().filter(|sender| !sender.is_closed()) {
            let _ = sender.try_send(WakeUp::Check);
            return Some(sender.clone());
        }
        let sender = self.start()?;
        *wake_ups = Some(sender.clone());
        Some(sender)
    }

    /// Starts the worker, which checks for due mails before it waits for the channel.
    fn start(&self) -> Option<mpsc::Sender<WakeUp>> {
        let (sender, wake_ups) = mpsc::channel(WAKE_UPS);
        let (inner, wake) = (&self.0, sender.downgrade());
        let (rows, settings, throttle) = (inner.rows.clone(), inner.settings.clone(), inner.throttle.clone());
        let texts = inner.texts.clone();
        let from = inner.mailer.from()?.clone();
        let work = move |transport| {
            let worker = Worker { rows, settings, throttle, texts, from, transport, wake };
            let running: futures_util::future::BoxFuture<'static, ()> = Box::pin(worker.run(wake_ups));
            running
        };
        self.0.mailer.spawn(Box::new(work)).then_some(sender)
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("setup", &self.0.rows.setup).finish_non_exhaustive()
    }
}
