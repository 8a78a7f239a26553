use std::error::Error;
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use pow_testing_servers::{Kind, Server, temp_folder};
use tempfile::TempDir;

use crate::Outcome;
use crate::install;
use crate::interrupt::Interrupt;
use crate::options::Options;

/// The servers of one run and their folder. Dropping it stops the servers, then removes the folder.
pub(crate) struct Servers {
    kinds: Vec<Kind>,
    running: Vec<Server>,
    folder: TempDir,
}

impl Servers {
    /// Installs missing programs and starts one server of each kind that tests share.
    pub(crate) fn start(kinds: &[Kind], interrupt: &Interrupt) -> Result<Self, Box<dyn Error>> {
        install::ensure(kinds)?;
        let mut servers = Self { kinds: kinds.to_vec(), running: Vec::new(), folder: temp_folder()? };
        for kind in kinds.iter().filter(|kind| kind.is_shared()) {
            if interrupt.happened() {
                return Err("interrupted".into());
            }
            let begin = Instant::now();
            let server = Server::start(*kind, servers.folder.path())?;
            let pid = server.pid().unwrap_or_default();
            eprintln!("{} runs as process {pid}, started in {:.1} s", kind.name(), begin.elapsed().as_secs_f32());
            servers.running.push(server);
        }
        Ok(servers)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the environment variables by which tests find the servers.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let urls = self.running.iter().map(|server| (server.kind().variable(), server.url()));
        urls.chain(self.kinds.iter().flat_map(|kind| kind.more_variables())).collect()
    }

    /// Returns a report if a server has exited unexpectedly, with the end of its log.
    pub(crate) fn exit_report(&self) -> Option<String> {
        let exited = self.running.iter().find(|server| !server.is_running())?;
        Some(format!("{} exited unexpectedly; the end of its log:\n{}", exited.kind().name(), exited.log_tail(30)))
    }
}

/// Keeps the servers running until Enter or Ctrl-C.
pub(crate) fn keep(options: &Options) -> Outcome {
    let interrupt = Interrupt::listen()?;
    let servers = Servers::start(&options.kinds, &interrupt)?;
    for (name, value) in servers.variables() {
        println!("export {name}='{value}'");
    }
    eprintln!("The servers run until Enter or Ctrl-C. Paste the lines above into the shell that runs cargo test.");
    // End of input is ignored, because without a terminal there is no Enter.
    let enter = thread::spawn(|| {
        while io::stdin().read_line(&mut String::new()).is_ok_and(|read| read == 0) {
            thread::park();
        }
    });
    while !interrupt.happened() && !enter.is_finished() {
        if let Some(exit_report) = servers.exit_report() {
            return Err(exit_report.into());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(true)
}
