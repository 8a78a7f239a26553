//! The disk store: the suite, restarts, damage, and a second owner.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use pow_core::{
    Error, UserId,
    cache::{CacheStore, DiskCache, Key, MemoryLimits},
    clock::FixedClock,
};
use pow_testing::cache::Subject;
use tempfile::TempDir;

// P24
pow_testing::cache_store_suite!(suite, subject);

async fn subject() -> Subject {
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let (path, its_clock) = (folder.path().to_owned(), clock.clone());
    let reopen = move || -> Arc<dyn CacheStore> { Arc::new(open(&path, &its_clock).unwrap()) };
    Subject::new(reopen(), clock).keeping(folder).durable(move || std::future::ready(reopen()))
}

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at_ms(1_750_000_000_000))
}

fn open(folder: &Path, clock: &Arc<FixedClock>) -> Result<DiskCache, Error> {
    DiskCache::open_with(folder, clock.clone(), MemoryLimits::default())
}

fn key(n: u32) -> Key {
    Key::new("test").name("session").id(UserId::Int(i64::from(n % 100))).bytes(&n.to_be_bytes())
}

const MINUTE: Option<Duration> = Some(Duration::from_secs(60));

#[tokio::test]
async fn entries_and_their_times_survive_a_restart_and_what_has_expired_does_not_come_back() {
    // Z3, F6
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let cache = open(folder.path(), &clock).unwrap();
    cache.put(&key(1), "stays".into(), None).await.unwrap();
    cache.put(&key(2), "a minute".into(), MINUTE).await.unwrap();
    cache.put(&key(3), "two".into(), MINUTE.map(|minute| minute * 2)).await.unwrap();
    cache.put(&key(4), "deleted".into(), None).await.unwrap();
    assert!(cache.delete(&key(4)).await.unwrap());
    drop(cache);
    clock.advance(Duration::from_secs(60));
    let cache = open(folder.path(), &clock).unwrap();
    assert_eq!(cache.get(&key(1)).await.unwrap().as_deref(), Some(&b"stays"[..]));
    assert_eq!(cache.get(&key(2)).await.unwrap(), None);
    assert_eq!(cache.get(&key(3)).await.unwrap().as_deref(), Some(&b"two"[..]));
    assert_eq!(cache.get(&key(4)).await.unwrap(), None);
    assert_eq!(cache.scan(&Key::new("test")).await.unwrap().len(), 2);
    clock.advance(Duration::from_secs(60));
    assert_eq!(cache.get(&key(3)).await.unwrap(), None);
    assert_eq!(cache.sweep().await.unwrap(), 2, "also what had expired before it was opened");
    assert_eq!(cache.len(), 1);
    drop(cache);
    assert_eq!(open(folder.path(), &clock).unwrap().len(), 1);
}

#[test]
fn folder_belongs_to_one_process() {
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let cache = open(folder.path(), &clock).unwrap();
    let refused = open(folder.path(), &clock).unwrap_err().to_string();
    assert!(refused.contains("in use by another process"), "{refused}");
    drop(cache);
    assert!(open(folder.path(), &clock).is_ok());
}

#[test]
fn folder_that_cannot_be_made_is_named() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let error = open(&folder.path().join("file/sessions"), &clock()).unwrap_err();
    assert!(matches!(&error, Error::Config(text) if text.contains("file/sessions")), "{error}");
}

#[test]
fn file_of_another_kind_or_version_is_refused_with_the_remedy_and_kept() {
    let folder = TempDir::new().unwrap();
    drop(open(folder.path(), &clock()).unwrap());
    let path = folder.path().join("cache.db");
    let mut other = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    other.batch_execute("PRAGMA user_version = 2").unwrap();
    drop(other);
    let error = open(folder.path(), &clock()).unwrap_err().to_string();
    assert!(error.contains("unknown format version") && error.contains("move the folder away"), "{error}");

    let junk = "no database ".repeat(1_000);
    fs::write(&path, &junk).unwrap();
    let error = open(folder.path(), &clock()).unwrap_err().to_string();
    assert!(error.contains("is corrupt") && error.contains("move the folder away"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), junk);
}

#[cfg(unix)]
#[tokio::test]
async fn new_folder_and_its_files_are_accessible_to_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("new/sessions");
    let cache = open(&folder, &clock()).unwrap();
    cache.put(&key(1), "x".into(), None).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!([&folder, &parent.path().join("new")].map(|folder| mode(folder)), [0o700; 2]);
    assert_eq!(["cache.db", "cache.db-wal"].map(|file| mode(&folder.join(file))), [0o600; 2]);
    assert_eq!(files(&folder).len(), 2);
}

