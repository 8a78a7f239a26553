//! How far the engine has come: a small file beside it, written after each commit and before anybody hears of that.
//!
//! A journal that ends too early looks like one that was cut by a crash. The mark tells them apart: what it counts was
//! durable before it was written. The end of the process can't undo what it has written; against a loss of power, which can,
//! a thread makes it durable within about a second, so that no commit waits for that.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::birth::sync_parent;

/// How long the newest commit may be without a durable mark.
const DELAY: Duration = Duration::from_secs(1);
/// From one number to the other, which are written in turn: what a loss of power tears is never both.
const BLOCK: u64 = 4_096;
/// A number and its checksum.
const RECORD: usize = 8 + 16;

/// The two numbers of the file; nothing in the place of one that can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slots([Option<u64>; 2]);

impl Slots {
    fn read(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        Ok(Self([record_at(&mut file, 0)?, record_at(&mut file, BLOCK)?]))
    }

    /// How far the engine had come at least, if that can be told. A number that can't be read was to follow the other.
    fn least(self) -> Option<u64> {
        match self.0 {
            [Some(one), Some(other)] => Some(one.max(other)),
            [Some(one), None] | [None, Some(one)] => Some(one.saturating_add(1)),
            [None, None] => None,
        }
    }

    /// The place of the number to be written over: the lower one, or the one that can't be read.
    fn next(self) -> u64 {
        let [one, other] = self.0;
        if one > other { BLOCK } else { 0 }
    }
}

fn record_at(file: &mut File, place: u64) -> io::Result<Option<u64>> {
    let mut bytes = [0; RECORD];
    file.seek(SeekFrom::Start(place))?;
    match file.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let counter = bytes.first_chunk().map(|counter| u64::from_be_bytes(*counter));
    Ok(counter.filter(|counter| record(*counter) == bytes))
}

fn record(counter: u64) -> [u8; RECORD] {
    let mut bytes = [0; RECORD];
    let number = counter.to_be_bytes();
    let checksum = Sha256::new_with_prefix("pow disk mark").chain_update(number).finalize();
    let whole = number.iter().chain(&checksum);
    bytes.iter_mut().zip(whole).for_each(|(byte, value)| *byte = *value);
    bytes
}

/// What a folder's mark says against the engine that is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Whole,
    /// The engine had come further.
    Missing,
    /// It is damaged itself.
    Unreadable,
}

/// Where the mark is.
#[derive(Clone, Debug)]
pub(super) struct Mark(PathBuf);

impl Mark {
    pub(super) fn at(folder: &Path) -> Self {
        Self(folder.join("mark"))
    }

    /// Is an engine that has come so far all that there was? A folder without a mark is new, or older than marks are.
    pub(super) fn judge(&self, reached: u64) -> io::Result<Verdict> {
        let Some(slots) = self.slots()? else { return Ok(Verdict::Whole) };
        Ok(match slots.least() {
            None => Verdict::Unreadable,
            Some(least) if least > reached => Verdict::Missing,
            Some(_) => Verdict::Whole,
        })
    }

