//! Typed keys of fields, and their definitions.

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
    /// Creates a key for the column `name`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, kind: PhantomData }
    }

    /// Returns the name of the field, which is the name of its column.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the key of the same column for rows in which the column may be NULL.
    pub const fn or_null(self) -> Field<Option<T>>
    where
        Option<T>: FieldType,
    {
        Field { name: self.name, kind: PhantomData }
    }

    /// Returns the definition of this field, to be refined and registered.
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

/// The definition of a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldDef {
    /// The column's name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: Kind,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether it has a unique index.
    pub unique: bool,
    /// Whether it has an index that is not unique.
    pub indexed: bool,
    /// The value of existing rows when the column is added.
    pub default: Option<Value>,
    /// Whether a form may set it.
    pub form: bool,
    /// Whether the forms of registration and account ask for it.
    pub input: bool,
    /// The HTML attribute `autocomplete` of its input.
    pub autocomplete: &'static str,
    /// Whether it must never appear in logs, JSON or `Debug`.
    pub secret: bool,
    /// Whether the database generates its values.
    pub generated: bool,
}

impl FieldDef {
    /// Creates the definition of a plain field: not unique, not set by forms, not secret.
    pub const fn new(name: &'static str, kind: Kind, nullable: bool) -> Self {
        Self {
            name,
            kind,
            nullable,
            unique: false,
            indexed: false,
            default: None,
            form: false,
            input: false,
            autocomplete: "off",
            secret: false,
            generated: false,
        }
    }

    /// Gives the field a unique index.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Gives the field an index. It helps queries that select few rows by this field, such as the expired rows.
    #[must_use]
    pub fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }

    /// Lets the registration form and the account form set the field.
    #[must_use]
    pub fn form(mut self) -> Self {
        self.form = true;
        self
    }

    /// Lets forms set the field, and asks for it in the forms of registration and account: in a text field, or in a checkbox
    /// if it is a [`Kind::Bool`]. The label is the message `field-` with the field's name, such as `field-first-name`. A field
    /// that can't be NULL is required, unless it has a default.
    ///
    /// It takes effect in [`Config::fields`](crate::Config::fields).
    #[must_use]
    pub fn input(mut self) -> Self {
        self.input = true;
        self.form()
    }

    /// Sets the HTML attribute `autocomplete` of the [input](Self::input), so that browsers offer what they know, for example
    /// `given-name`, `organization` or `tel`. WCAG 1.3.5 asks for it where the user enters their own data. Default: `off`.
    ///
    /// The values are those of the [HTML standard](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill).
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// Whether a row can't be written without a value for the field: the field is neither NULL nor has a default.
    pub(crate) fn needs_value(&self) -> bool {
        !self.nullable && matches!(self.default, None | Some(Value::Null))
    }

    /// Hides the field in logs, JSON and `Debug`.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Lets the database generate the values, for integer keys.
    #[must_use]
    pub fn generated(mut self) -> Self {
        self.generated = true;
        self
    }

    /// Sets the value for rows that don't specify the field.
    #[must_use]
    pub fn default_value(mut self, value: Value) -> Self {
        self.default = Some(value);
        self
    }
}
