//! A custom cache store: each entry is a file. The test suite at the end verifies it.
//!
//! An expired entry is never returned. The next sweep, which the framework's ticker calls, deletes its file.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use pow_core::{
    Clock, Error,
    cache::{CacheStore, Key},
    telemetry::{LogGate, plain},
};

/// The suffix of a file that is not completely written.
const UNFINISHED: &str = ".unfinished";

/// A store with one file for each entry, for one process. A file contains the expiry in eight bytes, then the value.
#[derive(Clone, Debug)]
pub struct FileStore {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    writing: Arc<Mutex<()>>,
    damaged: Arc<LogGate>,
}

impl FileStore {
    /// Opens the store in this folder and creates the folder. It deletes files that a killed process did not complete.
    ///
    /// # Errors
    /// If the folder can't be created or read.
    pub fn open(folder: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        remove_unfinished(&folder)?;
        Ok(Self { folder, clock, writing: Arc::default(), damaged: Arc::default() })
    }

    /// Returns the path of an entry. File systems limit the length of names, so the beginning of a long key is a
    /// folder.
    fn path(&self, key: &Key) -> PathBuf {
        let hex = key.to_hex();
        let parts = hex.as_bytes().chunks(200).map(|part| String::from_utf8_lossy(part).into_owned());
        let mut path = parts.fold(self.folder.clone(), |path, part| path.join(part));
        path.as_mut_os_string().push(".entry");
        path
    }

    fn key(&self, path: &Path) -> Option<Key> {
        let inside = path.strip_prefix(&self.folder).ok()?.to_str()?;
        Key::from_hex(&inside.strip_suffix(".entry")?.replace(std::path::MAIN_SEPARATOR, ""))
    }

    /// Reads the value if it has not expired.
    fn read(&self, path: &Path) -> io::Result<Option<Bytes>> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(error),
        };
        // A truncated file is an error and not a missing entry.
        let Some((expires, value)) = bytes.split_first_chunk::<8>() else {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, format!("{} is truncated", path.display())));
        };
        Ok((self.clock.now_ms() < i64::from_be_bytes(*expires)).then(|| Bytes::copy_from_slice(value)))
    }

    /// Writes the value if `allowed` accepts the current one. Writes are serialized by a lock.
    fn write(
        &self,
        key: &Key,
        value: &[u8],
        ttl: Option<Duration>,
        allowed: impl Fn(Option<&[u8]>) -> bool,
    ) -> io::Result<bool> {
        let _guard = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(key);
        if !allowed(self.read(&path)?.as_deref()) {
            return Ok(false);
        }
        let ttl = ttl.map_or(i64::MAX, |ttl| i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX));
        let expires = self.clock.now_ms().saturating_add(ttl);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let mut file = unfinished_in(folder)?;
        file.write_all(&expires.to_be_bytes())?;
        file.write_all(value)?;
        file.as_file().sync_data()?;
        file.persist(path)?;
        Ok(true)
    }

    fn remove(&self, key: &Key) -> io::Result<Option<Bytes>> {
        let _guard = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(key);
        let value = self.read(&path)?;
        if value.is_some() {
            fs::remove_file(path)?;
        }
        Ok(value)
    }

    fn scan_in(&self, folder: &Path, prefix: &Key, found: &mut Vec<(Key, Bytes)>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.scan_in(&path, prefix, found)?;
            } else if let Some(key) = self.key(&path).filter(|key| key.starts_with(prefix)) {
                match self.read(&path) {
                    Ok(value) => found.extend(value.map(|value| (key, value))),
                    // A truncated entry must not stop the other ones from being listed and revoked. Other errors may be
                    // temporary: ignoring the entry would let it reappear later.
                    Err(error) if error.kind() == ErrorKind::UnexpectedEof => self.log_damaged(&path, &error),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    fn sweep_in(&self, folder: &Path) -> io::Result<usize> {
        let mut removed = 0;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match self.sweep_at(&path) {
                Ok(count) => removed += count,
                // One bad file must not stop the deletion of the other ones.
                Err(error) => self.log_damaged(&path, &error),
            }
        }
        Ok(removed)
    }

    fn sweep_at(&self, path: &Path) -> io::Result<usize> {
        if path.is_dir() {
            return self.sweep_in(path);
        }
        // The lock prevents a write between the check and the removal.
        let _guard = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let has_expired = self.key(path).is_some() && path.exists() && self.read(path)?.is_none();
        if has_expired {
            fs::remove_file(path)?;
        }
        Ok(usize::from(has_expired))
    }

    fn log_damaged(&self, path: &Path, error: &io::Error) {
        if let Some(held_back) = self.damaged.open_now() {
            let (path, error) = (plain(path.display()), plain(error));
            tracing::error!(target: "pow::file_store::damaged", %path, %error, held_back, "skipped an unreadable entry: delete its file");
        }
    }

    /// Runs file operations on a blocking thread. An error is a 503 and never a missing entry.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&store)).await.map_err(Error::other)?;
        done.map_err(|source| Error::Unavailable { service: "file store", source: source.into() })
    }
}

/// Creates a temporary file, which is renamed once it is complete.
fn unfinished_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().suffix(UNFINISHED).tempfile_in(folder)
}

fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_unfinished(&path)?;
        } else if path.to_string_lossy().ends_with(UNFINISHED) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[async_trait]
impl CacheStore for FileStore {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        let key = key.clone();
        self.run(move |store| store.write(&key, &value, ttl, |_| true).map(|_| ())).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        let path = self.path(key);
        self.run(move |store| store.read(&path)).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        let key = key.clone();
        self.run(move |store| store.remove(&key)).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let key = key.clone();
        self.run(move |store| store.write(&key, &value, ttl, |current| current.is_none())).await
    }

    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let (key, old) = (key.clone(), old.to_vec());
        self.run(move |store| store.write(&key, &new, ttl, |current| current == Some(&old[..]))).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.take(key).await.map(|value| value.is_some())
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        let prefix = prefix.clone();
        self.run(move |store| {
            let mut found = Vec::new();
            store.scan_in(&store.folder, &prefix, &mut found).map(|()| found)
        })
        .await
    }

    async fn sweep(&self) -> Result<usize, Error> {
        self.run(|store| store.sweep_in(&store.folder)).await
    }
}

#[cfg(test)]
mod tests {
    use pow_core::clock::FixedClock;
    use pow_testing::{Logs, cache::Subject};

    use super::*;

    pow_testing::cache_store_suite!(file_store, subject, rounds = pow_testing::cache::rounds_or(20));

    #[tokio::test]
    async fn sweep_deletes_only_expired_entries() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(FixedClock::at_ms(0)));
        let store = FileStore::open(folder.path(), clock.clone()).unwrap();
        let key = |name| Key::new("users").name(name);
        store.put(&key("short"), Bytes::from_static(b"1"), Some(Duration::from_secs(1))).await.unwrap();
        store.put(&key("long"), Bytes::from_static(b"1"), Some(Duration::from_secs(9))).await.unwrap();
        clock.advance(Duration::from_secs(2));
        assert_eq!(store.sweep().await.unwrap(), 1);
        assert!(!store.path(&key("short")).exists() && store.path(&key("long")).exists());
        assert_eq!(store.sweep().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn truncated_file_is_logged_and_does_not_block_the_others() {
        let logs = Logs::capture();
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(FixedClock::at_ms(0)));
        let store = FileStore::open(folder.path(), clock.clone()).unwrap();
        let key = |n: u8| Key::new("users").name("session").bytes(&[n]);
        let minute = Some(Duration::from_secs(60));
        for n in 0..20 {
            store.put(&key(n), Bytes::from(vec![n]), minute).await.unwrap();
        }
        let truncated = store.path(&key(7));
        fs::write(&truncated, b"short").unwrap();
        let error = store.get(&key(7)).await.unwrap_err();
        assert!(
            matches!(&error, Error::Unavailable { .. }) && error.to_string().contains(truncated.to_str().unwrap()),
            "{error}"
        );
        for _ in 0..3 {
            assert_eq!(store.scan(&Key::new("users").name("session")).await.unwrap().len(), 19);
        }
        clock.advance(Duration::from_secs(60));
        assert_eq!(store.sweep().await.unwrap(), 19);
        let lines = logs.of("pow::file_store::damaged");
        assert_eq!(
            lines.iter().map(|line| line.field("path")).collect::<Vec<_>>(),
            [truncated.to_str()],
            "one log line in ten seconds"
        );
        assert!(store.get(&key(7)).await.is_err(), "a truncated entry is not reported as missing");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn scan_fails_if_an_entry_cannot_be_read() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(FixedClock::at_ms(0)));
        let store = FileStore::open(folder.path(), clock).unwrap();
        let key = Key::new("users").name("a");
        store.put(&key, Bytes::from_static(b"1"), None).await.unwrap();
        // A symbolic link to itself causes a file system error that may be temporary.
        fs::remove_file(store.path(&key)).unwrap();
        std::os::unix::fs::symlink(store.path(&key), store.path(&key)).unwrap();
        assert!(store.scan(&Key::new("users")).await.is_err());
    }

    #[tokio::test]
    async fn unfinished_files_of_a_killed_process_are_deleted_at_start() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(FixedClock::at_ms(0)));
        let store = FileStore::open(folder.path(), clock.clone()).unwrap();
        let key = Key::new("users").bytes(&[1; 64]).bytes(&[2; 64]);
        store.put(&key, Bytes::from_static(b"1"), None).await.unwrap();
        let strays = [folder.path(), store.path(&key).parent().unwrap()]
            .map(|folder| unfinished_in(folder).unwrap().keep().unwrap().1);
        assert_ne!(strays[0].parent(), strays[1].parent());
        let again = FileStore::open(folder.path(), clock).unwrap();
        assert!(strays.iter().all(|stray| !stray.exists()));
        assert_eq!(again.get(&key).await.unwrap().unwrap(), "1");
    }

    async fn subject() -> Subject {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(FixedClock::at_ms(0)));
        let (path, its_clock) = (folder.path().to_owned(), clock.clone());
        let open = move || -> Arc<dyn CacheStore> { Arc::new(FileStore::open(&path, its_clock.clone()).unwrap()) };
        Subject::new(open(), clock).keeping(folder).durable(move || std::future::ready(open()))
    }
}
