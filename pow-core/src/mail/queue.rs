//! The thread of a mailer. It sends queued mails and runs the worker of an outbox.
//!
//! The thread has a separate runtime, which outlives the actix worker of a request. Every mail can therefore use its connections
//! to the mail server.

use std::{
    fmt,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use tokio::{
    sync::{Semaphore, mpsc, oneshot},
    task::JoinSet,
};

use futures_util::{FutureExt, future::BoxFuture};

use super::{Envelope, MailTransport, RenderedMail, Throttle};
use crate::{Error, telemetry::plain};

/// The maximum number of queued mails.
const MAX_QUEUED: usize = 1_000;
/// The number of mails that are sent concurrently.
pub(crate) const CONCURRENCY: usize = 4;
/// The time after which the sending of a message counts as failed.
pub(crate) const TIME_OUT: Duration = Duration::from_secs(60);

enum Job {
    Mail(Box<(Envelope, Throttle)>),
    Flush(oneshot::Sender<()>),
    Spawn(Work),
}

/// A task for the mailer's thread, which has the transport.
pub(super) type Work = Box<dyn FnOnce(Arc<dyn MailTransport>) -> BoxFuture<'static, ()> + Send>;

/// The queue of one mailer. The thread starts with the first mail. It ends after the queue was dropped and all mails were sent.
pub(super) struct Queue {
    /// The transport, until the thread starts and takes it.
    transport: Mutex<Option<Arc<dyn MailTransport>>>,
    name: String,
    sender: OnceLock<Option<mpsc::Sender<Job>>>,
}

impl Queue {
    pub(super) fn new(transport: Arc<dyn MailTransport>) -> Self {
        Self { name: format!("{transport:?}"), transport: Mutex::new(Some(transport)), sender: OnceLock::new() }
    }

    /// Queues a mail without waiting. If the queue is full, the mail is lost and logged.
    pub(super) fn push(&self, envelope: Envelope, throttle: Throttle) {
        let (name, id) = (envelope.mail.name.clone(), envelope.mail.message_id.clone());
        if self.try_send(Job::Mail(Box::new((envelope, throttle)))) {
            tracing::debug!(target: "pow::mail::queued", mail = %name, message_id = id, "mail queued");
        } else {
            tracing::error!(target: "pow::mail::lost", mail = %name, message_id = id, "mail lost: the queue is full");
        }
    }

    /// Runs a task on the thread, in addition to sending. Returns `false` if the thread can't take it now.
    pub(super) fn spawn(&self, work: Work) -> bool {
        self.try_send(Job::Spawn(work))
    }

    fn try_send(&self, job: Job) -> bool {
        self.sender().is_some_and(|sender| sender.try_send(job).is_ok())
    }

    /// Waits until all mails queued so far are sent or have failed.
    pub(super) async fn flush(&self) {
        let Some(Some(sender)) = self.sender.get() else { return };
        let (done, all_sent) = oneshot::channel();
        if sender.send(Job::Flush(done)).await.is_ok() {
            let _ = all_sent.await;
        }
    }

    fn sender(&self) -> Option<&mpsc::Sender<Job>> {
        let transport = || self.transport.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.sender.get_or_init(|| start(transport()?).inspect_err(log_no_thread).ok()).as_ref()
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn log_no_thread(error: &Error) {
    tracing::error!(target: "pow::mail::stopped", error = %plain(error), "could not start the mail thread; no mail is sent until the process is restarted");
}

fn start(transport: Arc<dyn MailTransport>) -> Result<mpsc::Sender<Job>, Error> {
    let (sender, jobs) = mpsc::channel(MAX_QUEUED);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::other)?;
    let thread = thread::Builder::new().name("pow-mail".to_owned());
    thread.spawn(move || runtime.block_on(work(transport, jobs))).map_err(Error::other)?;
    Ok(sender)
}

async fn work(transport: Arc<dyn MailTransport>, mut jobs: mpsc::Receiver<Job>) {
    let permits = Arc::new(Semaphore::new(CONCURRENCY));
    let mut spawned = JoinSet::new();
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Mail(mail) => {
                let (envelope, throttle) = *mail;
                if throttle.is_allowed(&envelope).await {
                    let Ok(permit) = permits.clone().acquire_owned().await else { return };
                    let transport = transport.clone();
                    tokio::spawn(async move {
                        send(transport.as_ref(), &envelope.mail).await;
                        drop(permit);
                    });
                }
            }
            Job::Spawn(work) => {
                while spawned.try_join_next().is_some() {}
                spawned.spawn(work(transport.clone()));
            }
            Job::Flush(done) => {
                idle(&permits).await;
                let _ = done.send(());
            }
        }
    }
    idle(&permits).await;
    while spawned.join_next().await.is_some() {}
}

/// Waits until all permits are free, so that no mail is being sent.
pub(crate) async fn idle(permits: &Semaphore) {
    drop(permits.acquire_many(u32::try_from(CONCURRENCY).unwrap_or(u32::MAX)).await);
}

async fn send(transport: &dyn MailTransport, mail: &RenderedMail) {
    let RenderedMail { name, message_id, to, .. } = mail;
    match hand_over("mail transport", transport.send(mail), TIME_OUT).await {
        Ok(()) => tracing::info!(target: "pow::mail::sent", mail = %name, message_id, "mail sent"),
        Err(error) => {
            let error = plain(to.hide_in(&error.to_string()));
            tracing::error!(target: "pow::mail::failed", mail = %name, message_id, ?to, %error, "could not send a mail");
        }
    }
}

/// Waits until a transport has sent a message. A panic or a timeout of the transport becomes an error.
pub(crate) async fn hand_over(
    transport: &'static str,
    sending: impl Future<Output = Result<(), Error>>,
    time_out: Duration,
) -> Result<(), Error> {
    match tokio::time::timeout(time_out, AssertUnwindSafe(sending).catch_unwind()).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(_)) => Err(Error::other(format!("the {transport} panicked"))),
        Err(_) => Err(Error::other(format!("the {transport} timed out"))),
    }
}
