//! The disk store: the suite, crashes, damage, and a second process.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
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
    let cache = DiskCache::open_with(folder.path(), clock.clone(), MemoryLimits::default()).unwrap();
    Subject::new(Arc::new(cache), clock).keeping(folder)
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

/// What the files below a folder take of the disk; room that is only announced doesn't count.
#[cfg(unix)]
fn room(folder: &Path) -> usize {
    use std::os::unix::fs::MetadataExt;
    // A file may go while we look.
    let files = files(folder).into_iter().filter_map(|file| fs::metadata(file).ok());
    files.map(|file| file.blocks() as usize * 512).sum()
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn room_of_what_has_expired_is_used_again() {
    const ROUNDS: u32 = 26;
    const ENTRIES: u32 = 32;
    const BYTES: usize = 256 << 10;
    // The journal comes to some 90 MiB before its files go, and what has expired stays in up to five tables until they are
    // merged: 21 to 119 MiB on a quiet machine, 152 on a busy one, where the engine lags behind.
    const MOST: usize = 200 << 20;
    let live = ENTRIES as usize * BYTES;
    assert!(ROUNDS as usize * live > MOST, "a store that never frees anything must be found out");
    let (folder, clock) = (TempDir::new().unwrap(), clock());
    let cache = open(folder.path(), &clock).unwrap();
    for round in 0..ROUNDS {
        for n in 0..ENTRIES {
            // Each under a key of its own: to write a value over would be another matter.
            cache.put(&key(round * ENTRIES + n), vec![n as u8; BYTES].into(), MINUTE).await.unwrap();
        }
        assert!(room(folder.path()) >= live, "values are kept as they are, not compressed");
        clock.advance(Duration::from_secs(60));
        cache.sweep().await.unwrap();
        assert_eq!(cache.len(), 0);
        let swept = std::time::Instant::now();
        // Tables are merged by a thread of the engine's, which may be late on a busy machine.
        while room(folder.path()) > MOST {
            let room = room(folder.path()) >> 20;
            assert!(swept.elapsed() < Duration::from_secs(5), "{room} MiB after {round} rounds");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
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

/// What a copy of `folder` holds after `damage`; nothing if it does not open.
pub(crate) fn damaged(folder: &Path, damage: impl FnOnce(&Path)) -> Option<Vec<(Key, Bytes)>> {
    let copied = TempDir::new().unwrap();
    copy(folder, copied.path());
    damage(copied.path());
    let cache = match open(copied.path(), &clock()) {
        Ok(cache) => cache,
        Err(error) => {
            assert!(
                matches!(&error, Error::Config(text) if text.contains("is damaged") || text.contains("used")),
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

/// A folder with entries in the engine's tables and in its journal, closed in order, and what is in it.
async fn filled() -> (TempDir, Vec<(Key, Bytes)>) {
    let folder = TempDir::new().unwrap();
    let cache = Arc::new(open(folder.path(), &clock()).unwrap());
    for part in 0..10 {
        let puts = (0..1_000).map(|n| {
            let (cache, n) = (cache.clone(), part * 1_000 + n);
            tokio::spawn(async move { cache.put(&key(n), format!("{n:0600}").into(), None).await.unwrap() })
        });
        for put in puts.collect::<Vec<_>>() {
            put.await.unwrap();
        }
        for n in 0..10 {
            assert!(cache.delete(&key(part * 1_000 + n)).await.unwrap());
        }
    }
    let mut entries = cache.scan(&Key::new("test")).await.unwrap();
    entries.sort();
    drop(Arc::into_inner(cache).unwrap());
    let tables =
        files(&folder.path().join("engine")).iter().filter(|file| file.parent().unwrap().ends_with("tables")).count();
    assert!(tables > 1, "{:?}", files(folder.path()));
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
                let files = files(folder);
                let file = &files[random(files.len())];
                let mut bytes = fs::read(file).unwrap();
                let at = random(bytes.len());
                if round % 2 == 0 && !bytes.is_empty() {
                    bytes[at] ^= 1 << random(8);
                } else {
                    bytes.truncate(at);
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
