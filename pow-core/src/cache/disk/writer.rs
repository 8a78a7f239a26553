//! The thread that writes: it gathers what waits into a group, and commits the group as one.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::{
    super::{Key, MemoryCache, memory::is_live},
    SERVICE,
    engine::{Engine, State, Stored},
};
use crate::{
    Clock, Error,
    telemetry::{LogGate, plain},
};

/// More in one commit makes it slower without making it cheaper.
pub(super) const GROUP: usize = 1_024;
/// Expired entries that a group removes on its way.
const SWEEP: usize = 256;
/// How often a broken engine is opened again.
const RETRY_EVERY: Duration = Duration::from_millis(500);
/// The folder holds more than this process has written: it may lack in memory what was revoked since.
const FOREIGN: &str = "somebody else has changed the folder; this process has to be started anew";
/// It holds less: a start with it would bring back what was revoked.
const OLDER: &str = "writes that were durable are missing from the folder; move it away and start this process anew: everybody has to sign in anew";

/// A call with the place for its answer.
pub(super) struct Job {
    pub(super) op: Op,
    pub(super) reply: oneshot::Sender<Result<Answer, Error>>,
}

/// What is asked for.
pub(super) enum Op {
    Put {
        key: Key,
        value: Bytes,
        expires: i64,
    },
    Add {
        key: Key,
        value: Bytes,
        expires: i64,
    },
    Swap {
        key: Key,
        expected: Bytes,
        value: Bytes,
        expires: i64,
    },
    Take {
        key: Key,
    },
    /// Removes as many expired entries as fit into a group.
    Sweep,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) done: bool,
    pub(super) value: Option<Bytes>,
    pub(super) removed: usize,
}

/// What a group changes.
type Changes = HashMap<Key, Stored>;

pub(super) struct Writer {
    /// Nothing while it is broken.
    engine: Option<Engine>,
    folder: PathBuf,
    /// How far the engine had come when it broke, and how far it may have come by the commit that broke it.
    reached: State,
    tried: State,
    /// How another program changed the folder while the engine was broken.
    foreign: Arc<OnceLock<&'static str>>,
    memory: Arc<MemoryCache>,
    clock: Arc<dyn Clock>,
    /// Keys that the disk may have in another state than memory.
    doubtful: Vec<Key>,
    retried: Instant,
    /// For commits that failed, and for attempts to open it again: the second cause says more.
    failed: LogGate,
    unopened: LogGate,
    /// The log says that it can't write.
    told: bool,
}

