//! The store for all three databases, over Diesel.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use diesel::{
    QueryResult,
    result::{DatabaseErrorKind, Error as DieselError},
    row::{Field as _, Row as _},
};
use diesel_migrations::EmbeddedMigrations;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Condition, Filter, PoolStatus, Prefix, Select, Store, Transaction,
    cache::{DatabaseCache, with_cached},
    dialect::Dialect,
    fault::{self, answered, exhausted},
    migrate::{self, Migration},
    model::{Loaded, Model, ModelOf},
    near::Near,
    pool::{Connections, Lease},
    statement::Statement,
    threads::Threads,
    transaction::{Open, SqlTransaction},
};
use crate::{
    Clock, Error,
    cache::{CacheStore, Key},
    record::Record,
    schema::{Kind, Schema, TableDef, Value},
};

/// How often a statement is retried after a deadlock. Each time, at least one other transaction has succeeded.
const DEADLOCKS: usize = 10;

/// A database, accessed through Diesel. Cheap to clone; clones share connections and threads.
pub struct SqlStore<DB: Dialect> {
    pub(crate) inner: Arc<Inner<DB>>,
}

pub(crate) struct Inner<DB: Dialect> {
    pub(crate) connections: Arc<dyn Connections<DB>>,
    pub(crate) near: Arc<dyn Near>,
    pub(crate) threads: Threads,
    /// Limits writing transactions to one at a time, in order, if the database has only one writer.
    writer: Option<Arc<Semaphore>>,
    wait: Duration,
    models: Vec<ModelOf<DB>>,
}

impl<DB: Dialect> SqlStore<DB> {
    pub(crate) fn new(
        connections: Arc<dyn Connections<DB>>,
        near: Arc<dyn Near>,
        threads: Threads,
        wait: Duration,
    ) -> Self {
        let writer = DB::ONE_WRITER.then(|| Arc::new(Semaphore::new(1)));
        Self { inner: Arc::new(Inner { connections, near, threads, writer, wait, models: Vec::new() }) }
    }

    /// Loads the application's struct with each row of its table. See [`model!`](crate::model).
    #[must_use]
    pub fn with_model(self, model: impl Model<DB>) -> Self {
        let known = self.inner.models.iter().filter(|other| other.model.table() != model.table());
        let mut models: Vec<ModelOf<DB>> = known.cloned().collect();
        models.push(Arc::new(Loaded::new(model)));
        self.with(self.inner.threads.clone(), models)
    }

    /// Sets how long a call waits for the database. After that the request fails with a 503. Default: 10 s. The timeout also
    /// applies to sessions in the database.
    #[must_use]
    pub fn timeout(self, limit: Duration) -> Self {
        self.with(self.inner.threads.with_limit(limit), self.inner.models.clone())
    }

    fn with(&self, threads: Threads, models: Vec<ModelOf<DB>>) -> Self {
        let Inner { connections, near, writer, wait, .. } = &*self.inner;
        let (connections, near, writer) = (Arc::clone(connections), Arc::clone(near), writer.clone());
        Self { inner: Arc::new(Inner { connections, near, threads, writer, wait: *wait, models }) }
    }
}

impl<DB: Dialect> Inner<DB> {
    /// Returns a connection, or [`Error::Busy`] after a timeout.
    pub(crate) async fn lease(&self) -> Result<Lease<DB>, Error> {
        match tokio::time::timeout(self.wait, self.connections.lease()).await {
            Ok(lease) => lease,
            Err(_) => Err(exhausted()),
        }
    }

