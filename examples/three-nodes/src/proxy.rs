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
        while !self.ends.load(Ordering::Relaxed) {
            let ready: Vec<bool> = thread::scope(|scope| {
                let asked: Vec<_> = self.nodes.iter().map(|node| scope.spawn(|| is_ready(*node))).collect();
                asked.into_iter().map(|answer| answer.join().unwrap_or(false)).collect()
            });
            if ready != known {
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

/// Writes the list of nodes in one step, so that nginx never reads half of it.
fn write(list: &Path, nodes: &[SocketAddr], ready: &[bool]) -> io::Result<()> {
    let lines =
        nodes.iter().zip(ready).map(|(node, ready)| format!("server {node}{};\n", if *ready { "" } else { " down" }));
    let new = list.with_extension("new");
    fs::write(&new, lines.collect::<String>())?;
    fs::rename(new, list)
}

/// Whether requests should be sent to the node.
pub(crate) fn is_ready(node: SocketAddr) -> bool {
    is_ok(node, "/health/ready")
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

fn is_ok(address: SocketAddr, path: &str) -> bool {
    get(address, path).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
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
