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

/// The servers of one run and their folder. Dropping it stops them first and removes the folder then.
pub(crate) struct Servers {
    running: Vec<Server>,
    folder: TempDir,
}

impl Servers {
    /// Installs what lacks, and starts one server of each kind.
    pub(crate) fn start(kinds: &[Kind], interrupt: &Interrupt) -> Result<Self, Box<dyn Error>> {
        install::ensure(kinds)?;
        let mut servers = Self { running: Vec::new(), folder: temp_folder()? };
        for kind in kinds {
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

    /// The environment by which tests find the servers.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let of = |server: &Server| {
            let mut variables = server.kind().more_variables();
            variables.insert(0, (server.kind().variable(), server.url()));
            variables
        };
        self.running.iter().flat_map(of).collect()
    }

    /// What to say about a server that ended without being stopped.
    pub(crate) fn obituary(&self) -> Option<String> {
        let dead = self.running.iter().find(|server| !server.is_running())?;
        Some(format!("{} ended by itself; the end of its log:\n{}", dead.kind().name(), dead.log_tail(30)))
    }
}

/// Keeps servers running until someone has had enough of them.
pub(crate) fn keep(options: &Options) -> Outcome {
    let interrupt = Interrupt::listen()?;
    let servers = Servers::start(&options.kinds, &interrupt)?;
    for (name, value) in servers.variables() {
        println!("export {name}='{value}'");
    }
    eprintln!("The servers run until Enter or Ctrl-C. Paste the lines above into another shell for cargo test.");
    // Without a terminal there is no Enter: the end of the input means nothing.
    let enter = thread::spawn(|| {
        while io::stdin().read_line(&mut String::new()).is_ok_and(|read| read == 0) {
            thread::park();
        }
    });
    while !interrupt.happened() && !enter.is_finished() {
        if let Some(obituary) = servers.obituary() {
            return Err(obituary.into());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(true)
}
