//! The context of a unit of work: the set-up, the tenant, the language, and the effects that wait for the commit.
//!
//! | part | for |
//! |---|---|
//! | [`Cx::mails`], [`Cx::texts`] | sending mails and text messages with the commit |
//! | [`Cx::cache`] | keys, single-use tokens and limits in the cache |
//! | [`Cx::after_commit`], [`Cx::settle`] | work that follows the commit |
//! | [`Cx::pad_response`] | a response time that reveals nothing |
//! | [`Cx::origin`] | the client: its address, user agent, cookies and signed-in user |
//! | [`Cx::state`] | values that one hook leaves for a later one |

mod cache;
mod effects;
mod mails;
mod padding;
mod state;
mod texts;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

pub(crate) use self::padding::pad_step;
pub use self::{cache::CxCache, effects::to_completion, mails::CxMails, state::State, texts::CxTexts};
use self::{effects::Effects, padding::Padding};
pub use super::origin::Origin;
use crate::{
    DateTime, Error,
    config::CacheHandle,
    messages::Localizer,
    pow::Pow,
    record::User,
    store::{Prefix, Transaction},
};

/// The context of one unit of work. Cheap to clone; clones share the effects and the state.
#[derive(Clone)]
pub struct Cx {
    pow: Pow,
    prefix: Prefix,
    localizer: Localizer,
    effects: Arc<Effects>,
    state: State,
    padding: Arc<Mutex<Padding>>,
    origin: Arc<Origin>,
}

impl Cx {
    /// Creates a context in the default language, for work outside of a request.
    pub fn new(pow: &Pow) -> Self {
        Self::with(pow, pow.tenant().clone(), pow.messages().negotiate(None, None, None))
    }

    /// Creates a context for a tenant's tables and a language.
    ///
    /// The sessions are those of the set-up's own tenant ([`Config::tenant`](crate::Config::tenant)). Users of another tenant
    /// can be found and created in this context, but not changed or deleted.
    pub fn with(pow: &Pow, prefix: Prefix, localizer: Localizer) -> Self {
        Self {
            pow: pow.clone(),
            prefix,
            localizer,
            effects: Arc::default(),
            state: State::default(),
            padding: Arc::new(Mutex::new(Padding::new())),
            origin: Arc::default(),
        }
    }

    /// Sets the client that began the unit of work. [`Conn`](crate::conn::Conn) and [`Pow::request_cx`] do this.
    #[must_use]
    pub fn with_origin(self, origin: Origin) -> Self {
        Self { origin: Arc::new(origin), ..self }
    }

    /// The client that began the unit of work, and the user who was signed in.
    pub fn origin(&self) -> &Origin {
        &self.origin
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

    /// Returns the same unit of work in the reader's language, which [`Config::mail_language`](crate::Config::mail_language)
    /// chooses: `cx.for_reader(Some(&user)).mails().send(…)`. Without a reader or a choice, the language stays the same.
    #[must_use]
    pub fn for_reader(&self, reader: Option<&User>) -> Self {
        let theirs = reader.and_then(|user| self.pow.mail_language().choose(user)).map(|lang| lang.to_string());
        let present = self.localizer.lang().to_string();
        let localizer = self.pow.messages().negotiate(theirs.as_deref(), Some(&present), None);
        Self { localizer, ..self.clone() }
    }

    /// The mails of this unit of work.
    pub fn mails(&self) -> CxMails<'_> {
        CxMails(self)
    }

    /// The text messages of this unit of work.
    pub fn texts(&self) -> CxTexts<'_> {
        CxTexts(self)
    }

    /// The cache of sessions and tokens, below the keys of this set-up and tenant.
    pub fn cache(&self) -> CxCache<'_> {
        CxCache::new(self, self.pow.cache())
    }

    /// Like [`Cx::cache`], but in another store if the handle names one. The caller must
    /// [sweep](crate::cache::CacheStore::sweep) that store, because the framework doesn't.
    pub fn cache_in<'c>(&'c self, store: &'c CacheHandle) -> CxCache<'c> {
        CxCache::new(self, store.store().unwrap_or(self.pow.cache()))
    }

    /// Values that one hook leaves for a later hook of the same unit of work. A failed write clears them.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Pads the response time, if the policy hides who has an account
    /// ([`prevent_user_enumeration`](crate::policy::Policy::prevent_user_enumeration)).
    ///
    /// [`Cx::settle`] then returns once [`response_padding`](crate::policy::Policy::response_padding) has elapsed since the
    /// last password hash, or since the unit of work began. Call it where the time taken by a branch would otherwise be
    /// visible. Waiting costs no thread. A branch that takes longer than the padding is still visible.
    pub fn pad_response(&self) {
        if self.pow.policy().prevent_user_enumeration {
            self.padding().request();
        }
    }

    /// Measures the padding from now on, because a password hash takes the same time in each branch.
    pub(crate) fn pad_from_now(&self) {
        self.padding().restart();
    }

    fn padding(&self) -> std::sync::MutexGuard<'_, Padding> {
        self.padding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn pad(&self, least: Duration) {
        let until = self.padding().end(least);
        if let Some(until) = until {
            tokio::time::sleep_until(until).await;
        }
    }

    pub(crate) fn namespace(&self) -> String {
        self.prefix.scope(self.pow.namespace())
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
