//! The plans in the logs of the servers.

use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

/// The part of a server's log since [`Log::begin`].
pub(super) struct Log {
    file: PathBuf,
    from: usize,
    entries: fn(&str) -> Vec<Entry>,
}

/// A statement that the server has done.
struct Entry {
    text: String,
    /// The tables that were scanned, by a plan that has a scan.
    scanned: Vec<String>,
    /// The most rows that a step read.
    read: u64,
}

impl Log {
    fn begin(file: PathBuf, entries: fn(&str) -> Vec<Entry>) -> Self {
        let from = fs::read(&file).map_or(0, |log| log.len());
        Self { file, from, entries }
    }

    fn entries(&self) -> Vec<Entry> {
        (self.entries)(&self.text())
    }

    fn text(&self) -> String {
        let log = fs::read(&self.file).unwrap();
        String::from_utf8_lossy(&log[self.from..]).into_owned()
    }

    /// Waits until the log has this text. A server may write its log after the answer.
    pub(super) fn wait_for(&self, text: &str) {
        let until = Instant::now() + Duration::from_secs(30);
        while !self.text().contains(text) {
            assert!(Instant::now() < until, "the log of the server has no `{text}`");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The statements that scanned one of the tables, or read more rows of them than this.
    pub(super) fn scans(&self, tables: &[String], most: u64) -> Vec<String> {
        let found = self.entries().into_iter().filter(|entry| {
            entry.scanned.iter().any(|scanned| tables.contains(scanned)) || entry.is_of(tables) && entry.read > most
        });
        found.map(|entry| entry.text).collect()
    }

    /// How many statements name one of the tables.
    pub(super) fn entries_of(&self, tables: &[String]) -> usize {
        self.entries().iter().filter(|entry| entry.is_of(tables)).count()
    }
}

impl Entry {
    fn is_of(&self, tables: &[String]) -> bool {
        let mut words = self.text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        !self.text.contains("information_schema") && words.any(|word| tables.iter().any(|table| table == word))
    }
}

fn number(text: &str) -> u64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// The numbers behind each of these words.
fn numbers_behind<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = u64> + 't {
    text.split(word).skip(1).map(number)
}

/// Every session of PostgreSQL loads `auto_explain`.
pub(super) mod postgresql {
    use std::path::Path;

    use pow_testing::servers;
    use pow_testing_servers::Server;

    use super::{Entry, Log, numbers_behind};

    pub(crate) fn log_plans(server: &Server) {
        let settings = [
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_analyze = on",
            "auto_explain.log_timing = off",
        ];
        let statements: Vec<_> =
            settings.iter().map(|setting| format!("ALTER ROLE CURRENT_USER SET {setting}")).collect();
        servers::run(&server.url(), &statements).unwrap();
    }

    pub(crate) fn log(folder: &Path) -> Log {
        Log::begin(folder.join("log"), entries)
    }

    fn entries(log: &str) -> Vec<Entry> {
        log.split("LOG:  duration: ").skip(1).map(entry).collect()
    }

    fn entry(text: &str) -> Entry {
        // The lines of an entry after the first begin with a tab.
        let lines: Vec<_> =
            text.lines().enumerate().take_while(|(n, line)| *n == 0 || line.starts_with('\t')).collect();
        let text = lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        let scanned = text.split("Seq Scan on ").skip(1).filter_map(|rest| rest.split_whitespace().next());
        let scanned = scanned.map(|table| table.trim_matches('"').to_owned()).collect();
        let read = ["(actual rows=", "Rows Removed by Filter: "];
        let read = read.iter().flat_map(|word| numbers_behind(&text, word)).max().unwrap_or_default();
        Entry { scanned, read, text }
    }
}

/// The slow log of MariaDB, for which every statement is slow.
pub(super) mod mariadb {
    use std::path::Path;

    use pow_testing::servers;
    use pow_testing_servers::Server;

    use super::{Entry, Log, numbers_behind};

    const FILE: &str = "statements.log";

    pub(crate) fn log_plans(server: &Server) {
        let file = server.folder().join(FILE);
        let settings = [
            format!("slow_query_log_file = '{}'", file.display()),
            "log_output = 'FILE'".to_owned(),
            "log_slow_verbosity = 'query_plan,explain'".to_owned(),
            "long_query_time = 0".to_owned(),
            "slow_query_log = 1".to_owned(),
        ];
        let statements: Vec<_> = settings.iter().map(|setting| format!("SET GLOBAL {setting}")).collect();
        servers::run(&server.url(), &statements).unwrap();
    }

    pub(crate) fn log(folder: &Path) -> Log {
        Log::begin(folder.join(FILE), entries)
    }

    fn entries(log: &str) -> Vec<Entry> {
        log.split("# User@Host: ").skip(1).map(entry).collect()
    }

    fn entry(text: &str) -> Entry {
        let plan = text.lines().filter_map(|line| line.strip_prefix("# explain: "));
        // id, select_type, table, type
        let steps =
            plan.map(|line| line.split('\t').collect::<Vec<_>>()).filter(|step| step.len() > 4 && step[1] != "INSERT");
        let scanned = steps.filter(|step| matches!(step[3], "ALL" | "index")).map(|step| step[2].to_owned()).collect();
        let read = numbers_behind(text, "Rows_examined: ").max().unwrap_or_default();
        Entry { scanned, read, text: text.to_owned() }
    }
}
