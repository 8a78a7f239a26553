//! The cache in the application's database. Sessions survive a restart without another server.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use super::{
    Condition, Filter, Inner, Prefix, Select, SqlStore, dialect::Dialect, near::Pair, record, statement::Statement,
};
use crate::{
    Clock, Error,
    cache::{CacheStore, Key, KeyPage, VisitPair, Write},
    clock::{MAX_SKEW_MS, millis},
    id::IdKind,
    record::Record,
    schema::{Field, FieldType, TableDef, Value},
    telemetry::LogGate,
};

pub(super) const KEY: Field<Vec<u8>> = Field::new("key");
pub(super) const VALUE: Field<Vec<u8>> = Field::new("value");
/// Milliseconds since the epoch. It is `i64::MAX` for an entry without a time to live.
pub(super) const EXPIRES_AT: Field<i64> = Field::new("expires_at");

/// The number of expired rows per DELETE, so that other writers don't wait long for a lock.
const SWEEP: u32 = 500;
/// The number of keys per query, and of changes per transaction.
const MANY: usize = 512;

/// Returns the definition of the cache's table, `pow_cache`, for the schema.
pub fn database_table() -> TableDef {
    let mut table = TableDef::new("pow_cache", KEY.def().secret(), IdKind::default(), "core").shared().clustered();
    for field in [VALUE.def().secret(), EXPIRES_AT.def().indexed()] {
        table.fields.push(field);
        table.owners.push("core");
    }
    table
}

/// Returns the cache table without the values, for queries that only list keys.
fn keys_table() -> TableDef {
    let mut table = database_table();
    (table.fields, table.owners) =
        table.fields.into_iter().zip(table.owners).filter(|(field, _)| field.name != VALUE.name()).unzip();
    table
}

/// Adds a column to the statement: the live value under the key.
pub(crate) fn with_cached<DB: Dialect>(statement: Statement<DB>, key: &Key, now: i64) -> Result<Statement<DB>, Error> {
    let expires_after = (EXPIRES_AT.name(), now.into_value());
    statement.with_cached(Arc::new(database_table()), (KEY.name(), bytes(key.as_bytes())), VALUE.name(), expires_after)
}

/// The cache in the application's database. See [`Store::cache`](crate::store::Store::cache).
pub struct DatabaseCache<DB: Dialect> {
    inner: Arc<Inner<DB>>,
    table: Arc<TableDef>,
    clock: Arc<dyn Clock>,
}

impl<DB: Dialect> DatabaseCache<DB> {
    /// Creates the cache in the store's database, with the table [`database_table`].
    pub fn new(store: &SqlStore<DB>, clock: Arc<dyn Clock>) -> Self {
        Self { inner: Arc::clone(&store.inner), table: Arc::new(database_table()), clock }
    }

    /// Runs the work on the store's threads. It is completed even if the caller stops waiting.
    async fn run<T, F>(&self, work: impl FnOnce(Rows<DB>) -> F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        self.inner.threads.run(work(self.rows())).await
    }

    async fn write(&self, write: Write) -> Result<bool, Error> {
        self.run(|rows| async move { rows.apply(&write).await }).await
    }

    /// Reads two values on the connection of the caller's runtime, if it exists and works.
    async fn pair(&self, keys: [&Key; 2]) -> Result<Option<Pair>, Error> {
        let near = &self.inner.near;
        let reading = near.read_pair(keys, self.clock.now_ms());
        let read = self.inner.threads.within_limit(async { Ok(reading.await) }).await;
        if !matches!(read, Ok(None | Some(Ok(_)))) {
            near.lost();
        }
        Ok(read?.and_then(Result::ok))
    }

    fn rows(&self) -> Rows<DB> {
        Rows { inner: Arc::clone(&self.inner), table: Arc::clone(&self.table), now: self.clock.now_ms() }
    }
}

/// Limits the warnings about rows that another program wrote.
static UNREADABLE: LogGate = LogGate::new();

/// The table, with the time of the call.
struct Rows<DB: Dialect> {
    inner: Arc<Inner<DB>>,
    table: Arc<TableDef>,
    now: i64,
}

