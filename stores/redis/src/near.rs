//! A copy of sessions in this process, which Redis keeps true (`CLIENT TRACKING`, RESP3, Redis 6 or newer).
//!
//! A thread listens on a connection of its own. Redis names every entry that changes on it, and answers a `PING` there in turn. So
//! when a `PING` is answered, all changes before it are known, and the copy is used for as long as the last answered one was sent
//! less than `bound` ago. A lost connection, a paused server and a network that drops packets are all the same to it.

use std::{
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
    AsyncConnectionConfig, ProtocolVersion, PushInfo, PushKind, RedisResult, Value, aio::MultiplexedConnection, cmd,
};
use tokio::{
    runtime::Builder,
    sync::{Notify, oneshot},
    time::{sleep, timeout},
};

use crate::{
    address::{Address, Servers},
    link::unusable,
    names::Names,
};

/// A copy of more entries is dropped, and begins again. With the sessions' records it has about 40 MB.
const ENTRIES: usize = 100_000;
/// Changes are counted in groups of keys, so that a change of one entry rarely keeps another from being copied.
const GROUPS: usize = 64;
/// How often a `PING` is sent within the bound.
const PINGS: u32 = 4;

/// The time between two attempts to connect.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(200);

/// The copy, and the thread that listens until this is dropped.
pub(crate) struct Near {
    copy: Arc<Copy>,
    _stop: oneshot::Sender<()>,
}

pub(crate) struct Copy {
    names: Names,
    bound: Duration,
    held: RwLock<MemoryCache>,
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

/// How many changes there were to the groups of two keys.
pub(crate) type Before = [u64; 2];

impl Near {
    pub(crate) fn listen(address: Address, names: Names, bound: Duration, patience: Duration) -> Result<Self, Error> {
        let copy = Arc::new(Copy {
            names,
            bound,
            held: RwLock::default(),
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
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let thread = thread::Builder::new().name("pow-redis".to_owned());
        let spawned = thread.spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = follow(&listener, &address, patience) => {}
                }
            });
        });
        spawned.map_err(failed)?;
        Ok(Self { copy, _stop: stop })
    }

    /// Passes both values to `visit` if both are in the copy, and it is known to be true.
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

    /// Must be called before two entries are read that are to be kept. `None` while the copy isn't true.
    pub(crate) fn before(&self, keys: [&Key; 2]) -> Option<Before> {
        let before = keys.map(|key| self.copy.changes_of(key).load(Ordering::SeqCst));
        self.copy.is_true().then_some(before)
    }

    /// Keeps a value that was read, for as long as Redis does (`PTTL`), unless it has changed since `before`.
    pub(crate) fn keep(&self, key: &Key, value: &Bytes, pttl: i64, before: u64) {
        let ttl = match u64::try_from(pttl) {
            Ok(left) => Some(Duration::from_millis(left)),
            Err(_) if pttl == -1 => None,
            Err(_) => return,
        };
        if self.copy.held.read().unwrap_or_else(PoisonError::into_inner).len() >= ENTRIES {
            self.copy.clear();
        }
        let is_unchanged = || self.copy.changes_of(key).load(Ordering::SeqCst) == before;
        if is_unchanged() {
            let held = self.copy.held.read().unwrap_or_else(PoisonError::into_inner);
            // The memory cache never waits.
            let _ = held.put(key, value.clone(), ttl).now_or_never();
            drop(held);
            // A change is counted first and removed then, so it is noticed here or removes what was just kept.
            if !is_unchanged() {
                self.copy.remove(key);
            }
        }
    }

    /// Forgets an entry that this process changes, without waiting for word of Redis.
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

    /// Reads a message of Redis: the names of changed entries, nothing if it has removed all, or that the connection is lost.
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
    loop {
        if let Err(error) = hear(copy, address, patience).await
            && !copy.has_warned.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                target: "pow::cache::near",
                %error,
                "Redis is asked at each request, since it doesn't tell which entries change; it must be version 6 or newer"
            );
        }
        copy.true_until.store(0, Ordering::SeqCst);
        sleep(BETWEEN_ATTEMPTS).await;
    }
}

async fn hear(copy: &Arc<Copy>, address: &Address, patience: Duration) -> RedisResult<()> {
    let mut connection = connect(copy, address, patience).await?;
    let mut tracking = cmd("CLIENT");
    tracking.arg("TRACKING").arg("ON").arg("BCAST").arg("PREFIX").arg(copy.names.start());
    let () = tracking.query_async(&mut connection).await?;
    copy.clear();
    copy.has_warned.store(false, Ordering::Relaxed);
    loop {
        let sent = copy.begin.elapsed();
        let answered = timeout(copy.bound, cmd("PING").query_async::<()>(&mut connection)).await;
        answered.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))??;
        let until = u64::try_from((sent + copy.bound).as_millis()).unwrap_or(0);
        copy.true_until.store(until, Ordering::SeqCst);
        // If the connection is lost meanwhile, the next `PING` fails at once.
        let _ = timeout(copy.bound / PINGS, copy.is_lost.notified()).await;
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
