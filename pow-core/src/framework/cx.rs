//! What every unit of work has: the set-up, the tenant, the language, and the effects that wait for the commit.

use std::{
    fmt,
    future::Future,
    mem,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::FutureExt;
use tokio::time::Instant;

use crate::{
    DateTime, Error,
    cache::Key,
    config::CacheHandle,
    extension::fill_mail,
    mail::{Envelope, Mail, MailAddress, MailView, Outgoing},
    messages::Localizer,
    outbox::Outbox,
    pow::Pow,
    record::User,
    store::{Prefix, Transaction},
    telemetry::plain,
    token::{Purpose, Tokens},
};

type Work = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// What waits for the commit.
enum Effect {
    Mail(Box<Envelope>),
    /// Mails are in the outbox.
    Wake,
    Work(Work),
}

/// The context of one unit of work. Cheap to clone; clones share the effects.
#[derive(Clone)]
pub struct Cx {
    pow: Pow,
    prefix: Prefix,
    localizer: Localizer,
    after_commit: Arc<Mutex<Vec<Effect>>>,
    even_from: Arc<Mutex<Instant>>,
    notes: Arc<Mutex<Vec<&'static str>>>,
}

impl Cx {
    /// A context in the default language, for work outside of a request.
    pub fn new(pow: &Pow) -> Self {
        Self::with(pow, pow.tenant().clone(), pow.messages().negotiate(None, None, None))
    }

    /// A context for a tenant's tables and a language. The sessions are those of the set-up's own tenant
    /// ([`Config::tenant`](crate::Config::tenant)), so that of another one users can be found and made here, but neither
    /// changed nor deleted.
    pub fn with(pow: &Pow, prefix: Prefix, localizer: Localizer) -> Self {
        Self {
            pow: pow.clone(),
            prefix,
            localizer,
            after_commit: Arc::default(),
            even_from: Arc::new(Mutex::new(Instant::now())),
            notes: Arc::default(),
        }
    }

    /// The set-up.
    pub fn pow(&self) -> &Pow {
        &self.pow
    }

    /// The tenant's prefix.
    pub fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// The texts in the language of this request.
    pub fn localizer(&self) -> &Localizer {
        &self.localizer
    }

    /// The time.
    pub fn now(&self) -> DateTime {
        self.pow.clock().now()
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn begin(&self) -> Result<Box<dyn Transaction>, Error> {
        self.pow.store().begin(&self.prefix).await
    }

    /// Runs the effect once the write is committed, and never if it is not. A failure is logged, not shown.
    ///
    /// In an action that writes nothing the effect runs at the end of the action, unless that ends in a fault; in
    /// [`Extension::authenticate`](crate::extension::Extension::authenticate), when that is over; in a handler of the
    /// application's own at the end of the [plug function](crate::plug) that is called next, else after
    /// [`Pow::respond`](crate::Pow::respond).
    pub fn after_commit(&self, effect: impl Future<Output = Result<(), Error>> + Send + 'static) {
        self.waiting().push(Effect::Work(Box::pin(effect)));
    }

    /// The same unit of work in the language of who reads, as [`Config::mail_language`](crate::Config::mail_language) has it:
    /// `cx.for_reader(Some(&user)).mail(…)`. Without a reader, and without a choice of the application's, the language stays.
    #[must_use]
    pub fn for_reader(&self, reader: Option<&User>) -> Self {
        let theirs = reader.and_then(|user| self.pow.mail_language().choose(user)).map(|lang| lang.to_string());
        let present = self.localizer.lang().to_string();
        let localizer = self.pow.messages().negotiate(theirs.as_deref(), Some(&present), None);
        Self { localizer, ..self.clone() }
    }

    /// Renders a mail in the language of this context, to be sent once the unit of work is committed, and never if it is
    /// not. It is written into the [`Outbox`] in the transaction of the next
    /// [`users::write`](crate::users::write); in an action that writes no user, at its end.
    ///
    /// # Security
    /// `None` does the same work, in the database too, sends nothing and leaves nothing behind: its row is written and
    /// deleted in one transaction. A form that must not tell whether it knows an address takes this way for an unknown one.
    ///
    /// # Errors
    /// Whatever the mail's look returns. That it could not be sent is logged, not returned.
    pub fn mail<M: Mail>(&self, to: Option<MailAddress>, mail: &M) -> Result<(), Error> {
        let mut view = MailView::new(self.localizer.clone());
        view.site_name = self.pow.site_name();
        view.support = self.pow.support();
        view.site_url = self.pow.base_url().origin();
        fill_mail::<M>(self, &mut view)?;
        let body = self.pow.mails().render(mail, &view)?;
        let date_ms = self.pow.clock().now_ms();
        let outgoing = Outgoing { name: M::NAME, limited: M::LIMITED, to, body, date_ms };
        if let Some(envelope) = self.pow.mailer().envelope(outgoing)? {
            self.waiting().push(Effect::Mail(Box::new(envelope)));
        }
        Ok(())
    }

    /// Writes the mails that wait into the outbox, in this transaction: for transactions of the application's own. Call
    /// [`Cx::run_after_commit`] when it is committed, so that they are sent at once. Without an outbox it does nothing, and
    /// they are sent then.
    ///
    /// # Errors
    /// Faults of the database; the transaction can only be rolled back then.
    pub async fn post_mails_in(&self, tx: &mut dyn Transaction) -> Result<(), Error> {
        let Some(outbox) = self.pow.outbox() else { return Ok(()) };
        let mails = self.take_mails();
        if mails.is_empty() {
            return Ok(());
        }
        for mail in &mails {
            outbox.put(tx, mail).await?;
        }
        if mails.iter().any(|mail| mail.is_sent) {
            self.waiting().push(Effect::Wake);
        }
        Ok(())
    }

    /// Writes the mails that wait into the outbox, in a transaction of their own, to the end even if the client hangs up.
    /// Actions need not call it: it happens when they have come to their end.
    ///
    /// # Errors
    /// Faults of the database: the mails are not sent then.
    pub async fn post_mails(&self) -> Result<(), Error> {
        if self.pow.outbox().is_none() || !self.waiting().iter().any(|effect| matches!(effect, Effect::Mail(_))) {
            return Ok(());
        }
        let cx = self.clone();
        self.to_the_end(async move {
            let mut tx = cx.begin().await?;
            cx.post_mails_in(tx.as_mut()).await?;
            tx.commit().await
        })
        .await
    }

    fn take_mails(&self) -> Vec<Envelope> {
        let mut mails = Vec::new();
        let mut waiting = self.waiting();
        let effects = mem::take(&mut *waiting);
        waiting.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Mail(mail) => {
                mails.push(*mail);
                None
            }
            other => Some(other),
        }));
        mails
    }

    /// The single-use tokens of a purpose, good for `ttl`, of this set-up and tenant.
    ///
    /// # Errors
    /// [`Error::Config`] when `ttl` is zero or longer than ten years.
    pub fn tokens<P: Purpose>(&self, ttl: Duration) -> Result<Tokens<P>, Error> {
        self.tokens_in(&CacheHandle::default(), ttl)
    }

    /// The same, kept in a store of their own; without one, where sessions are. Only the caller
    /// [sweeps](crate::cache::CacheStore::sweep) it.
    ///
    /// # Errors
    /// As [`tokens`](Self::tokens).
    pub fn tokens_in<P: Purpose>(&self, store: &CacheHandle, ttl: Duration) -> Result<Tokens<P>, Error> {
        let pow = &self.pow;
        let store = store.store().unwrap_or(pow.cache());
        Tokens::new(pow.keys(), Arc::clone(store), &self.namespace(), ttl, pow.clock().clone())
    }

    /// Works to the end even if the client hangs up meanwhile: for steps of which none must be left out.
    ///
    /// # Errors
    /// What the work returns.
    pub async fn to_the_end<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        tokio::spawn(work).await.map_err(Error::other)?
    }

    /// Does the work and returns not before `least` has passed since its beginning: where the time of an answer must not
    /// tell what was found. Waiting costs no thread. What takes longer is not hidden, so be generous.
    pub async fn evenly<T>(&self, least: Duration, work: impl Future<Output = T>) -> T {
        let until = Instant::now() + least;
        let done = work.await;
        tokio::time::sleep_until(until).await;
        done
    }

    /// Waits until `least` has passed since a password was last hashed, or the current one checked, in this unit of work, or
    /// since its beginning where none was: as [`evenly`](Self::evenly), for an answer that is made far from where the
    /// difference arose. A hash takes as long as the machine lets it, for everybody alike; what comes after it may tell what
    /// was found.
    pub async fn even_out(&self, least: Duration) {
        let from = *self.even_from.lock().unwrap_or_else(PoisonError::into_inner);
        tokio::time::sleep_until(from + least).await;
    }

    /// From here on time is counted for [`Cx::even_out`].
    pub(crate) fn even_from_now(&self) {
        *self.even_from.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Notes that something was done in this unit of work, for a hook that would do it once more: `my_extension.mailed`. A
    /// write that does not come about takes the notes with it.
    pub fn note(&self, what: &'static str) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    /// Whether this was [noted](Self::note) in this unit of work.
    pub fn is_noted(&self, what: &str) -> bool {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).contains(&what)
    }

    /// The beginning of the cache's keys of this set-up and tenant. Add a name of your own.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::new(&self.namespace())
    }

    fn namespace(&self) -> String {
        self.prefix.scope(self.pow.namespace())
    }

    /// Ends a unit of work by what became of it. If it is done, the mails go into the outbox and what waits for the commit
    /// runs; after a fault all of it is forgotten. The framework's own actions and the [plug functions](crate::plug)
    /// end so; work of the application's own calls it where it wants to know that its mails are kept.
    ///
    /// # Errors
    /// The fault that is given, or that of the database when the mails can't be written into the outbox: nothing is sent or
    /// run then.
    pub async fn settle<T>(&self, done: Result<T, Error>) -> Result<T, Error> {
        let settled = match done {
            Ok(done) => self.post_mails().await.map(|()| done),
            fault => fault,
        };
        match &settled {
            Ok(_) => self.run_after_commit().await,
            Err(_) => self.forget_after_commit(),
        }
        settled
    }

    /// Runs what still waits when the answer is made, in the background.
    pub(crate) fn settle_behind(&self) {
        if !self.waiting().is_empty() {
            let cx = self.clone();
            drop(tokio::spawn(async move { cx.run_after_commit().await }));
        }
    }

    /// Runs what waits for the commit. The framework's own actions and [`users::write`](crate::users::write) do it by
    /// themselves; who commits a transaction of the application's own calls it then.
    pub async fn run_after_commit(&self) {
        if let Err(error) = self.post_mails().await {
            tracing::error!(target: "pow::mail::lost", error = %plain(error), "mails could not be written into the outbox");
        }
        let effects = mem::take(&mut *self.waiting());
        for effect in effects {
            match effect {
                Effect::Mail(mail) => self.pow.mailer().queue(*mail, self.pow.throttle().clone()),
                Effect::Wake => self.pow.outbox().into_iter().for_each(Outbox::wake),
                // What is committed is no failure because of an effect, not even of one that panics.
                Effect::Work(work) => match AssertUnwindSafe(work).catch_unwind().await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        let error = plain(error);
                        tracing::error!(target: "pow::effect::failed", %error, "an effect after the commit failed");
                    }
                    Err(_) => tracing::error!(target: "pow::effect::failed", "an effect after the commit panicked"),
                },
            }
        }
        // An effect may have had something to tell.
        if let Err(error) = self.post_mails().await {
            tracing::error!(target: "pow::mail::lost", error = %plain(error), "mails could not be written into the outbox");
        }
    }

    /// Forgets what was to happen after a write that did not come about.
    pub(crate) fn forget_after_commit(&self) {
        self.waiting().clear();
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Effect>> {
        self.after_commit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
