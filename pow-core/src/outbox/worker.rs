//! Works through the outbox: takes what is due, hands it to the transport, and notes what came of it.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::{
    letter,
    rows::{Rows, Taken, random_below},
};
use crate::{
    Error,
    mail::{
        MailTransport, OutboxSettings, Refused, RenderedMail, Sender, Throttle,
        queue::{AT_ONCE, hand_over, idle},
    },
    telemetry::plain,
};

/// The database is asked again after it could not be reached.
const AFTER_FAULT: Duration = Duration::from_secs(1);
/// The worker never sleeps for less, and looks so often while it waits for what another process has.
const SHORTEST: Duration = Duration::from_millis(10);
/// How long a flush waits for what another process has: it may have ended, and then its time must run out first.
const FOR_OTHERS: Duration = Duration::from_secs(5);
/// How often it is tried to note that a mail is sent, first after [`SHORTEST`], then after twice as long each time.
const NOTES: u32 = 12;

/// What wakes the worker.
pub(super) enum Nudge {
    /// There may be something to do.
    Look,
    /// Tell when all that is due was tried.
    Flush(oneshot::Sender<()>),
}

pub(super) struct Worker {
    pub(super) rows: Rows,
    pub(super) settings: OutboxSettings,
    pub(super) throttle: Throttle,
    pub(super) from: Sender,
    pub(super) transport: Arc<dyn MailTransport>,
    pub(super) nudge: mpsc::WeakSender<Nudge>,
}

impl Worker {
    /// Works until the set-up is gone. What is being sent then is sent.
    pub(super) async fn run(self, mut nudges: mpsc::Receiver<Nudge>) {
        let (worker, places) = (Arc::new(self), Arc::new(Semaphore::new(AT_ONCE)));
        loop {
            let wait = worker.round(&places).await;
            let nudge = match wait {
                Some(wait) => tokio::time::timeout(wait.max(SHORTEST), nudges.recv()).await,
                None => Ok(nudges.recv().await),
            };
            match nudge {
                Err(_) | Ok(Some(Nudge::Look)) => {}
                Ok(Some(Nudge::Flush(done))) => {
                    worker.drain(&places).await;
                    let _ = done.send(());
                }
                Ok(None) => return idle(&places).await,
            }
        }
    }

