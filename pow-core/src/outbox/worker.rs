//! The worker of the outbox: leases due messages, passes them to the transport or the sender of texts, and records the outcome.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::{
    delivery::{Delivery, DeliveryKind},
    rows::{Leased, Rows, random_below},
};
use crate::{
    Error,
    mail::{
        MailTransport, OutboxSettings, Rejected, Sender, Throttle,
        queue::{CONCURRENCY, TIME_OUT, hand_over, idle},
    },
    telemetry::plain,
    text::{TextEnvelope, TextSender, TextThrottle},
};

/// The wait after a fault of the database.
const AFTER_FAULT: Duration = Duration::from_secs(1);
/// The shortest sleep of the worker, and its polling interval while it waits for another process.
const SHORTEST: Duration = Duration::from_millis(10);
/// How long a flush waits for rows that another process has leased. That process may have ended.
const FLUSH_LIMIT: Duration = Duration::from_secs(5);
/// How often the worker tries to record a sent mail. The first wait is [`SHORTEST`], and each further one is twice as long.
const RECORD_TRIES: u32 = 12;

/// A message to the worker.
pub(super) enum WakeUp {
    /// A mail may be due.
    Check,
    /// Reply after all due mails were tried.
    Flush(oneshot::Sender<()>),
}

/// The parts that send texts.
#[derive(Clone, Debug)]
pub(crate) struct TextParts {
    pub(crate) sender: Arc<dyn TextSender>,
    pub(crate) throttle: TextThrottle,
}

pub(super) struct Worker {
    pub(super) rows: Rows,
    pub(super) settings: OutboxSettings,
    pub(super) throttle: Throttle,
    pub(super) texts: Option<TextParts>,
    pub(super) from: Sender,
    pub(super) transport: Arc<dyn MailTransport>,
    pub(super) wake: mpsc::WeakSender<WakeUp>,
}

impl Worker {
    /// Runs until the outbox is dropped, and then finishes the mails that are being sent.
    pub(super) async fn run(self, mut wake_ups: mpsc::Receiver<WakeUp>) {
        let (worker, permits) = (Arc::new(self), Arc::new(Semaphore::new(CONCURRENCY)));
        loop {
            let wait = worker.round(&permits).await;
            let message = match wait {
                Some(wait) => tokio::time::timeout(wait.max(SHORTEST), wake_ups.recv()).await,
                None => Ok(wake_ups.recv().await),
            };
            match message {
                Err(_) | Ok(Some(WakeUp::Check)) => {}
                Ok(Some(WakeUp::Flush(done))) => {
                    worker.drain(&permits).await;
                    let _ = done.send(());
                }
                Ok(None) => return idle(&permits).await,
            }
        }
    }

