//! The application's struct, loaded by the same query as the framework's record.

use std::{any::Any, sync::Arc};

use diesel::{
    Expression, QuerySource, Selectable, SelectableExpression,
    deserialize::{self, FromSqlRow},
    query_builder::QueryFragment,
    row::Row,
};

use super::dialect::Dialect;

/// The columns of a struct, as Diesel selects them.
pub type Selection<DB> = Box<dyn QueryFragment<DB> + Send + Sync>;

/// Converts rows of one table to the application's struct. The macro [`model!`](crate::model) implements it.
///
/// # Contract
/// `build` reads the columns of `selection`, in their order.
pub trait Model<DB: Dialect>: Send + Sync + 'static {
    /// Returns the name of the table.
    fn table(&self) -> &str;
    /// Returns the columns of the struct.
    fn selection(&self) -> Selection<DB>;
    /// Builds the struct from the columns of a row, beginning with the column `first`.
    ///
    /// # Errors
    /// If the type of a column does not match its field.
    fn build(&self, row: &DB::Row, first: usize) -> deserialize::Result<Arc<dyn Any + Send + Sync>>;
}

/// A struct that Diesel can select from a table, as [`model!`](crate::model) requires.
///
/// It is implemented for every struct that derives `Queryable` and `Selectable` for a table with types of the database.
pub trait Loadable<DB: Dialect, Table>: Sized {
    /// Returns the columns of the struct.
    fn selection() -> Selection<DB>;
    /// Builds the struct from the columns of a row, beginning with the column `first`.
    ///
    /// # Errors
    /// If the type of a column does not match its field.
    fn build(row: &DB::Row, first: usize) -> deserialize::Result<Self>;
}

impl<M, DB, Table> Loadable<DB, Table> for M
where
    DB: Dialect,
    Table: QuerySource,
    M: Selectable<DB> + FromSqlRow<<M::SelectExpression as Expression>::SqlType, DB>,
    M::SelectExpression: QueryFragment<DB> + SelectableExpression<Table> + Send + Sync + 'static,
{
    fn selection() -> Selection<DB> {
        Box::new(M::construct_selection())
    }

    fn build(row: &DB::Row, first: usize) -> deserialize::Result<Self> {
        M::build_from_row(&row.partial_row(first..row.field_count()))
    }
}

/// A model in a store, with its cached selection.
pub(crate) struct Loaded<DB: Dialect> {
    pub(crate) model: Box<dyn Model<DB>>,
    pub(crate) selection: Selection<DB>,
}

pub(crate) type ModelOf<DB> = Arc<Loaded<DB>>;

impl<DB: Dialect> Loaded<DB> {
    pub(crate) fn new(model: impl Model<DB>) -> Self {
        Self { selection: model.selection(), model: Box::new(model) }
    }
}

/// Defines a model, with which a store loads the application's struct for every row of its table: `store.with_model(UserModel)`.
/// The struct is then available as `user.model::<User>()`.
///
/// The name of the table in Rust must be its name in the database. The struct may contain columns that have no registered field,
/// and may omit columns.
///
/// ```
/// # mod schema { diesel::table! { users (id) { id -> BigInt, email -> Text, shoe_size -> Nullable<Integer> } } }
/// use diesel::prelude::*;
/// use pow_core::store::SqliteStore;
///
/// #[derive(Queryable, Selectable)]
/// #[diesel(table_name = schema::users)]
/// pub struct User {
///     pub id: i64,
///     pub shoe_size: Option<i32>,
/// }
///
/// pow_core::model!(pub UserModel, schema::users, User);
///
/// # fn main() -> Result<(), pow_core::Error> {
/// let store = SqliteStore::open(":memory:")?.with_model(UserModel);
/// # Ok(()) }
/// ```
#[macro_export]
macro_rules! model {
    ($vis:vis $name:ident, $($table:ident)::+, $model:ty) => {
        #[doc = concat!("Loads [`", stringify!($model), "`] with each row of its table.")]
        #[derive(Clone, Copy, Debug, Default)]
        $vis struct $name;

        impl<DB> $crate::store::model::Model<DB> for $name
        where
            DB: $crate::store::dialect::Dialect,
            $model: $crate::store::model::Loadable<DB, $($table)::+::table> + Send + Sync + 'static,
        {
            fn table(&self) -> &str {
                let path = stringify!($($table)::+);
                path.rsplit(':').next().unwrap_or(path).trim()
            }

            fn selection(&self) -> $crate::store::model::Selection<DB> {
                <$model as $crate::store::model::Loadable<DB, $($table)::+::table>>::selection()
            }

            fn build(
                &self,
                row: &DB::Row,
                first: usize,
            ) -> ::core::result::Result<
                ::std::sync::Arc<dyn ::core::any::Any + Send + Sync>,
                ::std::boxed::Box<dyn ::std::error::Error + Send + Sync>,
            > {
                let model = <$model as $crate::store::model::Loadable<DB, $($table)::+::table>>::build(row, first)?;
                Ok(::std::sync::Arc::new(model))
            }
        }
    };
}
