use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pow_testing_servers::Kind;

/// The tests that asked for a server which they didn't get: the test and what it needs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Skips(BTreeMap<String, String>);

impl Skips {
    /// Reads the lines that tests left. No file means that nothing was skipped.
    pub(crate) fn read(file: &Path) -> Self {
        Self::parse(&fs::read_to_string(file).unwrap_or_default())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// One line for each test that was not run.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(test, word)| match Kind::ALL.iter().find(|kind| kind.word() == word) {
            Some(kind) => format!("{test}: needs {} ({})", kind.name(), kind.variable()),
            None => format!("{test}: needs {word}"),
        })
    }

    /// Whether each of them needs a server that was left out on purpose.
    pub(crate) fn all_need_others_than(&self, started: &[Kind]) -> bool {
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
        let skips =
            Skips::parse("flow-0123\tsigns_in\tmysql\nflow-0123\tsigns_in\tmysql\nflow-0123\tsigns_out\tredis\n");
        let lines: Vec<_> = skips.lines().collect();
        assert_eq!(skips.len(), 2);
        assert_eq!(lines[0], "flow: signs_in: needs MariaDB (POW_TEST_MYSQL_URL)");
    }

    #[test]
    fn skip_is_forgiven_only_where_the_server_was_left_out() {
        let skips = Skips::parse("flow-0123\tsigns_in\tmysql\n");
        assert!(skips.all_need_others_than(&[Kind::Redis]));
        assert!(!skips.all_need_others_than(&[Kind::Redis, Kind::MariaDb]));
    }
}
