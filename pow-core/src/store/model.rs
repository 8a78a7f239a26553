//! The application's own struct, loaded by the same query as the framework's record.

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

/// How rows of one table become the application's own struct. [`model!`](crate::model) writes it.
///
/// An implementer guarantees that `build` reads the columns of `selection`, in their order.
pub trait Model<DB: Dialect>: Send + Sync + 'static {
    /// The table's name.
    fn table(&self) -> &str;
    /// The columns of the struct.
    fn selection(&self) -> Selection<DB>;
    /// The struct from the columns of a row, from the `first` on.
    ///
    /// # Errors
    /// When a column does not fit its field.
    fn build(&self, row: &DB::Row, first: usize) -> deserialize::Result<Arc<dyn Any + Send + Sync>>;
}

/// A struct that Diesel can select from a table of the database: what [`model!`](crate::model) asks of it.
///
/// It holds for every struct that derives `Queryable` and `Selectable` for a table whose types the database has.
pub trait Loadable<DB: Dialect, Table>: Sized {
    /// The columns of the struct.
    fn selection() -> Selection<DB>;
    /// The struct from the columns of a row, from the `first` on.
    ///
    /// # Errors
    /// When a column does not fit its field.
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

/// A model as a store holds it, with its selection made once.
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

/// Names the application's own struct, so that a store loads it with every row of its table:
/// `store.with_model(UserModel)`, and then `user.model::<User>()`.
///
/// The table's name in Rust must be its name in the database; the struct may have columns that no field was
/// registered for, and may leave out others.
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
