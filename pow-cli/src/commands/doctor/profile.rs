//! Whether a `Cargo.toml` optimises the password hash in debug builds.

use std::collections::BTreeMap;

/// Reads the settings line by line: an application builds this crate without a parser for TOML.
pub(super) fn optimises_hash(cargo_toml: &str) -> bool {
    let settings = settings(cargo_toml);
    let is_set = |key: &str| settings.get(key).is_some_and(|value| !is_zero(value));
    let in_table = |key: &str| {
        let value = settings.get(key)?.strip_prefix('{')?.trim_end_matches('}');
        let level =
            value.split(',').filter_map(|pair| pair.split_once('=')).find(|(name, _)| name.trim() == "opt-level");
        Some(!is_zero(level?.1.trim()))
    };
    let has_level = |table: &str| is_set(&format!("{table}.opt-level")) || in_table(table) == Some(true);
    ["profile.dev", "profile.dev.package.argon2", "profile.dev.package.*"].into_iter().any(has_level)
}

fn is_zero(value: &str) -> bool {
    value.trim_matches(['"', '\'']) == "0"
}

/// Returns each value of the file with its full key, such as `profile.dev.opt-level`.
fn settings(text: &str) -> BTreeMap<String, String> {
    let (mut table, mut settings) = (String::new(), BTreeMap::new());
    for line in text.lines() {
        let line = line.split_once(" #").map_or(line, |(line, _)| line).trim();
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = format!("{}.", plain(name));
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            settings.insert(format!("{table}{}", plain(key)), value.trim().to_owned());
        }
    }
    settings
}

/// Returns a key without quotes and spaces.
fn plain(key: &str) -> String {
    key.chars().filter(|character| !matches!(character, '"' | '\'' | ' ' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::optimises_hash;

    #[test]
    fn each_way_to_optimise_the_hash_is_known() {
        for text in [
            "[profile.dev.package.argon2]\nopt-level = 3",
            "[profile.dev.package]\nargon2 = { opt-level = 3 }\nblake2 = { opt-level = 3 }",
            "[profile.dev.package]\nargon2.opt-level = 3 # slow",
            "[profile.dev.package.\"*\"]\nopt-level = 2",
            "[profile.dev]\nopt-level = \"s\"",
        ] {
            assert!(optimises_hash(text), "{text}");
        }
        for text in [
            "",
            "[profile.dev]\nopt-level = 0",
            "[profile.release]\nopt-level = 3",
            "[profile.dev.package.argon2]\ndebug = false",
            "[profile.dev.package.\"*\"]\ndebug = false",
            "# [profile.dev.package.argon2]\n# opt-level = 3",
            "[profile.dev.package]\nargon2 = { debug = false }",
        ] {
            assert!(!optimises_hash(text), "{text}");
        }
    }
}
