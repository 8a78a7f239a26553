//! Conditions, selections and conflicts of queries.

use std::sync::Arc;

use super::Value;

/// A condition on rows. All parts must hold. A filter without parts matches every row.
#[derive(Clone, Debug, Default)]
pub struct Filter(pub Vec<Condition>);

/// One part of a [`Filter`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Condition {
    /// The field equals the value.
    Eq(&'static str, Value),
    /// The field is NULL.
    IsNull(&'static str),
    /// The field is smaller than the value.
    Lt(&'static str, Value),
    /// The field is greater than the value.
    Gt(&'static str, Value),
}

/// The rows to select, their order and their number.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Select {
    /// The condition.
    pub filter: Filter,
    /// The field by which the rows are sorted in ascending order.
    pub order_by: Option<&'static str>,
    /// The maximum number of rows.
    pub limit: Option<u32>,
}

/// The tenant whose tables a statement uses: a PostgreSQL schema or a MySQL database, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prefix(pub Option<Arc<str>>);

impl Prefix {
    /// Combines a namespace with the tenant, for resources that tenants must not share.
    pub(crate) fn scope(&self, namespace: Option<&str>) -> String {
        let own = namespace.unwrap_or_default();
        match &self.0 {
            // A namespace never contains a slash.
            Some(tenant) => format!("{own}/{tenant}"),
            None => own.to_owned(),
        }
    }
}

/// The database rejected the values of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conflict {
    /// The reason.
    pub kind: ConflictKind,
    /// The fields of the unique index, or the fields whose columns are too narrow.
    pub fields: Vec<&'static str>,
}

/// The reason why the database rejected the values of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConflictKind {
    /// Another row already has these values in a unique index.
    Taken,
    /// The application's columns can't hold these values.
    TooNarrow,
}

impl Conflict {
    /// Creates the conflict for values that another row already has.
    pub fn taken(fields: Vec<&'static str>) -> Self {
        Self { kind: ConflictKind::Taken, fields }
    }

    /// Creates the conflict for values that the columns can't hold.
    pub fn too_narrow(fields: Vec<&'static str>) -> Self {
        Self { kind: ConflictKind::TooNarrow, fields }
    }
}

impl Filter {
    /// Matches every row.
    pub fn all() -> Self {
        Self::default()
    }

    /// Matches the rows whose field equals the value.
    pub fn eq(name: &'static str, value: Value) -> Self {
        Self(vec![Condition::Eq(name, value)])
    }

    /// Adds a condition.
    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.0.push(condition);
        self
    }
}

impl Select {
    /// Selects all matching rows, in any order.
    pub fn new(filter: Filter) -> Self {
        Self { filter, ..Self::default() }
    }

    /// Sorts by this field in ascending order.
    #[must_use]
    pub fn order_by(mut self, field: &'static str) -> Self {
        self.order_by = Some(field);
        self
    }

    /// Limits the number of rows.
    #[must_use]
    pub fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }
}
