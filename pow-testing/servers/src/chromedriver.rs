use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::find;
use crate::home::{Home, found};

pub(crate) fn program() -> Option<PathBuf> {
    find::program(&["chromedriver"])
}

pub(crate) fn browser() -> Option<PathBuf> {
    find::program(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// Without an option, ChromeDriver accepts connections from this machine only.
pub(crate) fn command(home: &Home) -> io::Result<Command> {
    let mut command = home.command(&found(program(), "ChromeDriver")?)?;
    command.arg(format!("--port={}", home.port));
    Ok(command)
}

pub(crate) fn is_ready(home: &Home) -> bool {
    let status = || -> io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", home.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        let request = format!("GET /status HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", home.port);
        stream.write_all(request.as_bytes())?;
        answers_ready(stream)
    };
    status().unwrap_or(false)
}

/// ChromeDriver doesn't close the connection, so each part of the answer is checked as soon as it comes.
fn answers_ready(mut stream: impl Read) -> io::Result<bool> {
    let (mut answer, mut part) = (Vec::new(), [0; 1024]);
    while !String::from_utf8_lossy(&answer).contains("\"ready\":true") {
        match stream.read(&mut part)? {
            0 => return Ok(false),
            read => answer.extend(part.iter().take(read)),
        }
    }
    Ok(true)
}
