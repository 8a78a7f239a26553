//! An application's own program, run as it is.

use std::{
    collections::HashSet,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::Client;

/// The ports that this process gave out. The system gives a port that was let go of to the next who asks, and two
/// programs of two tests would meet on it.
static GIVEN: Mutex<Option<HashSet<u16>>> = Mutex::new(None);

/// How long a program may take until it listens.
const START: Duration = Duration::from_secs(30);

/// An address on which no program listens, for a program that has to be told where to listen, or for a server that is
/// away. No two calls in one process get the same one.
///
/// # Panics
/// If the system has no free port.
#[expect(clippy::expect_used, reason = "a test without a port has failed")]
#[must_use]
pub fn free_address() -> SocketAddr {
    loop {
        let address = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("the port's address");
        let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
        if given.get_or_insert_default().insert(address.port()) {
            return address;
        }
    }
}

/// A running program in a folder of its own. It is killed when this drops.
#[derive(Debug)]
pub struct Program {
    process: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Program {
    /// Starts the program and waits until it listens. `tell` tells it where, in the way that it wants to be told.
    ///
    /// ```no_run
    /// use std::process::Command;
    /// use pow_testing::Program;
    ///
    /// // In a test of the application: `env!("CARGO_BIN_EXE_my-app")`.
    /// let app = Program::start(Command::new("my-app"), |command, address| {
    ///     command.env("BIND", address.to_string());
    /// });
    /// assert_eq!(app.client().get("/").status, 200);
    /// ```
    ///
    /// # Panics
    /// If it can't be started, ends by itself, or does not listen within 30 seconds.
    #[expect(clippy::expect_used, reason = "a test whose program does not run has failed")]
    #[must_use]
    pub fn start(mut command: Command, tell: impl FnOnce(&mut Command, SocketAddr)) -> Self {
        let (folder, address) = (TempDir::new().expect("a folder"), free_address());
        tell(command.current_dir(folder.path()).stdin(Stdio::null()), address);
        let mut program = Self { process: command.spawn().expect("the program starts"), address, folder };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = program.process.try_wait().expect("the program's state");
            assert!(ended.is_none(), "the program ended before it listened: {ended:?}");
            assert!(started.elapsed() < START, "the program does not listen on {address}");
            sleep(Duration::from_millis(20));
        }
        program
    }

    /// The address that it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The id of its process, to send it signals.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The folder that it runs in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A visitor without cookies.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; a test that cares has seen it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
