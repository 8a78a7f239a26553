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

use crate::{
    DateTime, Error,
    cache::Key,
    mail::{Mail, MailAddress, MailView, Outgoing},
    messages::Localizer,
    pow::Pow,
    store::{Prefix, Transaction},
    token::{Purpose, Tokens},
};

type Work = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// What waits for the commit.
enum Effect {
    Mail(Box<Outgoing>),
    Work(Work),
}

/// The context of one unit of work. Cheap to clone; clones share the effects.
#[derive(Clone)]
pub struct Cx {
    pow: Pow,
    prefix: Prefix,
    localizer: Localizer,
    after_commit: Arc<Mutex<Vec<Effect>>>,
}

impl Cx {
    /// A context in the default language, for work outside of a request.
    pub fn new(pow: &Pow) -> Self {
        Self::with(pow, Prefix::default(), pow.messages().negotiate(None, None, None))
    }

    /// A context for a tenant and a language.
    pub fn with(pow: &Pow, prefix: Prefix, localizer: Localizer) -> Self {
        Self { pow: pow.clone(), prefix, localizer, after_commit: Arc::default() }
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
    /// [`Extension::authenticate`](crate::extension::Extension::authenticate), when that is over.
    pub fn after_commit(&self, effect: impl Future<Output = Result<(), Error>> + Send + 'static) {
        self.waiting().push(Effect::Work(Box::pin(effect)));
    }

    /// Renders a mail, to be sent as an effect of [`Cx::after_commit`] is run: after the commit and away from the
    /// request.
    ///
    /// # Security
    /// `None` does all the same work and sends nothing: where a form must not tell whether it knows an address, an
    /// unknown one takes this way.
    ///
    /// # Errors
    /// Whatever the mail's look returns. That it could not be sent is logged, not returned.
    pub fn mail<M: Mail>(&self, to: Option<MailAddress>, mail: &M) -> Result<(), Error> {
        let mut view = MailView::new(self.localizer.clone());
        view.site_name = self.pow.site_name();
        view.site_url = self.pow.base_url().origin();
        let body = self.pow.mails().render(mail, &view)?;
        let outgoing = Outgoing { name: M::NAME, to, body, date_ms: self.pow.clock().now_ms() };
        self.waiting().push(Effect::Mail(Box::new(outgoing)));
        Ok(())
    }

    /// The single-use tokens of a purpose, good for `ttl`, of this set-up and tenant.
    ///
    /// # Errors
    /// [`Error::Config`] when `ttl` is zero or longer than ten years.
    pub fn tokens<P: Purpose>(&self, ttl: Duration) -> Result<Tokens<P>, Error> {
        let pow = &self.pow;
        Tokens::new(pow.keys(), pow.cache().clone(), &self.namespace(), ttl, pow.clock().clone())
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
        let until = tokio::time::Instant::now() + least;
        let done = work.await;
        tokio::time::sleep_until(until).await;
        done
    }

    /// The beginning of the cache's keys of this set-up and tenant. Add a name of your own.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::new(&self.namespace())
    }

    fn namespace(&self) -> String {
        let own = self.pow.namespace().unwrap_or("users");
        match &self.prefix.0 {
            Some(tenant) => format!("{own}/{tenant}"),
            None => own.to_owned(),
        }
    }

    /// Runs what waits for the commit. The framework's own actions and [`users::write`](crate::users::write) do it by
    /// themselves; a handler of the application's own calls it when its work is committed.
    pub async fn run_after_commit(&self) {
        let effects = mem::take(&mut *self.waiting());
        for effect in effects {
            match effect {
                Effect::Mail(mail) => self.pow.mailer().queue(*mail),
                // What is committed is no failure because of an effect, not even of one that panics.
                Effect::Work(work) => match AssertUnwindSafe(work).catch_unwind().await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::error!(%error, "an effect after the commit failed"),
                    Err(_) => tracing::error!("an effect after the commit panicked"),
                },
            }
        }
    }

    /// Forgets what was to happen after a write that did not come about.
    pub(crate) fn forget_after_commit(&self) {
        self.waiting().clear();
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
