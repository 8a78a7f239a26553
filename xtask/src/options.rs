use pow_testing_servers::Kind;

use crate::USAGE;

/// The options of the command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The servers to start.
    pub(crate) kinds: Vec<Kind>,
    /// Arguments for `cargo test`.
    pub(crate) cargo: Vec<String>,
}

impl Options {
    pub(crate) fn parse(arguments: Vec<String>) -> Result<Self, String> {
        let mut options = Self { kinds: Kind::ALL.to_vec(), cargo: Vec::new() };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--only" => options.kinds = parse_kinds(&arguments.next().unwrap_or_default())?,
                "--" => options.cargo = arguments.by_ref().collect(),
                other => return Err(format!("unknown argument `{other}`\n\n{USAGE}")),
            }
        }
        Ok(options)
    }
}

fn parse_kinds(list: &str) -> Result<Vec<Kind>, String> {
    let words: Vec<_> = list.split(',').collect();
    let known = |word: &str| word == "sqlite" || Kind::ALL.iter().any(|kind| kind.word() == word);
    match words.iter().find(|word| !known(word)) {
        Some(word) => Err(format!("--only: unknown server `{word}`\n\n{USAGE}")),
        None => Ok(Kind::ALL.into_iter().filter(|kind| words.contains(&kind.word())).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn all_servers_are_started_unless_only_some_are_named() {
        assert_eq!(parse("").unwrap().kinds, Kind::ALL);
        assert_eq!(parse("--only mysql,sqlite").unwrap().kinds, [Kind::MariaDb]);
        assert_eq!(parse("--only sqlite").unwrap().kinds, []);
    }

    #[test]
    fn arguments_after_the_dashes_are_for_cargo() {
        let options = parse("--only redis -- -p pow-core -- --exact name").unwrap();
        assert_eq!(options.cargo, ["-p", "pow-core", "--", "--exact", "name"]);
    }

    #[test]
    fn unknown_words_are_rejected() {
        assert!(parse("--only oracle").unwrap_err().contains("`oracle`"));
        assert!(parse("--only").is_err());
        assert!(parse("--fast").unwrap_err().contains("`--fast`"));
    }
}