    async fn writer(&self) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let Some(writer) = &self.writer else { return Ok(None) };
        match tokio::time::timeout(self.wait, Arc::clone(writer).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Some(permit)),
            Ok(Err(closed)) => Err(Error::database(closed)),
            Err(_) => Err(exhausted()),
        }
    }

    pub(crate) fn model(&self, table: &TableDef) -> Option<ModelOf<DB>> {
        self.models.iter().find(|loaded| loaded.model.table() == table.name).cloned()
    }

    async fn rows(&self, prefix: Prefix, table: Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error> {
        let model = self.model(&table);
        let rows = self.read_rows(|| Statement::select(&prefix, &table, select.clone(), model.clone())).await?;
        let records: Vec<Record> =
            rows.iter().map(|row| record::<DB>(row, &table, model.as_ref())).collect::<Result<_, _>>()?;
        Ok(exact(records, &select.filter))
    }

    async fn row_with_cached(
        &self,
        (prefix, table): (Prefix, Arc<TableDef>),
        filter: Filter,
        (key, now): (Key, i64),
    ) -> Result<Option<(Record, Option<Bytes>)>, Error> {
        let model = self.model(&table);
        let select = Select { filter, order_by: None, limit: Some(2) };
        let statement = || with_cached(Statement::select(&prefix, &table, select.clone(), model.clone())?, &key, now);
        let rows = self.read_rows(statement).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let cached = last_bytes::<DB>(first, &table)?;
        let records = rows.iter().map(|row| record::<DB>(row, &table, model.as_ref())).collect::<Result<_, _>>()?;
        Ok(only(exact(records, &select.filter), &table)?.map(|record| (record, cached)))
    }

    /// Runs a single writing statement. The inner error is a unique violation.
    pub(crate) async fn write(
        &self,
        statement: impl Fn() -> Result<Statement<DB>, Error> + Send,
    ) -> Result<QueryResult<u64>, Error> {
        let rows = self.alone(statement, DB::execute).await?;
        Ok(rows.map(|rows| u64::try_from(rows).unwrap_or(u64::MAX)))
    }

    /// Runs a single writing statement that returns rows.
    pub(crate) async fn write_rows(
        &self,
        statement: impl Fn() -> Result<Statement<DB>, Error> + Send,
    ) -> Result<Vec<DB::Row>, Error> {
        self.alone(statement, DB::load).await?.map_err(fault::fault::<DB>)
    }

    /// Runs a single writing statement. It is retried if the database rolled it back to end a deadlock. Concurrent inserts of
    /// one key cause deadlocks on MySQL.
    async fn alone<T>(
        &self,
        statement: impl Fn() -> Result<Statement<DB>, Error> + Send,
        run: for<'c> fn(&'c mut DB::Connection, Statement<DB>) -> BoxFuture<'c, QueryResult<T>>,
    ) -> Result<QueryResult<T>, Error> {
        let _permit = self.writer().await?;
        let mut tries = DEADLOCKS;
        loop {
            let mut lease = self.lease().await?;
            match answered(run(lease.connection(), statement()?)).await {
                Ok(done) => return Ok(Ok(done)),
                Err(taken @ DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                    return Ok(Err(taken));
                }
                Err(error) if fault::is_deadlock(&error) && tries > 0 => tries -= 1,
                Err(error) => return Err(lease.failed(error)),
            }
        }
    }

    /// Runs a single reading statement. It is retried if the connection was lost.
    pub(crate) async fn read_rows(
        &self,
        statement: impl Fn() -> Result<Statement<DB>, Error> + Send,
    ) -> Result<Vec<DB::Row>, Error> {
        let mut tries = self.connections.capacity();
        loop {
            let statement = statement()?;
            if statement.matches_nothing() {
                return Ok(Vec::new());
            }
            let mut lease = self.lease().await?;
            match answered(DB::load(lease.connection(), statement)).await {
                Ok(rows) => return Ok(rows),
                // After a restart of the database, every pooled connection may be lost.
                Err(error) if fault::is_stale(&error) && tries > 0 => {
                    tries -= 1;
                    lease.discard();
                }
                Err(error) => return Err(lease.failed(error)),
            }
        }
    }

    /// Begins a transaction. It is retried on another connection if the first was lost.
    pub(crate) async fn open(self: &Arc<Self>, prefix: &Prefix) -> Result<Open<DB>, Error> {
        let permit = self.writer().await?;
        let mut tries = self.connections.capacity();
        loop {
            let mut lease = self.lease().await?;
            match answered(DB::begin(lease.connection())).await {
                Ok(()) => return Ok(Open::new(Arc::clone(self), prefix.clone(), lease, permit)),
                Err(error) if fault::is_stale(&error) && tries > 0 => {
                    tries -= 1;
                    lease.discard();
                }
                Err(error) => return Err(lease.failed(error)),
            }
        }
    }
}

/// Builds the record of a row: the fields by their declared types, then the application's struct.
pub(crate) fn record<DB: Dialect>(
    row: &DB::Row,
    table: &Arc<TableDef>,
    model: Option<&ModelOf<DB>>,
) -> Result<Record, Error> {
    let mut values = Vec::with_capacity(table.fields.len());
    for (at, field) in table.fields.iter().enumerate() {
        let column = row.get(at).ok_or_else(|| Error::database("a row has too few columns"))?;
        let value = match column.value() {
            None => Value::Null,
            Some(raw) => DB::decode(raw, field.kind, table.id_kind)
                .map_err(|error| Error::database(format!("{}.{}: {error}", table.name, field.name)))?,
        };
        values.push(value);
    }
    let record = Record::new(Arc::clone(table), values)?;
    match model {
        None => Ok(record),
        Some(loaded) => Ok(record.with_model(loaded.model.build(row, table.fields.len()).map_err(Error::database)?)),
    }
}

