//! The file: built from both kinds of lists, and what is wrong with a list or a file.

use std::{collections::BTreeSet, fs, io, path::Path};

use crate::common::{hex, sha1};
use pow_core::Error;
use pow_ext_leaked_passwords::{HashFile, Source};
use proptest::prelude::*;
use tempfile::TempDir;
use tokio::runtime::Runtime;

fn contains(runtime: &Runtime, list: &HashFile, password: &str) -> bool {
    runtime.block_on(list.contains(&sha1(password))).unwrap()
}

/// The published form of a list: uppercase hashes with counts, ordered by hash.
fn published<'p>(passwords: impl IntoIterator<Item = &'p String>) -> Vec<String> {
    let mut lines: Vec<_> = passwords.into_iter().map(|password| format!("{}:7", hex(&sha1(password)))).collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_password_of_a_list_is_found_and_no_other(
        passwords in proptest::collection::btree_set("[ -~é日]{1,24}", 1..1_500),
        others in proptest::collection::btree_set("[ -~é日]{1,24}", 300),
    ) {
        let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
        let text = passwords.iter().rev().cloned().collect::<Vec<_>>().join("\n");
        let hashes = published(&passwords).join("\r\n") + "\r\n";
        let path = |name: &str| folder.path().join(name);
        let from_text = HashFile::build_from_passwords(text.as_bytes(), path("text")).unwrap();
        let from_hashes = HashFile::build_from_hashes(hashes.as_bytes(), path("hashes")).unwrap();
        prop_assert_eq!(fs::read(path("text")).unwrap(), fs::read(path("hashes")).unwrap());
        for list in [from_text, from_hashes] {
            for password in &passwords {
                prop_assert!(contains(&runtime, &list, password), "{:?}", password);
            }
            for other in others.difference(&passwords) {
                prop_assert!(!contains(&runtime, &list, other), "{:?}", other);
            }
        }
    }
}

/// The error of a list, which leaves an earlier file and no other one.
#[track_caller]
fn rejection(build: impl FnOnce(&Path) -> Result<HashFile, Error>) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("leaked.bin");
    fs::write(&path, "earlier").unwrap();
    let error = build(&path).unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"earlier");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a temporary file is left");
    let text = error.to_string();
    assert!(text.contains(&path.display().to_string()), "{text}");
    text
}

fn of_hashes(list: &[u8]) -> String {
    rejection(|path| HashFile::build_from_hashes(list, path))
}

#[test]
fn malformed_line_of_a_published_list_is_named_with_the_remedy() {
    let sound = format!("{}:1", hex(&[7; 20]));
    let long = format!("{sound}{}", "0".repeat(200));
    let zeroes = "0".repeat(40);
    for line in ["monkey", &zeroes, &sound[1..], &sound[..41], &format!("{sound}x"), &sound.replace(':', ";"), &long] {
        let text = of_hashes(format!("{zeroes}:3\n\n{line}\n").as_bytes());
        assert!(text.contains("line 3 ") && !text.contains("monkey"), "{line}: {text}");
        assert!(text.contains("HASH:COUNT") || text.contains("one entry a line"), "{text}");
    }
    let not_hexadecimal = format!("{}:1", "0g".repeat(20));
    assert!(of_hashes(not_hexadecimal.as_bytes()).contains("line 1 is not of the form HASH:COUNT"));
    assert!(of_hashes(&[0xff; 5_000]).contains("line 1 "));
}

#[test]
fn unsorted_published_list_is_rejected_with_the_remedy() {
    let hashes = [[1; 20], [3; 20], [2; 20]].map(|hash| hex(&hash) + ":1\n");
    let text = of_hashes(hashes.concat().as_bytes());
    assert!(text.contains("line 3 is not in order") && text.contains("LC_ALL=C sort"), "{text}");
}

