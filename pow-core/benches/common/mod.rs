//! What the benchmarks share: servers in processes of their own, the load, and a set-up with users and sessions.
#![allow(dead_code, reason = "each benchmark uses a part")]

pub(crate) mod load;
pub(crate) mod server;
pub(crate) mod users;

use std::{fs, thread};

/// The machine in a line, and how busy it is with other things.
pub(crate) fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let cores = thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("machine: {cores} cores, {}, load {load} at the start", model.unwrap_or("unknown processor"))
}

/// The arguments that the benchmark itself was given; cargo adds one of its own.
pub(crate) fn arguments() -> Vec<String> {
    std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect()
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
