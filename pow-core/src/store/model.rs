//! The application's own struct, loaded by the same query as the framework's record.

use std::{any::Any, sync::Arc};

use diesel::{QueryResult, deserialize, query_builder::AstPass};

use super::dialect::Dialect;

/// A model as a store holds it.
pub type ModelOf<DB> = Arc<dyn Model<DB>>;

/// How rows of one table become the application's own struct. [`model!`](crate::model) writes it.
pub trait Model<DB: Dialect>: Send + Sync + 'static {
    /// The table's name.
    fn table(&self) -> &'static str;
    /// Pushes the columns of the struct.
    ///
    /// # Errors
    /// As Diesel gives them.
    fn push_selection<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// The struct from the columns of a row, from the `first` on.
    ///
    /// # Errors
    /// When a column does not fit its field.
    fn build(&self, row: &DB::Row, first: usize) -> deserialize::Result<Arc<dyn Any + Send + Sync>>;
}
