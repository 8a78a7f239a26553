//! An open transaction on one leased connection.

use std::{any::Any, sync::Arc};

use async_trait::async_trait;
use futures_util::future::BoxFuture;
use tokio::sync::OwnedSemaphorePermit;

use super::{
    Conflict, Filter, Prefix, Select, Transaction,
    dialect::{Dialect, Violated},
    fault::{self, answered},
    model::ModelOf,
    pool::Lease,
    sql::{Inner, exact, only, record},
    statement::Statement,
};
use crate::{
    Error,
    record::Record,
    schema::{TableDef, Value},
};

/// The written values, by field.
type Values = [(&'static str, Value)];

/// A transaction of a [`SqlStore`](super::SqlStore).
pub(crate) struct SqlTransaction<DB: Dialect> {
    inner: Arc<Inner<DB>>,
    prefix: Prefix,
    open: Option<Open<DB>>,
}

/// The connection with its transaction, which is rolled back on drop.
pub(crate) struct Open<DB: Dialect> {
    inner: Arc<Inner<DB>>,
    prefix: Prefix,
    lease: Option<Lease<DB>>,
    permit: Option<OwnedSemaphorePermit>,
}

impl<DB: Dialect> Open<DB> {
    pub(crate) fn new(
        inner: Arc<Inner<DB>>,
        prefix: Prefix,
        lease: Lease<DB>,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        Self { inner, prefix, lease: Some(lease), permit }
    }

    fn connection(&mut self) -> Result<&mut DB::Connection, Error> {
        self.lease.as_mut().map(Lease::connection).ok_or_else(ended)
    }

    async fn load(
        &mut self,
        statement: Statement<DB>,
        table: &Arc<TableDef>,
        model: Option<ModelOf<DB>>,
        written: &Values,
    ) -> Result<Result<Vec<Record>, Conflict>, Error> {
        match answered(DB::load(self.connection()?, statement)).await {
            Ok(rows) => {
                rows.iter().map(|row| record::<DB>(row, table, model.as_ref())).collect::<Result<_, _>>().map(Ok)
            }
            Err(error) => self.conflict(table, written, error).await.map(Err),
        }
    }

    /// Converts an error to a conflict, if a unique index of the table's definition is violated or a column can't hold a value.
    /// Any other error is a fault.
    async fn conflict(
        &mut self,
        table: &Arc<TableDef>,
        written: &Values,
        error: diesel::result::Error,
    ) -> Result<Conflict, Error> {
        let columns = match fault::violated::<DB>(table, &error) {
            Some(Violated::Fields(fields)) => return Ok(Conflict::taken(fields)),
            Some(Violated::Columns(columns)) => columns,
            Some(Violated::Index(name)) => {
                let prefix = self.prefix.clone();
                let actual = DB::inspect(self.connection()?, &prefix, table).await.map_err(fault::fault::<DB>)?;
                actual.and_then(|actual| actual.columns_of(&name)).unwrap_or_default()
            }
            None if fault::may_be_a_value(&error) && !written.is_empty() => {
                let fields = self.too_narrow(table, written).await.unwrap_or_default();
                return if fields.is_empty() {
                    Err(fault::fault::<DB>(error))
                } else {
                    Ok(Conflict::too_narrow(fields))
                };
            }
            None => return Err(fault::fault::<DB>(error)),
        };
        fault::conflict(table, &columns).ok_or_else(|| fault::fault::<DB>(error))
    }

    /// Returns the fields whose columns can't hold the written values. The transaction is rolled back first, because PostgreSQL
    /// rejects further statements after a failure.
    async fn too_narrow(&mut self, table: &Arc<TableDef>, written: &Values) -> Result<Vec<&'static str>, Error> {
        let mut lease = self.lease.take().ok_or_else(ended)?;
        if let Err(error) = answered(DB::rollback(lease.connection())).await {
            lease.discard();
            return Err(fault::fault::<DB>(error));
        }
        let database = DB::database(lease.connection()).await.map_err(fault::fault::<DB>)?;
        let actual = DB::inspect(lease.connection(), &self.prefix, table).await.map_err(fault::fault::<DB>)?;
        let actual = actual.unwrap_or_default();
        let holds = |name: &str, value: &Value| {
            actual.column(name).is_none_or(|column| database.holds(&column.sql_type, value))
        };
        Ok(written.iter().filter(|(name, value)| !holds(name, value)).map(|(name, _)| *name).collect())
    }

    async fn execute(
        &mut self,
        statement: Statement<DB>,
        table: &Arc<TableDef>,
        written: &Values,
    ) -> Result<Result<u64, Conflict>, Error> {
        match answered(DB::execute(self.connection()?, statement)).await {
            Ok(rows) => Ok(Ok(u64::try_from(rows).unwrap_or(u64::MAX))),
            Err(error) => self.conflict(table, written, error).await.map(Err),
        }
    }

    /// Runs a statement and returns its rows.
    pub(crate) async fn rows(&mut self, statement: Statement<DB>) -> Result<Vec<DB::Row>, Error> {
        answered(DB::load(self.connection()?, statement)).await.map_err(fault::fault::<DB>)
    }

    /// Runs a statement and returns the number of changed rows.
    pub(crate) async fn write(&mut self, statement: Statement<DB>) -> Result<usize, Error> {
        answered(DB::execute(self.connection()?, statement)).await.map_err(fault::fault::<DB>)
    }

    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        match answered(DB::commit(self.connection()?)).await {
            Ok(()) => {
                self.lease = None;
                Ok(())
            }
            // The transaction may still be open. `drop` rolls it back.
            Err(error) => Err(fault::fault::<DB>(error)),
        }
    }

    async fn rollback(mut self) -> Result<(), Error> {
        let Some(mut lease) = self.lease.take() else { return Ok(()) };
        match answered(DB::rollback(lease.connection())).await {
            Ok(()) => Ok(()),
            Err(error) => {
                lease.discard();
                Err(fault::fault::<DB>(error))
            }
        }
    }
}

