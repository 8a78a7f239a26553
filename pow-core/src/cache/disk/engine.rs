//! The engine that keeps entries on the disk: fjall, a log-structured store that checks everything it reads.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};

use super::{
    super::{Key, MemoryCache, memory::is_live},
    birth, guard,
    mark::{Mark, Marker, Verdict},
    sum::Sum,
};
use crate::Error;

/// Everything is read from memory: the engine's own cache is only for its compaction.
const CACHE_BYTES: u64 = 4 << 20;
/// The least that the engine accepts, and what the folder holds beside the entries at most.
const JOURNAL_BYTES: u64 = 64 << 20;
const MEMTABLE_BYTES: u64 = 4 << 20;
const FORMAT: &[u8] = b"1";
const FORMAT_KEY: &str = "format";
const STATE_KEY: &str = "state";

/// A value with the time at which it expires; nothing for a key that isn't there.
pub(super) type Stored = Option<(Bytes, i64)>;

/// How far an engine has come: the number of commits, and the sum over what they left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) counter: u64,
    sum: Sum,
}

/// An open folder.
pub(super) struct Engine {
    folder: PathBuf,
    database: Database,
    entries: Keyspace,
    meta: Keyspace,
    reached: State,
    /// Where the last commit was to lead. It is there if the commit came to the disk, even if it was told as failed.
    tried: State,
    marker: Marker,
}

impl Engine {
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        // A damaged file must end in an error, not in the end of the program.
        let opened = catch_unwind(AssertUnwindSafe(|| Self::open_checked(folder)));
        opened.unwrap_or_else(|_| Err(damaged(folder, "the engine gave up")))
    }

    fn open_checked(folder: &Path) -> Result<Self, Error> {
        let explain = |error| explain(folder, error);
        let home = folder.join("engine");
        if home.is_dir() && !guard::plausible(&home).map_err(|error| fault(folder, &error))? {
            return Err(damaged(folder, "a length is impossible"));
        }
        birth::ensure(&home, |unfinished| engine_in(&unfinished).map(drop)).map_err(explain)?;
        let (database, entries, meta) = engine_in(&home).map_err(explain)?;
        birth::tidy(&home).map_err(|error| fault(folder, &error))?;
        match meta.get(FORMAT_KEY).map_err(explain)? {
            Some(format) if *format == *FORMAT => {}
            Some(_) => return Err(damaged(folder, "it is of another version")),
            None => meta.insert(FORMAT_KEY, FORMAT).map_err(explain)?,
        }
        let reached = match meta.get(STATE_KEY).map_err(explain)? {
            Some(state) => state_of(&state).ok_or_else(|| damaged(folder, "its state can't be read"))?,
            None => State::default(),
        };
        let mark = Mark::at(folder);
        match mark.judge(reached.counter).map_err(|error| fault(folder, &error))? {
            Verdict::Whole => {}
            Verdict::Missing => return Err(damaged(folder, "the last writes are missing")),
            Verdict::Unreadable => return Err(damaged(folder, "its mark can't be read")),
        }
        let marker = Marker::start(&mark, reached.counter).map_err(|error| fault(folder, &error))?;
        Ok(Self { folder: folder.to_owned(), database, entries, meta, reached, tried: reached, marker })
    }

    /// Reads every entry into memory, and checks that it is all of them.
    pub(super) fn load(&self, memory: &MemoryCache, now: i64) -> Result<(), Error> {
        let loaded = catch_unwind(AssertUnwindSafe(|| self.load_checked(memory, now)));
        loaded.unwrap_or_else(|_| Err(damaged(&self.folder, "the engine gave up")))
    }

    fn load_checked(&self, memory: &MemoryCache, now: i64) -> Result<(), Error> {
        let (mut expired, mut sum) = (Vec::new(), Sum::default());
        for entry in self.entries.iter() {
            let (key, stored) = entry.into_inner().map_err(|error| damaged(&self.folder, &error.to_string()))?;
            let (Some(key), Some((expires, value))) = (Key::from_bytes(&key), split(&stored)) else {
                return Err(damaged(&self.folder, "an entry can't be read"));
            };
            sum.add(&key, value, expires);
            if !is_live(expires, now) {
                expired.push((key, Bytes::copy_from_slice(value), expires));
            } else if memory.fits(1, i64::try_from(key.as_bytes().len() + value.len()).unwrap_or(i64::MAX)) {
                memory.replace(&key, Some((value, expires)));
            } else {
                return Err(Error::Config(format!(
                    "the folder {} holds more entries than the limits allow; raise them",
                    self.folder.display()
                )));
            }
        }
        if sum != self.reached.sum {
            return Err(damaged(&self.folder, "entries are missing or were changed"));
        }
        // Last, for there must be room for all that lives. They are nobody's, and go as any other that has expired.
        for (key, value, expires) in expired {
            memory.replace(&key, Some((&value, expires)));
        }
        Ok(())
    }

    /// What the disk has under a key.
    pub(super) fn stored(&self, key: &Key) -> Result<Stored, fjall::Error> {
        guarded(|| self.stored_unguarded(key))
    }

    fn stored_unguarded(&self, key: &Key) -> Result<Stored, fjall::Error> {
        let found = self.entries.get(key.as_bytes())?;
        Ok(found.and_then(|stored| split(&stored).map(|(expires, value)| (Bytes::copy_from_slice(value), expires))))
    }

    /// Makes all changes durable, or none: a key, what the disk has there, and what it shall have.
    pub(super) fn commit<'c>(
        &mut self,
        changes: impl Iterator<Item = (&'c Key, Stored, &'c Stored)>,
    ) -> Result<(), fjall::Error> {
        guarded(|| self.commit_unguarded(changes))
    }

    fn commit_unguarded<'c>(
        &mut self,
        changes: impl Iterator<Item = (&'c Key, Stored, &'c Stored)>,
    ) -> Result<(), fjall::Error> {
        let State { counter, mut sum } = State { counter: self.reached.counter + 1, ..self.reached };
        let mut batch = self.database.batch().durability(Some(PersistMode::SyncData));
        for (key, old, new) in changes {
            if let Some((value, expires)) = old {
                sum.remove(key, &value, expires);
            }
            match new {
                Some((value, expires)) => {
                    sum.add(key, value, *expires);
                    batch.insert(&self.entries, key.as_bytes(), [&expires.to_be_bytes(), &value[..]].concat());
                }
                None => batch.remove(&self.entries, key.as_bytes()),
            }
        }
        batch.insert(&self.meta, STATE_KEY, [&counter.to_be_bytes()[..], &sum.to_bytes()].concat());
        self.tried = State { counter, sum };
        batch.commit()?;
        self.reached = self.tried;
        // It may be on the disk now and is told as failed, as any other that may be.
        self.marker.reach(counter)?;
        Ok(())
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is known to be on the disk.
    pub(super) fn reached(&self) -> State {
        self.reached
    }

    /// What may be on the disk since a commit has failed.
    pub(super) fn tried(&self) -> State {
        self.tried
    }
}