    /// Takes on what is due. Returns how long to sleep then, `None` until it is woken.
    async fn round(self: &Arc<Self>, places: &Arc<Semaphore>) -> Option<Duration> {
        let worked = async {
            self.take_on_all(places).await?;
            self.rows.next_due().await
        };
        match worked.await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(target: "pow::mail::stuck", error = %plain(error), "the outbox can't be worked through");
                Some(AFTER_FAULT)
            }
        }
    }

    /// Works until nothing is due any more, for a while also in other processes.
    async fn drain(self: &Arc<Self>, places: &Arc<Semaphore>) {
        let drained = async {
            let mut idle_since = tokio::time::Instant::now();
            loop {
                if self.take_on_all(places).await? {
                    idle(places).await;
                    idle_since = tokio::time::Instant::now();
                }
                if !self.rows.any_due().await? || idle_since.elapsed() > FOR_OTHERS {
                    return Ok::<(), Error>(());
                }
                tokio::time::sleep(SHORTEST).await;
            }
        };
        idle(places).await;
        if let Err(error) = drained.await {
            tracing::error!(target: "pow::mail::stuck", error = %plain(error), "the outbox can't be worked through");
        }
    }

    /// Takes on what is due; `false` if nothing was.
    async fn take_on_all(self: &Arc<Self>, places: &Arc<Semaphore>) -> Result<bool, Error> {
        let mut any = false;
        loop {
            let mut free = vec![places.clone().acquire_owned().await.map_err(Error::other)?];
            free.extend(std::iter::from_fn(|| places.clone().try_acquire_owned().ok()));
            let taken = self.rows.take(free.len(), self.settings.lease()).await?;
            if taken.is_empty() {
                return Ok(any);
            }
            any = true;
            // The rows are this process's now: a fault with one of them must not leave the others lying.
            let mut noted = Ok(());
            for (row, place) in taken.into_iter().zip(free) {
                noted = noted.and(self.take_on(row, place).await);
            }
            noted?;
        }
    }

    /// Sends the mail, unless its address had enough of them or it can't be read. Another process may be
    /// able to read it: one with a newer version, or with the secret that it was sealed by.
    async fn take_on(self: &Arc<Self>, row: Taken, place: OwnedSemaphorePermit) -> Result<(), Error> {
        let envelope = match letter::open(&self.rows.sealer, &row.sealed, &self.from) {
            Ok(envelope) => envelope,
            Err(reason) => return self.failed(&row, None, &Error::other(reason)).await,
        };
        if row.attempt > i64::from(self.settings.tries) {
            let reason = "whoever tried to send it ended, or could not note what came of it";
            return self.bury(&row, Some(&envelope.mail), reason).await;
        }
        if !self.throttle.lets_pass(&envelope).await {
            return self.rows.settle(&row).await.map(drop);
        }
        let worker = self.clone();
        tokio::spawn(async move {
            worker.send(&row, &envelope.mail).await;
            drop(place);
        });
        Ok(())
    }

    async fn send(&self, row: &Taken, mail: &RenderedMail) {
        let noted = match hand_over(self.transport.as_ref(), mail, self.settings.time_out).await {
            Ok(()) => {
                let (name, id, attempt) = (&mail.name, &mail.message_id, row.attempt);
                tracing::info!(target: "pow::mail::sent", mail = %name, message_id = id, attempt, "mail sent");
                self.settle(row, mail).await
            }
            Err(error) => self.failed(row, Some(mail), &error).await,
        };
        if let Err(error) = noted {
            let (name, id, error) = (&mail.name, &mail.message_id, plain(error));
            tracing::warn!(target: "pow::mail::unnoted", mail = %name, message_id = id, %error, "it may be sent again");
        }
    }

    /// A mail that is sent but not noted would be sent again: the database gets several chances.
    async fn settle(&self, row: &Taken, mail: &RenderedMail) -> Result<(), Error> {
        let mut wait = SHORTEST;
        for _ in 1..NOTES {
            match self.rows.settle(row).await {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    tracing::warn!(
                        target: "pow::mail::unnoted",
                        mail = %mail.name,
                        message_id = mail.message_id,
                        "a mail took so long that another process may have sent it too"
                    );
                    return Ok(());
                }
                Err(_) => tokio::time::sleep(wait).await,
            }
            wait *= 2;
        }
        self.rows.settle(row).await.map(drop)
    }

    /// The mail is tried again later, or is a dead letter now.
    async fn failed(&self, row: &Taken, mail: Option<&RenderedMail>, error: &Error) -> Result<(), Error> {
        let (id, to) = (mail.map(|mail| &mail.message_id), mail.map(|mail| &mail.to));
        let reason = to.map_or_else(|| error.to_string(), |to| to.hide_in(&error.to_string()));
        let attempt = u32::try_from(row.attempt).unwrap_or(u32::MAX);
        if attempt >= self.settings.tries || Refused::is(error) {
            return self.bury(row, mail, &reason).await;
        }
        let wait = jittered(self.settings.wait_after(attempt))?;
        tracing::warn!(
            target: "pow::mail::retried",
            mail = row.mail,
            message_id = id,
            ?to,
            attempt,
            again_in = ?wait,
            error = %plain(&reason),
            "mail not sent yet"
        );
        self.rows.retry(row, wait, &reason).await?;
        // The worker may sleep for longer than that.
        if let Some(nudge) = self.nudge.upgrade() {
            let _ = nudge.try_send(Nudge::Look);
        }
        Ok(())
    }

    /// Neither what the mail says nor the whole address gets into the log or into the open part of the row.
    async fn bury(&self, row: &Taken, mail: Option<&RenderedMail>, reason: &str) -> Result<(), Error> {
        let (id, to) = (mail.map(|mail| &mail.message_id), mail.map(|mail| &mail.to));
        tracing::error!(
            target: "pow::mail::dead",
            letter = row.id,
            mail = row.mail,
            message_id = id,
            ?to,
            attempts = row.attempt,
            error = %plain(reason),
            "a mail is a dead letter: it stays in the outbox and is not tried any more"
        );
        self.rows.bury(row, reason).await
    }
}

/// A wait from the upper half of the longest one.
fn jittered(longest: Duration) -> Result<Duration, Error> {
    let half = longest / 2;
    let millis = usize::try_from(half.as_millis()).unwrap_or(usize::MAX - 1);
    Ok(half + Duration::from_millis(u64::try_from(random_below(millis + 1)?).unwrap_or_default()))
}
