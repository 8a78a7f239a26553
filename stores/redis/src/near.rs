//! A copy of sessions in this process, which Redis keeps current (`CLIENT TRACKING`, RESP3, Redis 6 or newer).
//!
//! A thread listens on its own connection. Redis reports every changed entry on this connection, and answers `ROLE` commands in
//! the same order. When a `ROLE` is answered, all earlier changes are therefore known. The copy is used for `bound` after the
//! last answered `ROLE` was sent. After that it is not used, whether the connection was lost, the server was paused, the network
//! drops packets, or the master became a replica.
//!
//! Entries for the copy are read on the same connection. An old master that still answers on other connections therefore can't
//! fill a copy whose changes the new master reports.

use std::{
    convert::Infallible,
    fmt,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::FutureExt;
use pow_core::{
    Error,
    cache::{CacheStore, Key, MemoryCache, VisitPair},
};
use redis::{
    AsyncConnectionConfig, Pipeline, ProtocolVersion, PushInfo, PushKind, RedisResult, Role, Value,
    aio::MultiplexedConnection, cmd,
};
use tokio::{
    runtime::Builder,
    sync::{Notify, oneshot},
    time::{sleep, timeout},
};

use crate::{
    address::{Address, Servers},
    connections::unusable,
    names::Names,
};

/// The maximum number of entries. A larger copy is cleared and filled again. Without the application's data, this many sessions
/// take about 40 MB.
const ENTRIES: usize = 100_000;
/// The number of counters for changes. Each counts the changes of a group of keys, so that a change of one entry rarely keeps
/// another from being copied.
const GROUPS: usize = 64;
/// How often a `ROLE` is sent within the bound.
const ROLES: u32 = 4;

/// The time between two attempts to connect. It doubles after each failed attempt.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(200);
const MOST_BETWEEN_ATTEMPTS: Duration = Duration::from_secs(5);

/// The copy, and the thread that listens until this value is dropped.
pub(crate) struct Near {
    copy: Arc<Copy>,
    _stop: oneshot::Sender<()>,
}

pub(crate) struct Copy {
    names: Names,
    bound: Duration,
    held: RwLock<MemoryCache>,
    /// The connection on which the thread listens, from the answer to `CLIENT TRACKING` until it is lost.
    heard: RwLock<Option<MultiplexedConnection>>,
    changes: [AtomicU64; GROUPS],
    begin: Instant,
    /// Until when the copy is used, in milliseconds after `begin`.
    true_until: AtomicU64,
    is_lost: Notify,
    has_warned: AtomicBool,
}

impl fmt::Debug for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Near").field("bound", &self.copy.bound).finish_non_exhaustive()
    }
}

impl Near {
    pub(crate) fn listen(address: Address, names: Names, bound: Duration, patience: Duration) -> Result<Self, Error> {
        let copy = Arc::new(Copy {
            names,
            bound,
            held: RwLock::default(),
            heard: RwLock::default(),
            changes: [const { AtomicU64::new(0) }; GROUPS],
            begin: Instant::now(),
            true_until: AtomicU64::new(0),
            is_lost: Notify::new(),
            has_warned: AtomicBool::new(false),
        });
        let (stop, stopped) = oneshot::channel();
        let listener = Arc::clone(&copy);
        let failed =
            |source: std::io::Error| Error::Unavailable { service: "listener of Redis", source: source.into() };
        let listen = move || match Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = follow(&listener, &address, patience) => {}
                }
            }),
            Err(error) => listener.warn(&error),
        };
        thread::Builder::new().name("pow-redis".to_owned()).spawn(listen).map_err(failed)?;
        Ok(Self { copy, _stop: stop })
    }

    /// Passes both values to `visit` if both are in the copy, and the copy is known to be current.
    pub(crate) fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        if !self.copy.is_true() {
            return false;
        }
        let mut is_held = false;
        self.copy.held.read().unwrap_or_else(PoisonError::into_inner).visit_pair(keys, &mut |pair| {
            if pair.iter().all(Option::is_some) {
                is_held = true;
                visit(pair);
            }
        });
        is_held
    }

    /// Reads two entries and keeps them. `names` are their keys in Redis. Returns `None` while the copy is not known to be
    /// current.
    pub(crate) async fn read_pair(&self, keys: [&Key; 2], names: [&[u8]; 2]) -> Option<Vec<Option<Bytes>>> {
        // The counters are read before the connection, because a new connection is set after all counters were increased.
        let before = keys.map(|key| self.copy.changes_of(key).load(Ordering::SeqCst));
        if !self.copy.is_true() {
            return None;
        }
        let mut connection = self.copy.heard.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        let mut both = Pipeline::with_capacity(3);
        both.cmd("MGET").arg(&names[..]).cmd("PTTL").arg(names[0]).cmd("PTTL").arg(names[1]);
        let answer = timeout(self.copy.bound / ROLES, both.query_async(&mut connection)).await;
        let (values, first, second): ([Option<Bytes>; 2], i64, i64) = answer.ok()?.ok()?;
        for (((key, value), pttl), before) in keys.iter().zip(&values).zip([first, second]).zip(before) {
            if let Some(value) = value {
                self.keep(key, value, pttl, before);
            }
        }
        Some(values.into())
    }

    /// Keeps a value that was read, for as long as Redis keeps it (`PTTL`). A value that has changed since `before` is not kept.
    fn keep(&self, key: &Key, value: &Bytes, pttl: i64, before: u64) {
        let ttl = match u64::try_from(pttl) {
            Ok(left) => Some(Duration::from_millis(left)),
            Err(_) if pttl == -1 => None,
            Err(_) => return,
        };
        let is_unchanged = || self.copy.changes_of(key).load(Ordering::SeqCst) == before;
        if !is_unchanged() {
            return;
        }
        let held = self.copy.held.read().unwrap_or_else(PoisonError::into_inner);
        let is_full = held.len() >= ENTRIES;
        // The memory cache never waits.
        let _ = held.put(key, value.clone(), ttl).now_or_never();
        drop(held);
        // A change first increases the counter and then removes the entry. It is therefore noticed here, or it removes the value
        // that was just kept.
        if !is_unchanged() {
            self.copy.remove(key);
        }
        if is_full {
            self.copy.clear();
        }
    }

    /// Removes an entry that this process changes, without waiting for a message from Redis.
    pub(crate) fn changed(&self, key: &Key) {
        self.copy.changed(key);
    }
}

