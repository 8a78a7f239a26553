//! Conditions, selections and conflicts: what is asked of a table, and what it refuses.

use std::sync::Arc;

use super::Value;

/// A condition on rows: all parts must hold. Without parts it holds for every row.
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

/// Which rows, in which order, and how many.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Select {
    /// The condition.
    pub filter: Filter,
    /// Ascending by this field, if any.
    pub order_by: Option<&'static str>,
    /// At most so many rows, if any.
    pub limit: Option<u32>,
}

/// The tenant whose tables a statement is for: a PostgreSQL schema or a MySQL database, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prefix(pub Option<Arc<str>>);

impl Prefix {
    /// The name of a set-up with its tenant's, for whatever no other tenant may share.
    pub(crate) fn scope(&self, namespace: Option<&str>) -> String {
        let own = namespace.unwrap_or_default();
        match &self.0 {
            // No set-up's name has a slash.
            Some(tenant) => format!("{own}/{tenant}"),
            None => own.to_owned(),
        }
    }
}

/// The database refused the values of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conflict {
    /// What it is about.
    pub kind: ConflictKind,
    /// The fields of the index, or those whose columns are too narrow.
    pub fields: Vec<&'static str>,
}

/// Why the database refused the values of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConflictKind {
    /// Another row has the values of a unique index already.
    Taken,
    /// The application chose columns that can't hold these values.
    TooNarrow,
}

impl Conflict {
    /// Another row has these values already.
    pub fn taken(fields: Vec<&'static str>) -> Self {
        Self { kind: ConflictKind::Taken, fields }
    }

    /// The columns can't hold the values.
    pub fn too_narrow(fields: Vec<&'static str>) -> Self {
        Self { kind: ConflictKind::TooNarrow, fields }
    }
}

impl Filter {
    /// Every row.
    pub fn all() -> Self {
        Self::default()
    }

    /// The rows whose field equals the value.
    pub fn eq(name: &'static str, value: Value) -> Self {
        Self(vec![Condition::Eq(name, value)])
    }

    /// One more condition.
    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.0.push(condition);
        self
    }
}

impl Select {
    /// All rows that match, in no order.
    pub fn new(filter: Filter) -> Self {
        Self { filter, ..Self::default() }
    }

    /// Ascending by this field.
    #[must_use]
    pub fn order_by(mut self, field: &'static str) -> Self {
        self.order_by = Some(field);
        self
    }

    /// At most so many rows.
    #[must_use]
    pub fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }
}
