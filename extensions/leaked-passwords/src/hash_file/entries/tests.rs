use std::{f64::consts::PI, io::Cursor};

use proptest::prelude::*;

use super::*;

/// The bytes of a file with these entries.
fn file(entries: &[u64]) -> Vec<u8> {
    header(entries.len() as u64).into_iter().chain(entries.iter().flat_map(|entry| entry.to_be_bytes())).collect()
}

fn open(bytes: Vec<u8>) -> io::Result<Entries<Cursor<Vec<u8>>>> {
    let length = bytes.len() as u64;
    Entries::read(Cursor::new(bytes), length)
}

fn problem<T>(result: io::Result<T>) -> String {
    result.err().map(|error| error.to_string()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_entry_is_found_and_no_other(
        // Even, clustered at the start, and clustered at the end: an estimate is wrong for the last two.
        entries in proptest::collection::btree_set(prop_oneof![any::<u64>(), 0..5_000u64, u64::MAX - 5_000..], 1..3_000),
        others in proptest::collection::vec(prop_oneof![any::<u64>(), 0..5_000u64, u64::MAX - 5_000..], 100),
    ) {
        let sorted: Vec<u64> = entries.iter().copied().collect();
        let mut file = open(file(&sorted)).unwrap();
        file.check().unwrap();
        for entry in &sorted {
            prop_assert!(file.contains(*entry).unwrap(), "{entry}");
        }
        for other in others {
            prop_assert_eq!(file.contains(other).unwrap(), entries.contains(&other), "{}", other);
        }
    }
}

#[test]
fn ends_of_the_range_of_values_are_found() {
    for entries in [vec![0], vec![u64::MAX], vec![0, u64::MAX], (0..1_000).chain(u64::MAX - 1_000..=u64::MAX).collect()]
    {
        let mut file = open(file(&entries)).unwrap();
        file.check().unwrap();
        for entry in [0, 1, 999, 1_000, u64::MAX / 2, u64::MAX - 1_001, u64::MAX - 1_000, u64::MAX] {
            assert_eq!(file.contains(entry).unwrap(), entries.contains(&entry), "{entry} in {} entries", entries.len());
        }
    }
}

/// A file of a billion entries that is computed and not stored. Their positions deviate from an even distribution by up to
/// 16,000, as those of hashes do.
struct Computed {
    at: u64,
    pages: u64,
}

impl Computed {
    const COUNT: u64 = 1_000_000_000;

    fn entry(position: u64) -> u64 {
        let step = u64::MAX / Self::COUNT;
        // 60 half waves: no deviation at either end.
        let wave = (position as f64 * 60.0 * PI / Self::COUNT as f64).sin();
        (position * step).saturating_add_signed((16_000.0 * wave * step as f64) as i64)
    }
}

impl Read for Computed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        for (position, bytes) in (self.at..).zip(out.as_chunks_mut::<8>().0) {
            *bytes = Self::entry(position).to_be_bytes();
        }
        Ok(out.len())
    }
}

impl Seek for Computed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(offset) = to else { return Err(io::Error::other("not needed")) };
        self.at = (offset - HEADER as u64) / ENTRY;
        self.pages += 1;
        Ok(offset)
    }
}

#[test]
fn look_up_in_a_billion_entries_reads_few_pages() {
    let mut file = Entries { file: Computed { at: 0, pages: 0 }, count: Computed::COUNT };
    file.check().unwrap();
    file.file.pages = 0;
    let mut most = 0;
    let positions = (0..10_000).map(|n| n * 99_991 % Computed::COUNT);
    for entry in positions.clone().map(Computed::entry) {
        let before = file.file.pages;
        assert!(file.contains(entry).unwrap() && !file.contains(entry + 1).unwrap());
        most = most.max(file.file.pages - before);
    }
    let average = file.file.pages as f64 / (2.0 * positions.count() as f64);
    println!("{average:.2} pages for a look-up on average, {most} for two at most");
    assert!(average < 4.0 && most <= 2 * 8, "{average} on average, {most} for two at most");
}

#[test]
fn irregular_file_takes_a_bounded_number_of_pages() {
    // Estimates miss: all entries but the last are at the start of the range of values.
    let entries: Vec<u64> = (0..300_000).chain([u64::MAX]).collect();
    let bytes = file(&entries);
    let length = bytes.len() as u64;
    let mut file = Entries::read(Counted { file: Cursor::new(bytes), pages: 0 }, length).unwrap();
    for entry in [0, 150_000, 299_999, 300_000, u64::MAX - 1, u64::MAX] {
        file.file.pages = 0;
        assert_eq!(file.contains(entry).unwrap(), entry < 300_000 || entry == u64::MAX);
        assert!(file.file.pages <= 8 + 10, "{} pages for {entry}", file.file.pages);
    }
}

struct Counted {
    file: Cursor<Vec<u8>>,
    pages: usize,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.file.read(out)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pages += 1;
        self.file.seek(to)
    }
}

#[test]
fn damaged_file_is_recognised() {
    let sound = file(&[1, 2, 3]);
    assert!(open(sound.clone()).is_ok());
    for (changed, expected) in [(0, "not a file of leaked passwords"), (8, "unknown version"), (9, "unknown version")] {
        let mut bytes = sound.clone();
        bytes[changed] ^= 1;
        let found = problem(open(bytes));
        assert!(found.contains(expected), "byte {changed}: {found}");
    }
    for length in 0..sound.len() {
        let found = problem(open(sound[..length].to_vec()));
        assert!(found.contains(if length < HEADER { "no header" } else { "truncated" }), "{length} bytes: {found}");
    }
    let longer = [&sound[..], b"x"].concat();
    assert!(problem(open(longer)).contains("truncated or corrupt"));
    let mut huge = sound.clone();
    huge[16] = 0xff;
    assert!(problem(open(huge)).contains("truncated or corrupt"));
    assert!(problem(open(file(&[]))).contains("no entries"));
}

#[test]
fn disorder_is_recognised_when_the_file_is_opened_or_searched() {
    let sorted: Vec<u64> = (0..200_000).map(|n| n * (u64::MAX / 200_000)).collect();
    for (one, other) in [(0, 1), (511, 512), (100, 100_000), (199_998, 199_999)] {
        let mut entries = sorted.clone();
        entries.swap(one, other);
        let mut file = open(file(&entries)).unwrap();
        let checked = file.check();
        let searched = file.contains(sorted[one]);
        assert!(checked.is_err() || searched.is_err(), "{one} and {other} were swapped");
        let found = problem(checked) + &problem(searched);
        assert!(found.contains("not in order"), "{found}");
    }
    let mut pages: Vec<&[u64]> = sorted.chunks(PAGE as usize).take(100).collect();
    pages.swap(3, 90);
    let mut exchanged = open(file(&pages.concat())).unwrap();
    assert!(problem(exchanged.check()).contains("not in order"), "each page alone is in order");
    assert!(problem(exchanged.contains(pages[3][0])).contains("not in order"));
    let repeated = file(&[5, 5]);
    assert!(problem(open(repeated).unwrap().check()).contains("not in order"));
}