    fn slots(&self) -> io::Result<Option<Slots>> {
        match Slots::read(&self.0) {
            Ok(slots) => Ok(Some(slots)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// In one step: none or a whole one is there, also after a loss of power.
    fn make(&self, reached: u64) -> io::Result<Slots> {
        let new = self.0.with_extension("new");
        let mut file = File::create(&new)?;
        for place in [0, BLOCK] {
            file.seek(SeekFrom::Start(place))?;
            file.write_all(&record(reached))?;
        }
        file.sync_all()?;
        fs::rename(new, &self.0)?;
        sync_parent(&self.0)?;
        Ok(Slots([Some(reached); 2]))
    }
}

/// The mark of an open engine, and the thread that makes it durable; what is left to do is done when this is dropped.
pub(super) struct Marker {
    file: Arc<File>,
    /// Where the next number goes.
    next: u64,
    shared: Arc<Shared>,
    thread: Option<thread::JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    written: u64,
    durable: u64,
    ended: bool,
}

impl Marker {
    /// `reached` is on the disk; whether the mark counts it already doesn't matter.
    pub(super) fn start(mark: &Mark, reached: u64) -> io::Result<Self> {
        let slots = mark.slots()?.map_or_else(|| mark.make(reached), Ok)?;
        let file = Arc::new(File::options().write(true).open(&mark.0)?);
        let shared = Arc::new(Shared::default());
        let thread = thread::Builder::new().name("pow-disk-mark".to_owned()).spawn({
            let (shared, file) = (Arc::clone(&shared), Arc::clone(&file));
            move || shared.keep(|| file.sync_data())
        })?;
        let mut marker = Self { file, next: slots.next(), shared, thread: Some(thread) };
        if slots.0.iter().max() < Some(&Some(reached)) {
            marker.reach(reached)?;
        }
        Ok(marker)
    }

    /// Notes that this many commits are durable. The last of them may be acknowledged only after this has returned.
    pub(super) fn reach(&mut self, counter: u64) -> io::Result<()> {
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(self.next))?;
        file.write_all(&record(counter))?;
        self.next = BLOCK - self.next;
        let mut state = self.shared.state();
        let was_durable = state.written == state.durable;
        state.written = counter;
        // Else the thread knows already that there is something to do.
        if was_durable {
            self.shared.changed.notify_one();
        }
        Ok(())
    }
}

impl Drop for Marker {
    fn drop(&mut self) {
        self.shared.state().ended = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, sync: impl Fn() -> io::Result<()>) {
        let mut failing = false;
        let mut state = self.state();
        while !state.ended || state.written != state.durable {
            let idle = |state: &mut State| !state.ended && state.written == state.durable;
            state = self.changed.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            let waited = self.changed.wait_timeout_while(state, DELAY, |state| !state.ended);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            let (written, last) = (state.written, state.ended);
            if written == state.durable {
                continue;
            }
            // Who commits must not wait for the disk here.
            drop(state);
            let synced = sync();
            state = self.state();
            match synced {
                Ok(()) => (state.durable, failing) = (written, false),
                // It is tried again after the delay, and told once. At the end an older mark does no harm.
                Err(error) if !failing && !last => {
                    failing = true;
                    tracing::warn!(target: "pow::cache::unmarked", %error, "the disk cache could not note how far it has come");
                }
                Err(_) => {}
            }
            if last {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicU64, Ordering},
        time::Instant,
    };

    use super::*;

    fn mark() -> (tempfile::TempDir, Mark) {
        let folder = tempfile::tempdir().unwrap();
        let mark = Mark::at(folder.path());
        (folder, mark)
    }

    fn change(mark: &Mark, at: u64) {
        let mut bytes = fs::read(&mark.0).unwrap();
        bytes[usize::try_from(at).unwrap()] ^= 1;
        fs::write(&mark.0, bytes).unwrap();
    }

    #[test]
    fn counts_a_commit_as_soon_as_it_was_told_of_it() {
        let (_folder, mark) = mark();
        assert_eq!(mark.judge(0).unwrap(), Verdict::Whole, "there is none yet");
        let mut marker = Marker::start(&mark, 3).unwrap();
        for counter in 4..20 {
            marker.reach(counter).unwrap();
            assert_eq!(mark.judge(counter).unwrap(), Verdict::Whole);
            assert_eq!(mark.judge(counter + 1).unwrap(), Verdict::Whole, "a commit that nobody was told of");
            assert_eq!(mark.judge(counter - 1).unwrap(), Verdict::Missing);
        }
        drop(marker);
        // One that was overtaken by the engine follows it.
        drop(Marker::start(&mark, 30).unwrap());
        assert_eq!([29, 30].map(|reached| mark.judge(reached).unwrap()), [Verdict::Missing, Verdict::Whole]);
    }

    #[test]
    fn damage_to_it_is_told_from_its_absence() {
        for (damaged, commits) in [(0, 1), (BLOCK, 1), (0, 2), (BLOCK, 2)] {
            let (_folder, mark) = mark();
            let mut marker = Marker::start(&mark, 8).unwrap();
            (0..commits).for_each(|n| marker.reach(9 + n).unwrap());
            drop(marker);
            let newest = 8 + commits;
            // The older number or the newer one, whatever byte of it.
            change(&mark, damaged + 23);
            assert_ne!(mark.judge(newest - 1).unwrap(), Verdict::Whole, "place {damaged} after {commits}");
            // What a loss of power tears is the number of a commit that was durable.
            assert_eq!(mark.judge(newest + 1).unwrap(), Verdict::Whole);
            drop(Marker::start(&mark, newest + 1).unwrap());
            assert_eq!(mark.judge(newest).unwrap(), Verdict::Missing, "it is mended");
            change(&mark, 0);
            change(&mark, BLOCK);
            assert_eq!(mark.judge(u64::MAX).unwrap(), Verdict::Unreadable);
        }
        let (_folder, mark) = mark();
        fs::write(&mark.0, "").unwrap();
        assert_eq!(mark.judge(0).unwrap(), Verdict::Unreadable);
        fs::remove_file(&mark.0).unwrap();
        fs::create_dir(&mark.0).unwrap();
        mark.judge(0).unwrap_err();
    }

    /// The thread alone, with a disk that has so many faults; how often it has made the mark durable.
    fn keeper(faults: u64) -> (Arc<Shared>, Arc<AtomicU64>, thread::JoinHandle<()>) {
        let (shared, syncs) = (Arc::new(Shared::default()), Arc::new(AtomicU64::new(0)));
        let thread = thread::spawn({
            let (shared, syncs) = (Arc::clone(&shared), Arc::clone(&syncs));
            move || {
                shared.keep(|| match syncs.fetch_add(1, Ordering::SeqCst) {
                    nth if nth < faults => Err(io::Error::other("pulled out")),
                    _ => Ok(()),
                });
            }
        });
        (shared, syncs, thread)
    }

    fn write(shared: &Shared, counter: u64) {
        shared.state().written = counter;
        shared.changed.notify_one();
    }

    fn wait_for(shared: &Shared, counter: u64) {
        let begin = Instant::now();
        while shared.state().durable != counter {
            assert!(begin.elapsed() < DELAY * 10, "{} instead of {counter}", shared.state().durable);
            thread::sleep(DELAY / 20);
        }
    }

    #[test]
    fn is_durable_soon_after_a_commit_and_at_the_end() {
        let (shared, syncs, thread) = keeper(0);
        write(&shared, 1);
        write(&shared, 2);
        wait_for(&shared, 2);
        assert_eq!(syncs.load(Ordering::SeqCst), 1, "not for each commit");
        let begin = Instant::now();
        write(&shared, 3);
        shared.state().ended = true;
        shared.changed.notify_one();
        thread.join().unwrap();
        assert_eq!(shared.state().durable, 3);
        assert!(begin.elapsed() < DELAY, "the end waits for nothing");
    }

    #[test]
    fn is_tried_again_when_the_disk_refused_it_and_does_not_hold_up_the_end() {
        let (shared, syncs, thread) = keeper(2);
        write(&shared, 1);
        wait_for(&shared, 1);
        assert_eq!(syncs.load(Ordering::SeqCst), 3);
        drop(thread);
        let (shared, _, thread) = keeper(u64::MAX);
        write(&shared, 1);
        shared.state().ended = true;
        shared.changed.notify_one();
        thread.join().unwrap();
        assert_eq!(shared.state().durable, 0);
    }
}
