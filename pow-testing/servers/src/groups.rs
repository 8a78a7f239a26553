//! Redis servers that belong together: a master with its replica and a Sentinel, and a cluster.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::home::{free_port, random_password};
use crate::process::Server;
use crate::redis::RedisSetup;

/// How long the servers of a group may take to find each other.
const LIMIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);
const SLOTS: u32 = 16_384;
/// Settings with which every write survives a crash.
const DURABLE: [&str; 2] = ["appendonly yes", "appendfsync always"];

/// A master, its replica, and a Sentinel that makes the replica the master when the master is gone for half a second.
#[derive(Debug)]
pub struct Watched {
    /// The master at the start.
    pub master: Server,
    /// Its replica at the start.
    pub replica: Server,
    sentinel: Server,
    password: String,
}

impl Watched {
    /// Starts the three, and waits until the replica has the master's data.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start(parent: &Path) -> io::Result<Self> {
        let password = random_password()?;
        let start = |settings: Vec<String>, is_sentinel| {
            let setup = RedisSetup { password: Some(password.clone()), settings, is_sentinel, ..RedisSetup::default() };
            Server::start_redis(setup, parent)
        };
        let auth = format!("masterauth {password}");
        let master = start(vec![auth.clone()], false)?;
        let port = master.port();
        let replica = start(vec![auth, format!("replicaof 127.0.0.1 {port}")], false)?;
        until(|| Ok(ask(&replica, "INFO replication")?.contains("master_link_status:up")))?;
        let sentinel = start(
            vec![
                format!("sentinel monitor main 127.0.0.1 {port} 1"),
                format!("sentinel auth-pass main {password}"),
                "sentinel down-after-milliseconds main 500".to_owned(),
                "sentinel failover-timeout main 3000".to_owned(),
            ],
            true,
        )?;
        let group = Self { master, replica, sentinel, password };
        until(|| Ok(ask(&group.sentinel, "SENTINEL replicas main")?.contains(&group.replica.port().to_string())))?;
        Ok(group)
    }

    /// Returns the URL with which clients find the master.
    #[must_use]
    pub fn url(&self) -> String {
        let (password, port) = (&self.password, self.sentinel.port());
        format!("redis-sentinel://:{password}@127.0.0.1:{port}/0?sentinel_password={password}#main")
    }

    /// Waits until the replica has all data of the master.
    ///
    /// # Errors
    /// If one of the servers doesn't answer, or if it takes too long.
    pub fn wait_until_replicated(&self) -> io::Result<()> {
        until(|| {
            let info = ask(&self.master, "INFO replication")?;
            let (_, rest) = info.split_once("master_repl_offset:").unwrap_or_default();
            Ok(info.contains(&format!("offset={},", rest.lines().next().unwrap_or_default())))
        })
    }

    /// Waits until the Sentinel names the replica as the master.
    ///
    /// # Errors
    /// If the Sentinel or the replica doesn't answer, or if it takes too long.
    pub fn wait_until_promoted(&self) -> io::Result<()> {
        let port = self.replica.port().to_string();
        until(|| Ok(ask(&self.sentinel, "SENTINEL get-master-addr-by-name main")?.contains(&port)))?;
        until(|| Ok(ask(&self.replica, "INFO replication")?.contains("role:master")))
    }
}

/// Three masters that share the keys. Every write survives a crash.
#[derive(Debug)]
pub struct Cluster {
    /// The masters.
    pub masters: Vec<Server>,
    password: String,
}

impl Cluster {
    /// Starts the masters, and waits until they know each other.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start(parent: &Path) -> io::Result<Self> {
        let (password, mut masters, mut buses) = (random_password()?, Vec::new(), Vec::new());
        for _ in 0..3 {
            let bus = free_port()?;
            let own = [
                "cluster-enabled yes".to_owned(),
                format!("cluster-port {bus}"),
                "cluster-node-timeout 2000".to_owned(),
                "cluster-require-full-coverage no".to_owned(),
            ];
            let settings = own.into_iter().chain(DURABLE.map(str::to_owned)).collect();
            let setup = RedisSetup { password: Some(password.clone()), settings, ..RedisSetup::default() };
            masters.push(Server::start_redis(setup, parent)?);
            buses.push(bus);
        }
        let group = Self { masters, password };
        group.join(&buses)?;
        Ok(group)
    }

    /// Returns the URL with which clients find the masters.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts: Vec<_> = self.masters.iter().map(|master| format!("127.0.0.1:{}", master.port())).collect();
        format!("redis-cluster://:{}@{}", self.password, hosts.join(","))
    }

    fn join(&self, buses: &[u16]) -> io::Result<()> {
        for (n, master) in (0..).zip(&self.masters) {
            let (from, to) = (n * SLOTS / 3, (n + 1) * SLOTS / 3 - 1);
            ask(master, &format!("CLUSTER ADDSLOTSRANGE {from} {to}"))?;
            for (other, bus) in self.masters.iter().zip(buses) {
                ask(master, &format!("CLUSTER MEET 127.0.0.1 {} {bus}", other.port()))?;
            }
        }
        for master in &self.masters {
            until(|| {
                let info = ask(master, "CLUSTER INFO")?;
                let good = ["cluster_state:ok", "cluster_known_nodes:3", "cluster_slots_assigned:16384"];
                Ok(good.iter().all(|word| info.contains(word)))
            })?;
        }
        Ok(())
    }
}

/// Waits until `done` returns true. A server that doesn't answer may do so later.
fn until(done: impl Fn() -> io::Result<bool>) -> io::Result<()> {
    let limit = Instant::now() + LIMIT;
    loop {
        let last = match done() {
            Ok(true) => return Ok(()),
            Ok(false) => "the servers did not find each other".to_owned(),
            Err(error) => error.to_string(),
        };
        if Instant::now() > limit {
            return Err(io::Error::new(io::ErrorKind::TimedOut, last));
        }
        thread::sleep(PAUSE);
    }
}

/// Returns a server's answer to a command, as it comes over the wire.
pub(crate) fn ask(server: &Server, command: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port()))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "AUTH {}\r\n{command}\r\n", server.password())?;
    // A Sentinel doesn't know QUIT.
    stream.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.strip_prefix("+OK\r\n").unwrap_or(&answer);
    match answer.strip_prefix('-') {
        Some(error) => Err(io::Error::other(format!("{command}: {error}"))),
        None => Ok(answer.to_owned()),
    }
}
