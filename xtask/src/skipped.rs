use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pow_testing_servers::Kind;

/// The skipped tests and the servers that they need.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Skipped(BTreeMap<String, String>);

impl Skipped {
    /// Reads the file that tests append to. Without a file, no test was skipped.
    pub(crate) fn read(file: &Path) -> Self {
        Self::parse(&fs::read_to_string(file).unwrap_or_default())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns one line for each skipped test.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(test, word)| match Kind::ALL.iter().find(|kind| kind.word() == word) {
            Some(kind) => format!("{test}: needs {} ({})", kind.name(), kind.variable()),
            None => format!("{test}: needs {word}"),
        })
    }

    /// Returns whether all of them need servers that were left out by `--only`.
    pub(crate) fn need_only_unstarted(&self, started: &[Kind]) -> bool {
        self.0.values().all(|word| started.iter().all(|kind| kind.word() != word))
    }

    fn parse(text: &str) -> Self {
        let entry = |line: &str| {
            let mut fields = line.split('\t');
            let (program, test, word) = (fields.next()?, fields.next()?, fields.next()?);
            let program = program.rsplit_once('-').map_or(program, |(name, _hash)| name);
            Some((format!("{program}: {test}"), word.to_owned()))
        };
        Self(text.lines().filter_map(entry).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_that_asks_twice_is_one_skip() {
        let skipped =
            Skipped::parse("flow-0123\tsigns_in\tmysql\nflow-0123\tsigns_in\tmysql\nflow-0123\tsigns_out\tredis\n");
        let lines: Vec<_> = skipped.lines().collect();
        assert_eq!(skipped.len(), 2);
        assert_eq!(lines[0], "flow: signs_in: needs MariaDB (POW_TEST_MYSQL_URL)");
    }

    #[test]
    fn skips_are_accepted_only_for_servers_left_out() {
        let skipped = Skipped::parse("flow-0123\tsigns_in\tmysql\n");
        assert!(skipped.need_only_unstarted(&[Kind::Redis]));
        assert!(!skipped.need_only_unstarted(&[Kind::Redis, Kind::MariaDb]));
    }
}