/// A panic of the engine is a fault as any other, after which it is opened anew, and not the end of the thread that writes.
fn guarded<T>(work: impl FnOnce() -> Result<T, fjall::Error>) -> Result<T, fjall::Error> {
    let gave_up = |_| Err(fjall::Error::Io(std::io::Error::other("the engine gave up")));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(gave_up)
}

/// The engine with what it keeps, made if it isn't there.
fn engine_in(home: &Path) -> Result<(Database, Keyspace, Keyspace), fjall::Error> {
    let builder = Database::builder(home).cache_size(CACHE_BYTES).worker_threads(1);
    let database = builder.max_journaling_size(JOURNAL_BYTES).open()?;
    let keyspace =
        |name: &str| database.keyspace(name, || KeyspaceCreateOptions::default().max_memtable_size(MEMTABLE_BYTES));
    let (entries, meta) = (keyspace("entries")?, keyspace("meta")?);
    Ok((database, entries, meta))
}

fn split(stored: &[u8]) -> Option<(i64, &[u8])> {
    stored.split_first_chunk::<8>().map(|(expires, value)| (i64::from_be_bytes(*expires), value))
}

fn state_of(state: &[u8]) -> Option<State> {
    let (counter, sum) = state.split_first_chunk::<8>()?;
    Some(State { counter: u64::from_be_bytes(*counter), sum: Sum::from_bytes(sum.try_into().ok()?) })
}

fn explain(folder: &Path, error: fjall::Error) -> Error {
    match error {
        fjall::Error::Locked => in_use(folder),
        fjall::Error::Io(error) => fault(folder, &error),
        error => damaged(folder, &error.to_string()),
    }
}

pub(super) fn in_use(folder: &Path) -> Error {
    Error::Config(format!(
        "the folder {} is in use by another process; each needs one of its own, or all use Redis or the database",
        folder.display()
    ))
}

pub(super) fn fault(folder: &Path, error: &std::io::Error) -> Error {
    Error::Config(format!(
        "the folder {} for the disk cache can't be used ({error}): name a folder that this process may make and write into",
        folder.display()
    ))
}

fn damaged(folder: &Path, what: &str) -> Error {
    Error::Config(format!(
        "the disk cache in {} is damaged ({what}); move the folder away and start again: everybody has to sign in anew",
        folder.display()
    ))
}
