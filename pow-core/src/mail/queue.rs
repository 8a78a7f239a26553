//! The way from a request to the transport: a bounded queue, and a thread that sends.
//!
//! The thread has a runtime of its own: it outlives the worker that a request ran on, and a connection to the mail
//! server can be used for every mail.

use std::{
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use tokio::sync::{Semaphore, mpsc, oneshot};

use super::{MailTransport, RenderedMail};
use crate::Error;

/// More mails than this don't wait.
const WAITING: usize = 1_000;
/// So many are sent at once.
pub(super) const AT_ONCE: usize = 4;
/// A mail that takes longer than this to send has failed.
const TIME_OUT: Duration = Duration::from_secs(60);

enum Job {
    Mail(Box<RenderedMail>),
    /// A mail to nobody: it takes the same way.
    Nothing,
    Flush(oneshot::Sender<()>),
}

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

    /// Queues a mail, or nothing at the same cost. It never waits: a full queue loses the mail, with a line in the log.
    pub(super) fn push(&self, mail: Option<RenderedMail>) {
        let (name, id) = mail.as_ref().map(|mail| (mail.name, mail.message_id.clone())).unwrap_or_default();
        let job = mail.map_or(Job::Nothing, |mail| Job::Mail(Box::new(mail)));
        let queued = self.sender().is_some_and(|sender| sender.try_send(job).is_ok());
        if !queued {
            tracing::error!(mail = name, message_id = id, "a mail is lost: too many wait for the mail server");
        }
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
    tracing::error!(%error, "no thread for mails: they will be lost until the process is started again");
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
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Mail(mail) => {
                let Ok(place) = places.clone().acquire_owned().await else { return };
                let transport = transport.clone();
                tokio::spawn(async move {
                    send(transport.as_ref(), &mail).await;
                    drop(place);
                });
            }
            Job::Nothing => {}
            Job::Flush(done) => {
                idle(&places).await;
                let _ = done.send(());
            }
        }
    }
    idle(&places).await;
}

/// All places are free: nothing is being sent.
async fn idle(places: &Semaphore) {
    drop(places.acquire_many(u32::try_from(AT_ONCE).unwrap_or(u32::MAX)).await);
}

async fn send(transport: &dyn MailTransport, mail: &RenderedMail) {
    match tokio::time::timeout(TIME_OUT, transport.send(mail)).await {
        Ok(Ok(())) => tracing::info!(mail = mail.name, message_id = mail.message_id, "mail sent"),
        Ok(Err(error)) => {
            tracing::error!(mail = mail.name, message_id = mail.message_id, to = ?mail.to, %error, "mail not sent");
        }
        Err(_) => {
            tracing::error!(mail = mail.name, message_id = mail.message_id, to = ?mail.to, "mail not sent in time");
        }
    }
}
