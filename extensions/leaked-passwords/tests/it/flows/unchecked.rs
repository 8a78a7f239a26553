//! A source that fails: the password is accepted and the log says so, or it is rejected.

use std::fs;

use crate::common::{FOUND, LEAKED, UNCHECKED, UNKNOWN, assert_rejected, hex, list_file, sha1};
use pow_core::users::PASSWORD_HASH;
use pow_ext_leaked_passwords::LeakedPasswords;
use pow_testing::{
    Logs, TestApp,
    client::{ANN, PASSWORD},
};

const TARGET: &str = "pow::leaked_passwords::unchecked";

#[test]
fn without_its_list_a_password_is_accepted_and_the_log_says_so_once() {
    if !pow_testing::alone() {
        return;
    }
    let (logs, file) = (Logs::capture(), list_file());
    let app = TestApp::with(LeakedPasswords::new(file.list)).start();
    assert_rejected(&app.client().register(ANN, LEAKED), FOUND);
    assert!(logs.of(TARGET).is_empty(), "a check that works is not logged");
    fs::remove_file(&file.path).unwrap();
    assert_eq!(app.client().register(ANN, LEAKED).status, 303);
    assert_eq!(app.client().register("ben@example.com", LEAKED).status, 303);
    let lines = logs.of(TARGET);
    assert_eq!(lines.len(), 1, "the second line is held back");
    assert_eq!((lines[0].level.as_str(), lines[0].field("rejected")), ("WARN", Some("false")));
    let error = lines[0].field("error").unwrap();
    assert!(error.contains("the list of leaked passwords is unavailable") && error.contains("leaked.bin"), "{error}");
    let (text, hash) = (logs.text().to_uppercase(), hex(&sha1(LEAKED)));
    assert!(!text.contains(&LEAKED.to_uppercase()) && !text.contains(&hash[..10]), "{text}");
    assert!(app.signs_in(ANN, LEAKED));
}

#[test]
fn strict_extension_rejects_a_password_that_it_can_not_check() {
    let file = list_file();
    let app = TestApp::with(LeakedPasswords::new(file.list).strict()).start();
    let mut ann = app.registered(ANN);
    let before = app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap();
    let hidden = file.folder.path().join("hidden");
    fs::rename(&file.path, &hidden).unwrap();
    assert_rejected(&app.client().register("ben@example.com", UNKNOWN), UNCHECKED);
    assert_rejected(&ann.change_password(PASSWORD, UNKNOWN), UNCHECKED);
    assert_eq!(app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap(), before);
    assert_eq!(app.user_count(), 1);
    assert!(app.signs_in(ANN, PASSWORD), "a sign-in needs no list");
    fs::rename(&hidden, &file.path).unwrap();
    assert_rejected(&ann.change_password(PASSWORD, LEAKED), FOUND);
    assert_eq!(ann.change_password(PASSWORD, UNKNOWN).status, 303);
}

#[test]
fn file_that_is_corrupt_later_is_a_source_that_fails() {
    let file = list_file();
    let app = TestApp::with(LeakedPasswords::new(file.list).strict()).start();
    let mut bytes = fs::read(&file.path).unwrap();
    bytes.pop();
    fs::write(&file.path, bytes).unwrap();
    assert_rejected(&app.client().register(ANN, UNKNOWN), UNCHECKED);
}
