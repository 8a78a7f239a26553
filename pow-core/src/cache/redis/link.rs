//! Connections: one for each runtime that uses the store (with `replicas` two), made when it is needed and again when it
//! was lost.
//!
//! A connection ends with the runtime that it was made on, and a worker of actix-web is a runtime of its own. One in each
//! saves the way to another thread and back, which costs more than everything else here.

use std::{
    collections::HashMap,
    error::Error as _,
    fmt, io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, InfoDict, RedisError, RedisResult, ServerErrorKind,
    aio::MultiplexedConnection, cmd,
};
use tokio::{
    runtime,
    time::{self, Instant},
};

#[cfg(feature = "redis-cluster")]
use super::cluster::{self, Cluster};
#[cfg(feature = "redis-sentinel")]
use super::sentinel::Sentinel;
use super::{script::Stored, tls::Tls};
use crate::Error;

pub(super) const SERVICE: &str = "Redis";
/// More runtimes than any machine has cores for: most of them have ended, and their connections with them.
const RUNTIMES: usize = 512;

/// When what only reads is sent again whose connection was lost. A new one is there at once; the client of a cluster may take a
/// moment.
const AGAIN_AFTER: [Duration; 3] = [Duration::ZERO, Duration::from_millis(50), Duration::from_millis(200)];

/// The way to the server.
pub(super) struct Link {
    #[cfg(feature = "redis-tls")]
    url: crate::secret::Secret<String>,
    server: Arc<Server>,
    timeout: Duration,
    replicas: usize,
    open: Mutex<HashMap<Lane, Attempt>>,
}

/// Whose connection it is: a runtime's, and where writes wait for replicas one more for those. Redis answers nothing else on
/// a connection that a `WAIT` blocks, and readers must not stand behind it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Lane {
    runtime: runtime::Id,
    waits: bool,
}

/// A connection, or one on its way: all who need it meanwhile wait for the same.
type Attempt = Shared<BoxFuture<'static, RedisResult<Connection>>>;

/// A server of several, each of which has some of the keys; nothing where one has them all.
pub(super) type Node = Option<(String, u16)>;

struct Server {
    target: Target,
    warned: AtomicBool,
}

enum Target {
    One(Client),
    #[cfg(feature = "redis-sentinel")]
    Sentinel(Sentinel),
    #[cfg(feature = "redis-cluster")]
    Cluster(Box<Cluster>),
}

#[derive(Clone)]
enum Connection {
    One(MultiplexedConnection),
    #[cfg(feature = "redis-cluster")]
    Cluster(redis::cluster_async::ClusterConnection),
}

impl Link {
    pub(super) fn new(url: &str) -> Result<Self, Error> {
        let server = Server { target: Target::parse(url, None)?, warned: AtomicBool::new(false) };
        Ok(Self {
            #[cfg(feature = "redis-tls")]
            url: url.to_owned().into(),
            server: Arc::new(server),
            timeout: Duration::from_secs(2),
            replicas: 0,
            open: Mutex::default(),
        })
    }

    /// Trusts this root certificate and no other.
    #[cfg(feature = "redis-tls")]
    pub(super) fn trust(&mut self, root: &[u8]) -> Result<(), Error> {
        if !self.url.expose().starts_with("rediss") {
            return Err(Error::Config(
                "a root certificate is of use with TLS only: begin the URL with `rediss`".into(),
            ));
        }
        if memchr::memmem::find(root, b"-----BEGIN CERTIFICATE-----").is_none() {
            return Err(Error::Config("the root certificate for Redis is none: give it as PEM".into()));
        }
        let server = Server { target: Target::parse(self.url.expose(), Some(root))?, warned: AtomicBool::new(false) };
        self.server = Arc::new(server);
        Ok(())
    }

    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// A write counts when so many replicas have it.
    pub(super) fn set_replicas(&mut self, replicas: usize) -> Result<(), Error> {
        if !self.server.target.is_one() {
            return Err(Error::Config(
                "a cluster can't be asked which replicas have a write: leave `replicas` out".into(),
            ));
        }
        self.replicas = replicas;
        Ok(())
    }

