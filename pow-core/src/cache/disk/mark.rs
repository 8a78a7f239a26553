//! How far the engine had come at least: a small file beside it.
//!
//! A journal that ends too early looks like one that was cut by a crash. The mark tells them apart: what it counts was
//! durable before it was written.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The file with the number.
#[derive(Debug)]
pub(super) struct Mark(PathBuf);

impl Mark {
    pub(super) fn at(folder: &Path) -> Self {
        Self(folder.join("mark"))
    }

    /// The number; nothing if there is none, or if the machine lost power while it was written.
    pub(super) fn read(&self) -> Option<u64> {
        fs::read_to_string(&self.0).ok()?.trim().parse().ok()
    }

    /// In one step: the old number or the new one is there.
    pub(super) fn write(&self, counter: u64) -> io::Result<()> {
        let new = self.0.with_extension("new");
        fs::write(&new, format!("{counter}\n"))?;
        fs::rename(new, &self.0)
    }
}
