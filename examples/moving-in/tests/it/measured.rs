//! Rows a second, and memory that doesn't depend on the number of rows.

use std::{
    env, fs,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use pow_testing::{Database, on_each_database};

use crate::Moving;

on_each_database!(import_of_many_rows_takes_little_memory);

const HASH: &str = "$2y$05$/jr0pf8qVlpGTPru99MlxOfirFuP4BYSi/jm9AFURm.gXjHIOIIVW";
const MAX_MIB: u64 = 200;

/// The number of rows: this one, or `POW_TEST_IMPORT` in the long form.
pub(crate) fn rows(default: usize) -> usize {
    env::var("POW_TEST_IMPORT").map_or(default, |rows| rows.parse().unwrap())
}

/// A CSV file with so many users.
pub(crate) fn many(rows: usize) -> String {
    let mut text = String::from("email,password_hash,customer,plan\n");
    text.extend((0..rows).map(|row| format!("user{row}@example.com,{HASH},{row},gold\n")));
    text
}

fn import_of_many_rows_takes_little_memory(database: Database) {
    let moving = Moving::from("laravel", database);
    let rows = rows(2_000);
    let file = moving.file("users.csv", many(rows));
    let begun = Instant::now();
    let mut child = moving.command(&file, &["--confirmed"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak_mib(child.id()).unwrap_or(peak);
        sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    let (seconds, kind) =
        (begun.elapsed().as_secs_f64(), moving.app.database().url().split(':').next().unwrap().to_owned());
    println!("{kind}: {rows} rows in {seconds:.1} s, {:.0} a second, {peak} MiB at most", rows as f64 / seconds);
    assert!(output.status.success(), "{output:?}");
    assert!(peak < MAX_MIB, "{peak} MiB");
    #[cfg(target_os = "linux")]
    assert!(peak > 0);
    assert_eq!(moving.app.user_count(), rows);
}

/// The peak of a process's memory, in MiB.
fn peak_mib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().split(' ').next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}
