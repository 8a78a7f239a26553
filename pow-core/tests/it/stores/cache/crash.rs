//! The disk store, killed at any moment under load: it opens, with every acknowledged write and without deleted entries.

use std::{
    collections::HashMap,
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use pow_core::{
    UserId,
    cache::{CacheStore, DiskCache, Key},
};
use tempfile::TempDir;

use crate::stores::cache::disk::damaged;

/// How often it is killed; `POW_TEST_CRASHES` says otherwise.
const CRASHES: usize = 20;
/// How often the creation of a folder is cut off; `POW_TEST_CRASHES` says otherwise.
const BIRTHS: usize = 60;
const FOLDER: &str = "POW_TEST_CRASH_FOLDER";
const UNDER_LOAD: &str = "acknowledged_writes_survive_kill_9_and_deleted_entries_do_not_come_back";
const IDLE: &str = "damage_to_the_log_after_kill_9_loses_only_the_newest_writes";
const TASKS: u32 = 8;
const SLOTS: u32 = 16;

type Slot = (u32, u32);

/// What a place may hold: the value of the last acknowledged call, or of the one that was under way.
#[derive(Debug, Default)]
struct Expected {
    settled: Option<u64>,
    under_way: Option<Option<u64>>,
}

fn key((task, slot): Slot) -> Key {
    Key::new("crash").name("session").id(UserId::Int(i64::from(task))).bytes(&slot.to_be_bytes())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

// F6
#[test]
fn acknowledged_writes_survive_kill_9_and_deleted_entries_do_not_come_back() {
    if let Ok(folder) = env::var(FOLDER) {
        return write_until_killed(Path::new(&folder));
    }
    let crashes = rounds(CRASHES);
    let folder = TempDir::new().unwrap();
    let mut expected = HashMap::new();
    let mut acknowledged = 0;
    for round in 0..crashes {
        acknowledged += crash(folder.path(), round, &mut expected);
        let cache = DiskCache::open(folder.path()).unwrap();
        for task in 0..TASKS {
            for slot in 0..SLOTS {
                check(&cache, (task, slot), expected.entry((task, slot)).or_default(), round);
            }
        }
    }
    assert!(acknowledged > crashes as u64 * 10, "only {acknowledged} calls were made");
    println!("{crashes} crashes, {acknowledged} acknowledged calls");
}

// F6
#[test]
fn folder_opens_whenever_its_making_was_cut_off() {
    let (mut unmade, rounds) = (0, rounds(BIRTHS));
    for round in 0..rounds {
        let folder = TempDir::new().unwrap();
        let mut child = writer(folder.path(), UNDER_LOAD);
        // From before the program has begun to after its first writes.
        thread::sleep(Duration::from_micros((round as u64 * 617) % 20_000));
        child.kill().unwrap();
        child.wait().unwrap();
        // A database has at least a page.
        let file = fs::metadata(folder.path().join("cache.db"));
        unmade += usize::from(file.map_or(true, |file| file.len() == 0));
        drop(DiskCache::open(folder.path()).unwrap_or_else(|error| panic!("round {round}: {error}")));
    }
    assert!(unmade > rounds / 10, "only {unmade} of {rounds} were cut off early");
}

// F6
#[test]
fn damage_to_the_log_after_kill_9_loses_only_the_newest_writes() {
    if let Ok(folder) = env::var(FOLDER) {
        let cache = DiskCache::open(folder).unwrap();
        for n in 0..50_u32 {
            let key = Key::new("test").bytes(&n.to_be_bytes());
            runtime().block_on(cache.put(&key, format!("value {n}").into(), None)).unwrap();
        }
        say("did", (0, 0), None);
        thread::sleep(Duration::from_secs(60));
        return;
    }
    let folder = TempDir::new().unwrap();
    let mut child = writer(folder.path(), IDLE);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().ends_with('.')));
    let error = DiskCache::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("in use by another process"), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();

    let entries = damaged(folder.path(), |_| {}).unwrap();
    assert_eq!(entries.len(), 50);
    let log = fs::read(folder.path().join("cache.db-wal")).unwrap();
    let mut lost = 0;
    for at in (0..log.len()).step_by(log.len() / 60) {
        let with = |log: &[u8]| damaged(folder.path(), |folder| fs::write(folder.join("cache.db-wal"), log).unwrap());
        let mut flipped = log.clone();
        flipped[at] ^= 1 << (at % 8);
        for left in [with(&log[..at]), with(&flipped)].into_iter().flatten() {
            assert!(entries.starts_with(&left), "{} entries with damage at byte {at}", left.len());
            lost += usize::from(left.len() < entries.len());
        }
    }
    assert!(lost > 0, "no damage was done");
}

