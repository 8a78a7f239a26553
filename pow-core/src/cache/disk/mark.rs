//! How far the engine had come at least: a small file beside it.
//!
//! A journal that ends too early looks like one that was cut by a crash. The mark tells them apart: what it counts was
//! durable before it was written. A thread of its own writes it, about a second after a commit that it doesn't count yet,
//! so that no commit waits for it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// How old the newest commit may become before the mark counts it.
const DELAY: Duration = Duration::from_secs(1);

/// The file with the number.
#[derive(Clone, Debug)]
pub(super) struct Mark(PathBuf);

impl Mark {
    pub(super) fn at(folder: &Path) -> Self {
        Self(folder.join("mark"))
    }

    /// The number; nothing if there is none, or if it can't be read.
    pub(super) fn read(&self) -> Option<u64> {
        fs::read_to_string(&self.0).ok()?.trim().parse().ok()
    }

    /// In one step: the old number or the new one is there, also after the machine lost power.
    fn write(&self, counter: u64) -> io::Result<()> {
        let new = self.0.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(format!("{counter}\n").as_bytes())?;
        file.sync_data()?;
        fs::rename(new, &self.0)
    }
}

/// The thread that keeps the mark; what is left to note is noted when this is dropped.
pub(super) struct Marker {
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
    reached: u64,
    noted: u64,
    ended: bool,
}

impl Marker {
    /// `reached` is on the disk; whether the mark counts it already doesn't matter.
    pub(super) fn start(mark: Mark, reached: u64) -> io::Result<Self> {
        let noted = mark.read().unwrap_or(0);
        let shared =
            Arc::new(Shared { state: Mutex::new(State { reached, noted, ended: false }), ..Shared::default() });
        let thread = thread::Builder::new().name("pow-disk-mark".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || shared.keep(&mark)
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// So many commits are durable.
    pub(super) fn reach(&self, counter: u64) {
        let mut state = self.shared.state();
        let was_noted = state.reached == state.noted;
        state.reached = counter;
        // Else the thread knows already that there is something to note.
        if was_noted {
            self.shared.changed.notify_one();
        }
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

    fn keep(&self, mark: &Mark) {
        let mut failing = false;
        let mut state = self.state();
        while !state.ended || state.reached != state.noted {
            let idle = |state: &mut State| !state.ended && state.reached == state.noted;
            state = self.changed.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            let waited = self.changed.wait_timeout_while(state, DELAY, |state| !state.ended);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            let (reached, last) = (state.reached, state.ended);
            if reached == state.noted {
                continue;
            }
            // Who commits must not wait for the disk here.
            drop(state);
            let written = mark.write(reached);
            state = self.state();
            match written {
                Ok(()) => (state.noted, failing) = (reached, false),
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
    use std::time::Instant;

    use super::*;

    #[test]
    fn is_written_soon_after_a_commit_and_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let mark = Mark::at(folder.path());
        let marker = Marker::start(mark.clone(), 3).unwrap();
        let wait_for = |counter| {
            let begin = Instant::now();
            while mark.read() != Some(counter) {
                assert!(begin.elapsed() < DELAY * 10, "{:?} instead of {counter}", mark.read());
                thread::sleep(DELAY / 20);
            }
        };
        wait_for(3);
        marker.reach(4);
        marker.reach(5);
        assert_eq!(mark.read(), Some(3), "no write for each commit");
        wait_for(5);
        marker.reach(6);
        drop(marker);
        assert_eq!(mark.read(), Some(6));
        let begin = Instant::now();
        drop(Marker::start(mark.clone(), 6).unwrap());
        assert!(begin.elapsed() < DELAY, "the end waits for nothing");
    }

    #[test]
    fn is_tried_again_when_the_disk_refused_it_and_does_not_hold_up_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        let mark = Mark::at(&missing);
        let marker = Marker::start(mark.clone(), 1).unwrap();
        thread::sleep(DELAY * 3 / 2);
        fs::create_dir(&missing).unwrap();
        thread::sleep(DELAY * 3 / 2);
        assert_eq!(mark.read(), Some(1));
        fs::remove_dir_all(&missing).unwrap();
        marker.reach(2);
        drop(marker);
        assert_eq!(mark.read(), None);
    }
}
