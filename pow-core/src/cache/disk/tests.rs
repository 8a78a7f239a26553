use std::path::Path;

use bytes::Bytes;
use diesel::connection::SimpleConnection;
use pow_testing::Logs;
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot};

use super::{
    writer::{GROUP, SWEEP},
    *,
};
use crate::clock::FixedClock;

fn memory() -> Arc<MemoryCache> {
    Arc::new(MemoryCache::new(clock(), MemoryLimits::default()))
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::at_ms(0))
}

fn writer(folder: &Path) -> Writer {
    let (mut file, memory) = (DatabaseFile::open(folder).unwrap(), memory());
    file.load(&memory, 0).unwrap();
    Writer::new(file, memory, clock())
}

fn key(n: usize) -> Key {
    Key::new("test").bytes(&n.to_be_bytes())
}

fn call(writer: &mut Writer, op: Op) -> Result<Answer, Error> {
    group(writer, [op]).pop().unwrap()
}

/// Returns the results of calls that form one group.
fn group(writer: &mut Writer, ops: impl IntoIterator<Item = Op>) -> Vec<Result<Answer, Error>> {
    let (jobs, answers): (Vec<_>, Vec<_>) = ops
        .into_iter()
        .map(|op| {
            let (reply, answer) = oneshot::channel();
            (Job { op, reply }, answer)
        })
        .unzip();
    writer.work(&mut { jobs });
    answers.into_iter().map(|answer| answer.blocking_recv().unwrap()).collect()
}

fn put(key: Key, value: impl Into<Bytes>) -> Op {
    Op::Write { key, value: value.into(), expires: i64::MAX, condition: Condition::Always }
}

fn sweep(writer: &mut Writer) -> usize {
    call(writer, Op::Sweep).unwrap().removed
}

#[test]
fn failed_commit_changes_neither_memory_nor_file_and_writes_succeed_again_with_room() {
    let logs = Logs::capture();
    let folder = TempDir::new().unwrap();
    let mut writer = writer(folder.path());
    call(&mut writer, put(key(1), "first")).unwrap();
    writer.file.connection.batch_execute("PRAGMA max_page_count = 2").unwrap();
    for _ in 0..5 {
        // There is room for the group's first change, but not for its second.
        for answer in group(&mut writer, [put(key(1), "second"), put(key(2), vec![0; 100_000])]) {
            let error = answer.map(drop).unwrap_err();
            assert!(matches!(error, Error::Unavailable { .. }), "{error}");
        }
        assert_eq!(writer.memory.stored(&key(1)).unwrap().0, "first");
        assert_eq!(writer.memory.stored(&key(2)), None);
    }
    assert!(told(&logs, "pow::cache::recovered", folder.path()).is_empty());
    assert_eq!(told(&logs, "pow::cache::failed", folder.path()), ["database or disk is full"]);
    writer.file.connection.batch_execute("PRAGMA max_page_count = 1000000").unwrap();
    for _ in 0..3 {
        call(&mut writer, put(key(3), vec![0; 100_000])).unwrap();
    }
    assert_eq!(told(&logs, "pow::cache::recovered", folder.path()).len(), 1);
    drop(writer);
    let again = super::tests::writer(folder.path());
    assert_eq!(again.memory.stored(&key(1)).unwrap().0, "first");
    assert_eq!([2, 3].map(|n| again.memory.stored(&key(n)).is_some()), [false, true]);
}

/// The errors in the log lines of this target about this folder.
fn told(logs: &Logs, target: &str, folder: &Path) -> Vec<String> {
    let lines = logs.of(target).into_iter().filter(|line| line.field("folder") == folder.to_str());
    lines.map(|line| line.field("error").unwrap_or_default().to_owned()).collect()
}

#[test]
fn calls_of_a_group_are_decided_in_their_order_and_committed_as_one() {
    let folder = TempDir::new().unwrap();
    let mut writer = writer(folder.path());
    let add = |value| Op::Write { key: key(1), value, expires: i64::MAX, condition: Condition::Absent };
    let swap = |from: &'static str, value| Op::Write {
        key: key(1),
        value,
        expires: i64::MAX,
        condition: Condition::Equals(from.into()),
    };
    let ops =
        [add("a".into()), add("b".into()), swap("b", "c".into()), swap("a", "d".into()), Op::Take { key: key(1) }];
    let answers: Vec<_> = group(&mut writer, ops).into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().map(|answer| answer.done).collect::<Vec<_>>(), [true, false, false, true, true]);
    assert_eq!(answers.last().unwrap().value.as_deref(), Some(&b"d"[..]));
    assert!(writer.memory.is_empty());
}

#[test]
fn entries_that_expired_while_the_store_was_closed_are_removed_besides_the_writes() {
    let folder = TempDir::new().unwrap();
    let mut file = DatabaseFile::open(folder.path()).unwrap();
    let expired = || Some((Bytes::from_static(b"x"), 0));
    file.commit(&(0..3 * GROUP).map(|n| (key(n), expired())).collect()).unwrap();
    drop(file);

    let (jobs, waiting) = mpsc::channel(1);
    let (reply, answer) = oneshot::channel();
    jobs.blocking_send(Job { op: put(key(GROUP), "new"), reply }).ok().unwrap();
    drop(jobs);
    writer(folder.path()).run(waiting);
    answer.blocking_recv().unwrap().unwrap();

    let mut again = writer(folder.path());
    assert!((3 * GROUP - SWEEP..=3 * GROUP - SWEEP + 1).contains(&again.memory.len()), "{}", again.memory.len());
    while sweep(&mut again) > 0 {}
    drop(again);
    let again = writer(folder.path());
    assert_eq!(again.memory.len(), 1);
    assert_eq!(again.memory.stored(&key(GROUP)).unwrap().0, "new");
}

#[test]
fn sweep_takes_no_more_than_a_group_at_a_time() {
    let folder = TempDir::new().unwrap();
    let mut writer = writer(folder.path());
    for n in 0..GROUP + 10 {
        writer.memory.replace(&key(n), Some((b"x", 0)));
    }
    assert_eq!([0; 3].map(|_| sweep(&mut writer)), [GROUP, 10, 0]);
}
