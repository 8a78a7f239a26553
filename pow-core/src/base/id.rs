//! The identifier of a user.

use std::{fmt, str::FromStr};

use diesel::{deserialize::FromSqlRow, expression::AsExpression};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The primary key of a user: a UUID v7 made by the framework (the default) or an integer given by the database.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, AsExpression, FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt, sql_type = diesel::sql_types::Binary)]
pub enum UserId {
    /// An integer, counted up by the database and never used twice.
    Int(i64),
    /// A UUID, version 7.
    Uuid(Uuid),
}

/// Which kind of primary key the `users` table has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdKind {
    /// UUID v7, made by the framework.
    #[default]
    Uuid,
    /// A 64-bit integer, made by the database.
    Int,
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(id) => id.fmt(f),
            Self::Uuid(id) => id.fmt(f),
        }
    }
}

impl FromStr for UserId {
    type Err = InvalidUserId;

    fn from_str(text: &str) -> Result<Self, InvalidUserId> {
        if let Ok(id) = text.parse() {
            return Ok(Self::Int(id));
        }
        Uuid::parse_str(text).map(Self::Uuid).map_err(|_| InvalidUserId)
    }
}

/// The text is neither an integer nor a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a user id is an integer or a UUID")]
pub struct InvalidUserId;
