//! The outbox: mails wait in the database until they are sent.

mod letter;
mod rows;
mod worker;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{mpsc, oneshot};

pub(crate) use self::rows::table;
use self::{
    rows::{Dead, Rows},
    worker::{Nudge, Worker},
};
use crate::{
    Clock, DateTime, Error,
    keys::Sealer,
    mail::{Envelope, MailAddress, Mailer, OutboxSettings, RenderedMail, Throttle},
    store::{Store, Transaction},
};

/// So many nudges are kept; more say nothing new.
const NUDGES: usize = 64;

/// The mails that wait in the table `pow_outbox`, and those that could not be sent. Cheap to clone.
///
/// A mail is written in the transaction of what it announces, and deleted when it is sent. All that it says is sealed,
/// its address too: who sees the database, or a copy of it, can follow no link. Processes share the table; each row is
/// taken by one of them at a time. One that ends between sending a mail and noting it leaves the mail to be sent a
/// second time, with the same `Message-ID`.
///
/// ```no_run
/// # async fn look(pow: pow_core::Pow) -> Result<(), pow_core::Error> {
/// if let Some(outbox) = pow.outbox() {
///     println!("{} mails wait", outbox.waiting().await?);
///     for letter in outbox.dead_letters().await? {
///         println!("{letter:?}");
///         outbox.revive(letter.id).await?;
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
    mailer: Mailer,
    /// The way to the worker, once there is one.
    nudges: Mutex<Option<mpsc::Sender<Nudge>>>,
}

/// A mail that could not be sent and is not tried any more.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeadLetter {
    /// Its number, for [`Outbox::revive`] and [`Outbox::discard`].
    pub id: i64,
    /// The mail's [`NAME`](crate::mail::Mail::NAME).
    pub mail: String,
    /// Its recipient; `None` if the letter can't be opened. Its `Debug` shows the first letter and the domain.
    pub to: Option<MailAddress>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was written.
    pub queued_at: DateTime,
    /// When it was given up.
    pub died_at: DateTime,
    /// What went wrong at last, without the address.
    pub error: String,
}

/// What an outbox is made of.
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sealer: Sealer,
    pub(crate) setup: String,
    pub(crate) settings: OutboxSettings,
    pub(crate) throttle: Throttle,
    pub(crate) mailer: Mailer,
}

impl Outbox {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { store, clock, sealer, setup, settings, throttle, mailer } = parts;
        let rows = Rows { store, table: Arc::new(table()), clock, sealer, setup };
        Self(Arc::new(Inner { rows, settings, throttle, mailer, nudges: Mutex::default() }))
    }

    /// Writes a mail, in this transaction.
    pub(crate) async fn put(&self, tx: &mut dyn Transaction, envelope: &Envelope) -> Result<(), Error> {
        self.0.rows.put(tx, envelope).await?;
        if envelope.is_sent {
            let RenderedMail { name, message_id, .. } = &envelope.mail;
            tracing::debug!(target: "pow::mail::queued", mail = %name, message_id, "a mail is in the outbox");
        }
        Ok(())
    }

    /// Something may be due.
    pub(crate) fn nudge(&self) {
        // A full channel has a nudge that was not looked at yet.
        if self.worker().is_none() {
            tracing::error!(target: "pow::mail::stopped", "no thread for mails now: they wait in the outbox");
        }
    }

    /// Waits until everything that is due was sent or has failed, here or in another process.
    pub(crate) async fn flush(&self) {
        let (done, flushed) = oneshot::channel();
        if let Some(worker) = self.worker()
            && worker.send(Nudge::Flush(done)).await.is_ok()
        {
            let _ = flushed.await;
        }
    }

    /// How many mails wait, those that are being sent among them. It counts up to 1,000: more are 1,000 too.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn waiting(&self) -> Result<usize, Error> {
        self.0.rows.waiting().await
    }

    /// The mails that could not be sent, the oldest first, at most 1,000.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn dead_letters(&self) -> Result<Vec<DeadLetter>, Error> {
        Ok(self.0.rows.dead().await?.into_iter().map(|dead| self.dead_letter(dead)).collect())
    }

    fn dead_letter(&self, dead: Dead) -> DeadLetter {
        let opened = self.0.mailer.from().and_then(|from| letter::open(&self.0.rows.sealer, &dead.sealed, from).ok());
        let at = |ms| DateTime::from_timestamp_millis(ms).unwrap_or_default();
        DeadLetter {
            id: dead.id,
            mail: dead.mail,
            to: opened.map(|envelope| envelope.mail.to),
            attempts: dead.attempts,
            queued_at: at(dead.queued_at),
            died_at: at(dead.died_at),
            error: dead.error,
        }
    }

    /// Tries a dead letter anew, as often as a new mail. Returns `false` if it doesn't exist.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn revive(&self, id: i64) -> Result<bool, Error> {
        let revived = self.0.rows.revive(id).await?;
        self.nudge();
        Ok(revived)
    }

    /// Deletes a dead letter. Returns `false` if it doesn't exist.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn discard(&self, id: i64) -> Result<bool, Error> {
        self.0.rows.discard(id).await
    }

    /// Deletes the dead letters that were kept for long enough.
    pub(crate) async fn tidy(&self) -> Result<(), Error> {
        let deleted = self.0.rows.forget_dead(self.0.settings.keep_dead).await?;
        if deleted > 0 {
            tracing::info!(target: "pow::mail::tidied", deleted, "old dead letters are deleted");
        }
        Ok(())
    }

    /// The way to the worker, which is woken by this, and started if it doesn't run.
    fn worker(&self) -> Option<mpsc::Sender<Nudge>> {
        let mut nudges = self.0.nudges.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = nudges.as_ref().filter(|sender| !sender.is_closed()) {
            let _ = sender.try_send(Nudge::Look);
            return Some(sender.clone());
        }
        let sender = self.start()?;
        *nudges = Some(sender.clone());
        Some(sender)
    }

    /// The worker looks once before it waits for a nudge.
    fn start(&self) -> Option<mpsc::Sender<Nudge>> {
        let (sender, nudges) = mpsc::channel(NUDGES);
        let (inner, nudge) = (&self.0, sender.downgrade());
        let (rows, settings, throttle) = (inner.rows.clone(), inner.settings.clone(), inner.throttle.clone());
        let from = inner.mailer.from()?.clone();
        let work = move |transport| {
            let worker = Worker { rows, settings, throttle, from, transport, nudge };
            let running: futures_util::future::BoxFuture<'static, ()> = Box::pin(worker.run(nudges));
            running
        };
        self.0.mailer.hire(Box::new(work)).then_some(sender)
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("setup", &self.0.rows.setup).finish_non_exhaustive()
    }
}
