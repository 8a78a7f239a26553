use std::fmt;

/// The totals of libtest's result lines over all test programs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    /// Names of tests that are marked `#[ignore]`.
    pub(crate) ignored: Vec<String>,
    /// Whether a test program has started and has not printed its result yet.
    unfinished: bool,
}

impl Counts {
    /// Counts one line of the output.
    pub(crate) fn read(&mut self, line: &str) {
        if is_headline(line) {
            self.close();
            self.unfinished = true;
        } else if let Some(rest) = line.strip_prefix("test result: ") {
            self.unfinished = false;
            self.passed += number_before(rest, " passed");
            self.failed += number_before(rest, " failed");
            self.skipped += number_before(rest, " ignored");
        } else if let Some(name) = ignored_test(line) {
            self.ignored.push(name.to_owned());
        }
    }

    /// Counts a program that ended without a result, for example by an abort, as one failure.
    pub(crate) fn close(&mut self) {
        self.failed += usize::from(std::mem::take(&mut self.unfinished));
    }

    /// Moves tests from passed to skipped. libtest counts a test that returned early as passed.
    pub(crate) fn skip(&mut self, tests: usize) {
        self.passed = self.passed.saturating_sub(tests);
        self.skipped += tests;
    }
}

/// Formats the last line of a run.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// Matches `running 12 tests`.
fn is_headline(line: &str) -> bool {
    let words: Vec<_> = line.split(' ').collect();
    matches!(words.as_slice(), ["running", number, "test" | "tests"] if number.parse::<usize>().is_ok())
}

/// Matches `test name ... ignored` or `test name ... ignored, reason` and returns the name.
fn ignored_test(line: &str) -> Option<&str> {
    let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    (outcome == "ignored" || outcome.starts_with("ignored, ")).then_some(name)
}

fn number_before(text: &str, word: &str) -> usize {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn read(lines: &[&str]) -> Counts {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.read(line));
        counts.close();
        counts
    }

    #[test]
    fn results_of_all_programs_are_summed() {
        let counts = read(&[
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "running 1 test",
            "test result: FAILED. 14 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.25s",
        ]);
        assert_eq!((counts.passed, counts.failed, counts.skipped), (17, 2, 0));
        assert_eq!(counts.to_string(), "17 passed, 2 failed");
    }

    #[test]
    fn ignored_tests_are_counted_and_named() {
        let counts = read(&[
            "test slow ... ignored, takes an hour",
            "test fast ... ok",
            "test src/lib.rs - (line 7) ... ignored",
            "test result: ok. 1 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ]);
        assert_eq!(counts.ignored, ["slow", "src/lib.rs - (line 7)"]);
        assert_eq!(counts.to_string(), "1 passed, 0 failed, 2 skipped");
    }

    #[test]
    fn program_without_a_result_is_a_failure() {
        let ok = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(read(&["running 2 tests", "running 1 test", ok]).failed, 1);
        assert_eq!(read(&["running 1 test", ok, "running 2 tests"]).failed, 1);
        assert_eq!(read(&["running 1 test", ok]).failed, 0);
    }

    #[test]
    fn test_that_returned_early_is_not_a_success() {
        let mut counts = Counts { passed: 5, ..Counts::default() };
        counts.skip(2);
        assert_eq!(counts.to_string(), "3 passed, 0 failed, 2 skipped");
    }
}
