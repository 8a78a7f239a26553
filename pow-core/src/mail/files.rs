//! Mails as files, for development or for a delivery program that watches the folder.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;

use super::{
    MailTransport, RenderedMail,
    folder::{make, put},
};
use crate::{DateTime, Error};

/// Writes each mail into a folder as one `.eml` file (RFC 5322). A file is complete or absent.
#[derive(Debug)]
pub(super) struct FileTransport {
    folder: PathBuf,
    written: AtomicU32,
}

impl FileTransport {
    pub(super) fn new(folder: PathBuf) -> Result<Self, Error> {
        make(&folder, "mails")?;
        Ok(Self { folder, written: AtomicU32::new(0) })
    }

    /// Returns a file name. The names sort by time, then by order within the process. The random end avoids collisions between
    /// processes.
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
        put(&self.folder, &self.file_name(mail), &mail.to_message()?).map_err(Error::other)
    }
}
