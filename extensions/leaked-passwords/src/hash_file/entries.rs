//! The format of the file, and the search in it.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::{Range, RangeInclusive},
    path::Path,
};

use super::invalid;

const MAGIC: [u8; 8] = *b"powleak\0";
const VERSION: u8 = 1;
/// The length of an entry in bytes.
const ENTRY: u64 = 8;
/// The length of the header in bytes.
pub(super) const HEADER: usize = 24;
/// The number of entries that are read at once: 4 KiB.
const PAGE: u64 = 512;
/// The number of pages that are checked when a file is opened.
const CHECKED_PAGES: u64 = 256;
/// The number of search steps that estimate the position. Later steps halve the range, so that an irregular file takes few steps,
/// too.
const ESTIMATES: u32 = 8;

/// Returns the header of a file with that many entries.
pub(super) fn header(count: u64) -> [u8; HEADER] {
    let [a, b, c, d, e, f, g, h] = MAGIC;
    let [i, j, k, l, m, n, o, p] = count.to_be_bytes();
    [a, b, c, d, e, f, g, h, VERSION, ENTRY as u8, 0, 0, 0, 0, 0, 0, i, j, k, l, m, n, o, p]
}

/// The entries of an open file.
pub(super) struct Entries<F> {
    file: F,
    count: u64,
}

impl Entries<File> {
    /// Opens the file and checks its header and its length.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Self::read(file, length)
    }
}

impl<F: Read + Seek> Entries<F> {
    fn read(mut file: F, length: u64) -> io::Result<Self> {
        let mut found = [0; HEADER];
        if length < HEADER as u64 {
            return Err(invalid("it has no header"));
        }
        file.read_exact(&mut found)?;
        let count = found.last_chunk().map_or(0, |last| u64::from_be_bytes(*last));
        if !found.starts_with(&MAGIC) {
            return Err(invalid("it is not a file of leaked passwords"));
        }
        if found != header(count) {
            return Err(invalid("it has an unknown version"));
        }
        let expected = count.checked_mul(ENTRY).and_then(|bytes| bytes.checked_add(HEADER as u64));
        if expected != Some(length) {
            return Err(invalid(format!("it is truncated or corrupt, with {length} bytes for {count} entries")));
        }
        if count == 0 {
            return Err(invalid("it has no entries"));
        }
        Ok(Self { file, count })
    }

    /// Checks the order within evenly spaced pages and between them. The last page is one of them.
    pub(super) fn check(&mut self) -> io::Result<()> {
        let pages = self.count.div_ceil(PAGE);
        let step = pages.div_ceil(CHECKED_PAGES).max(1);
        let mut least = 0;
        for page in (0..pages - 1).step_by(usize::try_from(step).map_err(io::Error::other)?).chain([pages - 1]) {
            let start = page * PAGE;
            let entries = self.page(start..self.count.min(start + PAGE), least..=u64::MAX)?;
            least = entries.last().map_or(least, |last| last.saturating_add(1));
        }
        Ok(())
    }

    /// Returns whether there is such an entry.
    pub(super) fn contains(&mut self, wanted: u64) -> io::Result<bool> {
        // The entry is in this range, if at all, and the entries of the range are between these values.
        let (mut range, mut low, mut high) = (0..self.count, 0, u64::MAX);
        for step in 0.. {
            if range.is_empty() {
                break;
            }
            let middle = if step < ESTIMATES { estimate(&range, low, high, wanted) } else { half(&range) };
            let page = page_around(middle, &range);
            let entries = self.page(page.clone(), low..=high)?;
            match (entries.first(), entries.last()) {
                (Some(first), _) if wanted < *first => (range.end, high) = (page.start, *first - 1),
                (_, Some(last)) if wanted > *last => (range.start, low) = (page.end, *last + 1),
                _ => return Ok(entries.binary_search(&wanted).is_ok()),
            }
        }
        Ok(false)
    }

    /// Reads entries. It fails if they are not in order or not between the values, since a search would miss an entry.
    fn page(&mut self, range: Range<u64>, values: RangeInclusive<u64>) -> io::Result<Vec<u64>> {
        let length = usize::try_from((range.end - range.start) * ENTRY).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        self.file.seek(SeekFrom::Start(HEADER as u64 + range.start * ENTRY))?;
        self.file.read_exact(&mut bytes)?;
        let entries: Vec<u64> = bytes.as_chunks().0.iter().map(|bytes| u64::from_be_bytes(*bytes)).collect();
        let are_between = [entries.first(), entries.last()].into_iter().flatten().all(|entry| values.contains(entry));
        if !are_between || !entries.is_sorted_by(|one, next| one < next) {
            return Err(invalid(format!(
                "it is corrupt, because its entries are not in order near entry {}",
                range.start
            )));
        }
        Ok(entries)
    }
}

/// Returns the position of the entry if the values are evenly distributed, as hashes are.
fn estimate(range: &Range<u64>, low: u64, high: u64, wanted: u64) -> u64 {
    let wide = u128::from;
    let offset = wide(wanted - low) * wide(range.end - range.start) / (wide(high - low) + 1);
    range.start + u64::try_from(offset).unwrap_or_default()
}

fn half(range: &Range<u64>) -> u64 {
    range.start + (range.end - range.start) / 2
}

/// Returns a page with the position in its middle, moved so that it is within the range.
fn page_around(middle: u64, range: &Range<u64>) -> Range<u64> {
    let latest = range.end.saturating_sub(PAGE);
    let start = middle.saturating_sub(PAGE / 2).min(latest).max(range.start);
    start..range.end.min(start + PAGE)
}

#[cfg(test)]
mod tests;
