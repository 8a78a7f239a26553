//! The values of a record's fields, and how Rust types map to them.

use crate::{DateTime, UserId};

/// The kind of value that a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Text of any length (indexed text is kept to 255 characters on MySQL).
    Text,
    /// True or false.
    Bool,
    /// A 64-bit signed integer.
    Int,
    /// A point in time in UTC, to the microsecond.
    DateTime,
    /// A user's id, of the kind that the schema chose.
    Id,
    /// Bytes.
    Bytes,
}

/// A field's value.
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
    /// Whether the value may stand in a field of this kind. NULL fits every kind.
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
}

/// A Rust type that a field can have.
///
/// An implementer guarantees that `from_value(&x.into_value()) == Some(x)`.
pub trait FieldType: Sized {
    /// The kind of the field.
    const KIND: Kind;
    /// Whether the field may be NULL.
    const NULLABLE: bool = false;

    /// The value to store.
    fn into_value(self) -> Value;
    /// The stored value, or `None` if it is of another kind.
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