impl Writer {
    /// `memory` holds what is on the disk.
    pub(super) fn new(engine: Engine, memory: Arc<MemoryCache>, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder: engine.folder().to_owned(),
            reached: engine.reached(),
            tried: engine.tried(),
            engine: Some(engine),
            foreign: Arc::default(),
            memory,
            clock,
            doubtful: Vec::new(),
            retried: Instant::now(),
            failed: LogGate::new(),
            unopened: LogGate::new(),
            told: false,
        }
    }

    /// Set when nothing can be vouched for any more.
    pub(super) fn foreign(&self) -> Arc<OnceLock<&'static str>> {
        Arc::clone(&self.foreign)
    }

    /// Works until all senders are gone.
    pub(super) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut group = Vec::with_capacity(GROUP);
        while let Some(first) = jobs.blocking_recv() {
            group.push(first);
            while group.len() < GROUP
                && let Ok(job) = jobs.try_recv()
            {
                group.push(job);
            }
            self.work(&mut group);
        }
    }

    fn work(&mut self, group: &mut Vec<Job>) {
        let now = self.clock.now_ms();
        let sweeps = group.iter().any(|job| matches!(job.op, Op::Sweep));
        let expired = self.memory.expired(now, if sweeps { GROUP } else { SWEEP });
        let freed = expired.len();
        let mut plan = Plan::without(expired, &self.memory, now);
        let answers: Vec<_> = group.iter_mut().map(|job| plan.decide(&mut job.op, freed)).collect();
        let changes = plan.changes;
        let done = if changes.is_empty() { Ok(()) } else { self.commit(changes) };
        for (job, answer) in group.drain(..).zip(answers) {
            let failed = |cause: &String| Error::Unavailable { service: SERVICE, source: cause.clone().into() };
            // Who asked may have left.
            let _ = job.reply.send(done.as_ref().map_err(failed).and(answer));
        }
    }

    /// Durable first, visible then.
    fn commit(&mut self, changes: Changes) -> Result<(), String> {
        self.settle()?;
        let engine = self.engine.as_mut().ok_or("it is not open")?;
        let all = changes.iter().map(|(key, new)| (key, self.memory.stored(key), new));
        if let Err(error) = engine.commit(all) {
            self.doubtful.extend(changes.into_keys());
            return Err(self.broken(&error.to_string()));
        }
        for (key, change) in &changes {
            self.memory.replace(key, change.as_ref().map(|(value, expires)| (&value[..], *expires)));
        }
        self.recovered();
        Ok(())
    }

    /// Opens the engine again if it is broken, and brings the disk to the state of memory where they may differ: what was
    /// not acknowledged has not happened.
    fn settle(&mut self) -> Result<(), String> {
        if self.engine.is_none() {
            self.reopen()?;
        }
        let Some(engine) = &mut self.engine else { return Err("it is not open".to_owned()) };
        self.doubtful.sort_unstable();
        self.doubtful.dedup();
        while !self.doubtful.is_empty() {
            let keys = self.doubtful.split_off(self.doubtful.len().saturating_sub(GROUP));
            let both = keys.iter().map(|key| Ok((key, engine.stored(key)?, self.memory.stored(key))));
            let both: Result<Vec<_>, fjall::Error> = both.collect();
            let done = both.and_then(|all| engine.commit(all.iter().map(|(key, old, new)| (*key, old.clone(), new))));
            if let Err(error) = done {
                self.doubtful.extend(keys);
                return Err(self.broken(&error.to_string()));
            }
        }
        Ok(())
    }

    fn reopen(&mut self) -> Result<(), String> {
        if let Some(cause) = self.foreign.get() {
            return Err((*cause).to_owned());
        }
        if self.retried.elapsed() < RETRY_EVERY {
            return Err("the disk failed a moment ago".to_owned());
        }
        self.retried = Instant::now();
        let engine = Engine::open(&self.folder).map_err(|error| self.unopened(error.to_string()))?;
        let found = engine.reached();
        if found.counter < self.reached.counter {
            return Err(self.exchanged(OLDER));
        }
        // Whoever got past our lock (the folder was put into the place of ours, or lies where locks don't count) may have
        // revoked what is in our memory.
        if found != self.reached && found != self.tried {
            return Err(self.exchanged(FOREIGN));
        }
        self.engine = Some(engine);
        Ok(())
    }

    /// For good: what is in memory and what is in the folder are no longer of one history.
    fn exchanged(&self, cause: &'static str) -> String {
        let _ = self.foreign.set(cause);
        tracing::error!(
            target: "pow::cache::foreign",
            folder = %self.folder.display(),
            error = cause,
            "the folder of the disk cache was changed: nothing is read or written until this process is started anew"
        );
        cause.to_owned()
    }

    fn broken(&mut self, error: &str) -> String {
        if let Some(engine) = self.engine.take() {
            (self.reached, self.tried) = (engine.reached(), engine.tried());
            // One that has panicked may do so again.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(engine)));
        }
        self.retried = Instant::now();
        if let Some(held_back) = self.failed.open(self.clock.now_ms()) {
            self.tell(error, held_back);
        }
        error.to_owned()
    }

    /// What it says may be what has to be done.
    fn unopened(&mut self, error: String) -> String {
        if let Some(held_back) = self.unopened.open(self.clock.now_ms()) {
            self.tell(&error, held_back);
        }
        error
    }

    fn tell(&mut self, error: &str, held_back: u64) {
        self.told = true;
        tracing::error!(
            target: "pow::cache::failed",
            error = %plain(error),
            held_back,
            folder = %self.folder.display(),
            "the disk cache can't write"
        );
    }

    /// No more often than the log says that it can't.
    fn recovered(&mut self) {
        if std::mem::take(&mut self.told) {
            tracing::info!(
                target: "pow::cache::recovered",
                folder = %self.folder.display(),
                "the disk cache writes again"
            );
        }
    }
}

/// What a group will have changed, decided call by call in their order.
struct Plan<'m> {
    memory: &'m MemoryCache,
    now: i64,
    changes: Changes,
    /// More entries and bytes than memory holds now.
    entries: i64,
    bytes: i64,
}

