use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::account::Account;
use crate::configured::ServerConfig;
use crate::find;
use crate::redis::RedisSetup;

/// Creates a folder that is removed when the value is dropped. Servers that run under another account may enter it, but not list
/// it.
///
/// # Errors
/// If the folder can't be created.
pub fn temp_folder() -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("pow-").tempdir()?;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    Ok(folder)
}

/// The folder, the port, the password and the settings of one server.
#[derive(Debug)]
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) port: u16,
    pub(crate) password: String,
    pub(crate) redis: RedisSetup,
    /// The configuration of a server that needs one.
    pub(crate) config: Option<ServerConfig>,
    /// A certificate and its key, in PEM, with which the server offers TLS.
    pub(crate) tls: Option<[String; 2]>,
    account: Option<Account>,
}

impl Home {
    /// Makes a new folder inside `parent`.
    pub(crate) fn new(parent: &Path, word: &str) -> io::Result<Self> {
        let (port, account) = (free_port()?, Account::for_servers()?);
        let folder = parent.join(format!("{word}-{port}"));
        fs::DirBuilder::new().mode(0o700).create(&folder)?;
        if let Some(account) = account {
            account.own(&folder)?;
        }
        let (password, redis) = (random_password()?, RedisSetup::default());
        Ok(Self { folder, port, password, redis, config: None, tls: None, account })
    }

    /// Like `new`, for a Redis server with this set-up.
    pub(crate) fn of_redis(parent: &Path, redis: RedisSetup) -> io::Result<Self> {
        let home = Self::new(parent, "redis")?;
        Ok(Self { password: redis.password.clone().unwrap_or(home.password), redis, ..home })
    }

    pub(crate) fn move_to_a_free_port(&mut self) -> io::Result<()> {
        self.port = free_port()?;
        Ok(())
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Writes a file that only the server may read.
    pub(crate) fn write(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.folder.join(name);
        fs::write(&path, text)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        if let Some(account) = self.account {
            account.own(&path)?;
        }
        Ok(path)
    }

    /// Writes the certificate and the key if the server offers TLS, and returns their paths.
    pub(crate) fn certificate(&self) -> io::Result<Option<[PathBuf; 2]>> {
        let Some([certificate, key]) = &self.tls else { return Ok(None) };
        Ok(Some([self.write("cert.pem", certificate)?, self.write("key.pem", key)?]))
    }

    /// Returns a command that runs in this folder, under the server's account. Its output goes to the log.
    pub(crate) fn command(&self, program: &Path) -> io::Result<Command> {
        let log = OpenOptions::new().create(true).append(true).open(self.log_path())?;
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env("HOME", &self.folder)
            .env("TMPDIR", &self.folder)
            .env("LC_ALL", "C.UTF-8");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        if let Some(account) = self.account {
            account.apply(&mut command);
        }
        Ok(command)
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, mut command: Command) -> io::Result<()> {
        let program = command.get_program().display().to_string();
        match command.status()? {
            status if status.success() => Ok(()),
            status => Err(io::Error::other(format!("{program}: {status}\n{}", self.log_tail(20)))),
        }
    }

    /// Returns the last `lines` lines of the log.
    pub(crate) fn log_tail(&self, lines: usize) -> String {
        let log = fs::read(self.log_path()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let from = log.lines().count().saturating_sub(lines);
        log.lines().skip(from).collect::<Vec<_>>().join("\n")
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("log")
    }
}

/// Returns the path of a program that was searched before, or an error if it was not found.
pub(crate) fn found(program: Option<PathBuf>, name: &str) -> io::Result<PathBuf> {
    program.ok_or_else(|| find::missing(name))
}

/// Returns a port that was free a moment ago. If it is taken when the server starts, the start is tried again with another port.
pub(crate) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

pub(crate) fn random_password() -> io::Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
