use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::find;
use crate::home::{Home, found};

/// Settings for tests. Data that lives for one test run needs no durability. The other settings make room for parallel tests.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=64MB",
    "log_min_messages=warning",
];

pub(crate) struct Programs {
    initdb: PathBuf,
    postgres: PathBuf,
}

impl Programs {
    /// Finds the programs. Debian keeps those of each major version in a separate folder, and the newest version is used.
    pub(crate) fn find() -> Option<Self> {
        let mut versions: Vec<_> =
            fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        versions.sort_by_key(|folder| folder.file_name()?.to_str()?.parse::<u32>().ok());
        let packaged = versions.iter().rev().find_map(|folder| Self::in_folder(&folder.join("bin")));
        packaged.or_else(|| Self::in_folder(find::program(&["postgres"])?.parent()?))
    }

    fn in_folder(folder: &Path) -> Option<Self> {
        let programs = Self { initdb: folder.join("initdb"), postgres: folder.join("postgres") };
        (find::is_program(&programs.initdb) && find::is_program(&programs.postgres)).then_some(programs)
    }
}

pub(crate) fn prepare(home: &Home) -> io::Result<()> {
    let programs = Programs::find().ok_or_else(|| find::missing("PostgreSQL"))?;
    let password = home.write("password", &home.password)?;
    let mut command = home.command(&programs.initdb)?;
    command.arg("--pgdata").arg(home.data()).arg("--pwfile").arg(password);
    command.args(["--username=pow", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
    home.run(command)
}

pub(crate) fn command(home: &Home) -> io::Result<Command> {
    let postgres = found(Programs::find().map(|programs| programs.postgres), "PostgreSQL")?;
    let mut command = home.command(&postgres)?;
    command.arg("-D").arg(home.data()).arg("-p").arg(home.port.to_string());
    command.args(SETTINGS.iter().flat_map(|setting| ["-c", *setting]));
    if let Some([certificate, key]) = home.certificate()? {
        command.args(["-c", "ssl=on"]);
        command.arg("-c").arg(format!("ssl_cert_file={}", certificate.display()));
        command.arg("-c").arg(format!("ssl_key_file={}", key.display()));
    }
    Ok(command)
}

/// `postmaster.pid` says whether the server accepts connections. Its first line says whether the file belongs to this process.
pub(crate) fn is_ready(home: &Home, pid: u32) -> bool {
    let file = fs::read_to_string(home.data().join("postmaster.pid")).unwrap_or_default();
    let mut lines = file.lines();
    lines.next().is_some_and(|line| line.trim() == pid.to_string()) && lines.any(|line| line.trim() == "ready")
}
