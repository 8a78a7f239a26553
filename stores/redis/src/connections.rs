//! Connections to the servers. Each runtime has one, which is opened at first use and reopened after it was lost.
//!
//! A connection belongs to the runtime on which it was opened, and each worker of actix-web has its own runtime. With
//! `replicas` a runtime has a second connection for writes.

use std::{
    collections::HashMap,
    fmt, io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pow_core::Error;
use redis::{
    AsyncConnectionConfig, Cmd, ErrorKind, FromRedisValue, InfoDict, Pipeline, RedisError, RedisResult,
    ServerErrorKind, Value, aio::MultiplexedConnection, cmd,
};
use tokio::{
    runtime,
    sync::OnceCell,
    time::{self, Instant},
};

use crate::address::{Address, Servers};
#[cfg(feature = "cluster")]
use crate::cluster;
use crate::script::Script;

pub(crate) const SERVICE: &str = "Redis";
/// The maximum number of stored connections. At this number most of their runtimes have ended, because a process has fewer
/// at a time.
const RUNTIMES: usize = 512;
/// The pauses before a read is retried after its connection was lost. The client of a cluster may need a moment to open
/// another connection.
const RETRY_PAUSES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(50), Duration::from_millis(200)];

/// The connections of a store.
///
/// They are opened here and not by the client's `ConnectionManager`, which keeps a connection whose server has stopped
/// answering, and reconnects to the old master after Sentinel has named another.
pub(crate) struct Connections {
    pub(crate) address: Address,
    pub(crate) timeout: Duration,
    pub(crate) replicas: usize,
    open: Mutex<HashMap<Lane, Slot>>,
    has_warned: AtomicBool,
}

/// Identifies a connection. With `replicas`, reads and writes use different connections, because Redis answers nothing else
/// on a connection while a `WAIT` blocks it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Lane {
    runtime: runtime::Id,
    waits: bool,
}

/// A connection, once one of the callers has opened it.
type Slot = Arc<OnceCell<Connection>>;

/// The address of one master of a cluster. It is empty if one server has all keys.
pub(crate) type Node = String;

#[derive(Clone)]
enum Connection {
    One(MultiplexedConnection),
    #[cfg(feature = "cluster")]
    Cluster(redis::cluster_async::ClusterConnection),
}

impl Connections {
    pub(crate) fn new(address: Address) -> Self {
        let (open, has_warned) = (Mutex::default(), AtomicBool::new(false));
        Self { address, timeout: Duration::from_secs(2), replicas: 0, open, has_warned }
    }