    /// Sends all due mails. Returns how long to sleep afterwards, or `None` to wait for a wake-up.
    async fn round(self: &Arc<Self>, permits: &Arc<Semaphore>) -> Option<Duration> {
        let worked = async {
            self.send_due(permits).await?;
            self.rows.next_due().await
        };
        match worked.await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(target: "pow::mail::stuck", error = %plain(error), "could not read the outbox");
                Some(AFTER_FAULT)
            }
        }
    }

    /// Works until no mail is due. It waits a limited time for mails that other processes have leased.
    async fn drain(self: &Arc<Self>, permits: &Arc<Semaphore>) {
        let drained = async {
            let mut idle_since = tokio::time::Instant::now();
            loop {
                if self.send_due(permits).await? {
                    idle(permits).await;
                    idle_since = tokio::time::Instant::now();
                }
                if !self.rows.any_due().await? || idle_since.elapsed() > FLUSH_LIMIT {
                    return Ok::<(), Error>(());
                }
                tokio::time::sleep(SHORTEST).await;
            }
        };
        idle(permits).await;
        if let Err(error) = drained.await {
            tracing::error!(target: "pow::mail::stuck", error = %plain(error), "could not read the outbox");
        }
    }

    /// Sends all due mails. Returns `false` if there were none.
    async fn send_due(self: &Arc<Self>, permits: &Arc<Semaphore>) -> Result<bool, Error> {
        let mut any = false;
        loop {
            let mut free = vec![permits.clone().acquire_owned().await.map_err(Error::other)?];
            free.extend(std::iter::from_fn(|| permits.clone().try_acquire_owned().ok()));
            let leased = self.rows.lease(free.len(), self.settings.lease()).await?;
            if leased.is_empty() {
                return Ok(any);
            }
            any = true;
            // This process has leased the rows. A fault with one of them must not delay the others.
            let mut recorded = Ok(());
            for (row, permit) in leased.into_iter().zip(free) {
                recorded = recorded.and(self.process(row, permit).await);
            }
            recorded?;
        }
    }

    /// Delivers a row. Another process may be able to decode a row that this one can't, if it has a newer version or another
    /// secret.
    async fn process(self: &Arc<Self>, row: Leased, permit: OwnedSemaphorePermit) -> Result<(), Error> {
        match Delivery::open(&row.kind, &self.rows.sealer, &row.sealed, &self.from) {
            Ok(delivery) => self.process_opened(row, permit, delivery).await,
            Err(reason) => self.failed(&row, None, &Error::other(reason)).await,
        }
    }

    /// Sends the message unless it has expired or is above its limit.
    async fn process_opened(
        self: &Arc<Self>,
        row: Leased,
        permit: OwnedSemaphorePermit,
        delivery: Delivery,
    ) -> Result<(), Error> {
        if row.attempt > i64::from(self.settings.tries) {
            let reason = "the process that sent the message ended, or could not record the outcome";
            return self.dead_letter(&row, Some(&delivery), reason).await;
        }
        if delivery.has_expired(self.rows.clock.now_ms()) || !self.is_allowed(&delivery).await {
            return self.rows.complete(&row).await.map(drop);
        }
        let worker = self.clone();
        tokio::spawn(async move {
            worker.send(&row, &delivery).await;
            drop(permit);
        });
        Ok(())
    }

    /// Each kind has its own limits. If this process has no sender for texts, another process may send and count them.
    async fn is_allowed(&self, delivery: &Delivery) -> bool {
        match (delivery, &self.texts) {
            (Delivery::Mail(envelope), _) => self.throttle.is_allowed(envelope).await,
            (Delivery::Text(envelope), Some(texts)) => texts.throttle.is_allowed(envelope).await,
            (Delivery::Text(_), None) => true,
        }
    }

    async fn hand_over(&self, delivery: &Delivery) -> Result<(), Error> {
        let time_out = self.settings.time_out;
        match (delivery, &self.texts) {
            (Delivery::Mail(envelope), _) => {
                hand_over("mail transport", self.transport.send(&envelope.mail), time_out).await
            }
            (Delivery::Text(envelope), Some(texts)) => texts.hand_over(envelope, time_out).await,
            (Delivery::Text(_), None) => Err(Error::other("`text_sender` is not set in this process")),
        }
    }

    async fn send(&self, row: &Leased, delivery: &Delivery) {
        let (mail, message_id) = (delivery.name(), delivery.id());
        let recorded = match self.hand_over(delivery).await {
            Ok(()) => {
                let (kind, attempt) = (delivery.kind().name(), row.attempt);
                tracing::info!(target: "pow::mail::sent", mail, message_id, kind, attempt, "message sent");
                self.complete(row, delivery).await
            }
            Err(error) => self.failed(row, Some(delivery), &error).await,
        };
        if let Err(error) = recorded {
            tracing::warn!(target: "pow::mail::unnoted", mail, message_id, error = %plain(error), "could not record the outcome of a message; it may be sent again");
        }
    }

    /// Records that a message is sent. The write is retried, because otherwise the message would be sent again.
    async fn complete(&self, row: &Leased, delivery: &Delivery) -> Result<(), Error> {
        let mut wait = SHORTEST;
        for _ in 1..RECORD_TRIES {
            match self.rows.complete(row).await {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    tracing::warn!(
                        target: "pow::mail::unnoted",
                        mail = delivery.name(),
                        message_id = delivery.id(),
                        "the lease of a message expired while it was sent; another process may have sent it too"
                    );
                    return Ok(());
                }
                Err(_) => tokio::time::sleep(wait).await,
            }
            wait *= 2;
        }
        self.rows.complete(row).await.map(drop)
    }

    /// Schedules the next try, or turns the message into a dead letter.
    async fn failed(&self, row: &Leased, delivery: Option<&Delivery>, error: &Error) -> Result<(), Error> {
        let reason = delivery.map_or_else(|| error.to_string(), |delivery| delivery.hide_in(&error.to_string()));
        let attempt = u32::try_from(row.attempt).unwrap_or(u32::MAX);
        if attempt >= self.settings.tries || Rejected::is(error) {
            return self.dead_letter(row, delivery, &reason).await;
        }
        let wait = jittered(self.settings.wait_after(attempt))?;
        tracing::warn!(
            target: "pow::mail::retried",
            mail = row.mail,
            message_id = delivery.map(Delivery::id),
            to = ?delivery.map(Delivery::to),
            kind = row.kind,
            attempt,
            again_in = ?wait,
            error = %plain(&reason),
            "could not send a message; it is retried later"
        );
        self.rows.retry(row, wait, &reason).await?;
        // Otherwise the worker could sleep past the next try.
        if let Some(wake) = self.wake.upgrade() {
            let _ = wake.try_send(WakeUp::Check);
        }
        Ok(())
    }

    /// Turns a message into a dead letter. The log and the unsealed part of the row contain neither its text nor its recipient.
    async fn dead_letter(&self, row: &Leased, delivery: Option<&Delivery>, reason: &str) -> Result<(), Error> {
        tracing::error!(
            target: "pow::mail::dead",
            letter = row.id,
            mail = row.mail,
            message_id = delivery.map(Delivery::id),
            to = ?delivery.map(Delivery::to),
            kind = row.kind,
            attempts = row.attempt,
            error = %plain(reason),
            "a message became a dead letter: it stays in the outbox and is not retried"
        );
        self.rows.dead_letter(row, reason).await
    }
}

