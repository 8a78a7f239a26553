//! The thread of a mailer. It sends what is queued for it, and runs what works through an outbox.
//!
//! It has a runtime of its own: it outlives the worker that a request ran on, and a connection to the mail
//! server can be used for every mail.

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

/// More mails than this don't wait.
const WAITING: usize = 1_000;
/// So many are sent at once.
pub(crate) const AT_ONCE: usize = 4;
/// A mail that takes longer than this to send has failed.
const TIME_OUT: Duration = Duration::from_secs(60);

enum Job {
    Mail(Box<(Envelope, Throttle)>),
    Flush(oneshot::Sender<()>),
    Hire(Work),
}

/// Work for the mailer's thread, which has the transport.
pub(super) type Work = Box<dyn FnOnce(Arc<dyn MailTransport>) -> BoxFuture<'static, ()> + Send>;

/// The queue of one mailer. The thread starts with the first mail and ends, when all are sent, with the queue.
pub(super) struct Queue {
    /// Until the thread starts, which then has it alone.
    transport: Mutex<Option<Arc<dyn MailTransport>>>,
    name: String,
    sender: OnceLock<Option<mpsc::Sender<Job>>>,
}

impl Queue {
    pub(super) fn new(transport: Arc<dyn MailTransport>) -> Self {
        Self { name: format!("{transport:?}"), transport: Mutex::new(Some(transport)), sender: OnceLock::new() }
    }

    /// Queues a mail. It never waits: a full queue loses the mail, with a line in the log.
    pub(super) fn push(&self, envelope: Envelope, throttle: Throttle) {
        let (name, id) = (envelope.mail.name.clone(), envelope.mail.message_id.clone());
        if self.give(Job::Mail(Box::new((envelope, throttle)))) {
            tracing::debug!(target: "pow::mail::queued", mail = %name, message_id = id, "a mail waits to be sent");
        } else {
            tracing::error!(target: "pow::mail::lost", mail = %name, message_id = id, "a mail is lost: too many wait for the mail server");
        }
    }

    /// Runs the work on the thread, beside what is sent; `false` if that can't be now.
    pub(super) fn hire(&self, work: Work) -> bool {
        self.give(Job::Hire(work))
    }

    fn give(&self, job: Job) -> bool {
        self.sender().is_some_and(|sender| sender.try_send(job).is_ok())
    }

    /// Waits until everything that was queued before is sent, or has failed.
    pub(super) async fn flush(&self) {
        let Some(Some(sender)) = self.sender.get() else { return };
        let (done, all_sent) = oneshot::channel();
        if sender.send(Job::Flush(done)).await.is_ok() {
            let _ = all_sent.await;
        }
    }

    fn sender(&self) -> Option<&mpsc::Sender<Job>> {
        let transport = || self.transport.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.sender.get_or_init(|| start(transport()?).inspect_err(no_thread).ok()).as_ref()
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn no_thread(error: &Error) {
    tracing::error!(target: "pow::mail::stopped", error = %plain(error), "no thread for mails: none is sent until the process is started again");
}

fn start(transport: Arc<dyn MailTransport>) -> Result<mpsc::Sender<Job>, Error> {
    let (sender, jobs) = mpsc::channel(WAITING);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::other)?;
    let thread = thread::Builder::new().name("pow-mail".to_owned());
    thread.spawn(move || runtime.block_on(work(transport, jobs))).map_err(Error::other)?;
    Ok(sender)
}

async fn work(transport: Arc<dyn MailTransport>, mut jobs: mpsc::Receiver<Job>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut hired = JoinSet::new();
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Mail(mail) => {
                let (envelope, throttle) = *mail;
                if throttle.lets_pass(&envelope).await {
                    let Ok(place) = places.clone().acquire_owned().await else { return };
                    let transport = transport.clone();
                    tokio::spawn(async move {
                        send(transport.as_ref(), &envelope.mail).await;
                        drop(place);
                    });
                }
            }
            Job::Hire(work) => {
                while hired.try_join_next().is_some() {}
                hired.spawn(work(transport.clone()));
            }
            Job::Flush(done) => {
                idle(&places).await;
                let _ = done.send(());
            }
        }
    }
    idle(&places).await;
    while hired.join_next().await.is_some() {}
}

/// All places are free: nothing is being sent.
pub(crate) async fn idle(places: &Semaphore) {
    drop(places.acquire_many(u32::try_from(AT_ONCE).unwrap_or(u32::MAX)).await);
}

async fn send(transport: &dyn MailTransport, mail: &RenderedMail) {
    let RenderedMail { name, message_id, to, .. } = mail;
    match hand_over(transport, mail, TIME_OUT).await {
        Ok(()) => tracing::info!(target: "pow::mail::sent", mail = %name, message_id, "mail sent"),
        Err(error) => {
            let error = plain(to.hide_in(&error.to_string()));
            tracing::error!(target: "pow::mail::failed", mail = %name, message_id, ?to, %error, "mail not sent");
        }
    }
}

/// Gives a mail to the transport. One that panics or takes too long has failed like any other.
pub(crate) async fn hand_over(
    transport: &dyn MailTransport,
    mail: &RenderedMail,
    time_out: Duration,
) -> Result<(), Error> {
    let sending = AssertUnwindSafe(async { transport.send(mail).await }).catch_unwind();
    match tokio::time::timeout(time_out, sending).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(_)) => Err(Error::other("the transport panicked")),
        Err(_) => Err(Error::other("no answer in time")),
    }
}
