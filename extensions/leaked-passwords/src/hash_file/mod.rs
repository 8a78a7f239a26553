//! A list of leaked passwords in a local file.

mod build;
mod entries;

use std::{
    io,
    path::{Path, PathBuf},
};

use pow_core::{Error, async_trait};
use tokio::task;

use self::entries::Entries;
use crate::{Source, source::unavailable};

/// A file of sorted beginnings of SHA-1 hashes.
///
/// Each password takes 8 bytes: a list of a billion passwords has 8 GB. The file is not loaded into memory. A look-up reads 2
/// to 4 pages of 4 KiB, on a thread for blocking work.
///
/// A password that is not in the list is taken for one with a probability of the list's length divided by 2⁶⁴. For a billion
/// passwords this is 1 in 18 billion. A listed password is always found.
///
/// Each look-up opens the file, so a new file takes effect without a restart. Replace the file by a rename, as the `build_`
/// functions do.
///
/// # Format
/// All numbers are big-endian. The entries are in strictly ascending order.
///
/// | bytes | content |
/// |---|---|
/// | 0–7 | `powleak` and a zero byte |
/// | 8 | version: 1 |
/// | 9 | length of an entry in bytes: 8 |
/// | 10–15 | zero |
/// | 16–23 | number of entries |
/// | from 24 | the entries: the first 8 bytes of each hash |
#[derive(Clone, Debug)]
pub struct HashFile {
    path: PathBuf,
}

impl HashFile {
    /// Opens a file that [`build_from_hashes`](Self::build_from_hashes) or
    /// [`build_from_passwords`](Self::build_from_passwords) has written.
    ///
    /// It checks the header, the length, and the order of the entries in up to 257 evenly spaced pages (1 MiB). A file of up to
    /// 131,000 entries is checked completely.
    ///
    /// # Errors
    /// [`Error::Config`] if the file can't be read, is truncated or corrupt, or has another format.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        match Entries::open(&path).and_then(|mut entries| entries.check()) {
            Ok(()) => Ok(Self { path }),
            Err(error) => Err(Error::Config(format!(
                "the file of leaked passwords {} can't be used ({error}): name another file, or build the file again \
                 with `HashFile::build_from_hashes` or `HashFile::build_from_passwords`",
                path.display()
            ))),
        }
    }
}

#[async_trait]
impl Source for HashFile {
    async fn contains(&self, sha1: &[u8; 20]) -> Result<bool, Error> {
        let (path, entry) = (self.path.clone(), entry(sha1));
        let found = task::spawn_blocking(move || look_up(&path, entry)).await.map_err(Error::other)?;
        found.map_err(|error| unavailable(format!("{}: {error}", self.path.display())))
    }
}

fn look_up(path: &Path, entry: u64) -> io::Result<bool> {
    Entries::open(path)?.contains(entry)
}

/// Returns the beginning of a hash that is in the file.
fn entry(sha1: &[u8; 20]) -> u64 {
    sha1.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// An error of a file's or a list's content.
fn invalid(problem: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem.into())
}
