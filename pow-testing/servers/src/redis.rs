use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::find;
use crate::home::{Home, found};

/// The special settings of a Redis server, for groups of servers that belong together.
#[derive(Clone, Debug, Default)]
pub struct RedisSetup {
    /// A password that several servers share. Default: a random one.
    pub password: Option<String>,
    /// Further lines of its configuration.
    pub settings: Vec<String>,
    /// Whether to start a Sentinel, which watches servers, instead of a server.
    pub is_sentinel: bool,
    /// The certificate, the key and the root certificate, in PEM, of a server that speaks TLS only.
    pub tls: Option<[String; 3]>,
}

pub(crate) fn program() -> Option<PathBuf> {
    find::program(&["redis-server", "valkey-server"])
}

/// Writes the configuration of a server that keeps its data only in memory.
pub(crate) fn prepare(home: &Home) -> io::Result<()> {
    fs::create_dir_all(&home.folder)?;
    let mut settings = format!("bind 127.0.0.1\nsave \"\"\nappendonly no\nrequirepass {}\n", home.password);
    for line in &home.redis.settings {
        settings += &format!("{line}\n");
    }
    if let Some(pems) = &home.redis.tls {
        for (name, pem) in ["cert", "key", "ca-cert"].into_iter().zip(pems) {
            let path = home.write(&format!("{name}.pem"), pem)?;
            settings += &format!("tls-{name}-file {}\n", path.display());
        }
        settings += "tls-auth-clients no\n";
    }
    home.write("redis.conf", &settings).map(drop)
}

pub(crate) fn command(home: &Home) -> io::Result<Command> {
    let mut command = home.command(&found(program(), "Redis")?)?;
    let port = home.port.to_string();
    command.arg(home.folder.join("redis.conf"));
    match home.redis.tls {
        Some(_) => command.args(["--port", "0", "--tls-port", &port]),
        None => command.args(["--port", &port]),
    };
    if home.redis.is_sentinel {
        command.arg("--sentinel");
    }
    Ok(command)
}

/// Returns whether the server answers. Over TLS, it is enough that the server accepts connections.
pub(crate) fn is_ready(home: &Home) -> bool {
    if home.redis.tls.is_some() {
        return TcpStream::connect(("127.0.0.1", home.port)).is_ok();
    }
    let ping = || -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(("127.0.0.1", home.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        write!(stream, "AUTH {}\r\nPING\r\n", home.password)?;
        let mut answer = vec![0; b"+OK\r\n+PONG\r\n".len()];
        stream.read_exact(&mut answer)?;
        Ok(answer)
    };
    ping().is_ok_and(|answer| answer == b"+OK\r\n+PONG\r\n")
}