impl<DB: Dialect> Drop for Open<DB> {
    fn drop(&mut self) {
        if let Some(mut lease) = self.lease.take() {
            let permit = self.permit.take();
            self.inner.threads.handle().spawn(async move {
                if answered(DB::rollback(lease.connection())).await.is_err() {
                    lease.discard();
                }
                drop(permit);
            });
        }
    }
}

impl<DB: Dialect> SqlTransaction<DB> {
    pub(crate) fn new(inner: Arc<Inner<DB>>, prefix: Prefix, open: Open<DB>) -> Self {
        Self { inner, prefix, open: Some(open) }
    }

    /// Runs the work on the store's threads. The work is completed even if the caller stops waiting. The transaction is then
    /// rolled back.
    async fn run<T: Send + 'static>(
        &mut self,
        work: impl for<'c> FnOnce(&'c mut Open<DB>) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let mut open = self.open.take().ok_or_else(ended)?;
        let (open, result) = self
            .inner
            .threads
            .run(async move {
                let result = work(&mut open).await;
                Ok((open, result))
            })
            .await?;
        self.open = Some(open);
        result
    }
}

fn ended() -> Error {
    Error::database("the transaction has ended because one of its statements was interrupted")
}

#[async_trait]
impl<DB: Dialect> Transaction for SqlTransaction<DB> {
    async fn find(&mut self, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error> {
        let rows = self.select(table, Select { filter, order_by: None, limit: Some(2) }).await?;
        only(rows, table)
    }

    async fn select(&mut self, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error> {
        let model = self.inner.model(table);
        let filter = select.filter.clone();
        let statement = Statement::select(&self.prefix, table, select, model.clone())?;
        if statement.matches_nothing() {
            return Ok(Vec::new());
        }
        let table = Arc::clone(table);
        let loaded = self.run(|open| Box::pin(async move { open.load(statement, &table, model, &[]).await })).await?;
        match loaded {
            Ok(records) => Ok(exact(records, &filter)),
            Err(_) => Err(Error::database("unexpected conflict in a query")),
        }
    }

    async fn insert(
        &mut self,
        table: &Arc<TableDef>,
        values: Vec<(&'static str, Value)>,
    ) -> Result<Result<Record, Conflict>, Error> {
        let model = self.inner.model(table);
        let key = inserted_key::<DB>(&self.prefix, table, &values, model.clone())?;
        let insert = Statement::insert(&self.prefix, table, values.clone(), model.clone())?;
        let table = Arc::clone(table);
        self.run(|open| {
            Box::pin(async move {
                let select = match key {
                    None => insert,
                    Some(select) => match open.execute(insert, &table, &values).await? {
                        Ok(_) => select,
                        Err(conflict) => return Ok(Err(conflict)),
                    },
                };
                match open.load(select, &table, model, &values).await? {
                    Ok(rows) => match only(rows, &table)? {
                        Some(row) => Ok(Ok(row)),
                        None => Err(Error::database("the inserted row was not found")),
                    },
                    Err(conflict) => Ok(Err(conflict)),
                }
            })
        })
        .await
    }

    async fn update(
        &mut self,
        table: &Arc<TableDef>,
        filter: Filter,
        changes: Vec<(&'static str, Value)>,
    ) -> Result<Result<u64, Conflict>, Error> {
        if changes.is_empty() {
            let rows = self.select(table, Select { filter, ..Select::default() }).await?;
            return Ok(Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX)));
        }
        let statement = Statement::update(&self.prefix, table, filter, changes.clone())?;
        if statement.matches_nothing() {
            return Ok(Ok(0));
        }
        let table = Arc::clone(table);
        self.run(|open| Box::pin(async move { open.execute(statement, &table, &changes).await })).await
    }

    async fn increment(
        &mut self,
        table: &Arc<TableDef>,
        filter: Filter,
        field: &'static str,
        by: i64,
    ) -> Result<u64, Error> {
        let statement = Statement::increment(&self.prefix, table, filter, field, by)?;
        self.count(table, statement).await
    }

    async fn delete(&mut self, table: &Arc<TableDef>, filter: Filter) -> Result<u64, Error> {
        let statement = Statement::delete(&self.prefix, table, filter)?;
        self.count(table, statement).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), Error> {
        let open = self.open.take().ok_or_else(ended)?;
        self.inner.threads.run(open.commit()).await
    }

    async fn rollback(mut self: Box<Self>) -> Result<(), Error> {
        match self.open.take() {
            Some(open) => self.inner.threads.run(open.rollback()).await,
            None => Ok(()),
        }
    }

    fn connection(&mut self) -> Option<&mut dyn Any> {
        let connection = self.open.as_mut()?.lease.as_mut()?.connection();
        Some(connection)
    }
}

impl<DB: Dialect> SqlTransaction<DB> {
    async fn count(&mut self, table: &Arc<TableDef>, statement: Statement<DB>) -> Result<u64, Error> {
        if statement.matches_nothing() {
            return Ok(0);
        }
        let table = Arc::clone(table);
        let counted = self.run(|open| Box::pin(async move { open.execute(statement, &table, &[]).await })).await?;
        counted.map_err(|conflict| {
            Error::database(format!("the rows would have equal values in the unique index {:?}", conflict.fields))
        })
    }
}

/// Returns the statement that selects the inserted row, on databases without RETURNING.
fn inserted_key<DB: Dialect>(
    prefix: &Prefix,
    table: &Arc<TableDef>,
    values: &[(&'static str, Value)],
    model: Option<ModelOf<DB>>,
) -> Result<Option<Statement<DB>>, Error> {
    if DB::RETURNING {
        return Ok(None);
    }
    let mut filter = Filter::all();
    for field in table.fields.iter().take(table.key_len) {
        match values.iter().find(|(name, _)| *name == field.name) {
            Some((name, value)) => filter = filter.and(super::Condition::Eq(name, value.clone())),
            None if field.generated => return Ok(Some(Statement::inserted(prefix, table, field.name, model))),
            None => {
                return Err(Error::Field {
                    field: field.name.to_owned(),
                    reason: "it is part of the primary key, but not set",
                });
            }
        }
    }
    Statement::select(prefix, table, Select { filter, ..Select::default() }, model).map(Some)
}
