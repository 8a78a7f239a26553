//! The progress bar on a terminal, the refused rows, and the summary.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use super::source::Place;
use crate::failure::Failure;

/// The interval at which the bar is drawn.
const INTERVAL: Duration = Duration::from_millis(100);
/// The width of the bar, in characters.
const WIDTH: u64 = 30;

/// The counts of a run.
pub(crate) struct Progress {
    size: Option<u64>,
    is_terminal: bool,
    begun: Instant,
    drawn: Option<Instant>,
    imported: u64,
    without_password: u64,
    already_there: u64,
    refused: u64,
}

impl Progress {
    /// Begins a run. `size` is the size of the file in bytes.
    pub(crate) fn new(size: Option<u64>) -> Self {
        Self {
            size,
            is_terminal: io::stderr().is_terminal(),
            begun: Instant::now(),
            drawn: None,
            imported: 0,
            without_password: 0,
            already_there: 0,
            refused: 0,
        }
    }

    /// Counts a row that was written.
    pub(crate) fn imported(&mut self, has_password: bool) {
        self.imported += 1;
        self.without_password += u64::from(!has_password);
    }

    /// Counts a row that an earlier run has written.
    pub(crate) fn already_there(&mut self) {
        self.already_there += 1;
    }

    /// Counts and reports a row that can't be written. Control characters are left out.
    pub(crate) fn refused(&mut self, place: &Place, reason: &str) {
        self.refused += 1;
        self.clear();
        let line = format!("{place}: {reason}");
        eprintln!("{}", line.chars().filter(|c| !c.is_control()).collect::<String>());
    }

    fn rows(&self) -> u64 {
        self.imported + self.already_there + self.refused
    }

    fn rate(&self) -> u64 {
        let ms = self.begun.elapsed().as_millis().max(1);
        u64::try_from(u128::from(self.rows()) * 1000 / ms).unwrap_or(u64::MAX)
    }

    /// Draws the bar. `read` is the number of bytes that were read.
    pub(crate) fn show(&mut self, read: u64) {
        if !self.is_terminal || self.drawn.is_some_and(|drawn| drawn.elapsed() < INTERVAL) {
            return;
        }
        self.drawn = Some(Instant::now());
        let bar = self.size.map(|size| bar(read, size)).unwrap_or_default();
        eprint!("\r\x1b[K{bar}{} rows, {} a second", self.rows(), self.rate());
        // A closed terminal is ignored.
        let _ = io::stderr().flush();
    }

    fn clear(&mut self) {
        if self.drawn.take().is_some() {
            eprint!("\r\x1b[K");
        }
    }

    /// Prints the summary. Refused rows are a failure.
    ///
    /// # Errors
    /// If rows were refused.
    pub(crate) fn finish(mut self, is_dry_run: bool) -> Result<(), Failure> {
        self.clear();
        let verb = if is_dry_run { "would import" } else { "imported" };
        println!(
            "{verb} {} users, {} of them without a password; {} already existed; {} rows a second",
            self.imported,
            self.without_password,
            self.already_there,
            self.rate()
        );
        match self.refused {
            0 => Ok(()),
            1 => Err(Failure::new("1 row was refused: correct the row, and run the command again")),
            rows => Err(Failure::new(format!("{rows} rows were refused: correct the rows, and run the command again"))),
        }
    }
}

fn bar(read: u64, size: u64) -> String {
    let size = size.max(1);
    let filled = (read.min(size).saturating_mul(WIDTH) / size) as usize;
    let percent = read.min(size).saturating_mul(100) / size;
    format!("[{:<1$}] {percent} %  ", "#".repeat(filled), WIDTH as usize)
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bar_shows_the_part_of_the_file_that_was_read() {
        assert_eq!(bar(0, 0), format!("[{}] 0 %  ", " ".repeat(30)));
        assert_eq!(bar(50, 100), format!("[{}{}] 50 %  ", "#".repeat(15), " ".repeat(15)));
        assert_eq!(bar(200, 100), format!("[{}] 100 %  ", "#".repeat(30)));
    }
}
