//! Runs the program of an application.

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

/// The ports that this process has given out. The system may give a released port to the next caller, so that the programs of two
/// tests get the same port.
static GIVEN: Mutex<Option<HashSet<u16>>> = Mutex::new(None);

/// How long a program may take until it listens.
const START: Duration = Duration::from_secs(30);

/// Returns an address on which no program listens. It is for a program that needs an address to listen on, or for a server that
/// is down. No two calls in one process return the same address.
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

/// A running program, in a temporary folder. It is killed when the value is dropped.
#[derive(Debug)]
pub struct Program {
    process: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Program {
    /// Starts the program and waits until it listens. `tell` passes the address to the program, for example in an environment
    /// variable.
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
    /// If the program can't be started, ends by itself, or does not listen within 30 seconds.
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

    /// Returns the address that the program listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the id of the process, to send it signals.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Returns the folder that the program runs in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns a client without cookies.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The program may have ended by itself. A test that must notice this has done so before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
