//! The command ends all that it started.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use pow_testing::Client;
use rustix::process::{Pid, Signal, kill_process};
use three_nodes::NODES;

use crate::{has_servers, wait_until};

/// Ends the command also if the test fails.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the command, ends it by the signal, and checks that all that it started has ended.
fn ends_by(signal: Signal) {
    if !has_servers() {
        return;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_three-nodes"));
    let mut command = Guard(command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(command.0.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let url = first.split(['/', ' ']).find(|part| part.starts_with("127.0.0.1:")).unwrap();
    let front = url.trim_end_matches('.').parse().unwrap();
    let nodes: Vec<String> = lines.by_ref().take(NODES).map(Result::unwrap).collect();
    assert_eq!(Client::new(front).get("/").status, 200);
    let after = |line: &str, word: &str| line.split(word).nth(1).unwrap().split(',').next().unwrap().to_owned();
    let processes: Vec<String> = nodes.iter().map(|line| after(line, "process ")).collect();
    let log = after(&nodes[0], "log ");
    let is_process = |pid: &String| Path::new("/proc").join(pid).exists();
    assert!(processes.iter().all(is_process) && Path::new(&log).exists(), "{nodes:?}");

    kill_process(Pid::from_child(&command.0), signal).unwrap();
    let status = command.0.wait().unwrap();
    assert_eq!(status.success(), signal == Signal::INT, "{status}");
    wait_until("the nodes have ended", || !processes.iter().any(is_process));
    wait_until("nginx has ended", || Client::new(front).try_get("/").is_err());
    let folder = Path::new(&log).parent().unwrap();
    if signal == Signal::INT {
        assert!(!folder.exists());
    } else {
        // A program that was killed can't remove it: the logs stay.
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn interrupted_command_leaves_nothing_behind() {
    ends_by(Signal::INT);
}

#[test]
fn killed_command_leaves_no_process_behind() {
    ends_by(Signal::KILL);
}
