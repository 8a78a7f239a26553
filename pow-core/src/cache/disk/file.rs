//! The SQLite file that keeps the entries.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use diesel::{
    Connection, ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, SqliteConnection,
    connection::{DefaultLoadingMode, SimpleConnection},
    dsl::sql,
    sql_types::{BigInt, Text},
};
use sha2::{Digest, Sha256};

use super::{
    super::{Key, MemoryCache, memory::is_live},
    error,
    plan::Changes,
};
use crate::Error;

diesel::table! {
    /// `digest` covers the other columns, since SQLite has no checksum in its pages.
    entries (key) {
        key -> Binary,
        expires -> BigInt,
        value -> Binary,
        digest -> BigInt,
    }
}

pub(super) const NAME: &str = "cache.db";
const FORMAT: i64 = 1;
const CREATE: &str = "\
    BEGIN; \
    CREATE TABLE entries (\
        key BLOB PRIMARY KEY NOT NULL, expires INTEGER NOT NULL, value BLOB NOT NULL, digest INTEGER NOT NULL\
    ) WITHOUT ROWID; \
    PRAGMA user_version = 1; \
    COMMIT";
/// The exclusive lock lasts until the connection is closed. A commit ends with one sync, of the write-ahead log.
///
/// The pages are small, because the entries of a group are spread over the whole table, and each costs a page in the log.
/// The log is copied into the table every 4 MiB. The page cache has 8 MiB.
const SETTINGS: &str = "\
    PRAGMA locking_mode = EXCLUSIVE; \
    PRAGMA page_size = 2048; \
    PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; \
    PRAGMA fullfsync = ON; \
    PRAGMA wal_autocheckpoint = 2048; \
    PRAGMA cache_size = -8192; \
    PRAGMA cell_size_check = ON";

/// An open database file, locked against other processes.
pub(super) struct DatabaseFile {
    pub(super) folder: PathBuf,
    pub(super) connection: SqliteConnection,
}

impl DatabaseFile {
    /// Opens and checks the file. Creates it, and the folder, if they are missing.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let path = create(folder).map_err(|cause| error::unusable(folder, &cause))?;
        let connection = SqliteConnection::establish(&path).map_err(|cause| error::unusable(folder, &cause))?;
        let mut file = Self { folder: folder.to_owned(), connection };
        file.set_up().map_err(|cause| error::sqlite(folder, &cause))??;
        Ok(file)
    }

    fn set_up(&mut self) -> QueryResult<Result<(), Error>> {
        self.connection.batch_execute(SETTINGS)?;
        let version: i64 = sql::<BigInt>("PRAGMA user_version").get_result(&mut self.connection)?;
        match version {
            0 => self.connection.batch_execute(CREATE)?,
            FORMAT => {}
            _ => return Ok(Err(error::other_version(&self.folder))),
        }
        let found: String = sql::<Text>("PRAGMA integrity_check(1)").get_result(&mut self.connection)?;
        Ok(if found == "ok" { Ok(()) } else { Err(error::corrupt(&self.folder, &found)) })
    }

    /// Reads every entry into memory.
    pub(super) fn load(&mut self, memory: &MemoryCache, now: i64) -> Result<(), Error> {
        let folder = &self.folder;
        let mut expired = Vec::new();
        let rows = entries::table.load_iter::<(Vec<u8>, i64, Vec<u8>, i64), DefaultLoadingMode>(&mut self.connection);
        for row in rows.map_err(|cause| error::sqlite(folder, &cause))? {
            let (key, expires, value, sum) = row.map_err(|cause| error::sqlite(folder, &cause))?;
            let decoded = Key::from_bytes(&key).filter(|_| digest(&key, expires, &value) == sum);
            let Some(key) = decoded else { return Err(error::corrupt(folder, "an entry does not match its digest")) };
            if !is_live(expires, now) {
                expired.push((key, value, expires));
            } else if memory.fits(1, i64::try_from(key.as_bytes().len() + value.len()).unwrap_or(i64::MAX)) {
                memory.replace(&key, Some((&value, expires)));
            } else {
                return Err(error::over_limits(folder));
            }
        }
        // Expired entries are loaded last, because they don't count against the limits. The next writes remove them.
        for (key, value, expires) in expired {
            memory.replace(&key, Some((&value, expires)));
        }
        Ok(())
    }

    /// Makes all changes durable, or none.
    ///
    /// After an error SQLite continues with the state before the transaction. If only the sync failed, the log contains the
    /// transaction until the next commit overwrites it. If the process crashes before that, the transaction counts. The
    /// outcome of a failed call is therefore unknown, like that of a call in progress.
    pub(super) fn commit(&mut self, changes: &Changes) -> QueryResult<()> {
        self.transact(changes).or_else(|_| {
            // The log may have filled the disk. Once it is copied into the table, the next commit overwrites it.
            self.connection.batch_execute("PRAGMA wal_checkpoint")?;
            self.transact(changes)
        })
    }

    fn transact(&mut self, changes: &Changes) -> QueryResult<()> {
        let connection = &mut self.connection;
        let done = connection.batch_execute("BEGIN IMMEDIATE").and_then(|()| write(connection, changes));
        let done = done.and_then(|()| connection.batch_execute("COMMIT"));
        if done.is_err() {
            // Fails if SQLite has rolled back by itself.
            let _ = connection.batch_execute("ROLLBACK");
        }
        done
    }
}

fn write(connection: &mut SqliteConnection, changes: &Changes) -> QueryResult<()> {
    for (key, new) in changes {
        let key = key.as_bytes();
        match new {
            Some((value, expires)) => diesel::replace_into(entries::table)
                .values((
                    entries::key.eq(key),
                    entries::expires.eq(expires),
                    entries::value.eq(&value[..]),
                    entries::digest.eq(digest(key, *expires, value)),
                ))
                .execute(connection)?,
            None => diesel::delete(entries::table.find(key)).execute(connection)?,
        };
    }
    Ok(())
}

/// Creates the folder and an empty file if they are missing, accessible to their owner only. Returns the path of the file.
fn create(folder: &Path) -> io::Result<String> {
    let mut builder = fs::DirBuilder::new();
    let mut options = fs::OpenOptions::new();
    builder.recursive(true);
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    builder.create(folder)?;
    // Absolute, so that SQLite doesn't take it for a URI.
    let path = std::path::absolute(folder.join(NAME))?;
    match options.open(&path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let path = path.into_os_string().into_string();
    path.map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "its path is not UTF-8"))
}

/// The first eight bytes of a SHA-256 over an entry.
fn digest(key: &[u8], expires: i64, value: &[u8]) -> i64 {
    let mut hash = Sha256::new();
    hash.update((key.len() as u64).to_be_bytes());
    hash.update(key);
    hash.update(expires.to_be_bytes());
    hash.update(value);
    hash.finalize().first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}
