//! What the tests of this crate share.

#[cfg(feature = "range-service")]
mod range_server;

use std::path::PathBuf;

use pow_ext_leaked_passwords::HashFile;
use pow_testing::{Client, Response};
use sha1::{Digest, Sha1};
use tempfile::TempDir;

#[cfg(feature = "range-service")]
pub(crate) use self::range_server::{Answer, RangeServer, ok};

/// Not a secret: a password in the list.
pub(crate) const LEAKED: &str = "blue-giraffe-umbrella-42";
/// Not a secret: a password that is not in the list.
pub(crate) const UNKNOWN: &str = "quiet-lantern-harbour-77";
/// The beginning of the sentence about a leaked password.
pub(crate) const FOUND: &str = "This password has appeared in a data leak";
/// A part of the sentence about a check that failed.
pub(crate) const UNCHECKED: &str = "check this password against known data leaks right now. Try again later.";

/// A file of leaked passwords in its folder.
pub(crate) struct ListFile {
    pub(crate) list: HashFile,
    pub(crate) path: PathBuf,
    pub(crate) folder: TempDir,
}

/// A file with [`LEAKED`] and others.
pub(crate) fn list_file() -> ListFile {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("leaked.bin");
    let list = HashFile::build_from_passwords(format!("first\n{LEAKED}\nlast\n").as_bytes(), &path).unwrap();
    ListFile { list, path, folder }
}

pub(crate) fn sha1(password: impl AsRef<[u8]>) -> [u8; 20] {
    Sha1::digest(password).into()
}

pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Fills in the form behind a link of a mail.
pub(crate) fn choose(browser: &mut Client, link: &str, password: &str) -> Response {
    let action = link.strip_suffix("/edit").unwrap_or(link);
    browser.submit(link, action, &[("user[password]", password), ("user[password_confirmation]", password)])
}

/// The errors at the form's field of the new password.
pub(crate) fn password_errors(answer: &Response) -> String {
    let html = answer.text();
    let errors = html.split_once("id=\"user_password-error\">").map_or("", |(_, after)| after);
    errors.split("</p>").next().unwrap().to_owned()
}

/// Asserts that the form was rejected with this sentence at the new password and with no other error.
#[track_caller]
pub(crate) fn assert_rejected(answer: &Response, sentence: &str) {
    let errors = password_errors(answer);
    assert_eq!(answer.status, 422, "{:?}: {}", answer.location(), answer.text());
    assert!(errors.contains(sentence), "{errors:?} in {}", answer.text());
    assert_eq!(answer.text().matches("aria-invalid=\"true\"").count(), 1, "{}", answer.text());
}