    /// Sends a command that writes. It is never retried.
    pub(crate) async fn write<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        self.once(command, self.limit()).await.map_err(unavailable)
    }

    /// Runs a script, by its hash if the server knows it.
    pub(crate) async fn invoke<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[Vec<u8>],
        args: &[&[u8]],
    ) -> Result<T, Error> {
        let command = |name: &str, script: &str| {
            let mut command = cmd(name);
            command.arg(script).arg(keys.len()).arg(keys).arg(args);
            command
        };
        let limit = self.limit();
        match self.once(&command("EVALSHA", &script.hash), limit).await {
            // The client's `Script::invoke_async` would load the script on all servers of a cluster, and one of them may be
            // unavailable.
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                self.once(&command("EVAL", script.code), limit).await
            }
            done => done,
        }
        .map_err(unavailable)
    }

    /// Sends a command that only reads. It is retried if the connection was lost.
    pub(crate) async fn read<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        self.read_at("", command).await
    }

    /// As [`read`](Self::read), from one server of a cluster.
    pub(crate) async fn read_at<T: FromRedisValue>(&self, node: &str, command: &Cmd) -> Result<T, Error> {
        let limit = self.limit();
        let mut pauses = RETRY_PAUSES.into_iter();
        loop {
            let answer = self.with(false, limit, async |connection| connection.send(node, command).await).await;
            match (answer, pauses.next()) {
                (Err(error), Some(pause)) if is_lost(&error) => time::sleep(pause).await,
                (answer, _) => return answer.map_err(unavailable),
            }
        }
    }

    /// Returns the servers that share the keys.
    pub(crate) async fn nodes(&self) -> Result<Vec<Node>, Error> {
        if !self.address.is_cluster() {
            return Ok(vec![Node::new()]);
        }
        let list: String = self.read(cmd("CLUSTER").arg("NODES")).await?;
        Ok(list.lines().filter_map(master).collect())
    }

    /// Returns the deadline of a call that begins now. It includes all retries.
    fn limit(&self) -> Instant {
        Instant::now() + self.timeout
    }

    async fn once<T: FromRedisValue>(&self, command: &Cmd, limit: Instant) -> RedisResult<T> {
        let replicas = self.replicas;
        if replicas == 0 {
            return self.with(false, limit, async |connection| connection.send("", command).await).await;
        }
        // `WAIT` applies to the writes of its own connection, so both commands are sent together.
        let mut both = Pipeline::with_capacity(2);
        let within = u64::try_from((self.timeout / 2).as_millis()).unwrap_or(u64::MAX);
        both.add_command(command.clone()).cmd("WAIT").arg(replicas).arg(within);
        let (answer, reached): (T, usize) =
            self.with(true, limit, async |connection| connection.send_all(&both).await).await?;
        if reached < replicas {
            return Err((ErrorKind::Client, "the write has not reached enough replicas").into());
        }
        Ok(answer)
    }

    async fn with<T>(
        &self,
        waits: bool,
        limit: Instant,
        ask: impl AsyncFnOnce(&mut Connection) -> RedisResult<T>,
    ) -> RedisResult<T> {
        let lane = Lane { runtime: runtime::Handle::current().id(), waits };
        let slot = self.slot(lane);
        let answer = time::timeout_at(limit, async {
            let mut connection = slot.get_or_try_init(|| self.connect()).await?.clone();
            ask(&mut connection).await
        });
        let late = |_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer in time").into());
        let answer = answer.await.unwrap_or_else(late);
        if answer.as_ref().is_err_and(|error| self.is_broken(error)) {
            self.forget(lane, &slot);
        }
        answer
    }

    fn slot(&self, lane: Lane) -> Slot {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= RUNTIMES && !open.contains_key(&lane) {
            open.clear();
        }
        Slot::clone(open.entry(lane).or_default())
    }

    /// Removes a connection, so that the next call connects again. Calls that still wait for an answer on the old
    /// connection continue to wait.
    fn forget(&self, lane: Lane, slot: &Slot) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.get(&lane).is_some_and(|present| Arc::ptr_eq(present, slot)) {
            open.remove(&lane);
        }
    }

    /// Whether another connection may work better. After a failover the old server is read-only. A cluster keeps its
    /// connections: its client reconnects to each server itself, and one server that has stopped answering must not close
    /// the connections to the others.
    fn is_broken(&self, error: &RedisError) -> bool {
        let is_replica = ErrorKind::Server(ServerErrorKind::ReadOnly);
        let is_orphan = ErrorKind::Server(ServerErrorKind::MasterDown);
        let is_broken = error.is_io_error() || error.is_unrecoverable_error();
        !self.address.is_cluster() && (is_broken || [is_replica, is_orphan].contains(&error.kind()))
    }

    async fn connect(&self) -> RedisResult<Connection> {
        let config = AsyncConnectionConfig::new().set_response_timeout(None).set_connection_timeout(Some(self.timeout));
        let mut connection = match self.address.servers().map_err(unusable)? {
            Servers::One(client) => {
                Connection::One(client.get_multiplexed_async_connection_with_config(&config).await?)
            }
            #[cfg(feature = "sentinel")]
            Servers::Sentinel(mut client) => Connection::One(client.get_async_connection_with_config(&config).await?),
            #[cfg(feature = "cluster")]
            Servers::Cluster(client) => Connection::Cluster(cluster::connect(&client, self.timeout).await?),
        };
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            // An account may have no access to `INFO`.
            match connection.send("", cmd("INFO").arg("memory")).await {
                // A cluster returns an answer for each server.
                Ok(Value::Map(servers)) => servers.into_iter().for_each(|(_, memory)| warn_of_eviction(memory)),
                Ok(memory) => warn_of_eviction(memory),
                Err(_) => {}
            }
        }
        Ok(connection)
    }
}

