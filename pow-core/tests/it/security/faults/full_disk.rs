//! A disk without room, under SQLite and under the disk store: what lives is served, what is new is refused.
//!
//! Each test runs once more in a process of its own, on a file system of a few megabytes that only this process sees.

#[cfg(feature = "disk")]
use std::sync::Arc;
use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

#[cfg(feature = "disk")]
use pow_core::{
    Config,
    cache::{CacheStore, DiskCache, Key},
    clock::SystemClock,
};
use pow_testing::{Database, TestApp, client::PASSWORD};
use pow_testing_servers::small_disk;
#[cfg(feature = "disk")]
use tempfile::TempDir;

use crate::security::faults::kit::{ANN, is_served};

/// Takes all the room that is left.
fn fill(folder: &Path) -> PathBuf {
    let path = folder.join("filler");
    let mut file = File::create(&path).unwrap();
    for size in [1 << 16, 1 << 12, 1 << 8, 1] {
        while file.write_all(&vec![b'x'; size]).is_ok() {}
    }
    path
}

/// Without room: no user can sign in, and no user is taken for another. With room again, all is as before.
fn full(app: &TestApp, folder: &Path) {
    let mut ann = app.registered(ANN);
    assert!(is_served(&mut ann, ANN));
    let filler = fill(folder);
    let begin = Instant::now();
    for n in 0..20 {
        let mut bob = app.client();
        let status = bob.sign_in(ANN, PASSWORD).status;
        // What was freed before may have room for a few.
        assert!(matches!(status, 303 | 503), "{status}");
        assert_eq!(bob.current_user().is_some(), status == 303);
        let registered = app.client().register(&format!("new{n}@example.com"), PASSWORD);
        assert!(matches!(registered.status, 303 | 503), "{}: {}", registered.status, registered.text());
        is_served(&mut ann, ANN);
    }
    let mut late = app.client();
    assert_eq!(late.sign_in(ANN, PASSWORD).status, 503, "the disk is full");
    assert_eq!(late.current_user(), None);
    assert_eq!(late.get("/bare").text(), "bare");
    assert!(begin.elapsed() < Duration::from_secs(60), "it hangs");
    std::fs::remove_file(filler).unwrap();
    let back = Instant::now();
    while app.client().sign_in(ANN, PASSWORD).status != 303 {
        assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
    }
    assert!(is_served(&mut ann, ANN));
}

#[test]
fn full_disk_under_sqlite_refuses_what_is_new_and_keeps_what_lives() {
    small_disk::on(8 << 20, |folder| {
        let database = Database::sqlite_in(folder).with_cache();
        let app = TestApp::builder().database(database).start();
        full(&app, folder);
    });
}

#[cfg(feature = "disk")]
#[test]
fn full_disk_under_the_disk_store_refuses_what_is_new_and_keeps_what_lives() {
    small_disk::on(8 << 20, |folder| {
        let (sessions, database) = (folder.join("sessions"), TempDir::new().unwrap());
        let start = || {
            let begin = Instant::now();
            // The threads of an application that has ended let go of the folder a moment later.
            let cache = loop {
                match DiskCache::open(&sessions) {
                    Err(error) if error.to_string().contains("in use") && begin.elapsed() < Duration::from_secs(5) => {
                        std::thread::sleep(Duration::from_millis(10));
                    }
                    opened => break opened.unwrap(),
                }
            };
            let with = |config| Config { cache: cache.into(), clock: Arc::new(SystemClock), ..config };
            TestApp::builder().database(Database::sqlite_in(database.path())).config(with).start()
        };
        let before = start();
        full(&before, folder);
        let mut ann = before.registered("kept@example.com");
        assert!(is_served(&mut ann, "kept@example.com"));
        drop(before);
        // The folder opens again, and who was signed in still is.
        let after = start();
        let mut later = after.copy(&ann);
        assert!(is_served(&mut later, "kept@example.com"));
    });
}

#[cfg(feature = "disk")]
#[test]
fn log_of_the_disk_store_is_merged_before_a_full_disk_refuses_writes() {
    small_disk::on(8 << 20, |folder| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let rewrite = |rounds: u8| {
            let cache = DiskCache::open(folder.join("sessions")).unwrap();
            for n in 0..rounds {
                let key = Key::new("test").bytes(&[n % 4]);
                runtime.block_on(cache.put(&key, vec![n; 100_000].into(), None)).unwrap();
            }
        };
        // The entries have their room once the store is closed.
        rewrite(10);
        File::create(folder.join("filler")).unwrap().write_all(&vec![b'x'; 6 << 20]).unwrap();
        rewrite(200);
    });
}