impl TextParts {
    /// Passes a text to the sender.
    pub(crate) async fn hand_over(&self, envelope: &TextEnvelope, time_out: Duration) -> Result<(), Error> {
        hand_over("text sender", self.sender.send(&envelope.text), time_out).await
    }

    /// Sends a text without the outbox. A failure is logged, and the text is lost.
    pub(crate) async fn send(&self, envelope: &TextEnvelope) {
        if !envelope.is_sent || !self.throttle.is_allowed(envelope).await {
            return;
        }
        let (mail, message_id, kind) = (&*envelope.text.name, &envelope.text.id, DeliveryKind::Text.name());
        match self.hand_over(envelope, TIME_OUT).await {
            Ok(()) => tracing::info!(target: "pow::mail::sent", mail, message_id, kind, "message sent"),
            Err(error) => {
                let error = plain(envelope.text.to.hide_in(&error.to_string()));
                tracing::error!(target: "pow::mail::failed", mail, message_id, kind, to = ?envelope.text.to, %error, "could not send a message");
            }
        }
    }
}

/// Returns a random wait between half of `longest` and `longest`.
fn jittered(longest: Duration) -> Result<Duration, Error> {
    let half = longest / 2;
    let millis = usize::try_from(half.as_millis()).unwrap_or(usize::MAX - 1);
    Ok(half + Duration::from_millis(u64::try_from(random_below(millis + 1)?).unwrap_or_default()))
}
