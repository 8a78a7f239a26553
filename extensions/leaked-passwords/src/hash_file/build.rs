//! Building the file from a list.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use pow_core::{Error, random};
use sha1::{Digest, Sha1};

use super::{
    HashFile,
    entries::{HEADER, header},
    entry, invalid,
};

/// The longest line of a list of hashes, in bytes. A hash and its count take at most 62.
const MAX_HASH_LINE: u64 = 128;
/// The longest line of a list of passwords, in bytes.
const MAX_PASSWORD_LINE: u64 = 64 * 1024;

impl HashFile {
    /// Builds the file from the published list: a line `HASH:COUNT` for each password, with its SHA-1 in 40 hexadecimal
    /// digits, in ascending order of the hashes. The Pwned Passwords download has this form. Entries with the count 0 are
    /// padding and left out.
    ///
    /// The list is read once, line by line, and not kept in memory. The file is written under a temporary name in the same
    /// folder and renamed at the end, so `path` has the old or the complete new file.
    ///
    /// ```no_run
    /// use std::{fs::File, io::BufReader};
    /// use pow_core::Error;
    /// use pow_ext_leaked_passwords::HashFile;
    ///
    /// let list = BufReader::with_capacity(1 << 20, File::open("pwned-passwords-sha1.txt")?);
    /// HashFile::build_from_hashes(list, "leaked-passwords.bin")?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// It blocks the thread. `examples/build_leaked_passwords.rs` is a program for it.
    ///
    /// # Errors
    /// [`Error::Config`] if a line has another form or is not in order, if the list is empty, or if a file can't be read or
    /// written. The error names the line, and `path` is unchanged.
    pub fn build_from_hashes(list: impl BufRead, path: impl Into<PathBuf>) -> Result<Self, Error> {
        build(path.into(), |file| copy_hashes(Lines::new(list, MAX_HASH_LINE), file))
    }

    /// Builds the file from plain text: one password a line, in any order. A line ends with a line feed or a carriage return
    /// and a line feed. Empty lines are left out, and spaces are part of the password.
    ///
    /// It needs 8 bytes of memory for each line and blocks the thread.
    ///
    /// # Errors
    /// [`Error::Config`] if a line has more than 64 KiB, if the list is empty, or if a file can't be read or written. `path`
    /// is unchanged then.
    pub fn build_from_passwords(list: impl BufRead, path: impl Into<PathBuf>) -> Result<Self, Error> {
        build(path.into(), |file| hash_passwords(Lines::new(list, MAX_PASSWORD_LINE), file))
    }
}

fn build(path: PathBuf, fill: impl FnOnce(&mut Unfinished) -> io::Result<()>) -> Result<HashFile, Error> {
    let name: [u8; 8] = random::bytes()?;
    let temporary = temporary(&path, u64::from_be_bytes(name));
    let built = Unfinished::create(temporary).and_then(|mut file| {
        fill(&mut file)?;
        file.finish(&path)
    });
    match built {
        Ok(()) => HashFile::open(path),
        Err(error) => {
            Err(Error::Config(format!("could not build the file of leaked passwords {}: {error}", path.display())))
        }
    }
}

/// Returns a temporary name in the same folder, because a rename to another file system is not atomic.
fn temporary(path: &Path, name: u64) -> PathBuf {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{file}.{name:016x}.part"))
}

fn copy_hashes(mut lines: Lines<impl BufRead>, file: &mut Unfinished) -> io::Result<()> {
    let mut last = None;
    while let Some(line) = lines.next()? {
        let Some((hash, is_padding)) = parse(line) else {
            return Err(lines.invalid(
                "is not of the form HASH:COUNT with a SHA-1 of 40 hexadecimal digits. Use the list of SHA-1 hashes, or \
                 `build_from_passwords` for plain text",
            ));
        };
        if last.is_some_and(|last| last > hash) {
            return Err(lines.invalid(
                "is not in order. Use the list that is ordered by hash, or sort the lines first (`LC_ALL=C sort`)",
            ));
        }
        last = Some(hash);
        if !is_padding {
            file.push(entry(&hash))?;
        }
    }
    Ok(())
}

/// Reads a line of the published list: the hash, and whether its count is 0.
fn parse(line: &[u8]) -> Option<([u8; 20], bool)> {
    let (digits, rest) = line.split_first_chunk::<40>()?;
    let (colon, count) = rest.split_first()?;
    if *colon != b':' || count.is_empty() || !count.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut hash = [0; 20];
    for (byte, [high, low]) in hash.iter_mut().zip(digits.as_chunks().0) {
        *byte = (digit(*high)? << 4) | digit(*low)?;
    }
    Some((hash, count.iter().all(|digit| *digit == b'0')))
}

fn digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn hash_passwords(mut lines: Lines<impl BufRead>, file: &mut Unfinished) -> io::Result<()> {
    let mut entries = Vec::new();
    while let Some(line) = lines.next()? {
        entries.push(entry(&Sha1::digest(line).into()));
    }
    entries.sort_unstable();
    entries.into_iter().try_for_each(|entry| file.push(entry))
}

/// The lines of a list that are not empty.
struct Lines<R> {
    list: R,
    limit: u64,
    line: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    fn new(list: R, limit: u64) -> Self {
        Self { list, limit, line: Vec::new(), number: 0 }
    }

    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            self.line.clear();
            let length = (&mut self.list).take(self.limit).read_until(b'\n', &mut self.line)?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.line.pop_if(|last| *last == b'\n').is_some() {
                self.line.pop_if(|last| *last == b'\r');
            } else if length as u64 == self.limit {
                let limit = self.limit;
                return Err(
                    self.invalid(&format!("has more than {limit} bytes. Use a text file with one entry a line"))
                );
            }
            if !self.line.is_empty() {
                break;
            }
        }
        Ok(Some(&self.line))
    }

    /// The error names the line and doesn't quote it, since it may be a password.
    fn invalid(&self, problem: &str) -> io::Error {
        invalid(format!("line {} {problem}", self.number))
    }
}

/// A file that is being written. It is deleted unless it is finished.
struct Unfinished {
    out: BufWriter<File>,
    path: PathBuf,
    count: u64,
    last: Option<u64>,
}

impl Unfinished {
    fn create(path: PathBuf) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let mut unfinished = Self { out: BufWriter::with_capacity(1 << 20, file), path, count: 0, last: None };
        // The header follows when the number of entries is known.
        unfinished.out.write_all(&[0; HEADER])?;
        Ok(unfinished)
    }

    /// Appends an entry that is not less than the last one. Equal entries are written once.
    fn push(&mut self, entry: u64) -> io::Result<()> {
        if self.last.replace(entry) != Some(entry) {
            self.out.write_all(&entry.to_be_bytes())?;
            self.count += 1;
        }
        Ok(())
    }

    fn finish(mut self, target: &Path) -> io::Result<()> {
        if self.count == 0 {
            return Err(invalid("the list has no passwords. Check that the file is the right file"));
        }
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header(self.count))?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        fs::rename(&self.path, target)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After the rename there is no such file.
        let _ = fs::remove_file(&self.path);
    }
}
