//! The errors of opening the folder, each with its remedy.

use std::{fmt::Display, path::Path};

use crate::Error;

/// Explains an error of SQLite by its message.
pub(super) fn sqlite(folder: &Path, error: &diesel::result::Error) -> Error {
    let message = error.to_string();
    match message.as_str() {
        "database is locked" => in_use(folder),
        "attempt to write a readonly database"
        | "database or disk is full"
        | "disk I/O error"
        | "out of memory"
        | "unable to open database file" => unusable(folder, &message),
        _ => corrupt(folder, &message),
    }
}

pub(super) fn unusable(folder: &Path, error: &dyn Display) -> Error {
    Error::Config(format!(
        "the folder {} for the disk cache can't be used ({error}): name a folder that this process may create and write to",
        folder.display()
    ))
}

pub(super) fn corrupt(folder: &Path, cause: &str) -> Error {
    Error::Config(format!(
        "the disk cache in {} is corrupt ({cause}): move the folder away and start again; all users have to sign in again",
        folder.display()
    ))
}

pub(super) fn other_version(folder: &Path) -> Error {
    Error::Config(format!(
        "the disk cache in {} has an unknown format version: start the version of the application that wrote it, or move the \
         folder away and start again; all users have to sign in again",
        folder.display()
    ))
}

pub(super) fn over_limits(folder: &Path) -> Error {
    Error::Config(format!(
        "the disk cache in {} holds more entries than the limits allow: raise the limits",
        folder.display()
    ))
}

fn in_use(folder: &Path) -> Error {
    Error::Config(format!(
        "the folder {} is in use by another process: give each process a separate folder, or let all processes use \
         Redis or the database",
        folder.display()
    ))
}