impl<'m> Plan<'m> {
    /// These entries go in any case, and what is written may take their room.
    fn without(expired: Vec<Key>, memory: &'m MemoryCache, now: i64) -> Self {
        let mut plan = Self { memory, now, changes: Changes::new(), entries: 0, bytes: 0 };
        for key in expired {
            plan.entries -= 1;
            plan.bytes -= memory.stored(&key).map_or(0, |(value, _)| size(&key, &value));
            plan.changes.insert(key, None);
        }
        plan
    }

    fn decide(&mut self, op: &mut Op, expired: usize) -> Result<Answer, Error> {
        let yes = Answer { done: true, ..Answer::default() };
        match op {
            Op::Put { key, value, expires } => self.write(key, value, *expires).map(|()| yes),
            Op::Add { key, value, expires } => match self.live(key) {
                Some(_) => Ok(Answer::default()),
                None => self.write(key, value, *expires).map(|()| yes),
            },
            Op::Swap { key, expected, value, expires } => match self.live(key) {
                Some(current) if current == *expected => self.write(key, value, *expires).map(|()| yes),
                _ => Ok(Answer::default()),
            },
            Op::Take { key } => {
                let value = self.live(key);
                if value.is_some() {
                    self.changes.insert(key.clone(), None);
                }
                Ok(Answer { done: value.is_some(), value, removed: 0 })
            }
            Op::Sweep => Ok(Answer { removed: expired, ..yes }),
        }
    }

    fn live(&self, key: &Key) -> Option<Bytes> {
        let stored = match self.changes.get(key) {
            Some(change) => change.clone(),
            None => self.memory.stored(key),
        };
        stored.filter(|(_, expires)| is_live(*expires, self.now)).map(|(value, _)| value)
    }

    fn write(&mut self, key: &Key, value: &Bytes, expires: i64) -> Result<(), Error> {
        let old = match self.changes.get(key) {
            Some(change) => change.clone(),
            None => self.memory.stored(key),
        };
        let entries = self.entries + i64::from(old.is_none());
        let bytes = self.bytes + size(key, value) - old.map_or(0, |(old, _)| size(key, &old));
        if !self.memory.fits(entries, bytes) {
            return Err(self.memory.is_full(self.now));
        }
        (self.entries, self.bytes) = (entries, bytes);
        let change = is_live(expires, self.now).then(|| (value.clone(), expires));
        self.changes.insert(key.clone(), change);
        Ok(())
    }
}

