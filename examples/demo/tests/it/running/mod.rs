//! The built demo as a process of its own.
pub(crate) mod front;
mod line;
pub(crate) mod shots;

use std::{
    fs::File,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread::sleep,
    time::Duration,
};

use pow_testing::Client;
use tempfile::TempDir;

use self::front::Front;

/// A demo that runs until this drops.
#[derive(Debug)]
pub(crate) struct Demo {
    child: Child,
    address: SocketAddr,
    /// Clients go through it.
    front: Option<Front>,
    folder: TempDir,
}

impl Demo {
    /// Starts it on a free port, in a folder of its own, and waits until it listens. Unless the arguments name the
    /// extensions, those are there that let a user in without a mail.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_as(&usual(arguments), &[], TempDir::new().unwrap())
    }

    /// Starts it with these arguments and environment variables and no others.
    pub(crate) fn start_as(arguments: &[&str], variables: &[(&str, &str)], folder: TempDir) -> Self {
        let errors = File::options().create(true).append(true).open(folder.path().join("stderr")).unwrap();
        let mut command = command(arguments, variables, folder.path());
        let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
        let Some(address) = address else {
            let _ = child.wait();
            panic!("the demo did not start: {line}{}", errors_in(folder.path()));
        };
        Self { child, address, front: Front::of_the_run(address), folder }
    }

    /// Ends it and starts it again in the same folder.
    pub(crate) fn restart(mut self, arguments: &[&str]) -> Self {
        self.end();
        let folder = std::mem::replace(&mut self.folder, TempDir::new().unwrap());
        Self::start_as(&usual(arguments), &[], folder)
    }

    /// A browser-like client without cookies.
    pub(crate) fn client(&self) -> Client {
        self.front.as_ref().map_or_else(|| Client::new(self.address), |front| front.client(None))
    }

    /// A client with the cookies of another one, as a browser has them after a restart.
    pub(crate) fn client_with(&self, other: &Client) -> Client {
        let mut client = self.client();
        client.cookies.clone_from(&other.cookies);
        client
    }

    /// Where it listens.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Where it listens, for other clients.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it as a crash would.
    pub(crate) fn kill(&mut self) {
        self.end();
    }

    /// The path of the newest mail's page; waits until there is a mail, as mails are written after the answer.
    pub(crate) fn newest_mail(&self) -> String {
        for _ in 0..500 {
            let list = self.client().get("/dev/mailbox").text();
            if let Some((_, rest)) = list.split_once("<li><a href=\"/dev/mailbox/") {
                return format!("/dev/mailbox/{}", rest.split('"').next().unwrap());
            }
            sleep(Duration::from_millis(20));
        }
        panic!("no mail in the mailbox");
    }

    /// The path of the first link in the newest mail that begins so.
    pub(crate) fn mailed_link(&self, path: &str) -> String {
        let (start, page) = (self.url(path), self.client().get(&self.newest_mail()).text());
        let token = page.split('"').find_map(|text| text.strip_prefix(&start)).unwrap();
        format!("{path}{token}")
    }

    /// Where it runs.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it has written to the standard error so far.
    pub(crate) fn errors(&self) -> String {
        errors_in(self.folder.path())
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.end();
    }
}

fn usual<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["--bind", "127.0.0.1:0", "--fast-hash"];
    if !arguments.contains(&"--extensions") {
        all.extend(["--extensions", "reset-password,persistent-session"]);
    }
    all.extend(arguments);
    all
}

/// Runs it to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    let folder = TempDir::new().unwrap();
    command(arguments, &[], folder.path()).output().unwrap()
}

/// The command that runs it.
pub(crate) fn command(arguments: &[&str], variables: &[(&str, &str)], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command.args(arguments).env_clear().envs(variables.iter().copied()).current_dir(folder).stdin(Stdio::null());
    command
}

fn errors_in(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("stderr")).unwrap_or_default()
}