impl Copy {
    fn is_true(&self) -> bool {
        self.begin.elapsed().as_millis() < u128::from(self.true_until.load(Ordering::SeqCst))
    }

    fn changes_of(&self, key: &Key) -> &AtomicU64 {
        let group =
            key.as_bytes().iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        let [first, ..] = &self.changes;
        self.changes.get(group % GROUPS).unwrap_or(first)
    }

    fn changed(&self, key: &Key) {
        self.changes_of(key).fetch_add(1, Ordering::SeqCst);
        self.remove(key);
    }

    fn remove(&self, key: &Key) {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let _ = held.delete(key).now_or_never();
    }

    fn clear(&self) {
        for group in &self.changes {
            group.fetch_add(1, Ordering::SeqCst);
        }
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = MemoryCache::default();
    }

    fn hear_on(&self, connection: Option<MultiplexedConnection>) {
        *self.heard.write().unwrap_or_else(PoisonError::into_inner) = connection;
    }

    fn warn(&self, error: &dyn fmt::Display) {
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                target: "pow::cache::near",
                %error,
                "the near copy is off until Redis reports changed entries; each request reads from Redis"
            );
        }
    }

    /// Handles a message from Redis: the names of changed entries, no name if Redis has removed all entries, or the loss of the
    /// connection.
    fn told(&self, message: &PushInfo) {
        match (&message.kind, message.data.as_slice()) {
            (PushKind::Invalidate, [Value::Array(names)]) => {
                for name in names {
                    match name {
                        Value::BulkString(name) => self.names.key(name).iter().for_each(|key| self.changed(key)),
                        _ => self.clear(),
                    }
                }
            }
            (PushKind::Invalidate, _) => self.clear(),
            (PushKind::Disconnection, _) => {
                self.true_until.store(0, Ordering::SeqCst);
                self.is_lost.notify_one();
            }
            _ => {}
        }
    }
}

/// Listens, and connects again after the connection was lost.
async fn follow(copy: &Arc<Copy>, address: &Address, patience: Duration) {
    let mut pause = BETWEEN_ATTEMPTS;
    loop {
        let Err(error) = hear(copy, address, patience).await;
        // An answered `ROLE` has cleared the flag.
        let was_heard = !copy.has_warned.load(Ordering::Relaxed);
        copy.warn(&error);
        copy.true_until.store(0, Ordering::SeqCst);
        copy.hear_on(None);
        pause = if was_heard { BETWEEN_ATTEMPTS } else { (pause * 2).min(MOST_BETWEEN_ATTEMPTS) };
        sleep(pause).await;
    }
}

/// Listens until the connection is lost.
async fn hear(copy: &Arc<Copy>, address: &Address, patience: Duration) -> RedisResult<Infallible> {
    let mut connection = connect(copy, address, patience).await?;
    let mut tracking = cmd("CLIENT");
    tracking.arg("TRACKING").arg("ON").arg("BCAST").arg("PREFIX").arg(copy.names.start());
    let () = tracking.query_async(&mut connection).await?;
    copy.clear();
    copy.hear_on(Some(connection.clone()));
    loop {
        let sent = copy.begin.elapsed();
        let answered = timeout(copy.bound, cmd("ROLE").query_async(&mut connection)).await;
        let role: Role = answered.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))??;
        if !matches!(role, Role::Primary { .. }) {
            return Err(unusable("the server is a replica".to_owned()));
        }
        copy.has_warned.store(false, Ordering::Relaxed);
        let until = u64::try_from((sent + copy.bound).as_millis()).unwrap_or(0);
        copy.true_until.store(until, Ordering::SeqCst);
        // If the connection is lost meanwhile, the next `ROLE` fails at once.
        let _ = timeout(copy.bound / ROLES, copy.is_lost.notified()).await;
    }
}

async fn connect(copy: &Arc<Copy>, address: &Address, patience: Duration) -> RedisResult<MultiplexedConnection> {
    let listener = Arc::clone(copy);
    let config = AsyncConnectionConfig::new()
        .set_response_timeout(Some(patience))
        .set_connection_timeout(Some(patience))
        .set_push_sender(move |message: PushInfo| {
            listener.told(&message);
            Ok::<_, ()>(())
        });
    match address.servers_with(ProtocolVersion::RESP3).map_err(unusable)? {
        Servers::One(client) => client.get_multiplexed_async_connection_with_config(&config).await,
        #[cfg(feature = "sentinel")]
        Servers::Sentinel(mut client) => client.get_async_connection_with_config(&config).await,
        #[cfg(feature = "cluster")]
        Servers::Cluster(_) => Err(unusable("a cluster".to_owned())),
    }
}
