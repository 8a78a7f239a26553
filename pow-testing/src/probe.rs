//! Parts that count the framework's calls, an extension that refuses a password, and one that knows another address.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use pow_core::{
    Clock, Error,
    cache::{CacheStore, Key, MemoryCache, MemoryLimits, Write},
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    messages::{Message, keys},
    password::{Argon2id, Memory, PasswordHasher},
    record::{Record, User},
    schema::{Schema, TableDef},
    store::{Filter, Prefix, RowReader, Select, Store, Transaction},
};

/// The cheapest hasher, which counts how often it hashed or verified.
#[derive(Debug)]
pub struct CountingHasher {
    inner: Argon2id,
    count: AtomicUsize,
}

impl CountingHasher {
    /// Creates a hasher for `policy.password.hasher`. Keep a clone to read the count.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self { inner: Argon2id::weakest_for_tests(), count: AtomicUsize::new(0) })
    }

    /// Returns how many passwords were hashed or verified since the last call.
    pub fn take(&self) -> usize {
        self.count.swap(0, Ordering::SeqCst)
    }
}

impl PasswordHasher for CountingHasher {
    fn id(&self) -> &'static str {
        self.inner.id()
    }

    fn recognises(&self, encoded: &str) -> bool {
        self.inner.recognises(encoded)
    }

    fn is_current(&self, encoded: &str) -> bool {
        self.inner.is_current(encoded)
    }

    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.inner.hash(password, memory)
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.inner.verify(password, encoded, memory)
    }
}

/// A store that counts its transactions, and the writes of the cache in its database. This is the work that may have to wait for
/// other transactions. It does not count the work of the mailer's thread.
#[derive(Clone, Debug)]
pub struct CountingStore {
    inner: Arc<dyn Store>,
    transactions: Arc<AtomicUsize>,
}

impl CountingStore {
    /// Creates a store for `Config::store`. Keep a clone to read the count.
    #[must_use]
    pub fn new(inner: Arc<dyn Store>) -> Self {
        Self { inner, transactions: Arc::default() }
    }

    /// Returns how many transactions there were since the last call.
    pub fn take(&self) -> usize {
        self.transactions.swap(0, Ordering::SeqCst)
    }
}

