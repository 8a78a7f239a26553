//! Typed keys of fields, and the definitions that the registry holds.

use std::{fmt, marker::PhantomData};

use super::{FieldType, Kind, Value};

/// A typed key of a field, declared as a constant.
///
/// ```
/// use pow_core::{DateTime, schema::Field};
///
/// pub const TERMS_ACCEPTED_AT: Field<Option<DateTime>> = Field::new("terms_accepted_at");
/// ```
pub struct Field<T> {
    name: &'static str,
    kind: PhantomData<fn() -> T>,
}

impl<T: FieldType> Field<T> {
    /// A key for the column `name`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, kind: PhantomData }
    }

    /// The name of the field, which is the name of its column.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The key of the same column for rows in which it may be NULL.
    pub const fn or_null(self) -> Field<Option<T>>
    where
        Option<T>: FieldType,
    {
        Field { name: self.name, kind: PhantomData }
    }

    /// The definition of this field, to be refined and registered.
    pub fn def(&self) -> FieldDef {
        FieldDef::new(self.name, T::KIND, T::NULLABLE)
    }
}

impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Field<T> {}

impl<T> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.name)
    }
}

/// A field as the registry knows it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldDef {
    /// The column's name.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: Kind,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether a unique index stands on it.
    pub unique: bool,
    /// What a row gets that was there before the column.
    pub default: Option<Value>,
    /// Whether a form may set it.
    pub form: bool,
    /// Whether it must never appear in logs, JSON or `Debug`.
    pub secret: bool,
    /// Whether the database counts it up by itself.
    pub generated: bool,
}

impl FieldDef {
    /// A plain field: not unique, not set by forms, not secret.
    pub const fn new(name: &'static str, kind: Kind, nullable: bool) -> Self {
        Self { name, kind, nullable, unique: false, default: None, form: false, secret: false, generated: false }
    }

    /// A unique index stands on the field.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Forms may set the field: registration, and the update of the account.
    #[must_use]
    pub fn form(mut self) -> Self {
        self.form = true;
        self
    }

    /// The field never appears in logs, JSON or `Debug`.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The database counts the field up by itself: for integer keys.
    #[must_use]
    pub fn generated(mut self) -> Self {
        self.generated = true;
        self
    }

    /// What a row gets that does not name the field.
    #[must_use]
    pub fn default_value(mut self, value: Value) -> Self {
        self.default = Some(value);
        self
    }
}