    /// Sends a command that changes something: once.
    pub(super) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        self.once(command, self.limit()).await.map_err(unavailable)
    }

    /// Sends a command that only reads: again if the connection turns out to be lost.
    pub(super) async fn read<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        self.read_at(&None, command).await
    }

    /// The same, at one server of several. All within the one limit: a request doesn't wait twice as long because a connection was lost
    /// late.
    pub(super) async fn read_at<T: FromRedisValue>(&self, node: &Node, command: &Cmd) -> Result<T, Error> {
        let limit = self.limit();
        let read = async || self.with(false, limit, async |connection| connection.send(node, command).await).await;
        for pause in AGAIN_AFTER {
            match read().await {
                Err(error) if is_lost(&error) => time::sleep(pause).await,
                done => return done.map_err(unavailable),
            }
        }
        read().await.map_err(unavailable)
    }

    /// The servers of which each has some of the keys.
    pub(super) async fn nodes(&self) -> Result<Vec<Node>, Error> {
        let limit = self.limit();
        let read = async || self.with(false, limit, async |connection| connection.nodes().await).await;
        for pause in AGAIN_AFTER {
            match read().await {
                Err(error) if is_lost(&error) => time::sleep(pause).await,
                done => return done.map_err(unavailable),
            }
        }
        read().await.map_err(unavailable)
    }

    /// Runs a script, by its hash if the server knows it.
    pub(super) async fn invoke<T: FromRedisValue>(
        &self,
        script: &Stored,
        keys: &[&[u8]],
        args: &[&[u8]],
    ) -> Result<T, Error> {
        let command = |name: &str, script: &str| {
            let mut command = cmd(name);
            command.arg(script).arg(keys.len()).arg(keys).arg(args);
            command
        };
        let limit = self.limit();
        match self.once(&command("EVALSHA", &script.hash), limit).await {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                self.once(&command("EVAL", script.code), limit).await
            }
            done => done,
        }
        .map_err(unavailable)
    }

    /// Until when a call may take that begins now, however often it asks.
    fn limit(&self) -> Instant {
        Instant::now() + self.timeout
    }

    /// A command that changes something, and then, on the same connection, the question who has it.
    async fn once<T: FromRedisValue>(&self, command: &Cmd, limit: Instant) -> RedisResult<T> {
        let waits = self.replicas > 0;
        self.with(waits, limit, async |connection| {
            let answer = connection.send(&None, command).await?;
            if waits {
                connection.wait_for_replicas(self.replicas, self.timeout / 2).await?;
            }
            Ok(answer)
        })
        .await
    }

    async fn with<T>(
        &self,
        waits: bool,
        limit: Instant,
        ask: impl AsyncFnOnce(&mut Connection) -> RedisResult<T>,
    ) -> RedisResult<T> {
        let lane = Lane { runtime: runtime::Handle::current().id(), waits };
        let attempt = self.attempt(lane);
        let answer = time::timeout_at(limit, async {
            let mut connection = attempt.clone().await.map_err(|error| (error, true))?;
            let heals = connection.heals_itself();
            ask(&mut connection).await.map_err(|error| {
                let broken = !heals && is_broken(&error);
                (error, broken)
            })
        });
        // Not a lost connection: a reader must not wait a second time.
        let late = |_| Err((io::Error::new(io::ErrorKind::TimedOut, "no answer in time").into(), true));
        answer.await.unwrap_or_else(late).map_err(|(error, broken)| {
            if broken {
                self.forget(lane, &attempt);
            }
            error
        })
    }

    fn attempt(&self, lane: Lane) -> Attempt {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= RUNTIMES && !open.contains_key(&lane) {
            open.clear();
        }
        open.entry(lane).or_insert_with(|| Arc::clone(&self.server).connect(self.timeout).boxed().shared()).clone()
    }

    /// The next one connects anew; who is still waiting on this connection goes on waiting.
    fn forget(&self, lane: Lane, attempt: &Attempt) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.get(&lane).is_some_and(|present| present.ptr_eq(attempt)) {
            open.remove(&lane);
        }
    }
}

impl Server {
    async fn connect(self: Arc<Self>, timeout: Duration) -> RedisResult<Connection> {
        let config = AsyncConnectionConfig::new().set_response_timeout(None).set_connection_timeout(Some(timeout));
        let mut connection = match &self.target {
            Target::One(client) => Connection::One(client.get_multiplexed_async_connection_with_config(&config).await?),
            #[cfg(feature = "redis-sentinel")]
            Target::Sentinel(sentinel) => Connection::One(sentinel.connect(&config).await?),
            #[cfg(feature = "redis-cluster")]
            Target::Cluster(cluster) => Connection::Cluster(cluster.connect(timeout).await?),
        };
        if !self.warned.swap(true, Ordering::Relaxed) {
            // Not every server lets us look.
            for node in connection.nodes().await.unwrap_or_default() {
                if let Ok(info) = connection.send::<InfoDict>(&node, cmd("INFO").arg("memory")).await {
                    warn_of_eviction(&info);
                }
            }
        }
        Ok(connection)
    }
}

