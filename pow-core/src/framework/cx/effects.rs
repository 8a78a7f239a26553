//! Effects that wait for the commit, and the end of a unit of work.

use std::{
    fmt,
    future::Future,
    mem,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
};

use futures_util::FutureExt;

use super::Cx;
use crate::{
    Error,
    outbox::{Delivery, Outbox},
    telemetry::plain,
};

type Work = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// An effect after the commit.
pub(super) enum Effect {
    Message(Box<Delivery>),
    WakeOutbox,
    Work(Work),
}

/// The effects of a unit of work, in their order.
#[derive(Default)]
pub(super) struct Effects(Mutex<Vec<Effect>>);

impl Effects {
    pub(super) fn push(&self, effect: Effect) {
        self.waiting().push(effect);
    }

    pub(super) fn has_messages(&self) -> bool {
        self.waiting().iter().any(|effect| matches!(effect, Effect::Message(_)))
    }

    pub(super) fn take_messages(&self) -> Vec<Delivery> {
        let mut messages = Vec::new();
        let mut waiting = self.waiting();
        let effects = mem::take(&mut *waiting);
        waiting.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Message(message) => {
                messages.push(*message);
                None
            }
            other => Some(other),
        }));
        messages
    }

    fn take(&self) -> Vec<Effect> {
        mem::take(&mut *self.waiting())
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Effect>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Effects").field("waiting", &self.waiting().len()).finish()
    }
}

/// Runs the work to its end even if the client disconnects. Use it for steps that must all be done.
///
/// # Errors
/// The error of the work. A panic becomes [`Error::Other`].
pub async fn to_completion<T: Send + 'static>(
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    tokio::spawn(work).await.map_err(Error::other)?
}

impl Cx {
    /// Runs `work` once the unit of work is committed, or drops it if the unit of work fails. A failure of `work` is logged.
    ///
    /// | where | when it runs |
    /// |---|---|
    /// | a hook of a write | after the commit of [`users::write`](crate::users::write) |
    /// | an action that writes no user | at the end of the action, unless it fails |
    /// | [`Extension::authenticate`](crate::extension::Extension::authenticate) | at its end |
    /// | a handler of the application | at the end of the next [plug function](crate::plug), else after [`Pow::respond`](crate::Pow::respond) |
    pub fn after_commit(&self, work: impl Future<Output = Result<(), Error>> + Send + 'static) {
        self.effects.push(Effect::Work(Box::pin(work)));
    }

    /// Ends a unit of work. If it succeeded, its mails go into the outbox and the effects run. After a fault all effects are
    /// dropped. Returns once the [padding](Cx::pad_response) has elapsed.
    ///
    /// The framework's actions and the [plug functions](crate::plug) call it. Call it yourself where your code must know whether
    /// its mails are in the outbox.
    ///
    /// # Errors
    /// The given fault, or a fault of the database if the mails can't be written. Nothing is sent or run then.
    pub async fn settle<T>(&self, done: Result<T, Error>) -> Result<T, Error> {
        let settled = match done {
            Ok(done) => self.mails().post().await.map(|()| done),
            fault => fault,
        };
        match &settled {
            Ok(_) => self.run_after_commit().await,
            Err(_) => self.forget_after_commit(),
        }
        self.pad(self.pow.policy().response_padding).await;
        settled
    }

    /// Runs the remaining effects in the background, after the answer.
    pub(crate) fn settle_behind(&self) {
        if !self.effects.waiting().is_empty() {
            let cx = self.clone();
            drop(tokio::spawn(async move { cx.run_after_commit().await }));
        }
    }

    /// Runs the effects. The framework's actions and [`users::write`](crate::users::write) call it. Call it after the commit
    /// of a transaction of the application.
    pub async fn run_after_commit(&self) {
        self.post_or_log().await;
        for effect in self.effects.take() {
            match effect {
                Effect::Message(message) => self.send_directly(*message),
                Effect::WakeOutbox => self.pow.outbox().into_iter().for_each(Outbox::wake),
                // The write is committed, so an error or a panic of an effect must not fail it.
                Effect::Work(work) => match AssertUnwindSafe(work).catch_unwind().await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        let error = plain(error);
                        tracing::error!(target: "pow::effect::failed", %error, "a change of a user was committed, but work that an extension or the application left for after the commit failed");
                    }
                    Err(_) => {
                        tracing::error!(target: "pow::effect::failed", "a change of a user was committed, but work that an extension or the application left for after the commit panicked")
                    }
                },
            }
        }
        // An effect may have sent mails.
        self.post_or_log().await;
    }

    /// Sends a message that doesn't wait in the outbox, on the thread of the mailer.
    fn send_directly(&self, message: Delivery) {
        match (message, self.pow.text_parts().cloned()) {
            (Delivery::Mail(envelope), _) => self.pow.mailer().queue(envelope, self.pow.throttle().clone()),
            (Delivery::Text(envelope), Some(texts)) => {
                let is_queued =
                    self.pow.mailer().spawn(Box::new(move |_| Box::pin(async move { texts.send(&envelope).await })));
                if !is_queued {
                    tracing::error!(target: "pow::mail::lost", "a text message is lost: the queue is full");
                }
            }
            (Delivery::Text(_), None) => {}
        }
    }

    async fn post_or_log(&self) {
        if let Err(error) = self.mails().post().await {
            tracing::error!(target: "pow::mail::lost", error = %plain(error), "mails could not be written into the outbox");
        }
    }

    /// Drops the effects and the state of a write that failed.
    pub(crate) fn forget_after_commit(&self) {
        drop(self.effects.take());
        self.state.clear();
    }
}
