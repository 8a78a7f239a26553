//! nginx, which is told which nodes are ready.
//!
//! nginx without its commercial parts asks no node whether it is ready, so this does it. It writes the list of nodes, and lets nginx
//! read it again. Kubernetes, Consul and others do the same for their proxies.

use std::{
    fs,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use pow_testing_servers::{Kind, Server, ServerConfig};
use rustix::process::{Pid, Signal, kill_process};

/// How often each node is asked.
const EVERY: Duration = Duration::from_millis(200);
/// How long an answer may take. A ready node asks its database at most once a second.
const TIME_OUT: Duration = Duration::from_secs(1);
/// How many times in a row an answer may be missing. On a busy machine all nodes are slow, and one of them must stay in the list.
const MISSING: u32 = 5;
/// How long nginx may take to read the first list of nodes that are ready.
const START_LIMIT: Duration = Duration::from_secs(30);

/// nginx, and the thread that tells it which nodes are ready.
#[derive(Debug)]
pub(crate) struct Proxy {
    server: Server,
    ends: Arc<AtomicBool>,
    watch: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Starts nginx for these nodes, of which none is ready yet.
    pub(crate) fn start(nodes: &[SocketAddr], folder: &Path) -> io::Result<Self> {
        let list = folder.join("nodes.conf");
        write(&list, nodes, &vec![false; nodes.len()])?;
        let config = include_str!("../nginx.conf").replace("{nodes}", &list.display().to_string());
        let server = Server::start_configured(Kind::Nginx, ServerConfig { config, certificate_and_key: None }, folder)?;
        let ends = Arc::new(AtomicBool::new(false));
        let pid = server.pid().and_then(|pid| Pid::from_raw(pid.try_into().ok()?));
        let pid = pid.ok_or_else(|| io::Error::other("nginx does not run"))?;
        let watch = Watch { nodes: nodes.to_vec(), list, pid, ends: ends.clone() };
        Ok(Self { server, ends, watch: Some(thread::spawn(move || watch.run())) })
    }

    /// Where it listens on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.server.port()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(watch) = self.watch.take() {
            let _ = watch.join();
        }
    }
}

struct Watch {
    nodes: Vec<SocketAddr>,
    list: PathBuf,
    pid: Pid,
    ends: Arc<AtomicBool>,
}

impl Watch {
    fn run(self) {
        let mut known = vec![false; self.nodes.len()];
        let mut missing = vec![0; self.nodes.len()];
        while !self.ends.load(Ordering::Relaxed) {
            let answers: Vec<Option<bool>> = thread::scope(|scope| {
                let asked: Vec<_> = self.nodes.iter().map(|node| scope.spawn(|| ask(*node))).collect();
                asked.into_iter().map(|answer| answer.join().unwrap_or(None)).collect()
            });
            let nodes = answers.iter().zip(&known).zip(&mut missing);
            let ready: Vec<bool> = nodes.map(|((answer, known), missing)| judge(*answer, *known, missing)).collect();
            // Without any node that is ready, each may still answer.
            if ready != known && ready.contains(&true) {
                match self.tell(&ready) {
                    Ok(()) => known = ready,
                    Err(error) => eprintln!("nginx could not be told which nodes are ready: {error}"),
                }
            }
            thread::sleep(EVERY);
        }
    }

    /// Writes the list and lets nginx read it. nginx finishes the requests that it has.
    fn tell(&self, ready: &[bool]) -> io::Result<()> {
        write(&self.list, &self.nodes, ready)?;
        Ok(kill_process(self.pid, Signal::HUP)?)
    }
}

/// Whether the node is ready, by its answer, what was known before, and how many answers were missing.
fn judge(answer: Option<bool>, known: bool, missing: &mut u32) -> bool {
    *missing = if answer.is_none() { missing.saturating_add(1) } else { 0 };
    answer.unwrap_or(known && *missing < MISSING)
}

/// Writes the list of nodes in one step, so that nginx never reads half of it.
fn write(list: &Path, nodes: &[SocketAddr], ready: &[bool]) -> io::Result<()> {
    // nginx leaves a node out for ten seconds after one slow connection, unless `max_fails` is 0.
    let state = |ready| if ready { "max_fails=0" } else { "down" };
    let lines = nodes.iter().zip(ready).map(|(node, ready)| format!("server {node} {};\n", state(*ready)));
    let new = list.with_extension("new");
    fs::write(&new, lines.collect::<String>())?;
    fs::rename(new, list)
}

/// Whether requests should be sent to the node.
pub(crate) fn is_ready(node: SocketAddr) -> bool {
    ask(node) == Some(true)
}

/// Asks the node. Returns `None` if it doesn't answer in time. A node that refuses the connection doesn't run.
fn ask(node: SocketAddr) -> Option<bool> {
    match get(node, "/health/ready") {
        Ok(answer) => Some(answer.starts_with("HTTP/1.1 200")),
        Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => None,
        Err(_) => Some(false),
    }
}

/// Waits until nginx has led a request to each of these nodes.
pub(crate) fn wait_until_leading(front: SocketAddr, nodes: &[String]) -> io::Result<()> {
    let limit = Instant::now() + START_LIMIT;
    let mut missing: Vec<&str> = nodes.iter().map(String::as_str).collect();
    while !missing.is_empty() {
        if Instant::now() > limit {
            let text = format!("nginx leads no request to {}", missing.join(", "));
            return Err(io::Error::new(io::ErrorKind::TimedOut, text));
        }
        let page = get(front, "/").unwrap_or_default();
        missing.retain(|node| !page.contains(node));
        thread::sleep(EVERY / 10);
    }
    Ok(())
}

/// The answer with its head.
fn get(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, TIME_OUT)?;
    stream.set_read_timeout(Some(TIME_OUT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::{MISSING, judge};

    #[test]
    fn slow_node_stays_and_silent_node_goes() {
        let mut missing = 0;
        for _ in 1..MISSING {
            assert!(judge(None, true, &mut missing));
        }
        assert!(judge(Some(true), true, &mut missing), "an answer counts from the start again");
        for _ in 1..MISSING {
            assert!(judge(None, true, &mut missing));
        }
        assert!(!judge(None, true, &mut missing));
        assert!(!judge(None, false, &mut missing), "it stays out until it answers");
        assert!(judge(Some(true), false, &mut missing));
    }

    #[test]
    fn node_that_says_no_goes_at_once() {
        assert!(!judge(Some(false), true, &mut 0));
    }
}