impl Connection {
    async fn send<T: FromRedisValue>(&mut self, node: &str, command: &Cmd) -> RedisResult<T> {
        match (self, node) {
            (Self::One(connection), _) => command.query_async(connection).await,
            #[cfg(feature = "cluster")]
            (Self::Cluster(connection), node) => {
                Ok(redis::from_redis_value(cluster::send(connection, node, command).await?)?)
            }
        }
    }

    /// Sends several commands on one connection, with no other command in between.
    async fn send_all<T: FromRedisValue>(&mut self, commands: &Pipeline) -> RedisResult<T> {
        match self {
            Self::One(connection) => commands.query_async(connection).await,
            #[cfg(feature = "cluster")]
            Self::Cluster(connection) => commands.query_async(connection).await,
        }
    }
}

impl fmt::Debug for Connections {
    /// Leaves out the address, which contains the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// Returns the address in a line such as `07c3… 127.0.0.1:7000@17000,name master - 0 1426238317239 1 connected 0-5460`, if
/// the server is a master. A failed master counts while it owns keys: if it doesn't answer, this is a fault and doesn't
/// mean that there are fewer keys.
fn master(line: &str) -> Option<Node> {
    let mut words = line.split(' ');
    let (address, flags) = (words.nth(1)?.split('@').next()?, words.next()?);
    let is = |wanted: &str| flags.split(',').any(|flag| flag == wanted);
    let has_keys = is("master") && (!is("fail") || words.nth(5).is_some());
    let has_host = address.rsplit_once(':').is_some_and(|(host, _)| !host.is_empty());
    (has_keys && has_host).then(|| address.to_owned())
}

/// Whether the connection was lost, so that another one may work. The client of a cluster has no connection while it opens
/// one.
fn is_lost(error: &RedisError) -> bool {
    let was_dropped = error.is_connection_dropped() && !error.is_connection_refusal();
    was_dropped || error.kind() == ErrorKind::ClusterConnectionNotFound
}

pub(crate) fn unusable(fault: String) -> RedisError {
    (ErrorKind::InvalidClientConfig, "unusable URL", fault).into()
}

fn unavailable(error: RedisError) -> Error {
    Error::Unavailable { service: SERVICE, source: error.into() }
}

fn warn_of_eviction(memory: Value) {
    let Ok(memory) = redis::from_redis_value::<InfoDict>(memory) else { return };
    let policy: String = memory.get("maxmemory_policy").unwrap_or_default();
    if memory.get::<u64>("maxmemory").is_some_and(|limit| limit > 0) && !matches!(policy.as_str(), "" | "noeviction") {
        tracing::warn!(
            target: "pow::cache::evicts",
            policy,
            "Redis evicts entries when it is full, which signs users out without notice; set maxmemory-policy noeviction"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::master;

    #[test]
    fn masters_of_a_cluster_are_listed_and_its_replicas_are_not() {
        let node = |text: &str| master(text);
        assert_eq!(
            node("a 127.0.0.1:7000@17000,x myself,master - 0 0 1 connected 0-9").as_deref(),
            Some("127.0.0.1:7000")
        );
        assert_eq!(node("a ::1:7000@17000 master - 0 0 1 connected").as_deref(), Some("::1:7000"));
        assert_eq!(node("a 127.0.0.1:1@2 master,fail - 0 0 1 x 0-9").as_deref(), Some("127.0.0.1:1"));
        for other in
            ["a 127.0.0.1:1@2 slave b 0 0 1 connected", "a 127.0.0.1:1@2 master,fail - 0 0 1 x", "a :0@0 master", ""]
        {
            assert_eq!(node(other), None);
        }
    }
}
