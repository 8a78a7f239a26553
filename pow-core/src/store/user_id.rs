//! The user id as a column of the application's struct: `BigInt`, `Binary` (SQLite, MySQL) or PostgreSQL's `Uuid`.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql},
    serialize::{self, Output, ToSql},
    sql_types::{BigInt, Binary},
};
use uuid::Uuid;

use crate::UserId;

impl<DB: Backend> FromSql<BigInt, DB> for UserId
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(raw).map(Self::Int)
    }
}

impl<DB: Backend> FromSql<Binary, DB> for UserId
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::Uuid(Uuid::from_slice(&Vec::from_sql(raw)?)?))
    }
}

#[cfg(feature = "postgres")]
impl FromSql<diesel::sql_types::Uuid, diesel::pg::Pg> for UserId {
    fn from_sql(raw: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        Uuid::from_sql(raw).map(Self::Uuid)
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for UserId
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match self {
            Self::Int(id) => id.to_sql(out),
            Self::Uuid(_) => Err("the user id is a UUID, but the column holds integers".into()),
        }
    }
}

impl<DB: Backend> ToSql<Binary, DB> for UserId
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        match self {
            Self::Uuid(id) => id.as_bytes().as_slice().to_sql(out),
            Self::Int(_) => Err("the user id is an integer, but the column holds bytes".into()),
        }
    }
}
