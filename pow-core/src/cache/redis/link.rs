//! Connections: one for each runtime that uses the store, made when it is needed and again when it was lost.
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
use tokio::{runtime, time};

use super::script::Stored;
use crate::Error;

const SERVICE: &str = "Redis";
/// More runtimes than any machine has cores for: most of them have ended, and their connections with them.
const RUNTIMES: usize = 512;

/// The way to the server.
pub(super) struct Link {
    server: Arc<Server>,
    timeout: Duration,
    open: Mutex<HashMap<runtime::Id, Attempt>>,
}

/// A connection, or one on its way: all who need it meanwhile wait for the same.
type Attempt = Shared<BoxFuture<'static, RedisResult<MultiplexedConnection>>>;

struct Server {
    target: Target,
    warned: AtomicBool,
}

enum Target {
    One(Client),
    #[cfg(feature = "redis-sentinel")]
    Sentinel(super::sentinel::Sentinel),
}

impl Link {
    pub(super) fn new(url: &str) -> Result<Self, Error> {
        let server = Server { target: Target::parse(url)?, warned: AtomicBool::new(false) };
        Ok(Self { server: Arc::new(server), timeout: Duration::from_secs(2), open: Mutex::default() })
    }

    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// Sends a command that changes something: once.
    pub(super) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        self.once(command).await.map_err(unavailable)
    }

    /// Sends a command that only reads: a second time if the connection turns out to be lost.
    pub(super) async fn read<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        match self.once(command).await {
            Err(error) if error.is_connection_dropped() && !error.is_connection_refusal() => self.query(command).await,
            done => done.map_err(unavailable),
        }
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
        match self.once(&command("EVALSHA", &script.hash)).await {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                self.query(&command("EVAL", script.code)).await
            }
            done => done.map_err(unavailable),
        }
    }

    async fn once<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let runtime = runtime::Handle::current().id();
        let attempt = self.attempt(runtime);
        let answer = time::timeout(self.timeout, async {
            let mut connection = attempt.clone().await?;
            command.query_async(&mut connection).await
        });
        // Not a lost connection: a reader must not wait a second time.
        let late = |_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer in time").into());
        let answer = answer.await.unwrap_or_else(late);
        if answer.as_ref().is_err_and(is_broken) {
            self.forget(runtime, &attempt);
        }
        answer
    }

    fn attempt(&self, runtime: runtime::Id) -> Attempt {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= RUNTIMES && !open.contains_key(&runtime) {
            open.clear();
        }
        open.entry(runtime).or_insert_with(|| Arc::clone(&self.server).connect(self.timeout).boxed().shared()).clone()
    }

    /// The next one connects anew; who is still waiting on this connection goes on waiting.
    fn forget(&self, runtime: runtime::Id, attempt: &Attempt) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.get(&runtime).is_some_and(|present| present.ptr_eq(attempt)) {
            open.remove(&runtime);
        }
    }
}

impl Server {
    async fn connect(self: Arc<Self>, timeout: Duration) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new().set_response_timeout(None).set_connection_timeout(Some(timeout));
        let mut connection = match &self.target {
            Target::One(client) => client.get_multiplexed_async_connection_with_config(&config).await?,
            #[cfg(feature = "redis-sentinel")]
            Target::Sentinel(sentinel) => sentinel.connect(&config).await?,
        };
        if !self.warned.swap(true, Ordering::Relaxed) {
            // Not every server lets us look.
            if let Ok(info) = cmd("INFO").arg("memory").query_async::<InfoDict>(&mut connection).await {
                warn_of_eviction(&info);
            }
        }
        Ok(connection)
    }
}

impl Target {
    fn parse(url: &str) -> Result<Self, Error> {
        let fault = |error: RedisError| Error::Config(format!("the URL of the Redis server: {error}"));
        if url.starts_with("redis-sentinel") {
            #[cfg(feature = "redis-sentinel")]
            return super::sentinel::Sentinel::parse(url).map(Self::Sentinel);
            #[cfg(not(feature = "redis-sentinel"))]
            return Err(Error::Config("Redis Sentinel needs pow-core's cargo feature `redis-sentinel`".to_owned()));
        }
        Client::open(url).map(Self::One).map_err(fault)
    }
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

fn unavailable(error: RedisError) -> Error {
    // The library's text leaves out what the system said.
    let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
    Error::Unavailable { service: SERVICE, source: format!("{error}{cause}").into() }
}

fn warn_of_eviction(memory: &InfoDict) {
    let policy: String = memory.get("maxmemory_policy").unwrap_or_default();
    if memory.get::<u64>("maxmemory").is_some_and(|limit| limit > 0) && !matches!(policy.as_str(), "" | "noeviction") {
        tracing::warn!(
            policy,
            "Redis throws entries away when it is full, and users are then signed out silently; set maxmemory-policy noeviction"
        );
    }
}
