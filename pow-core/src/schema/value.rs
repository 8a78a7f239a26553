//! The values of fields, and their Rust types.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::SecondsFormat;
use serde_json::Value as Json;

use crate::{DateTime, UserId};

/// The type of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Text of any length. On MySQL, indexed text is limited to 255 characters.
    Text,
    /// True or false.
    Bool,
    /// A 64-bit signed integer.
    Int,
    /// A point in time in UTC, with microsecond precision.
    DateTime,
    /// The id of a user. Its type is the table's `id_kind`.
    Id,
    /// Bytes.
    Bytes,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// SQL's NULL.
    Null,
    /// See [`Kind::Text`].
    Text(String),
    /// See [`Kind::Bool`].
    Bool(bool),
    /// See [`Kind::Int`].
    Int(i64),
    /// See [`Kind::DateTime`].
    DateTime(DateTime),
    /// See [`Kind::Id`].
    Id(UserId),
    /// See [`Kind::Bytes`].
    Bytes(Vec<u8>),
}

impl Value {
    /// Returns whether a field of this type can hold the value. NULL fits every type.
    pub fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Null => true,
            Self::Text(_) => kind == Kind::Text,
            Self::Bool(_) => kind == Kind::Bool,
            Self::Int(_) => kind == Kind::Int,
            Self::DateTime(_) => kind == Kind::DateTime,
            Self::Id(_) => kind == Kind::Id,
            Self::Bytes(_) => kind == Kind::Bytes,
        }
    }

    /// Returns the value as JSON. Times are strings in the format of RFC 3339, ids are strings, and bytes are Base64.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Bool(is) => (*is).into(),
            Self::Int(number) => (*number).into(),
            Self::DateTime(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true).into(),
            Self::Id(id) => id.to_string().into(),
            Self::Bytes(bytes) => BASE64_STANDARD.encode(bytes).into(),
        }
    }
}

/// A Rust type for the values of a field.
///
/// # Contract
/// `from_value(&x.into_value()) == Some(x)` for every `x`.
pub trait FieldType: Sized {
    /// The type of the field.
    const KIND: Kind;
    /// Whether the field may be NULL.
    const NULLABLE: bool = false;

    /// Converts to the stored value.
    fn into_value(self) -> Value;
    /// Converts from the stored value, or returns `None` if it has another type.
    fn from_value(value: &Value) -> Option<Self>;
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;

    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! field_type {
    ($($rust:ty => $kind:ident),* $(,)?) => {$(
        impl FieldType for $rust {
            const KIND: Kind = Kind::$kind;

            fn into_value(self) -> Value {
                Value::$kind(self)
            }

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$kind(value) => Some(value.clone()),
                    _ => None,
                }
            }
        }
    )*};
}

field_type!(String => Text, bool => Bool, i64 => Int, DateTime => DateTime, UserId => Id, Vec<u8> => Bytes);