/// Returns the bytes in the last column of a row.
fn last_bytes<DB: Dialect>(row: &DB::Row, table: &TableDef) -> Result<Option<Bytes>, Error> {
    let column = row.field_count().checked_sub(1).and_then(|last| row.get(last));
    let column = column.ok_or_else(|| Error::database("a row has too few columns"))?;
    let Some(raw) = column.value() else { return Ok(None) };
    match DB::decode(raw, Kind::Bytes, table.id_kind).map_err(|error| Error::database(error.to_string()))? {
        Value::Bytes(bytes) => Ok(Some(bytes.into())),
        _ => Ok(None),
    }
}

#[async_trait]
impl<DB: Dialect> Store for SqlStore<DB> {
    async fn find(&self, prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error> {
        let rows = self.select(prefix, table, Select { filter, order_by: None, limit: Some(2) }).await?;
        only(rows, table)
    }

    async fn select(&self, prefix: &Prefix, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error> {
        let (inner, prefix, table) = (Arc::clone(&self.inner), prefix.clone(), Arc::clone(table));
        self.inner.threads.run(async move { inner.rows(prefix, table, select).await }).await
    }

    async fn find_with_cached(
        &self,
        prefix: &Prefix,
        table: &Arc<TableDef>,
        filter: Filter,
        key: &Key,
        now_ms: i64,
    ) -> Result<Option<Option<(Record, Option<Bytes>)>>, Error> {
        let inner = Arc::clone(&self.inner);
        let (place, cached) = ((prefix.clone(), Arc::clone(table)), (key.clone(), now_ms));
        let found = self.inner.threads.run(async move { inner.row_with_cached(place, filter, cached).await });
        found.await.map(Some)
    }

    fn pool_status(&self) -> Option<PoolStatus> {
        Some(self.inner.connections.status())
    }

    async fn begin(&self, prefix: &Prefix) -> Result<Box<dyn Transaction>, Error> {
        let (inner, prefix) = (Arc::clone(&self.inner), prefix.clone());
        self.inner
            .threads
            .run(async move {
                let open = inner.open(&prefix).await?;
                let transaction: Box<dyn Transaction> = Box::new(SqlTransaction::new(inner, prefix, open));
                Ok(transaction)
            })
            .await
    }

    async fn verify(&self, prefix: &Prefix, schema: &Schema) -> Result<(), Error> {
        let (inner, prefix, schema) = (Arc::clone(&self.inner), prefix.clone(), schema.clone());
        self.inner.threads.run_long(async move { migrate::verify(&inner, &prefix, &schema).await }).await
    }

    fn cache(&self, clock: Arc<dyn Clock>) -> Option<Arc<dyn CacheStore>> {
        Some(Arc::new(DatabaseCache::new(self, clock)))
    }

    async fn migrate(&self, schema: &Schema) -> Result<(), Error> {
        let (inner, schema) = (Arc::clone(&self.inner), schema.clone());
        self.inner.threads.run_long(async move { migrate::migrate(&inner, &schema).await }).await
    }

    async fn missing_migrations(&self, schema: &Schema) -> Result<Vec<Migration>, Error> {
        let (inner, schema) = (Arc::clone(&self.inner), schema.clone());
        self.inner.threads.run_long(async move { migrate::list_missing(&inner, &schema).await }).await
    }

    async fn run_migrations(&self, schema: &Schema, files: EmbeddedMigrations) -> Result<(), Error> {
        let (inner, schema) = (Arc::clone(&self.inner), schema.clone());
        self.inner.threads.run_long(async move { migrate::run_embedded(&inner, &schema, files).await }).await
    }
}

/// Keeps only rows whose text equals the filter byte by byte, because a column may have another collation.
pub(crate) fn exact(mut records: Vec<Record>, filter: &Filter) -> Vec<Record> {
    let texts = filter.0.iter().filter_map(|condition| match condition {
        Condition::Eq(name, value @ Value::Text(_)) => Some((name, value)),
        _ => None,
    });
    for (name, value) in texts {
        records.retain(|record| record.value(name) == Some(value));
    }
    records
}

/// Returns the only row, if there is one.
pub(crate) fn only(mut rows: Vec<Record>, table: &TableDef) -> Result<Option<Record>, Error> {
    let first = rows.pop();
    match rows.is_empty() {
        true => Ok(first),
        false => Err(Error::database(format!("more than one row of `{}` matches", table.name))),
    }
}

impl<DB: Dialect> Clone for SqlStore<DB> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<DB: Dialect> From<SqlStore<DB>> for Arc<dyn Store> {
    fn from(store: SqlStore<DB>) -> Self {
        Arc::new(store)
    }
}

impl<DB: Dialect> fmt::Debug for SqlStore<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlStore").field("database", &DB::NAME).finish_non_exhaustive()
    }
}
