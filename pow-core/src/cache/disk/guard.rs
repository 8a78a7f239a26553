//! A look at the engine's files before it reads them.
//!
//! The engine reserves memory for as many items as a file says it has before it compares the file's checksum; a flipped bit
//! there would end the program. What is checked here is only that a number fits into its file.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

/// At the end of a file: magic, version, checksum's kind, checksum, place and length of the list of sections.
const TRAILER: i64 = 4 + 1 + 1 + 16 + 8 + 8;
const BLOB_FILE: u64 = 8 + 1 + 16;

/// Do the numbers of all files below the folder fit?
pub(super) fn plausible(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let good = if path.is_dir() { plausible(&path) } else { file_is_plausible(&path) };
        match good {
            Ok(true) => {}
            // Whoever has the folder is at work in it, and the lock will say so.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => return other,
        }
    }
    Ok(true)
}

fn file_is_plausible(path: &Path) -> io::Result<bool> {
    Ok(fits(&mut File::open(path)?).unwrap_or(true))
}

/// A file that ends early or isn't one of these is for the engine to judge.
fn fits(file: &mut File) -> io::Result<bool> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::End(-TRAILER))?;
    if read::<6>(file)? != *b"SFA!\x01\x00" {
        return Ok(true);
    }
    file.seek(SeekFrom::Current(16))?;
    let list = u64::from_le_bytes(read(file)?);
    file.seek(SeekFrom::Start(list.saturating_add(4)))?;
    let sections = u32::from_le_bytes(read(file)?);
    if u64::from(sections) * 18 > length {
        return Ok(false);
    }
    for _ in 0..sections {
        let place = u64::from_le_bytes(read(file)?);
        let _length: [u8; 8] = read(file)?;
        let mut name = vec![0; usize::from(u16::from_le_bytes(read(file)?))];
        file.read_exact(&mut name)?;
        if name == b"blob_files" {
            file.seek(SeekFrom::Start(place))?;
            return Ok(u64::from(u32::from_le_bytes(read(file)?)) * BLOB_FILE <= length);
        }
    }
    Ok(true)
}

fn read<const N: usize>(file: &mut File) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
