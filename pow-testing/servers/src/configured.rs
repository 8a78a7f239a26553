use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::find;
use crate::home::{Home, found, free_port};
use crate::kind::Kind;

/// The configuration of nginx, Caddy or Prometheus, in which these words are replaced at the start.
///
/// | word | replaced by |
/// |---|---|
/// | `{port}`, `{https_port}` | the port of [`Server::port`](crate::Server::port) |
/// | `{http_port}` | another free port |
/// | `{folder}` | [`Server::folder`](crate::Server::folder), where logs may go |
/// | `{certificate}`, `{key}` | the paths of the certificate and the key, if there is a certificate |
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The whole text.
    pub config: String,
    /// A certificate and its key, in PEM. Without a certificate, the server speaks plain HTTP.
    pub certificate_and_key: Option<[String; 2]>,
}

pub(crate) fn program(kind: Kind) -> Option<PathBuf> {
    find::program(&[kind.word()])
}

pub(crate) fn prepare(home: &Home) -> io::Result<()> {
    let missing =
        || io::Error::new(io::ErrorKind::InvalidInput, "this server needs a configuration: use start_configured");
    home.config.as_ref().map(drop).ok_or_else(missing)
}

/// Writes the configuration again at each start, because the port may have changed.
pub(crate) fn command(kind: Kind, home: &Home) -> io::Result<Command> {
    let config = home.write("config", &config(home)?)?;
    let mut command = home.command(&found(program(kind), kind.name())?)?;
    match kind {
        // Before nginx reads the configuration, it would open a log in /var/log.
        Kind::Nginx => command.args(["-e", "stderr", "-g", "daemon off;", "-p"]).arg(&home.folder).arg("-c"),
        Kind::Prometheus => {
            command.arg(format!("--storage.tsdb.path={}", home.data().display()));
            command.arg(format!("--web.listen-address=127.0.0.1:{}", home.port));
            command.args(["--log.level=warn", "--config.file"])
        }
        _ => command.args(["run", "--adapter", "caddyfile", "--config"]),
    };
    command.arg(config);
    Ok(command)
}

fn config(home: &Home) -> io::Result<String> {
    let text = home.config.as_ref().map_or("", |setup| &setup.config);
    let text = text.replace("{port}", &home.port.to_string()).replace("{https_port}", &home.port.to_string());
    let text = text.replace("{http_port}", &free_port()?.to_string());
    let text = text.replace("{folder}", &home.folder.display().to_string());
    let Some([certificate, key]) = home.certificate()? else { return Ok(text) };
    Ok(text.replace("{certificate}", &certificate.display().to_string()).replace("{key}", &key.display().to_string()))
}

/// Returns whether the server is ready. A proxy listens after it has read its certificate. Prometheus listens before it has read
/// its data.
pub(crate) fn is_ready(kind: Kind, home: &Home) -> bool {
    if kind != Kind::Prometheus {
        return TcpStream::connect(("127.0.0.1", home.port)).is_ok();
    }
    let ask = || -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(("127.0.0.1", home.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        write!(stream, "GET /-/ready HTTP/1.0\r\n\r\n")?;
        let mut status = vec![0; b"HTTP/1.0 200".len()];
        stream.read_exact(&mut status)?;
        Ok(status)
    };
    ask().is_ok_and(|status| status == b"HTTP/1.0 200")
}
