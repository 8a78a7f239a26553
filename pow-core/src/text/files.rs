//! Texts as files, for development.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;

use super::{RenderedText, TextSender};
use crate::{
    DateTime, Error,
    mail::folder::{make, put},
};

/// Writes each text message into a folder as one file: `To: +…`, an empty line, and the text. A file is complete or absent, and
/// the names sort by time.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, text::FileTextSender};
///
/// let sender = FileTextSender::new(std::env::temp_dir().join("texts"))?;
/// let config = Config { text_sender: Some(Arc::new(sender)), ..Config::default() };
/// # drop(config);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Debug)]
pub struct FileTextSender {
    folder: PathBuf,
    written: AtomicU32,
}

impl FileTextSender {
    /// Creates the folder if it is missing. Only the user of the process can read it.
    ///
    /// # Errors
    /// [`Error::Config`] if the folder can't be created.
    pub fn new(folder: impl Into<PathBuf>) -> Result<Self, Error> {
        let folder = folder.into();
        make(&folder, "text messages")?;
        Ok(Self { folder, written: AtomicU32::new(0) })
    }

    /// Returns a file name. The names sort by time, then by order within the process. The random end avoids collisions between
    /// processes.
    fn file_name(&self, text: &RenderedText) -> String {
        let at = DateTime::from_timestamp_millis(text.date_ms).unwrap_or_default().format("%Y%m%dT%H%M%S%.3fZ");
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let random = text.id.get(..8).unwrap_or_default();
        format!("{at}-{number:06}-{random}.txt")
    }
}

#[async_trait]
impl TextSender for FileTextSender {
    async fn send(&self, text: &RenderedText) -> Result<(), Error> {
        let content = format!("To: {}\n\n{}\n", text.to, text.text);
        put(&self.folder, &self.file_name(text), content.as_bytes()).map_err(Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::phone::PhoneNumber;

    #[tokio::test]
    async fn text_is_one_file_that_its_owner_reads() {
        let folder = tempfile::tempdir().unwrap();
        let texts = folder.path().join("new/texts");
        let sender = FileTextSender::new(&texts).unwrap();
        let to = PhoneNumber::parse("+442079460958").unwrap();
        let (text, id) = ("123456 is your code.\n\n@app.example #123456".to_owned(), "0123456789abcdef".to_owned());
        let text = RenderedText { name: "door/code".into(), to, text, id, date_ms: 0 };
        sender.send(&text).await.unwrap();
        sender.send(&text).await.unwrap();
        let mut files: Vec<_> = std::fs::read_dir(&texts).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(
            names,
            ["19700101T000000.000Z-000000-01234567.txt", "19700101T000000.000Z-000001-01234567.txt"],
            "complete files alone"
        );
        let content = std::fs::read_to_string(&files[0]).unwrap();
        assert_eq!(content, "To: +442079460958\n\n123456 is your code.\n\n@app.example #123456\n");
        assert!(FileTextSender::new(&files[0]).unwrap_err().to_string().contains("the folder for text messages"));
    }
}
