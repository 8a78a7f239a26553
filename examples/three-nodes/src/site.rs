//! Everything together.

use std::{
    fs::{self, Permissions},
    io,
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::Duration,
};

use pow_testing_servers::{Kind, Server, temp_folder};
use tempfile::TempDir;

use crate::{
    process::{self, NodeProcess},
    proxy::{self, Proxy},
};

/// The number of nodes.
pub const NODES: usize = 3;
/// Another program may take a port that was free.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_secs(1);
/// The servers that it needs.
const KINDS: [Kind; 3] = [Kind::Postgres, Kind::Redis, Kind::Nginx];

/// PostgreSQL, Redis, the nodes, and nginx in front of them, with all data in one temporary folder. All end when this drops.
///
/// The fields are in the order in which they end.
#[derive(Debug)]
pub struct Site {
    nodes: Vec<NodeProcess>,
    proxy: Proxy,
    _servers: [Server; 2],
    folder: TempDir,
}

#[expect(clippy::indexing_slicing, reason = "the documentation says that it panics without such a node")]
impl Site {
    /// Starts everything, and waits until each node is ready and nginx leads requests to it. `program` is this example's program.
    /// `every` is the interval of the application's periodic work, a second at least.
    ///
    /// # Errors
    /// If a server is not installed or doesn't start, or `interrupted` is set.
    pub fn start(program: &Path, every: Duration, interrupted: &AtomicBool) -> io::Result<Self> {
        check_installed()?;
        for _ in 1..TRIES {
            match Self::start_once(program, every, interrupted) {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                other => return other,
            }
        }
        Self::start_once(program, every, interrupted)
    }

    fn start_once(program: &Path, every: Duration, interrupted: &AtomicBool) -> io::Result<Self> {
        let folder = temp_folder()?;
        let start = |kind| match interrupted.load(Ordering::Relaxed) {
            true => Err(io::Error::from(io::ErrorKind::Interrupted)),
            false => Server::start(kind, folder.path()),
        };
        let (postgres, redis) = (start(Kind::Postgres)?, start(Kind::Redis)?);
        let addresses = free_addresses()?;
        let proxy = Proxy::start(&addresses, folder.path())?;
        let variables = variables(folder.path(), &proxy, [&postgres, &redis], every)?;
        let node = |(n, address): (usize, &SocketAddr)| NodeProcess {
            program: program.to_owned(),
            variables: [&variables[..], &[("NODE", name(n))]].concat(),
            address: *address,
            log: process::log_path(folder.path(), n),
            running: None,
        };
        let mut nodes: Vec<NodeProcess> = addresses.iter().enumerate().map(node).collect();
        nodes.iter_mut().try_for_each(NodeProcess::spawn)?;
        let site = Self { nodes, proxy, _servers: [postgres, redis], folder };
        site.nodes.iter().try_for_each(NodeProcess::wait_until_ready)?;
        let names: Vec<String> = (0..NODES).map(name).collect();
        proxy::wait_until_leading(site.front(), &names)?;
        Ok(site)
    }

    /// The address for browsers: nginx.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.front())
    }

    /// Where nginx listens.
    #[must_use]
    pub fn front(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.proxy.port()))
    }

    /// Where a node listens.
    ///
    /// # Panics
    /// If there is no such node, as the methods below.
    #[must_use]
    pub fn address(&self, n: usize) -> SocketAddr {
        self.nodes[n].address
    }

    /// The id of a node's process, or 0 if it does not run.
    #[must_use]
    pub fn pid(&self, n: usize) -> u32 {
        self.nodes[n].pid().unwrap_or_default()
    }

    /// The file with what a node has logged.
    #[must_use]
    pub fn log_path(&self, n: usize) -> PathBuf {
        process::log_path(self.folder.path(), n)
    }

    /// Ends a node at once, as a crash does.
    pub fn kill(&mut self, n: usize) {
        self.nodes[n].kill();
    }

    /// Starts a node that does not run, and waits until it is ready. Another program may have had its port for a moment.
    ///
    /// # Errors
    /// If it doesn't start.
    pub fn start_node(&mut self, n: usize) -> io::Result<()> {
        for _ in 1..TRIES {
            self.nodes[n].spawn()?;
            match self.nodes[n].wait_until_ready() {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => self.nodes[n].kill(),
                other => return other,
            }
            sleep(PAUSE);
        }
        self.nodes[n].spawn()?;
        self.nodes[n].wait_until_ready()
    }

    /// Asks a node to end. It does so after [`NOTICE`](crate::node::NOTICE).
    pub fn ask_to_end(&self, n: usize) {
        self.nodes[n].ask_to_end();
    }

    /// Waits until a node that was asked to end has ended. Returns whether it ended by itself, and in time.
    pub fn wait_for_end(&mut self, n: usize) -> bool {
        self.nodes[n].wait_for_end()
    }

    /// Ends everything in order: the nodes, nginx, the servers. Returns whether each node ended by itself, and in time.
    pub fn stop(mut self) -> bool {
        self.nodes.iter().for_each(NodeProcess::ask_to_end);
        // Each is waited for, also after one that was killed.
        let killed = self.nodes.iter_mut().map(NodeProcess::wait_for_end).filter(|by_itself| !by_itself).count();
        killed == 0
    }
}

/// A node's name, which its pages show.
fn name(n: usize) -> String {
    format!("node {}", n.saturating_add(1))
}

fn check_installed() -> io::Result<()> {
    let missing: Vec<Kind> = KINDS.into_iter().filter(|kind| !kind.is_installed()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|kind| kind.name()).collect();
    let packages: Vec<_> = missing.iter().flat_map(|kind| kind.packages()).copied().collect();
    let (names, packages) = (names.join(", "), packages.join(" "));
    let text = format!("{names} not found: on Debian, install it with `sudo apt-get install {packages}`");
    Err(io::Error::new(io::ErrorKind::NotFound, text))
}

/// All at once, so that they differ.
fn free_addresses() -> io::Result<Vec<SocketAddr>> {
    let open: Vec<_> = (0..NODES).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<io::Result<_>>()?;
    open.iter().map(TcpListener::local_addr).collect()
}

fn variables(
    folder: &Path,
    proxy: &Proxy,
    [postgres, redis]: [&Server; 2],
    every: Duration,
) -> io::Result<Vec<(&'static str, String)>> {
    let mails = folder.join("mails");
    fs::create_dir(&mails)?;
    fs::set_permissions(&mails, Permissions::from_mode(0o700))?;
    Ok(vec![
        ("DATABASE_URL", postgres.url()),
        ("REDIS_URL", redis.url()),
        ("BASE_URL", format!("http://127.0.0.1:{}", proxy.port())),
        ("SECRET_KEY_BASE", random_secret()?),
        ("MAILS", mails.display().to_string()),
        ("EVERY_MS", every.as_millis().to_string()),
    ])
}

/// The nodes share it, and it is forgotten with them.
fn random_secret() -> io::Result<String> {
    let bytes: [u8; 48] = pow_core::random::bytes().map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