impl<DB: Dialect> Rows<DB> {
    fn row(&self, key: Value, value: &Bytes, ttl: Option<Duration>) -> Vec<(&'static str, Value)> {
        let mut row = vec![(KEY.name(), key)];
        row.extend(self.content(value, ttl));
        row
    }

    fn content(&self, value: &Bytes, ttl: Option<Duration>) -> Vec<(&'static str, Value)> {
        vec![(VALUE.name(), bytes(value)), (EXPIRES_AT.name(), self.end(ttl).into_value())]
    }

    fn end(&self, ttl: Option<Duration>) -> i64 {
        match ttl {
            None => i64::MAX,
            Some(ttl) => self.now.saturating_add(millis(ttl)),
        }
    }

    fn live(&self) -> Filter {
        Filter::all().and(Condition::Gt(EXPIRES_AT.name(), self.now.into_value()))
    }

    fn live_at(&self, key: Value) -> Filter {
        self.live().and(Condition::Eq(KEY.name(), key))
    }

    fn select(&self, filter: Filter) -> Result<Statement<DB>, Error> {
        Statement::select(&Prefix::default(), &self.table, Select::new(filter), None)
    }

    fn delete(&self, filter: Filter) -> Result<Statement<DB>, Error> {
        Statement::delete(&Prefix::default(), &self.table, filter)
    }

    fn records(&self, rows: &[DB::Row]) -> Result<Vec<Record>, Error> {
        rows.iter().map(|row| record::<DB>(row, &self.table, None)).collect()
    }

    async fn put(self, key: Value, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        let row = self.row(key, &value, ttl);
        let upsert = || Statement::upsert(&Prefix::default(), &self.table, row.clone(), None);
        match self.inner.write(upsert).await? {
            Ok(_) => Ok(()),
            Err(taken) => Err(Error::database(taken)),
        }
    }

    async fn find(self, keys: Vec<Value>) -> Result<Vec<Record>, Error> {
        let rows = self.inner.read_rows(|| self.select(self.live())?.one_of(KEY.name(), keys.clone())).await?;
        self.records(&rows)
    }

    async fn take(self, key: Value) -> Result<Option<Record>, Error> {
        let rows = match DB::RETURNING {
            true => self.inner.write_rows(|| Ok(self.delete(self.live_at(key.clone()))?.returning())).await?,
            false => self.take_locked(key).await?,
        };
        Ok(self.records(&rows)?.pop())
    }

    /// Takes a row from a database without RETURNING. The row is locked when it is read, so that only one of several calls reads
    /// it.
    async fn take_locked(&self, key: Value) -> Result<Vec<DB::Row>, Error> {
        let (select, delete) = (self.select(self.live_at(key.clone()))?.locked(), self.delete(self.live_at(key))?);
        let mut open = self.inner.open(&Prefix::default()).await?;
        let rows = open.rows(select).await?;
        let deleted = open.write(delete).await?;
        open.commit().await?;
        Ok(if deleted == 1 { rows } else { Vec::new() })
    }

    /// Makes several changes. A database with one writer makes them in one transaction, so that it waits for the disk once.
    async fn write_many(self, writes: Vec<Write>) -> Result<Vec<bool>, Error> {
        let mut done = Vec::with_capacity(writes.len());
        if !DB::ONE_WRITER || writes.len() < 2 {
            for write in &writes {
                done.push(self.apply(write).await?);
            }
            return Ok(done);
        }
        let mut open = self.inner.open(&Prefix::default()).await?;
        for write in &writes {
            done.push(open.write(self.statement(write)?).await? == 1);
        }
        open.commit().await?;
        Ok(done)
    }

    /// Makes a change, and returns whether a row was changed.
    async fn apply(&self, write: &Write) -> Result<bool, Error> {
        match write {
            Write::Swap { key, expected: None, new, ttl } if !DB::RETURNING => {
                self.insert_or_renew(bytes(key.as_bytes()), new, *ttl).await
            }
            _ => Ok(self.inner.write(|| self.statement(write)).await?.map_err(Error::database)? == 1),
        }
    }

