//! The process of one node.

use std::{
    fs::OpenOptions,
    io,
    net::SocketAddr,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use pow_testing_servers::has_ended;
use rustix::process::{Pid, Signal, kill_process};

use crate::{node::NOTICE, proxy};

/// How long a node may take until it is ready.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How long a node may take to end: it waits, finishes requests and periodic work, and sends its mails.
const STOP_LIMIT: Duration = Duration::from_secs(20).saturating_add(NOTICE);
/// The end of the log of a node whose port another program has.
const TAKEN: &str = "Address already in use (os error 98)";
const PAUSE: Duration = Duration::from_millis(50);

/// A node, running or not.
#[derive(Debug)]
pub(crate) struct NodeProcess {
    /// The program and the variables that all nodes have.
    pub(crate) program: PathBuf,
    pub(crate) variables: Vec<(&'static str, String)>,
    pub(crate) address: SocketAddr,
    pub(crate) log: PathBuf,
    pub(crate) running: Option<(Child, Option<ChildStdin>)>,
}

impl NodeProcess {
    /// Starts the node in a process group of its own, so that Ctrl-C in the terminal ends it in order.
    pub(crate) fn spawn(&mut self) -> io::Result<()> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = Command::new(&self.program);
        command.arg("node").envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.env("BIND", self.address.to_string()).env("END_WITH_PARENT", "1").process_group(0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn()?;
        let input = child.stdin.take();
        self.running = Some((child, input));
        Ok(())
    }

    /// Waits until the node is ready. The error is [`io::ErrorKind::AddrInUse`] if another program has its port.
    pub(crate) fn wait_until_ready(&self) -> io::Result<()> {
        let limit = Instant::now() + START_LIMIT;
        while !proxy::is_ready(self.address) {
            let has_ended = self.running.as_ref().is_none_or(|(child, _)| has_ended(child));
            if has_ended || Instant::now() > limit {
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                let is_taken = log.trim_end().ends_with(TAKEN);
                let kind = if is_taken { io::ErrorKind::AddrInUse } else { io::ErrorKind::Other };
                return Err(io::Error::new(kind, format!("a node is not ready; its log:\n{log}")));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        self.running.as_ref().map(|(child, _)| child.id())
    }

    /// Asks the node to end.
    pub(crate) fn ask_to_end(&self) {
        if let Some((child, _)) = &self.running {
            let _ = kill_process(Pid::from_child(child), Signal::TERM);
        }
    }

    /// Waits until the node has ended, and kills it if it takes too long. Returns whether it ended by itself.
    pub(crate) fn wait_for_end(&mut self) -> bool {
        let limit = Instant::now() + STOP_LIMIT;
        while self.running.as_ref().is_some_and(|(child, _)| !has_ended(child)) {
            if Instant::now() > limit {
                self.kill();
                return false;
            }
            sleep(PAUSE);
        }
        self.kill();
        true
    }

    /// Ends the node at once, as a crash does.
    pub(crate) fn kill(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for NodeProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The log of a node in this folder.
pub(crate) fn log_path(folder: &Path, n: usize) -> PathBuf {
    folder.join(format!("node-{}.log", n.saturating_add(1)))
}
