//! What every unit of work has: the set-up, the tenant, the language, and the effects that wait for the commit.

use std::{
    fmt,
    future::Future,
    mem,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    DateTime, Error,
    cache::Key,
    messages::Localizer,
    pow::Pow,
    store::{Prefix, Transaction},
};

type Effect = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

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

    /// The beginning of the cache's keys of this set-up and tenant. Add a name of your own.
    pub fn key(&self) -> Key {
        let own = self.pow.namespace().unwrap_or("users");
        match &self.prefix.0 {
            Some(tenant) => Key::new(&format!("{own}/{tenant}")),
            None => Key::new(own),
        }
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn begin(&self) -> Result<Box<dyn Transaction>, Error> {
        self.pow.store().begin(&self.prefix).await
    }

    /// Runs the effect once the write is committed, and never if it is not. A failure is logged, not shown.
    /// In [`Extension::authenticate`](crate::extension::Extension::authenticate) it runs when that is over.
    pub fn after_commit(&self, effect: impl Future<Output = Result<(), Error>> + Send + 'static) {
        self.after_commit.lock().unwrap_or_else(PoisonError::into_inner).push(Box::pin(effect));
    }

    pub(crate) async fn run_after_commit(&self) {
        for effect in self.take_effects() {
            if let Err(error) = effect.await {
                tracing::error!(%error, "an effect after the commit failed");
            }
        }
    }
}

impl Cx {
    /// Forgets what was to happen after a write that did not come about.
    pub(crate) fn forget_after_commit(&self) {
        drop(self.take_effects());
    }

    fn take_effects(&self) -> Vec<Effect> {
        mem::take(&mut *self.after_commit.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