impl Connection {
    async fn send<T: FromRedisValue>(&mut self, node: &Node, command: &Cmd) -> RedisResult<T> {
        match (self, node) {
            (Self::One(connection), _) => command.query_async(connection).await,
            #[cfg(feature = "redis-cluster")]
            (Self::Cluster(connection), None) => {
                let value = cluster::send(connection, command).await?;
                Ok(redis::from_redis_value(value)?)
            }
            #[cfg(feature = "redis-cluster")]
            (Self::Cluster(connection), Some(node)) => {
                let value = cluster::send_to(connection, node.clone(), command.clone()).await?;
                Ok(redis::from_redis_value(value)?)
            }
        }
    }

    async fn nodes(&mut self) -> RedisResult<Vec<Node>> {
        match self {
            Self::One(_) => Ok(vec![None]),
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(connection) => Ok(cluster::masters(connection).await?.into_iter().map(Some).collect()),
        }
    }

    async fn wait_for_replicas(&mut self, replicas: usize, within: Duration) -> RedisResult<()> {
        let mut wait = cmd("WAIT");
        wait.arg(replicas).arg(u64::try_from(within.as_millis()).unwrap_or(u64::MAX));
        match self.send::<usize>(&None, &wait).await? {
            reached if reached >= replicas => Ok(()),
            _ => Err((ErrorKind::Client, "the write has not reached enough replicas").into()),
        }
    }

    /// Whether it finds lost servers again by itself: another connection would be no better.
    fn heals_itself(&self) -> bool {
        !matches!(self, Self::One(_))
    }
}

impl Target {
    /// Whether one server has all keys.
    fn is_one(&self) -> bool {
        match self {
            Self::One(_) => true,
            #[cfg(feature = "redis-sentinel")]
            Self::Sentinel(_) => true,
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(_) => false,
        }
    }

    fn parse(url: &str, root: Option<&[u8]>) -> Result<Self, Error> {
        let (scheme, rest) = url.split_once("://").unwrap_or((url, ""));
        let tls = || Tls::trusting(root);
        match scheme {
            "redis-sentinel" => Self::sentinel(rest, None),
            "rediss-sentinel" => Self::sentinel(rest, Some(tls()?)),
            "redis-cluster" => Self::cluster(rest, None),
            "rediss-cluster" => Self::cluster(rest, Some(tls()?)),
            "rediss" => tls()?.open(url).map(Self::One).map_err(|error| odd(&error)),
            _ => Client::open(url).map(Self::One).map_err(|error| odd(&error)),
        }
    }

    #[cfg(feature = "redis-sentinel")]
    fn sentinel(rest: &str, tls: Option<Tls>) -> Result<Self, Error> {
        Sentinel::parse(rest, tls).map(Self::Sentinel)
    }

    #[cfg(not(feature = "redis-sentinel"))]
    fn sentinel(_: &str, _: Option<Tls>) -> Result<Self, Error> {
        Err(Error::Config("Redis Sentinel needs pow-core's cargo feature `redis-sentinel`".to_owned()))
    }

    #[cfg(feature = "redis-cluster")]
    fn cluster(rest: &str, tls: Option<Tls>) -> Result<Self, Error> {
        Cluster::parse(rest, tls.as_ref()).map(Box::new).map(Self::Cluster)
    }

    #[cfg(not(feature = "redis-cluster"))]
    fn cluster(_: &str, _: Option<Tls>) -> Result<Self, Error> {
        Err(Error::Config("Redis Cluster needs pow-core's cargo feature `redis-cluster`".to_owned()))
    }
}

fn odd(error: &RedisError) -> Error {
    Error::Config(format!(
        "the URL of the Redis server can't be read ({error}): write it like redis://user:password@host:6379/0"
    ))
}

impl fmt::Debug for Link {
    /// Without the URL, which holds the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// Is another connection better than this one? After a failover the old server is read-only.
fn is_broken(error: &RedisError) -> bool {
    error.is_io_error()
        || error.is_unrecoverable_error()
        || matches!(error.kind(), ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown))
}

/// Did the connection get lost, so that there may be another one? The client of a cluster has none while it makes a new one.
fn is_lost(error: &RedisError) -> bool {
    let was_dropped = error.is_connection_dropped() && !error.is_connection_refusal();
    was_dropped || error.kind() == ErrorKind::ClusterConnectionNotFound
}

fn unavailable(error: RedisError) -> Error {
    // The library's text leaves out what the system said.
    let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
    Error::Unavailable { service: SERVICE, source: format!("{error}{cause}").into() }
}

fn warn_of_eviction(memory: &InfoDict) {
    let policy: String = memory.get("maxmemory_policy").unwrap_or_default();
    if memory.get::<u64>("maxmemory").is_some_and(|limit| limit > 0) && !matches!(policy.as_str(), "" | "noeviction") {
        tracing::warn!(
            target: "pow::cache::evicts",
            policy,
            "Redis throws entries away when it is full, and users are then signed out silently; set maxmemory-policy noeviction"
        );
    }
}
