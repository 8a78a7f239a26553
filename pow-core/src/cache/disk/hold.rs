//! The folder belongs to one process for as long as its store lives.
//!
//! The engine has a lock of its own, but lets go of it when it is closed after a fault. Who changed the folder then would
//! make wrong what the store has in memory.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use super::engine::{fault, in_use};
use crate::Error;

/// Makes the folder if it isn't there, and locks it; the lock ends with what is returned, or with the process.
pub(super) fn hold(folder: &Path) -> Result<File, Error> {
    let file =
        make(folder).and_then(|()| File::options().create(true).truncate(false).write(true).open(folder.join("lock")));
    let file = file.map_err(|error| fault(folder, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(in_use(folder)),
        Err(TryLockError::Error(error)) => Err(fault(folder, &error)),
    }
}

/// The folder, for its owner alone.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)
}
