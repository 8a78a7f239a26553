//! Reads rows with or without a transaction.

use std::{fmt, sync::Arc};

use super::{Prefix, Select, Store, Transaction};
use crate::{Error, record::Record, schema::TableDef};

/// Reads rows in the open transaction, or outside of any transaction. Code that runs in both cases needs no second version.
pub struct RowReader<'a>(Rows<'a>);

enum Rows<'a> {
    Committed(&'a dyn Store, &'a Prefix),
    Within(&'a mut dyn Transaction),
}

impl<'a> RowReader<'a> {
    /// Reads committed rows of this tenant.
    pub fn of(store: &'a dyn Store, prefix: &'a Prefix) -> Self {
        Self(Rows::Committed(store, prefix))
    }

    /// Reads in the transaction, so that its own changes are visible.
    pub fn within(tx: &'a mut dyn Transaction) -> Self {
        Self(Rows::Within(tx))
    }

    /// Returns the rows that match.
    ///
    /// # Errors
    /// As [`Store::find`].
    pub async fn select(&mut self, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error> {
        match &mut self.0 {
            Rows::Committed(store, prefix) => store.select(prefix, table, select).await,
            Rows::Within(tx) => tx.select(table, select).await,
        }
    }
}

impl fmt::Debug for RowReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Rows::Committed(..) => "RowReader::of",
            Rows::Within(_) => "RowReader::within",
        })
    }
}
