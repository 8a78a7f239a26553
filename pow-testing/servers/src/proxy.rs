use std::io;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;

use crate::find;
use crate::home::{Home, found, free_port};
use crate::kind::Kind;

/// The configuration of a proxy, in which these words are replaced at the start.
///
/// | word | replaced by |
/// |---|---|
/// | `{https_port}` | the port of [`Server::port`](crate::Server::port) |
/// | `{http_port}` | another free port |
/// | `{folder}` | [`Server::folder`](crate::Server::folder), where logs may go |
/// | `{certificate}`, `{key}` | the files with both |
#[derive(Clone, Debug)]
pub struct ProxySetup {
    /// The whole text.
    pub config: String,
    /// A certificate and its key, in PEM.
    pub certificate_and_key: [String; 2],
}

pub(crate) fn program(kind: Kind) -> Option<PathBuf> {
    find::program(&[kind.word()])
}

pub(crate) fn prepare(home: &Home) -> io::Result<()> {
    let missing = || io::Error::new(io::ErrorKind::InvalidInput, "a proxy needs a configuration: use start_proxy");
    home.proxy.as_ref().map(drop).ok_or_else(missing)
}

/// Writes the configuration anew, since the port may have changed.
pub(crate) fn command(kind: Kind, home: &Home) -> io::Result<Command> {
    let config = home.write("config", &config(home)?)?;
    let mut command = home.command(&found(program(kind), kind.name())?)?;
    match kind {
        // The log that is open before the configuration is read would be in /var/log.
        Kind::Nginx => command.args(["-e", "stderr", "-g", "daemon off;", "-p"]).arg(&home.folder).arg("-c"),
        _ => command.args(["run", "--adapter", "caddyfile", "--config"]),
    };
    command.arg(config);
    Ok(command)
}

fn config(home: &Home) -> io::Result<String> {
    let text = home.proxy.as_ref().map_or("", |setup| &setup.config);
    let text = text.replace("{https_port}", &home.port.to_string()).replace("{http_port}", &free_port()?.to_string());
    let text = text.replace("{folder}", &home.folder.display().to_string());
    let Some([certificate, key]) = home.certificate()? else { return Ok(text) };
    Ok(text.replace("{certificate}", &certificate.display().to_string()).replace("{key}", &key.display().to_string()))
}

/// It has read its certificate before it listens.
pub(crate) fn is_ready(home: &Home) -> bool {
    TcpStream::connect(("127.0.0.1", home.port)).is_ok()
}
