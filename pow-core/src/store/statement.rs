//! Diesel query fragments for a table's definition: select, insert, update and delete.

mod render;

use std::sync::Arc;

use diesel::{
    query_builder::{Query, QueryId},
    sql_types::Untyped,
};

use super::{
    Condition, Filter, Prefix, Select,
    dialect::{Bind, Dialect},
    model::ModelOf,
};
use crate::{
    Error,
    schema::{ID, Kind, TableDef, Value},
};

/// A statement with quoted identifiers and bound values.
pub struct Statement<DB: Dialect> {
    table: Arc<TableDef>,
    prefix: Prefix,
    verb: Verb,
    terms: Vec<Term>,
    order_by: Option<&'static str>,
    limit: Option<Bind>,
    rows: bool,
    locked: bool,
    model: Option<ModelOf<DB>>,
    cached: Option<Cached>,
}

/// An additional last column: the live value under a key of the cache's table.
struct Cached {
    table: Arc<TableDef>,
    key: (&'static str, Bind),
    value: &'static str,
    expires_after: (&'static str, Bind),
}

enum Verb {
    Select,
    Insert(Vec<(&'static str, Bind)>),
    /// Selects the row that was inserted last on this connection, by its generated key.
    SelectInserted(&'static str),
    Update(Vec<(&'static str, Bind)>),
    Increment(&'static str, Bind),
    /// Sets the column to the SQL expression.
    Fill(&'static str, &'static str),
    Delete,
    Upsert(Vec<(&'static str, Bind)>, Option<(&'static str, Bind)>),
}

enum Term {
    IsNull(&'static str),
    In(&'static str, Vec<Bind>),
    Compare(&'static str, &'static str, Bind),
}

impl<DB: Dialect> Statement<DB> {
    fn new(prefix: &Prefix, table: &Arc<TableDef>, verb: Verb) -> Self {
        Self {
            table: Arc::clone(table),
            prefix: prefix.clone(),
            verb,
            terms: Vec::new(),
            order_by: None,
            limit: None,
            rows: false,
            locked: false,
            model: None,
            cached: None,
        }
    }

    /// Selects rows.
    pub(crate) fn select(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        select: Select,
        model: Option<ModelOf<DB>>,
    ) -> Result<Self, Error> {
        if let Some(name) = select.order_by {
            known(table, name)?;
        }
        let limit = select.limit.map(|limit| DB::coerce(Bind::Int(Some(i64::from(limit)))));
        let statement = Self { order_by: select.order_by, limit, model, ..Self::new(prefix, table, Verb::Select) };
        statement.filter(select.filter)
    }

    /// Inserts one row. It is returned if the database supports that.
    pub(crate) fn insert(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        values: Vec<(&'static str, Value)>,
        model: Option<ModelOf<DB>>,
    ) -> Result<Self, Error> {
        let verb = Verb::Insert(bound::<DB>(table, values)?);
        Ok(Self { rows: DB::RETURNING, model, ..Self::new(prefix, table, verb) })
    }

    /// Selects the row with the generated key of the last insert on this connection.
    pub(crate) fn inserted(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        key: &'static str,
        model: Option<ModelOf<DB>>,
    ) -> Self {
        Self { model, ..Self::new(prefix, table, Verb::SelectInserted(key)) }
    }

    /// Updates rows.
    pub(crate) fn update(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        filter: Filter,
        changes: Vec<(&'static str, Value)>,
    ) -> Result<Self, Error> {
        Self::new(prefix, table, Verb::Update(bound::<DB>(table, changes)?)).filter(filter)
    }

    /// Adds to an integer field.
    pub(crate) fn increment(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        filter: Filter,
        field: &'static str,
        by: i64,
    ) -> Result<Self, Error> {
        if table.field(field).is_none_or(|field| field.kind != Kind::Int) {
            return Err(Error::Field {
                field: field.to_owned(),
                reason: "it is not a registered integer, so it cannot be incremented",
            });
        }
        Self::new(prefix, table, Verb::Increment(field, DB::coerce(Bind::Int(Some(by))))).filter(filter)
    }

    /// Replaces the NULL values of a column with an SQL expression, in the rows with a key above `after`, up to `last`.
    pub(crate) fn fill(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        (to, value): (&'static str, &'static str),
        (after, last): (Option<Value>, Value),
    ) -> Result<Self, Error> {
        let key = ID.name();
        let filter = after.map_or_else(Filter::all, |after| Filter::all().and(Condition::Gt(key, after)));
        let filter = filter.and(Condition::IsNull(to));
        let mut statement = Self::new(prefix, table, Verb::Fill(to, value)).filter(filter)?;
        statement.terms.push(Term::Compare(key, " <= ", bind_one::<DB>(table, key, last)?));
        Ok(statement)
    }

    /// Deletes rows.
    pub(crate) fn delete(prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Self, Error> {
        Self::new(prefix, table, Verb::Delete).filter(filter)
    }

    /// Inserts one row, or replaces the row with its key. With `only_below`, the row is replaced only if its field is at most
    /// the given value. On databases with RETURNING, the number of rows tells whether the row was written.
    pub(crate) fn upsert(
        prefix: &Prefix,
        table: &Arc<TableDef>,
        values: Vec<(&'static str, Value)>,
        only_below: Option<(&'static str, Value)>,
    ) -> Result<Self, Error> {
        let only_below = match only_below {
            Some((name, value)) => Some((name, bind_one::<DB>(table, name, value)?)),
            None => None,
        };
        Ok(Self::new(prefix, table, Verb::Upsert(bound::<DB>(table, values)?, only_below)))
    }

    /// Adds the condition that the field is one of the values. The number of values is rounded up to a power of two, to limit
    /// the number of prepared statements.
    pub(crate) fn one_of(mut self, name: &'static str, values: Vec<Value>) -> Result<Self, Error> {
        let mut binds = Vec::with_capacity(values.len().next_power_of_two());
        for value in values {
            binds.push(bind_one::<DB>(&self.table, name, value)?);
        }
        if let Some(last) = binds.last().cloned() {
            binds.resize(binds.len().next_power_of_two(), last);
        }
        self.terms.push(Term::In(name, binds));
        Ok(self)
    }

    /// Adds the condition that the field is at least the value.
    pub(crate) fn at_least(mut self, name: &'static str, value: Value) -> Result<Self, Error> {
        let bind = bind_one::<DB>(&self.table, name, value)?;
        self.terms.push(Term::Compare(name, " >= ", bind));
        Ok(self)
    }

    /// Adds a last column: the `value` of the row with this `key` in another table. It is NULL unless the field of
    /// `expires_after` is greater than the given value.
    pub(crate) fn with_cached(
        self,
        table: Arc<TableDef>,
        key: (&'static str, Value),
        value: &'static str,
        expires_after: (&'static str, Value),
    ) -> Result<Self, Error> {
        let key = (key.0, bind_one::<DB>(&table, key.0, key.1)?);
        let expires_after = (expires_after.0, bind_one::<DB>(&table, expires_after.0, expires_after.1)?);
        Ok(Self { cached: Some(Cached { table, key, value, expires_after }), ..self })
    }

    /// Makes a DELETE return the rows, if the database supports that.
    pub(crate) fn returning(self) -> Self {
        Self { rows: true, ..self }
    }

    /// Locks the rows until the end of the transaction.
    pub(crate) fn locked(self) -> Self {
        Self { locked: true, ..self }
    }

    fn filter(mut self, filter: Filter) -> Result<Self, Error> {
        for condition in filter.0 {
            let (name, operator, value) = match condition {
                Condition::IsNull(name) => {
                    known(&self.table, name)?;
                    self.terms.push(Term::IsNull(name));
                    continue;
                }
                Condition::Eq(name, value) => (name, " = ", value),
                Condition::Lt(name, value) => (name, " < ", value),
                Condition::Gt(name, value) => (name, " > ", value),
            };
            self.terms.push(Term::Compare(name, operator, bind_one::<DB>(&self.table, name, value)?));
        }
        Ok(self)
    }

    /// Whether the statement compares with text that the database can't store, so that no row can match.
    pub(crate) fn matches_nothing(&self) -> bool {
        !DB::NUL_IN_TEXT
            && self.terms.iter().any(|term| match term {
                Term::Compare(_, " = ", Bind::Text(Some(text))) => text.contains('\0'),
                _ => false,
            })
    }
}

fn known(table: &TableDef, name: &str) -> Result<(), Error> {
    match table.position(name) {
        Some(_) => Ok(()),
        None => Err(Error::Field {
            field: name.to_owned(),
            reason: "it is not registered; add the extension that registers it to `Config::extensions`",
        }),
    }
}

fn bind_one<DB: Dialect>(table: &TableDef, name: &str, value: Value) -> Result<Bind, Error> {
    known(table, name)?;
    match table.field(name) {
        Some(field) => Bind::of(table, field, value).map(DB::coerce),
        None => Err(Error::Field { field: name.to_owned(), reason: "it is not registered" }),
    }
}

fn bound<DB: Dialect>(
    table: &TableDef,
    values: Vec<(&'static str, Value)>,
) -> Result<Vec<(&'static str, Bind)>, Error> {
    let mut bound: Vec<(&'static str, Bind)> = Vec::with_capacity(values.len());
    for (name, value) in values {
        if bound.iter().any(|(other, _)| *other == name) {
            return Err(Error::Field { field: name.to_owned(), reason: "it is set twice in one statement" });
        }
        bound.push((name, bind_one::<DB>(table, name, value)?));
    }
    Ok(bound)
}

/// Statements of this type have different texts, so prepared statements are cached by text and not by type.
impl<DB: Dialect> QueryId for Statement<DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Dialect> Query for Statement<DB> {
    type SqlType = Untyped;
}