fn rounds(plain: usize) -> usize {
    env::var("POW_TEST_CRASHES").map_or(plain, |crashes| crashes.parse().unwrap())
}

fn check(cache: &DiskCache, slot: Slot, expected: &mut Expected, round: usize) {
    let found = runtime_of_test(cache, slot);
    let as_under_way = expected.under_way.take() == Some(found);
    assert!(found == expected.settled || as_under_way, "round {round}, {slot:?}: {found:?} instead of {expected:?}");
    expected.settled = found;
}

fn runtime_of_test(cache: &DiskCache, slot: Slot) -> Option<u64> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let value = runtime.block_on(cache.get(&key(slot))).unwrap()?;
    Some(String::from_utf8(value.to_vec()).unwrap().parse().unwrap())
}

/// This test program, writing to the folder as that test does.
fn writer(folder: &Path, test: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", &crate::test_path(module_path!(), test), "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs this test program on the folder, kills it after a while, and notes what it said.
fn crash(folder: &Path, round: usize, expected: &mut HashMap<Slot, Expected>) -> u64 {
    let mut child = writer(folder, UNDER_LOAD);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (first, acknowledges) = mpsc::channel();
    let killer = thread::spawn(move || {
        // Now and then while it starts, else in the midst of its work.
        if !round.is_multiple_of(8) {
            let _ = acknowledges.recv();
        }
        thread::sleep(Duration::from_millis(1 + (round as u64 * 7_919) % 200));
        child.kill().unwrap();
        child.wait().unwrap();
    });
    let mut acknowledged = 0;
    for line in lines {
        // The last line may be cut.
        let Some(words) = line.unwrap().strip_suffix('.').map(|line| line.replace(' ', "\n")) else { continue };
        let mut words = words.lines();
        let (Some(word), Some(task), Some(slot), Some(value)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let expected: &mut Expected = expected.entry((task.parse().unwrap(), slot.parse().unwrap())).or_default();
        let value = value.parse().ok();
        if word == "try" {
            expected.under_way = Some(value);
        } else {
            *expected = Expected { settled: value, under_way: None };
            acknowledged += 1;
            // The killer may be gone by now.
            let _ = first.send(());
        }
    }
    drop(first);
    killer.join().unwrap();
    acknowledged
}

/// Every call is announced before it is made, and noted when it has returned.
fn write_until_killed(folder: &Path) {
    let cache = std::sync::Arc::new(DiskCache::open(folder).unwrap());
    runtime().block_on(async {
        let tasks = (0..TASKS).map(|task| {
            let cache = cache.clone();
            tokio::spawn(async move {
                for n in 1_u64.. {
                    let slot = (task, (n % u64::from(SLOTS)) as u32);
                    let value = Some(n).filter(|n| n % 3 != 0);
                    say("try", slot, value);
                    step(&cache, slot, value, n).await;
                    say("did", slot, value);
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}

async fn step(cache: &DiskCache, slot: Slot, value: Option<u64>, n: u64) {
    let key = key(slot);
    let ttl = Some(Duration::from_secs(3_600)).filter(|_| n.is_multiple_of(2));
    match (value, cache.get(&key).await.unwrap()) {
        (Some(value), Some(old)) => {
            assert!(cache.compare_and_swap(&key, &old, value.to_string().into(), ttl).await.unwrap());
        }
        (Some(value), None) => assert!(cache.put_if_absent(&key, value.to_string().into(), ttl).await.unwrap()),
        (None, old) => assert_eq!(cache.take(&key).await.unwrap(), old),
    }
}

fn say(word: &str, (task, slot): Slot, value: Option<u64>) {
    let value = value.map_or("-".to_owned(), |value| value.to_string());
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{word} {task} {slot} {value}.\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
