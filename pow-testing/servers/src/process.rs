use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid};

use crate::Kind;
use crate::configured::ServerConfig;
use crate::home::Home;
use crate::redis::RedisSetup;
use crate::watch::Watch;

/// How long a server may take to answer for the first time. On a busy machine, this takes seconds.
const START_LIMIT: Duration = Duration::from_secs(90);
/// How long a server may take to end by itself before it is killed.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How often a start is tried. Another program may take the port, or a killed server's children may still hold its data.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(20);

/// A running server. When the value is dropped, the server is asked to end, and is killed if it doesn't.
#[derive(Debug)]
pub struct Server {
    kind: Kind,
    home: Home,
    child: Option<Child>,
    watch: Option<Watch>,
}

impl Server {
    /// Starts a server of this kind in a new folder inside `parent`, and waits until the server answers.
    ///
    /// # Errors
    /// If the server is not installed or doesn't answer. The error contains the last lines of its log.
    pub fn start(kind: Kind, parent: &Path) -> io::Result<Self> {
        Self::start_in(Home::new(parent, kind.word())?, kind)
    }

    /// Starts a PostgreSQL or MariaDB server that offers TLS, with this certificate and this key, in PEM.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_with_tls(kind: Kind, certificate_and_key: [String; 2], parent: &Path) -> io::Result<Self> {
        let mut home = Home::new(parent, kind.word())?;
        home.tls = Some(certificate_and_key);
        Self::start_in(home, kind)
    }

    /// Starts a Redis server with this set-up.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_redis(setup: RedisSetup, parent: &Path) -> io::Result<Self> {
        Self::start_in(Home::of_redis(parent, setup)?, Kind::Redis)
    }

    /// Starts nginx, Caddy or Prometheus with this configuration.
    ///
    /// # Errors
    /// As [`start`](Self::start). That function can't start these servers, because it has no configuration.
    pub fn start_configured(kind: Kind, config: ServerConfig, parent: &Path) -> io::Result<Self> {
        let mut home = Home::new(parent, kind.word())?;
        home.tls.clone_from(&config.certificate_and_key);
        home.config = Some(config);
        Self::start_in(home, kind)
    }

    fn start_in(home: Home, kind: Kind) -> io::Result<Self> {
        let mut server = Self { kind, home, child: None, watch: None };
        kind.prepare(&server.home)?;
        server.launch(true)?;
        Ok(server)
    }

    /// Returns the port on 127.0.0.1 that the server listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.home.port
    }

    /// Returns the folder with the server's data, and with the logs that its configuration puts there.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.home.folder
    }

    pub(crate) fn password(&self) -> &str {
        &self.home.password
    }

    /// Returns the kind of the server.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the URL for clients, with the name and the password of a user that has all rights.
    #[must_use]
    pub fn url(&self) -> String {
        self.kind.url(&self.home)
    }

    /// Returns the process id, or `None` if the server was stopped or killed.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Returns the last `lines` lines of the log.
    #[must_use]
    pub fn log_tail(&self, lines: usize) -> String {
        self.home.log_tail(lines)
    }

    /// Returns whether the process was started and has not ended.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.child.as_ref().is_some_and(|child| !has_ended(child))
    }

    /// Ends the server as an administrator would: clients are cut off, and data is kept.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn stop(&mut self) -> io::Result<()> {
        // PostgreSQL waits for its clients after TERM, and cuts them off after INT.
        let signal = if self.kind == Kind::Postgres { Signal::INT } else { Signal::TERM };
        if let Some(pid) = self.raw_pid() {
            let _ = kill_process(pid, signal);
            // The server may be paused.
            let _ = kill_process(pid, Signal::CONT);
            let limit = Instant::now() + STOP_LIMIT;
            while self.is_running() && Instant::now() < limit {
                thread::sleep(PAUSE);
            }
        }
        self.kill()
    }

    /// Ends the server at once, as a crash would.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn kill(&mut self) -> io::Result<()> {
        if let Some(pid) = self.raw_pid() {
            let children = children(pid);
            let _ = kill_process_group(pid, Signal::KILL);
            // PostgreSQL's child processes are in other groups, and answer until they notice the end of the server.
            children.into_iter().for_each(|child| {
                let _ = kill_process(child, Signal::KILL);
            });
        }
        // The watch must end before the process is reaped and its id becomes free.
        self.watch = None;
        self.child.take().map_or(Ok(()), |mut child| child.wait().map(drop))
    }

    /// Pauses the server: connections stay open, but nothing is answered.
    ///
    /// # Errors
    /// If the server doesn't run, or the system refuses.
    pub fn pause(&self) -> io::Result<()> {
        self.signal(Signal::STOP)
    }

    /// Lets the server continue after [`pause`](Self::pause).
    ///
    /// # Errors
    /// As [`pause`](Self::pause).
    pub fn resume(&self) -> io::Result<()> {
        self.signal(Signal::CONT)
    }

    /// Starts the server again on the same port with the same data. If it still runs, it is ended first.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn restart(&mut self) -> io::Result<()> {
        self.stop()?;
        self.launch(false)
    }

    fn launch(&mut self, may_move: bool) -> io::Result<()> {
        for _ in 1..TRIES {
            match self.launch_once() {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => thread::sleep(10 * PAUSE),
                other => return other,
            }
            if may_move {
                self.home.move_to_a_free_port()?;
            }
        }
        self.launch_once()
    }

    fn launch_once(&mut self) -> io::Result<()> {
        // The server has its own process group, so that Ctrl-C in the terminal doesn't reach it. Servers are stopped in order.
        let child = self.child.insert(self.kind.command(&self.home)?.process_group(0).spawn()?);
        self.watch = Some(Watch::over(child.id(), &self.home.folder)?);
        let limit = Instant::now() + START_LIMIT;
        while self.is_running() {
            if self.pid().is_some_and(|pid| self.kind.is_ready(&self.home, pid)) {
                return Ok(());
            }
            if Instant::now() > limit {
                self.kill()?;
                return Err(self.failure(io::ErrorKind::TimedOut, "did not answer"));
            }
            thread::sleep(PAUSE);
        }
        self.kill()?;
        Err(self.failure(io::ErrorKind::BrokenPipe, "ended at its start"))
    }

    fn failure(&self, kind: io::ErrorKind, what: &str) -> io::Error {
        io::Error::new(kind, format!("{} {what}; the end of its log:\n{}", self.kind.name(), self.log_tail(20)))
    }

    fn signal(&self, signal: Signal) -> io::Result<()> {
        let pid = self.raw_pid().ok_or_else(|| io::Error::other(format!("{} is not running", self.kind.name())))?;
        kill_process(pid, signal)?;
        // PostgreSQL has a process for each client.
        children(pid).into_iter().try_for_each(|child| Ok(kill_process(child, signal)?))
    }

    fn raw_pid(&self) -> Option<Pid> {
        self.child.as_ref().map(Pid::from_child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

/// Returns the processes that this one has started, if the system lists them.
fn children(pid: Pid) -> Vec<Pid> {
    let pid = pid.as_raw_nonzero();
    let list = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|child| Pid::from_raw(child.parse().ok()?)).collect()
}

/// Returns whether the process has ended. It stays a zombie, so that no other process or group can get its id.
#[must_use]
pub fn has_ended(child: &Child) -> bool {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    !matches!(waitid(WaitId::Pid(Pid::from_child(child)), options), Ok(None))
}