fn size(key: &Key, value: &[u8]) -> i64 {
    i64::try_from(key.as_bytes().len() + value.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use pow_testing::Logs;

    use super::{
        super::{super::CacheStore, DiskCache, hold},
        *,
    };
    use crate::clock::FixedClock;

    fn writer(folder: &std::path::Path) -> Writer {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_ms(0));
        let memory = Arc::new(MemoryCache::new(Arc::clone(&clock), crate::cache::MemoryLimits::default()));
        let engine = Engine::open(folder).unwrap();
        engine.load(&memory, 0).unwrap();
        Writer::new(engine, memory, clock)
    }

    fn key(n: u8) -> Key {
        Key::new("test").bytes(&[n])
    }

    fn put(writer: &mut Writer, n: u8) -> Result<Answer, Error> {
        let (reply, answer) = oneshot::channel();
        let op = Op::Put { key: key(n), value: Bytes::from(vec![n]), expires: i64::MAX };
        writer.work(&mut vec![Job { op, reply }]);
        answer.blocking_recv().unwrap()
    }

    #[test]
    fn broken_engine_refuses_writes_until_it_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path());
        put(&mut writer, 1).unwrap();
        writer.broken("pulled out");
        assert!(matches!(put(&mut writer, 2), Err(Error::Unavailable { .. })));
        assert!(writer.memory.stored(&key(1)).is_some() && writer.memory.stored(&key(2)).is_none());
        writer.retried -= RETRY_EVERY;
        put(&mut writer, 3).unwrap();
        drop(writer);
        let again = super::tests::writer(folder.path());
        let found = [1, 2, 3].map(|n| again.memory.stored(&key(n)).is_some());
        assert_eq!(found, [true, false, true]);
    }

    #[test]
    fn folder_is_held_while_the_engine_is_broken() {
        let folder = tempfile::tempdir().unwrap();
        let held = hold::hold(folder.path()).unwrap();
        let mut writer = writer(folder.path());
        put(&mut writer, 1).unwrap();
        writer.broken("pulled out");
        let (memory, clock) = (Arc::clone(&writer.memory), Arc::clone(&writer.clock));
        let cache = DiskCache::start(held, writer, memory, clock).unwrap();
        let refused = DiskCache::open(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("in use by another process"), "{refused}");
        drop(cache);
        assert_eq!(DiskCache::open(folder.path()).unwrap().len(), 1);
    }

    #[test]
    fn folder_that_somebody_else_changed_is_neither_read_nor_written() {
        // One commit more than before, and several; and as many as a failed commit may have made, but another one.
        for (others, failed) in [(1, false), (2, false), (1, true)] {
            let folder = tempfile::tempdir().unwrap();
            let held = hold::hold(folder.path()).unwrap();
            let mut first = writer(folder.path());
            put(&mut first, 1).unwrap();
            first.broken("pulled out");
            if failed {
                let elsewhere = tempfile::tempdir().unwrap();
                let mut same = writer(elsewhere.path());
                put(&mut same, 1).unwrap();
                assert_eq!(same.engine.as_ref().unwrap().reached(), first.reached);
                put(&mut same, 2).unwrap();
                first.tried = same.engine.as_ref().unwrap().reached();
            }
            let mut other = writer(folder.path());
            for n in 0..others {
                put(&mut other, 10 + n).unwrap();
            }
            drop(other);
            first.retried -= RETRY_EVERY;
            let error = put(&mut first, 3).map(drop).unwrap_err();
            assert!(matches!(error, Error::Unavailable { .. }), "{error}");
            // For good, whatever becomes of the folder.
            first.retried -= RETRY_EVERY;
            put(&mut first, 3).map(drop).unwrap_err();
            let (memory, clock) = (Arc::clone(&first.memory), Arc::clone(&first.clock));
            let cache = DiskCache::start(held, first, memory, clock).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            assert!(runtime.block_on(cache.get(&key(1))).is_err());
            assert!(runtime.block_on(cache.scan(&Key::new("test"))).is_err());
            assert!(!cache.visit_pair([&key(1), &key(1)], &mut |_| panic!("it can't be vouched for")));
            drop(cache);
            let again = writer(folder.path());
            assert!(again.memory.stored(&key(10)).is_some() && again.memory.stored(&key(3)).is_none());
        }
    }

    #[test]
    fn folder_of_an_earlier_time_is_neither_read_nor_written_and_the_log_says_what_to_do() {
        let logs = Logs::capture();
        let (folder, older) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        put(&mut writer(older.path()), 1).unwrap();
        let held = hold::hold(folder.path()).unwrap();
        let mut writer = writer(folder.path());
        put(&mut writer, 1).unwrap();
        put(&mut writer, 2).unwrap();
        writer.broken("pulled out");
        std::fs::remove_dir_all(folder.path().join("engine")).unwrap();
        for part in ["engine", "mark"] {
            std::fs::rename(older.path().join(part), folder.path().join(part)).unwrap();
        }
        for n in 3..6 {
            writer.retried -= RETRY_EVERY;
            put(&mut writer, n).map(drop).unwrap_err();
        }
        let said = told(&logs, "pow::cache::foreign", folder.path());
        assert!(said.len() == 1 && said[0].contains("move it away"), "{said:?}");
        let (memory, clock) = (Arc::clone(&writer.memory), Arc::clone(&writer.clock));
        let cache = DiskCache::start(held, writer, memory, clock).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(cache.get(&key(1))).is_err());
    }

    #[test]
    fn log_says_why_it_cannot_be_opened_again_and_that_it_writes_only_when_it_does() {
        let logs = Logs::capture();
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path());
        put(&mut writer, 1).unwrap();
        for _ in 0..5 {
            writer.broken("no space");
            writer.retried -= RETRY_EVERY;
            writer.settle().unwrap();
        }
        assert!(told(&logs, "pow::cache::recovered", folder.path()).is_empty());
        writer.broken("no space");
        let mark = folder.path().join("mark");
        let whole = std::fs::read(&mark).unwrap();
        std::fs::write(&mark, "").unwrap();
        for n in 2..10 {
            writer.retried -= RETRY_EVERY;
            put(&mut writer, n).map(drop).unwrap_err();
        }
        let said = told(&logs, "pow::cache::failed", folder.path());
        assert!(said.len() == 2 && said[0] == "no space" && said[1].contains("move the folder away"), "{said:?}");
        std::fs::write(&mark, whole).unwrap();
        for n in 10..13 {
            writer.retried -= RETRY_EVERY;
            put(&mut writer, n).unwrap();
        }
        assert_eq!(told(&logs, "pow::cache::recovered", folder.path()).len(), 1);
    }

    /// What the lines of this target say of this folder.
    fn told(logs: &Logs, target: &str, folder: &std::path::Path) -> Vec<String> {
        let lines = logs.of(target).into_iter().filter(|line| line.field("folder") == folder.to_str());
        lines.map(|line| line.field("error").unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn what_was_not_acknowledged_has_not_happened() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path());
        put(&mut writer, 1).unwrap();
        let (old, new) = (writer.memory.stored(&key(1)), Some((Bytes::from_static(b"late"), i64::MAX)));
        let late = [(&key(1), old, &new), (&key(2), None, &new)];
        let engine = writer.engine.as_mut().unwrap();
        let before = engine.reached();
        engine.commit(late.into_iter()).unwrap();
        writer.doubtful.extend([key(1), key(2)]);
        writer.broken("no answer to the last commit");
        writer.reached = before;
        writer.retried -= RETRY_EVERY;
        put(&mut writer, 3).unwrap();
        drop(writer);
        let again = super::tests::writer(folder.path());
        assert_eq!(again.memory.stored(&key(1)).unwrap().0, Bytes::from(vec![1]));
        assert_eq!(again.memory.stored(&key(2)), None);
        assert!(again.memory.stored(&key(3)).is_some());
    }

    #[test]
    fn panic_of_the_engine_is_a_fault_after_which_it_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path());
        put(&mut writer, 1).unwrap();
        let panics = std::iter::once_with(|| panic!("in the middle of a commit"));
        let engine = writer.engine.as_mut().unwrap();
        let error = engine.commit(panics).unwrap_err();
        assert!(error.to_string().contains("gave up"), "{error}");
        writer.broken("gave up");
        writer.retried -= RETRY_EVERY;
        put(&mut writer, 2).unwrap();
        drop(writer);
        let again = super::tests::writer(folder.path());
        assert_eq!([1, 2].map(|n| again.memory.stored(&key(n)).is_some()), [true, true]);
    }

    #[test]
    fn what_expired_while_it_was_closed_holds_up_nobody_and_goes_beside_the_writes() {
        let folder = tempfile::tempdir().unwrap();
        let old: Vec<_> = (0..3 * GROUP).map(|n| Key::new("old").bytes(&n.to_be_bytes())).collect();
        let mut engine = Engine::open(folder.path()).unwrap();
        let expired = Some((Bytes::from_static(b"x"), 0));
        engine.commit(old.iter().map(|key| (key, None, &expired))).unwrap();
        let before = engine.reached().counter;
        drop(engine);

        let (jobs, waiting) = mpsc::channel(1);
        let (reply, answer) = oneshot::channel();
        // One of the old keys: what the disk still has there must not be lost from the sum.
        let op = Op::Put { key: old[GROUP].clone(), value: Bytes::from_static(b"new"), expires: i64::MAX };
        jobs.blocking_send(Job { op, reply }).ok().unwrap();
        drop(jobs);
        writer(folder.path()).run(waiting);
        answer.blocking_recv().unwrap().unwrap();

        let mut again = writer(folder.path());
        assert_eq!(again.engine.as_ref().unwrap().reached().counter, before + 1, "commits until it was acknowledged");
        assert!((old.len() - SWEEP..old.len()).contains(&again.memory.len()), "{}", again.memory.len());
        while sweep(&mut again) > 0 {}
        drop(again);
        let again = writer(folder.path());
        assert_eq!(again.memory.len(), 1);
        assert_eq!(again.memory.stored(&old[GROUP]).unwrap().0, "new");
    }

    fn sweep(writer: &mut Writer) -> usize {
        let (reply, answer) = oneshot::channel();
        writer.work(&mut vec![Job { op: Op::Sweep, reply }]);
        answer.blocking_recv().unwrap().unwrap().removed
    }

    #[test]
    fn sweep_takes_no_more_than_a_group_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path());
        for n in 0..GROUP + 10 {
            let key = Key::new("old").bytes(&n.to_be_bytes());
            writer.memory.replace(&key, Some((b"x", 0)));
        }
        assert_eq!([0; 3].map(|_| sweep(&mut writer)), [GROUP, 10, 0]);
    }
}
