//! Secret files in a folder: each is complete or absent.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crate::Error;

/// Creates the folder for mails or texts, if it is missing.
///
/// # Errors
/// [`Error::Config`] if it can't be created.
pub(crate) fn make(folder: &Path, of: &str) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Error::Config(format!(
            "could not create the folder for {of} {} ({error}); choose a folder that exists, or that this process may \
             create",
            folder.display()
        ))
    })
}

/// Writes a new file under a temporary name, and renames it.
pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!(".{name}.part"));
    let written = write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, folder.join(name)))
        .and_then(|()| sync_folder(folder));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // The links and codes in a message are secret.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the file name durable, too, because the row in the outbox is deleted next.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => fs::File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}
