//! The ids that comments cite have a row in the guides, and the rows name the files that cite them.
//!
//! `POW_WRITE_GUIDES=1 cargo test -p demo --test it cases` writes the file names anew, after tests were moved or added.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::{assert_none, root, write_guides};

const GUIDES: [&str; 4] =
    ["guides/security-cases.md", "guides/pow-parity.md", "guides/zotonic-parity.md", "guides/ezauth-parity.md"];

#[test]
fn every_id_that_a_comment_cites_has_a_row() {
    let (rows, cited) = (rows(), cited());
    assert!(cited.values().flatten().collect::<BTreeSet<_>>().len() > 200, "comments are not where they were");
    let is_missing = |id: &&String| !rows.contains_key(*id);
    let missing = cited.iter().flat_map(|(file, ids)| {
        ids.iter().filter(is_missing).map(move |id| format!("{file} cites {id}, which has no row in {GUIDES:?}"))
    });
    assert_none(missing);
}

#[test]
fn each_row_names_the_files_that_cite_it() {
    let cited = cited();
    for guide in GUIDES {
        let (path, text) = (root().join(guide), fs::read_to_string(root().join(guide)).unwrap());
        let current: String = text.lines().map(|line| named_again(line, &cited) + "\n").collect();
        if write_guides() {
            fs::write(path, current).unwrap();
        } else {
            let stale = text.lines().zip(current.lines()).filter(|(is, should)| is != should);
            assert_none(stale.map(|(_, should)| format!("{guide} is stale (POW_WRITE_GUIDES=1 mends it): {should}")));
        }
    }
}

#[test]
fn row_without_a_test_says_so() {
    let cited = cited();
    let has_test = |id: &str| cited.values().any(|ids| ids.contains(id));
    let wrong = |(id, cell): &(String, String)| has_test(id) == cell.starts_with("no test");
    assert_none(rows().into_iter().filter(wrong).map(|(id, cell)| format!("{id}: {cell:?}")));
}

#[test]
fn ids_are_read_alone_in_lists_and_in_ranges() {
    let all = |text: &str| ids(text).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(all("K2, CS10: why (V4)"), "CS10 K2 V4");
    assert_eq!(all("K5 to K8, P9–P10, S20's twin, leads to R7."), "K5 K6 K7 K8 P10 P9 R7 S20");
    assert_eq!(all("ASVS V3.2.2, 6.2.1, NIST AAL1, UTF-8, HTTP2, E2E, S3Bucket, P100"), "");
    assert_eq!(comment("    // K2"), Some("K2"));
    assert_eq!(comment("/// Dead. (K2)"), Some("Dead. (K2)"));
    assert_eq!(comment("\"//evil.test\", // R1"), Some("R1"));
    assert_eq!(comment("let text = \"a // R1\";"), None);
}

/// Each id of the guides with the last cell of its row.
fn rows() -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    for guide in GUIDES {
        let text = fs::read_to_string(root().join(guide)).unwrap();
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let (Some(id), Some(last)) = (cells.first(), cells.last()) else { continue };
            if ids(id).contains(*id) {
                assert!(cells.len() >= 3, "{id} has no sentence");
                assert_eq!(rows.insert((*id).to_owned(), (*last).to_owned()), None, "{id} has two rows");
            }
        }
    }
    rows
}

/// The line with the files that cite its id in the last cell, if it is a row that has tests.
fn named_again(line: &str, cited: &BTreeMap<String, BTreeSet<String>>) -> String {
    let Some((head, last)) = line.strip_suffix('|').and_then(|cells| cells.rsplit_once('|')) else {
        return line.to_owned();
    };
    let id = head.trim_start_matches(['|', ' ']).split(' ').next().unwrap_or_default();
    if !line.starts_with("| ") || !ids(id).contains(id) || last.trim().starts_with("no test") {
        return line.to_owned();
    }
    let files = cited.iter().filter(|(_, ids)| ids.contains(id)).map(|(file, _)| format!("`{file}`"));
    format!("{head}| {} |", files.collect::<Vec<_>>().join("<br>"))
}

/// Each source of the workspace with the ids in its comments.
fn cited() -> BTreeMap<String, BTreeSet<String>> {
    let mut cited = BTreeMap::new();
    collect(root(), &mut cited);
    cited
}

fn collect(folder: &Path, cited: &mut BTreeMap<String, BTreeSet<String>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            if name != "target" && !name.starts_with('.') {
                collect(&path, cited);
            }
        // This file has ids only to try the reading of them.
        } else if name.ends_with(".rs") && !path.ends_with("examples/demo/tests/it/docs/cases.rs") {
            let ids =
                fs::read_to_string(&path).unwrap().lines().filter_map(comment).flat_map(ids).collect::<BTreeSet<_>>();
            let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            cited.insert(path, ids);
        }
    }
}

/// A line's comment, without its slashes.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    let text = if line.starts_with("//") {
        line
    } else {
        let (code, text) = line.rsplit_once(" // ")?;
        (code.matches('"').count() % 2 == 0).then_some(text)?
    };
    Some(text.trim_start_matches(['/', '!']).trim())
}

/// The ids in a text, those in a range such as "N1 to N5" as well.
fn ids(text: &str) -> BTreeSet<String> {
    let text = text.replace(" to ", "–");
    let mut ids = BTreeSet::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '-' | '–')) {
        match word.split_once('–').and_then(|(first, last)| Some((id(first)?, id(last)?))) {
            Some(((area, first), (other, last))) if area == other => {
                ids.extend((first..=last).map(|number| format!("{area}{number}")));
            }
            _ => ids.extend(word.split('–').filter_map(id).map(|(area, number)| format!("{area}{number}"))),
        }
    }
    ids
}

/// One or two capital letters and one or two digits.
fn id(word: &str) -> Option<(&str, u32)> {
    let word = word.trim_end_matches('.');
    let (area, digits) = word.split_at(word.find(|letter: char| letter.is_ascii_digit())?);
    let is_area = matches!(area.len(), 1 | 2) && area.bytes().all(|letter| letter.is_ascii_uppercase());
    let is_number = digits.len() <= 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_area && is_number { Some((area, digits.parse().ok()?)) } else { None }
}