#[test]
fn list_without_passwords_is_rejected() {
    let padding = hex(&[1; 20]) + ":0\n";
    for text in [of_hashes(b""), of_hashes(b"\r\n\n"), of_hashes(padding.as_bytes())] {
        assert!(text.contains("no passwords") && text.contains("right file"), "{text}");
    }
    let text = rejection(|path| HashFile::build_from_passwords(&b"\n\n"[..], path));
    assert!(text.contains("no passwords"), "{text}");
}

#[test]
fn endless_line_and_a_list_that_can_not_be_read_are_rejected() {
    let long = vec![b'x'; 70_000];
    let text = rejection(|path| HashFile::build_from_passwords(&long[..], path));
    assert!(text.contains("line 1 has more than 65536 bytes"), "{text}");
    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let text = rejection(|path| HashFile::build_from_passwords(io::BufReader::new(Broken), path));
    assert!(text.contains("the disk is gone"), "{text}");
    let error = HashFile::build_from_passwords(&b"a"[..], "/no such folder/leaked.bin").unwrap_err().to_string();
    assert!(error.contains("/no such folder/leaked.bin"), "{error}");
}

#[test]
fn padding_and_repeated_lines_are_left_out_and_lowercase_is_read() {
    let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
    let mut hashes = [("twice", 5), ("twice", 5), ("padding", 0), ("lower", 1)].map(|(password, count)| {
        let line = format!("{}:{count}", hex(&sha1(password)));
        if password == "lower" { line.to_lowercase() } else { line }
    });
    hashes.sort_by_key(|line| line.to_uppercase());
    let path = folder.path().join("leaked.bin");
    let list = HashFile::build_from_hashes(hashes.join("\n").as_bytes(), &path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), 24 + 2 * 8);
    let found = ["twice", "padding", "lower"].map(|password| contains(&runtime, &list, password));
    assert_eq!(found, [true, false, true]);
}

#[test]
fn passwords_are_lines_with_their_spaces() {
    let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
    let text = b"ends with CRLF\r\n spaces \n\n\xff not UTF-8\nlast";
    let list = HashFile::build_from_passwords(&text[..], folder.path().join("leaked.bin")).unwrap();
    let found = ["ends with CRLF", " spaces ", "spaces", "", "last"].map(|line| contains(&runtime, &list, line));
    assert_eq!(found, [true, true, false, false, true]);
    assert!(runtime.block_on(list.contains(&sha1(b"\xff not UTF-8"))).unwrap());
}

#[test]
fn file_that_can_not_be_used_is_rejected_when_it_is_opened() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("leaked.bin");
    let rejected = |problem: &str| {
        let error = HashFile::open(&path).unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error}");
        let text = error.to_string();
        let remedy = text.contains("build_from_hashes") && text.contains(&path.display().to_string());
        assert!(remedy && text.contains(problem), "{problem}: {text}");
    };
    rejected("No such file");
    fs::create_dir(&path).unwrap();
    rejected("");
    fs::remove_dir(&path).unwrap();
    fs::write(&path, "the plain list of passwords, given by mistake").unwrap();
    rejected("not a file of leaked passwords");
    let passwords: String = (0..2_000).map(|n| format!("{n}\n")).collect();
    HashFile::build_from_passwords(passwords.as_bytes(), &path).unwrap();
    let sound = fs::read(&path).unwrap();
    fs::write(&path, &sound[..sound.len() - 8]).unwrap();
    rejected("truncated");
    let mut swapped = sound.clone();
    swapped[24 + 8 * 1_000..].rotate_left(8);
    fs::write(&path, swapped).unwrap();
    rejected("not in order");
    fs::write(&path, sound).unwrap();
    HashFile::open(&path).unwrap();
}

#[test]
fn newly_built_file_is_used_without_a_restart() {
    let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
    let path = folder.path().join("leaked.bin");
    let list = HashFile::build_from_passwords(&b"old\n"[..], &path).unwrap();
    assert!(contains(&runtime, &list, "old") && !contains(&runtime, &list, "new"));
    HashFile::build_from_passwords(&b"new\n"[..], &path).unwrap();
    assert!(!contains(&runtime, &list, "old") && contains(&runtime, &list, "new"));
    let names: BTreeSet<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["leaked.bin"]);
}
