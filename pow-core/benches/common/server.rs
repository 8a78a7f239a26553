//! A server in a process of its own: its CPU time and memory are its own.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

/// A running server. It ends with this.
pub(crate) struct Server {
    pub(crate) name: String,
    pub(crate) port: u16,
    pub(crate) cookies: Vec<String>,
    child: Child,
    _alive: ChildStdin,
}

impl Server {
    /// Starts this program again with `serve NAME`, and reads from its first lines where it listens and which cookies are
    /// good.
    pub(crate) fn start(name: &str) -> Self {
        Self::start_with(name, &[])
    }

    /// The same, with more that the server must know.
    pub(crate) fn start_with(name: &str, more: &[&str]) -> Self {
        Self::begin(Command::new(env::current_exe().unwrap()), name, more)
    }

    /// The same server of another program, such as an earlier build of this one.
    pub(crate) fn of_program(program: &Path, name: &str) -> Self {
        Self::begin(Command::new(program), name, &[])
    }

    /// The server under another name in the table.
    pub(crate) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    fn begin(mut command: Command, name: &str, more: &[&str]) -> Self {
        let mut child =
            command.args(["serve", name]).args(more).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().expect("the server starts").unwrap().parse().unwrap();
        let cookies = lines.next().expect("the server names cookies").unwrap();
        let cookies = cookies.split(' ').filter(|cookie| !cookie.is_empty()).map(str::to_owned).collect();
        let alive = child.stdin.take().unwrap();
        Self { name: name.to_owned(), port, cookies, child, _alive: alive }
    }

    /// The scheduler's run time of all its threads, in nanoseconds.
    pub(crate) fn cpu_ns(&self) -> u64 {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let run_time = |task: std::io::Result<fs::DirEntry>| {
            let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        };
        tasks.filter_map(run_time).sum()
    }

    /// A line of `/proc/PID/status`, in MiB: `VmRSS` is what it holds now, `VmHWM` the most that it ever held.
    pub(crate) fn memory_mib(&self, line: &str) -> f64 {
        memory_kib(&self.child.id().to_string(), line) / 1_024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same line, of any process, in KiB.
pub(crate) fn memory_kib(pid: &str, line: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let value = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
    value.and_then(|text| text.split_whitespace().next()?.parse().ok()).unwrap()
}

/// The server's first two lines.
pub(crate) fn announce(port: u16, cookies: &[String]) {
    println!("{port}\n{}", cookies.join(" "));
    std::io::stdout().flush().unwrap();
}

/// Ends the process with its parent, which holds the other end of the standard input.
pub(crate) fn end_with_parent() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().lines().count();
        std::process::exit(0);
    });
}
