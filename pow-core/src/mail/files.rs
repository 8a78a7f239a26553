//! Mails as files, for development or for a delivery program that watches the folder.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;

use super::{MailTransport, RenderedMail};
use crate::{DateTime, Error};

/// Writes each mail into a folder as one `.eml` file (RFC 5322). A file is complete or absent.
#[derive(Debug)]
pub(super) struct FileTransport {
    folder: PathBuf,
    written: AtomicU32,
}

impl FileTransport {
    pub(super) fn new(folder: PathBuf) -> Result<Self, Error> {
        make(&folder).map_err(|error| {
            Error::Config(format!(
                "could not create the folder for mails {} ({error}); choose an existing or writable folder",
                folder.display()
            ))
        })?;
        Ok(Self { folder, written: AtomicU32::new(0) })
    }

    /// Sorts by time, then by order within the process. The random end avoids collisions between processes.
    fn file_name(&self, mail: &RenderedMail) -> String {
        let at = DateTime::from_timestamp_millis(mail.date_ms).unwrap_or_default().format("%Y%m%dT%H%M%S%.3fZ");
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let random = mail.message_id.get(..8).unwrap_or_default();
        format!("{at}-{number:06}-{random}.eml")
    }
}

#[async_trait]
impl MailTransport for FileTransport {
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
        let name = self.file_name(mail);
        let bytes = mail.to_message()?;
        let unfinished = self.folder.join(format!(".{name}.part"));
        let written = write(&unfinished, &bytes)
            .and_then(|()| fs::rename(&unfinished, self.folder.join(&name)))
            .and_then(|()| sync_folder(&self.folder));
        if written.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        written.map_err(Error::other)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // The links in a mail are secret.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the file name durable too, because the row in the outbox is deleted next.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => fs::File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