    /// Returns a statement that changes at most one row. A row is inserted by an upsert.
    fn statement(&self, write: &Write) -> Result<Statement<DB>, Error> {
        let (prefix, table) = (Prefix::default(), &self.table);
        match write {
            Write::Swap { key, expected: Some(expected), new, ttl } => {
                let filter = self.live_at(bytes(key.as_bytes())).and(Condition::Eq(VALUE.name(), bytes(expected)));
                Statement::update(&prefix, table, filter, self.content(new, *ttl))
            }
            Write::Swap { key, expected: None, new, ttl } => {
                let expired = (EXPIRES_AT.name(), self.now.into_value());
                Statement::upsert(&prefix, table, self.row(bytes(key.as_bytes()), new, *ttl), Some(expired))
            }
            Write::Delete(key) => self.delete(self.live_at(bytes(key.as_bytes()))),
        }
    }

    /// Inserts a row in a database without RETURNING. The insert succeeds for one of several calls. If there is an expired row,
    /// the update succeeds for one of them instead. The second attempt is for an expired row that was swept in between.
    async fn insert_or_renew(&self, key: Value, value: &Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let row = self.row(key.clone(), value, ttl);
        let insert = || Statement::insert(&Prefix::default(), &self.table, row.clone(), None);
        let renew = || {
            let expired = Filter::eq(KEY.name(), key.clone()).and(Condition::Lt(EXPIRES_AT.name(), later(self.now)));
            Statement::update(&Prefix::default(), &self.table, expired, self.content(value, ttl))
        };
        for _ in 0..2 {
            if self.inner.write(insert).await?.is_ok() {
                return Ok(true);
            }
            if self.inner.write(renew).await?.map_err(Error::database)? == 1 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn scan(self, prefix: Vec<u8>) -> Result<Vec<Record>, Error> {
        let end = after_all(&prefix);
        let statement = || {
            let mut filter = self.live();
            if let Some(end) = &end {
                filter = filter.and(Condition::Lt(KEY.name(), end.clone().into_value()));
            }
            self.select(filter)?.at_least(KEY.name(), prefix.clone().into_value())
        };
        let rows = self.inner.read_rows(statement).await?;
        self.records(&rows)
    }

    /// Reads a page in the order of the keys, without the values.
    async fn page(self, prefix: Vec<u8>, after: Option<Vec<u8>>, limit: u32) -> Result<Vec<Record>, Error> {
        let (end, table) = (after_all(&prefix), Arc::new(keys_table()));
        let statement = || {
            let mut filter = self.live();
            if let Some(end) = &end {
                filter = filter.and(Condition::Lt(KEY.name(), end.clone().into_value()));
            }
            if let Some(after) = &after {
                filter = filter.and(Condition::Gt(KEY.name(), after.clone().into_value()));
            }
            let select = Select::new(filter).order_by(KEY.name()).limit(limit);
            Statement::select(&Prefix::default(), &table, select, None)?
                .at_least(KEY.name(), prefix.clone().into_value())
        };
        let rows = self.inner.read_rows(statement).await?;
        rows.iter().map(|row| record::<DB>(row, &table, None)).collect()
    }

    /// Deletes expired rows. Each process uses its own clock. A process whose clock is ahead must not delete rows that are live
    /// for others, so rows are kept for [`MAX_SKEW_MS`] after they expired. Expired rows are never read.
    async fn sweep(self) -> Result<usize, Error> {
        let end = later(self.now.saturating_sub(MAX_SKEW_MS));
        let expired = || Filter::all().and(Condition::Lt(EXPIRES_AT.name(), end.clone()));
        let select = Select::new(expired()).order_by(EXPIRES_AT.name()).limit(SWEEP);
        let mut swept = 0;
        loop {
            let read = || Statement::select(&Prefix::default(), &self.table, select.clone(), None);
            let keys: Vec<Value> =
                self.records(&self.inner.read_rows(read).await?)?.iter().filter_map(key_of).collect();
            let found = keys.len();
            if found > 0 {
                let delete = || self.delete(expired())?.one_of(KEY.name(), keys.clone());
                let deleted = self.inner.write(delete).await?.map_err(Error::database)?;
                swept += usize::try_from(deleted).unwrap_or(usize::MAX);
            }
            if u32::try_from(found).unwrap_or(u32::MAX) < SWEEP {
                return Ok(swept);
            }
        }
    }
}

fn readable(name: &[u8]) -> Option<Key> {
    let key = Key::from_bytes(name);
    if key.is_none()
        && let Some(held_back) = UNREADABLE.open_now()
    {
        tracing::warn!(target: "pow::cache::unreadable", held_back, "ignored a row of the cache table whose key cannot be decoded");
    }
    key
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

fn later(now: i64) -> Value {
    now.saturating_add(1).into_value()
}

fn key_of(record: &Record) -> Option<Value> {
    record.value(KEY.name()).cloned()
}

/// Returns the first key after all keys with the prefix, if there is one.
fn after_all(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix.get(..=last)?.to_vec();
    *end.last_mut()? += 1;
    Some(end)
}

#[async_trait]
impl<DB: Dialect> CacheStore for DatabaseCache<DB> {
    fn tables(&self) -> Vec<TableDef> {
        vec![database_table()]
    }

    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.run(|rows| rows.put(bytes(key.as_bytes()), value, ttl)).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        let found = self.run(|rows| rows.find(vec![bytes(key.as_bytes())])).await?;
        found.first().map(|record| record.get(VALUE).map(Bytes::from)).transpose()
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        if let [first, second] = keys
            && let Some(pair) = self.pair([first, second]).await?
        {
            return Ok(pair.into());
        }
        let mut values = Vec::with_capacity(keys.len());
        for keys in keys.chunks(MANY) {
            let wanted = keys.iter().map(|key| bytes(key.as_bytes())).collect();
            let found = self.run(|rows| rows.find(wanted)).await?;
            for key in keys {
                let of_key = |record: &&Record| key_of(record) == Some(bytes(key.as_bytes()));
                let value = found.iter().find(of_key).map(|record| record.get(VALUE).map(Bytes::from));
                values.push(value.transpose()?);
            }
        }
        Ok(values)
    }

    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        self.inner.near.visit_pair(keys, self.clock.now_ms(), visit)
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        let taken = self.run(|rows| rows.take(bytes(key.as_bytes()))).await?;
        taken.map(|record| record.get(VALUE).map(Bytes::from)).transpose()
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.write(Write::Swap { key: key.clone(), expected: None, new: value, ttl }).await
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        let expected = Some(Bytes::copy_from_slice(expected));
        self.write(Write::Swap { key: key.clone(), expected, new, ttl }).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.write(Write::Delete(key.clone())).await
    }

    async fn write_many(&self, writes: &[Write]) -> Result<Vec<bool>, Error> {
        // All changes of a chunk share the timeout of one call. If each change is a transaction, fewer changes fit into it.
        let at_once = if DB::ONE_WRITER { MANY } else { 16 };
        let mut done = Vec::with_capacity(writes.len());
        for writes in writes.chunks(at_once) {
            let writes = writes.to_vec();
            done.extend(self.run(|rows| rows.write_many(writes)).await?);
        }
        Ok(done)
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        let found = self.run(|rows| rows.scan(prefix.as_bytes().to_vec())).await?;
        let mut entries = Vec::with_capacity(found.len());
        for record in found {
            if let Some(key) = readable(&record.get(KEY)?) {
                entries.push((key, record.get(VALUE)?.into()));
            }
        }
        Ok(entries)
    }

    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        let (prefix, after) = (prefix.as_bytes().to_vec(), after.map(<[u8]>::to_vec));
        let limit = u32::try_from(limit.max(1)).unwrap_or(u32::MAX);
        let found = self.run(|rows| rows.page(prefix, after, limit)).await?;
        let names = found.iter().map(|record| record.get(KEY)).collect::<Result<Vec<_>, _>>()?;
        let is_full = u32::try_from(names.len()).is_ok_and(|found| found == limit);
        let next = names.last().filter(|_| is_full).cloned().map(Bytes::from);
        Ok(KeyPage { keys: names.iter().filter_map(|name| readable(name)).collect(), next })
    }

    async fn sweep(&self) -> Result<usize, Error> {
        self.inner.threads.run_long(self.rows().sweep()).await
    }
}

impl<DB: Dialect> fmt::Debug for DatabaseCache<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseCache").field("database", &DB::NAME).finish_non_exhaustive()
    }
}
