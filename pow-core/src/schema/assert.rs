//! Compares the columns of the application's Diesel schema with typed fields at compile time.

use diesel::{Expression, sql_types};

use super::{Field, FieldType};
use crate::{DateTime, UserId};

/// A SQL type of Diesel whose columns can hold a field of type `T`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` can't hold a field of type `{T}`",
    note = "change the column's type in the database and in `table!`, or the field's type"
)]
pub trait Holds<T> {}

impl<ST, T> Holds<Option<T>> for sql_types::Nullable<ST>
where
    ST: Holds<T> + sql_types::SqlType<IsNull = sql_types::is_nullable::NotNull>,
    T: FieldType,
{
}

macro_rules! holds {
    ($($(#[$cfg:meta])? $sql:ident => $rust:ty;)*) => {$($(#[$cfg])? impl Holds<$rust> for sql_types::$sql {})*};
}

holds! {
    Text => String;
    Bool => bool;
    SmallInt => i64;
    Integer => i64;
    BigInt => i64;
    Integer => UserId;
    BigInt => UserId;
    Binary => UserId;
    Binary => Vec<u8>;
    Timestamp => DateTime;
    #[cfg(feature = "sqlite")] TimestamptzSqlite => DateTime;
    #[cfg(feature = "postgres")] Timestamptz => DateTime;
    #[cfg(feature = "postgres")] Uuid => UserId;
    #[cfg(feature = "mysql")] Datetime => DateTime;
}

/// Compiles only if the column can hold the field. Called by [`assert_columns!`](crate::assert_columns).
pub const fn assert_column<Column, T: FieldType>(_: &Column, _: Field<T>)
where
    Column: Expression,
    Column::SqlType: Holds<T>,
{
}

/// Compiles only if the table has these columns, and the type of each can hold its field.
///
/// ```
/// # mod schema { diesel::table! { users (id) { id -> Binary, terms_accepted_at -> Nullable<Timestamp> } } }
/// use pow_core::{DateTime, schema::{Field, ID}};
///
/// const TERMS_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("terms_accepted_at");
/// pow_core::assert_columns!(schema::users { id: ID, terms_accepted_at: TERMS_ACCEPTED_AT });
/// ```
///
/// A column that is NOT NULL can't hold an optional field:
///
/// ```compile_fail,E0277
/// # mod schema { diesel::table! { users (id) { id -> Binary, terms_accepted_at -> Timestamp } } }
/// # use pow_core::{DateTime, schema::{Field, ID}};
/// # const TERMS_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("terms_accepted_at");
/// pow_core::assert_columns!(schema::users { id: ID, terms_accepted_at: TERMS_ACCEPTED_AT });
/// ```
#[macro_export]
macro_rules! assert_columns {
    ($($table:ident)::+ { $($column:ident: $field:expr),+ $(,)? }) => {
        const _: () = {
            use $($table)::+ as columns_of_the_table;
            $($crate::schema::assert_column(&columns_of_the_table::$column, $field);)+
        };
    };
}
