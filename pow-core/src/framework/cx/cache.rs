//! The cache of a unit of work: entries, single-use tokens, codes and limits.

use std::{sync::Arc, time::Duration};

use super::Cx;
use crate::{
    Error,
    cache::{CacheStore, Key},
    codes::Codes,
    limit::Limiter,
    token::{Purpose, Tokens},
};

/// A cache store with the key prefix of one set-up and tenant: [`Cx::cache`].
#[derive(Clone, Copy, Debug)]
pub struct CxCache<'c> {
    cx: &'c Cx,
    store: &'c Arc<dyn CacheStore>,
}

impl<'c> CxCache<'c> {
    pub(super) fn new(cx: &'c Cx, store: &'c Arc<dyn CacheStore>) -> Self {
        Self { cx, store }
    }

    /// The store.
    pub fn store(&self) -> &'c Arc<dyn CacheStore> {
        self.store
    }

    /// The prefix of the keys of this set-up and tenant. Add the name of the entry.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::new(&self.cx.namespace())
    }

    /// The single-use tokens of a purpose, each valid for `ttl`.
    ///
    /// # Errors
    /// [`Error::Config`] when `ttl` is zero or longer than ten years.
    pub fn tokens<P: Purpose>(&self, ttl: Duration) -> Result<Tokens<P>, Error> {
        let pow = self.cx.pow();
        Tokens::new(pow.keys(), Arc::clone(self.store), &self.cx.namespace(), ttl, pow.clock().clone())
    }

    /// The codes of a purpose, which people type, and their links. Each is valid for `ttl`.
    ///
    /// # Errors
    /// As [`CxCache::tokens`].
    pub fn codes<P: Purpose>(&self, ttl: Duration) -> Result<Codes<P>, Error> {
        Codes::new(self.cx, self.store, ttl)
    }

    /// Returns the limiter, which counts events so that they happen no more often than a limit allows.
    #[must_use]
    pub fn limiter(&self) -> Limiter {
        self.cx.pow().limiter().with_store(Arc::clone(self.store))
    }
}