#[tokio::test]
async fn full_store_refuses_new_entries_and_keeps_live_ones() {
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let limits = MemoryLimits { entries: 3, bytes: 1 << 20 };
    let cache = DiskCache::open_with(folder.path(), clock.clone(), limits).unwrap();
    for n in 0..3 {
        cache.put(&key(n), "x".into(), MINUTE).await.unwrap();
    }
    assert!(matches!(cache.put(&key(3), "x".into(), None).await, Err(Error::Unavailable { .. })));
    assert!(cache.compare_and_swap(&key(0), b"x", "y".into(), MINUTE).await.unwrap());
    clock.advance(Duration::from_secs(60));
    cache.put(&key(3), "x".into(), None).await.unwrap();
    assert_eq!(cache.len(), 1, "what has expired makes room at once");
}

/// The length of all files in the folder.
fn room(folder: &Path) -> usize {
    files(folder).into_iter().map(|file| fs::metadata(file).unwrap().len() as usize).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn room_of_what_has_expired_is_used_again() {
    const ROUNDS: u32 = 12;
    const ENTRIES: u32 = 32;
    const BYTES: usize = 256 << 10;
    // The table has the live entries of one round, and the log is copied into it every 4 MiB.
    const MOST: usize = 20 << 20;
    let live = ENTRIES as usize * BYTES;
    assert!(ROUNDS as usize * live > 2 * MOST, "a store that never frees anything must be found out");
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let cache = open(folder.path(), &clock).unwrap();
    for round in 0..ROUNDS {
        for n in 0..ENTRIES {
            // New keys each time, because replacing a value would free its room anyway.
            cache.put(&key(round * ENTRIES + n), vec![n as u8; BYTES].into(), MINUTE).await.unwrap();
        }
        clock.advance(Duration::from_secs(60));
        cache.sweep().await.unwrap();
        assert_eq!(cache.len(), 0);
        let room = room(folder.path());
        assert!((live..MOST).contains(&room), "{} MiB after {round} rounds", room >> 20);
    }
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn random(below: usize) -> usize {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0) as usize % below.max(1)
}

/// The entries in a copy of `folder` after `damage`, or `None` if the copy does not open.
pub(crate) fn damaged(folder: &Path, damage: impl FnOnce(&Path)) -> Option<Vec<(Key, Bytes)>> {
    let copied = TempDir::new().unwrap();
    copy(folder, copied.path());
    damage(copied.path());
    let cache = match open(copied.path(), &clock()) {
        Ok(cache) => cache,
        Err(error) => {
            assert!(
                matches!(&error, Error::Config(text) if text.contains("is corrupt") || text.contains("version") || text.contains("used")),
                "{error}"
            );
            return None;
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut entries = runtime.block_on(cache.scan(&Key::new("test"))).unwrap();
    entries.sort();
    Some(entries)
}

/// A folder with entries, closed in order, and its entries.
async fn filled() -> (TempDir, Vec<(Key, Bytes)>) {
    let folder = TempDir::new().unwrap();
    let cache = Arc::new(open(folder.path(), &clock()).unwrap());
    let puts = (0..2_000).map(|n| {
        let cache = cache.clone();
        tokio::spawn(async move { cache.put(&key(n), format!("{n:0600}").into(), None).await.unwrap() })
    });
    for put in puts.collect::<Vec<_>>() {
        put.await.unwrap();
    }
    for n in 0..100 {
        assert!(cache.delete(&key(n * 20)).await.unwrap());
    }
    let mut entries = cache.scan(&Key::new("test")).await.unwrap();
    entries.sort();
    drop(Arc::into_inner(cache).unwrap());
    assert_eq!(files(folder.path()), [folder.path().join("cache.db")], "the log is merged when the store is closed");
    (folder, entries)
}

#[tokio::test(flavor = "multi_thread")]
async fn flipped_bits_and_cut_tails_are_found_and_never_served() {
    // F6, Y5
    let (folder, entries) = filled().await;
    tokio::task::spawn_blocking(move || {
        assert_eq!(damaged(folder.path(), |_| {}).unwrap(), entries);
        let (rounds, mut found) = (pow_testing::cache::rounds() / 5, 0);
        for round in 0..rounds {
            let damage = |folder: &Path| {
                let file = folder.join("cache.db");
                let mut bytes = fs::read(&file).unwrap();
                // An empty file counts as a new one.
                let at = 1 + random(bytes.len() - 1);
                if round % 4 == 0 {
                    bytes.truncate(at);
                } else {
                    bytes[at] ^= 1 << random(8);
                }
                fs::write(file, bytes).unwrap();
            };
            match damaged(folder.path(), damage) {
                Some(left) => assert!(left == entries, "{} of {} entries after damage", left.len(), entries.len()),
                None => found += 1,
            }
        }
        assert!(found > 0, "no damage was found in {rounds} rounds");
    })
    .await
    .unwrap();
}
