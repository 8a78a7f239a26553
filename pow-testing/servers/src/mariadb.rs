use std::io::{self, Read};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::find;
use crate::home::{Home, found};

/// Settings for tests. Data that lives for one test run needs no durability. The other settings make room for parallel tests.
const SETTINGS: &[&str] = &[
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=32M",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--max-connections=300",
    "--bind-address=127.0.0.1",
    "--socket=socket",
    "--pid-file=pid",
    "--character-set-server=utf8mb4",
];

pub(crate) struct Programs {
    install: PathBuf,
    server: PathBuf,
}

impl Programs {
    pub(crate) fn find() -> Option<Self> {
        find::program(&["my_print_defaults"])?;
        Some(Self {
            install: find::program(&["mariadb-install-db", "mysql_install_db"])?,
            server: find::program(&["mariadbd", "mysqld"])?,
        })
    }
}

pub(crate) fn prepare(home: &Home) -> io::Result<()> {
    let programs = Programs::find().ok_or_else(|| find::missing("MariaDB"))?;
    let password = &home.password;
    let user = format!("CREATE USER IF NOT EXISTS 'pow'@'127.0.0.1' IDENTIFIED BY '{password}';");
    let rest = "GRANT ALL ON *.* TO 'pow'@'127.0.0.1' WITH GRANT OPTION;\nCREATE DATABASE IF NOT EXISTS pow;";
    home.write("init.sql", &format!("{user}\n{rest}\n"))?;
    let mut command = home.command(&programs.install)?;
    command.arg("--no-defaults").arg(format!("--datadir={}", home.data().display()));
    command.args(["--skip-test-db", "--auth-root-authentication-method=socket", "--auth-root-socket-user=nobody"]);
    home.run(command)
}

pub(crate) fn command(home: &Home) -> io::Result<Command> {
    let server = found(Programs::find().map(|programs| programs.server), "MariaDB")?;
    let mut command = home.command(&server)?;
    command.arg("--no-defaults").arg(format!("--datadir={}", home.data().display()));
    command.arg(format!("--port={}", home.port)).arg(format!("--init-file={}", home.folder.join("init.sql").display()));
    command.args(SETTINGS);
    if let Some([certificate, key]) = home.certificate()? {
        command.arg(format!("--ssl-cert={}", certificate.display())).arg(format!("--ssl-key={}", key.display()));
    }
    Ok(command)
}

/// The server speaks first: it sends a greeting of protocol version 10 as soon as it accepts connections.
pub(crate) fn is_ready(home: &Home) -> bool {
    let greeting = || -> io::Result<[u8; 5]> {
        let mut stream = TcpStream::connect(("127.0.0.1", home.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        let mut bytes = [0; 5];
        stream.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    greeting().is_ok_and(|bytes| bytes.last() == Some(&10))
}