#[async_trait]
impl Store for CountingStore {
    async fn find(&self, prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error> {
        self.inner.find(prefix, table, filter).await
    }

    async fn select(&self, prefix: &Prefix, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error> {
        self.inner.select(prefix, table, select).await
    }

    async fn begin(&self, prefix: &Prefix) -> Result<Box<dyn Transaction>, Error> {
        if thread::current().name() != Some("pow-mail") {
            self.transactions.fetch_add(1, Ordering::SeqCst);
        }
        self.inner.begin(prefix).await
    }

    async fn verify(&self, prefix: &Prefix, schema: &Schema) -> Result<(), Error> {
        self.inner.verify(prefix, schema).await
    }

    async fn migrate(&self, schema: &Schema) -> Result<(), Error> {
        self.inner.migrate(schema).await
    }

    fn cache(&self, clock: Arc<dyn Clock>) -> Option<Arc<dyn CacheStore>> {
        let inner = self.inner.cache(clock)?;
        Some(Arc::new(CountingCache {
            inner,
            calls: AtomicUsize::default(),
            writes: Arc::clone(&self.transactions),
            delay: Duration::ZERO,
        }))
    }
}

/// A cache, in memory by default, which counts the calls and the writes. It does not count the calls of the mailer's thread.
#[derive(Debug)]
pub struct CountingCache {
    inner: Arc<dyn CacheStore>,
    calls: AtomicUsize,
    writes: Arc<AtomicUsize>,
    delay: Duration,
}

impl CountingCache {
    /// Creates a cache for `Config::cache`. Keep a clone to read the counts.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Self::slow(clock, Duration::ZERO)
    }

    /// Creates a cache whose writes wait this long before they begin, so that other requests read the old values.
    #[must_use]
    pub fn slow(clock: Arc<dyn Clock>, delay: Duration) -> Arc<Self> {
        let inner = Arc::new(MemoryCache::new(clock, MemoryLimits::default()));
        Arc::new(Self { inner, calls: AtomicUsize::default(), writes: Arc::default(), delay })
    }

    /// Returns how many writes there were since the last call. Each entry of [`CacheStore::write_many`] counts as one write.
    pub fn take(&self) -> usize {
        self.writes.swap(0, Ordering::SeqCst)
    }

    /// Returns how many calls of the cache there were since this was called last. Calls that read and calls that write count,
    /// each once for any number of entries.
    pub fn take_calls(&self) -> usize {
        self.calls.swap(0, Ordering::SeqCst)
    }

    fn called(&self) -> &dyn CacheStore {
        if thread::current().name() != Some("pow-mail") {
            self.calls.fetch_add(1, Ordering::SeqCst);
        }
        self.inner.as_ref()
    }

    async fn written(&self, writes: usize) -> &dyn CacheStore {
        let inner = self.called();
        if thread::current().name() != Some("pow-mail") {
            self.writes.fetch_add(writes, Ordering::SeqCst);
        }
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        inner
    }
}

#[async_trait]
impl CacheStore for CountingCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.written(1).await.put(key, value, ttl).await
    }

    fn tables(&self) -> Vec<TableDef> {
        self.inner.tables()
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.called().get(key).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        self.called().get_many(keys).await
    }

    async fn write_many(&self, writes: &[Write]) -> Result<Vec<bool>, Error> {
        self.written(writes.len()).await.write_many(writes).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.written(1).await.take(key).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.written(1).await.put_if_absent(key, value, ttl).await
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        self.written(1).await.compare_and_swap(key, expected, new, ttl).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.written(1).await.delete(key).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.called().scan(prefix).await
    }
}

/// An extension whose `check` refuses one password, when the other fields of the form are known. Beside an extension that hides
/// whether an address has an account, this error must not reveal that.
///
/// ```
/// use pow_testing::{TestApp, probe::RefusesPassword};
///
/// let app = TestApp::builder().extension(RefusesPassword).start();
/// let refused = app.client().register("ada@example.com", RefusesPassword::PASSWORD);
/// assert_eq!(refused.status, 422);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RefusesPassword;

impl RefusesPassword {
    /// The password, which the policy accepts.
    pub const PASSWORD: &'static str = "a refused password";
}

#[async_trait]
impl Extension for RefusesPassword {
    fn id(&self) -> ExtensionId {
        "refuses_password"
    }

    fn register(&self, _: &mut Registry) {}

    async fn check(&self, _: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        if changeset.password().is_some_and(|password| password.expose() == Self::PASSWORD) {
            changeset.error("password", Message::new(keys::ERROR_INVALID));
        }
        Ok(())
    }
}

/// An extension that knows another proved address of every user.
///
/// ```
/// use pow_testing::{TestApp, client::PASSWORD, probe::AnotherAddress};
///
/// let app = TestApp::builder().extension(AnotherAddress).start();
/// let mut ada = app.registered("ada@example.com");
/// ada.change_password(PASSWORD, "another-test-password");
/// let told: Vec<_> = app.mailbox().iter().map(|mail| mail.to.to_string()).collect();
/// assert_eq!(told, ["ada@example.com", AnotherAddress::ADDRESS]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AnotherAddress;

impl AnotherAddress {
    /// The address.
    pub const ADDRESS: &'static str = "another@example.com";
}

#[async_trait]
impl Extension for AnotherAddress {
    fn id(&self) -> ExtensionId {
        "another_address"
    }

    fn register(&self, _: &mut Registry) {}

    async fn notice_addresses(&self, _: &Cx, _: &mut RowReader<'_>, _: &User) -> Result<Vec<String>, Error> {
        Ok(vec![Self::ADDRESS.to_owned()])
    }
}
