use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::find;
use crate::home::{Home, found};

pub(crate) fn program() -> Option<PathBuf> {
    find::program(&["redis-server", "valkey-server"])
}

/// What is in memory is all there is: nothing is written to the disk.
pub(crate) fn prepare(home: &Home) -> io::Result<()> {
    fs::create_dir_all(&home.folder)?;
    let settings = format!("bind 127.0.0.1\nsave \"\"\nappendonly no\nrequirepass {}\n", home.password);
    home.write("redis.conf", &settings).map(drop)
}

pub(crate) fn command(home: &Home) -> io::Result<Command> {
    let mut command = home.command(&found(program(), "Redis")?)?;
    command.arg(home.folder.join("redis.conf")).arg("--port").arg(home.port.to_string());
    Ok(command)
}

pub(crate) fn is_ready(home: &Home) -> bool {
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
