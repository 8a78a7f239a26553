//! The rows of another system's table, in batches in the order of its key. No statement changes that database.

use std::{collections::VecDeque, env, path::Path, sync::Arc};

use pow_core::{
    Error, Pow, UserId,
    id::IdKind,
    record::Record as StoredRow,
    schema::{Field, FieldDef, Kind, TableDef, Value},
    store::{self, Condition, Filter, Prefix, Select, Store},
};

use super::{
    Options,
    row::{Confirmed, time},
    source::{Place, Record},
    systems::{Column, Key, Meaning, Shape, System},
};
use crate::failure::Failure;

/// The rows of one statement.
const ROWS: u32 = 500;

/// The owner of the table's fields, for messages about them.
const OWNER: &str = "import";

/// An open table.
pub(crate) struct Table {
    pow: Pow,
    store: Arc<dyn Store>,
    prefix: Prefix,
    table: Arc<TableDef>,
    key: &'static str,
    columns: Vec<Column>,
    /// Columns of `--column`, whose names the user has chosen.
    further: Vec<&'static str>,
    last: Option<Value>,
    rows: VecDeque<StoredRow>,
    /// Whether users whose account is locked are imported as all others.
    ignores_locks: bool,
}

impl Table {
    /// Opens the database and finds out which of the columns the table has.
    ///
    /// # Errors
    /// If the database can't be opened, or lacks the table or a column of the system.
    pub(crate) async fn open(pow: &Pow, url: &str, system: System, options: &Options) -> Result<Self, Failure> {
        let (shape, url) = (system.shape(), url_of(url)?);
        check_file(&url)?;
        let store = store::connect(&url)?;
        let name = options.table.as_deref().unwrap_or(shape.table);
        let (prefix, name) = match name.split_once('.') {
            Some((schema, name)) => (Prefix(Some(schema.into())), name),
            None => (Prefix::default(), name),
        };
        let is_sqlite = url.starts_with("sqlite:");
        let empty = key_only(name, shape, options.key.unwrap_or(shape.key.1));
        let mut this = Self {
            pow: pow.clone(),
            store,
            prefix,
            table: Arc::new(empty),
            key: shape.key.0,
            columns: Vec::new(),
            further: Vec::new(),
            last: None,
            rows: VecDeque::new(),
            ignores_locks: options
                .ignore
                .iter()
                .any(|ignored| matches!(ignored.as_str(), "locked_at" | "locked_until")),
        };
        this.add_columns(shape, options, is_sqlite).await?;
        Ok(this)
    }

    async fn add_columns(&mut self, shape: &Shape, options: &Options, is_sqlite: bool) -> Result<(), Failure> {
        let renamed: Vec<_> = options.columns.iter().filter_map(|option| option.split_once('=')).collect();
        let wanted = shape.columns.iter().filter(|column| {
            let field = column.meaning.field();
            self.is_wanted(field) && !renamed.iter().any(|(renamed, _)| *renamed == field)
        });
        for column in wanted.copied().collect::<Vec<_>>() {
            let table = Arc::new(TableDef::clone(&self.table).with(definition(&column, is_sqlite)));
            match self.has(&table, column.name).await? {
                Ok(()) => {
                    self.table = table;
                    self.columns.push(column);
                }
                Err(_) if !column.required => {}
                Err(reason) => return Err(self.lacks(shape, column.name, &reason)),
            }
        }
        for (field, name) in renamed {
            let Some(field) = self.pow.schema().users().field(field) else { continue };
            // Once for each option of the command.
            let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
            let kind = if is_sqlite && field.kind == Kind::DateTime { Kind::Text } else { field.kind };
            let table = Arc::new(TableDef::clone(&self.table).with(of_kind(name, kind)));
            if let Err(reason) = self.has(&table, name).await? {
                return Err(self.lacks(shape, name, &reason));
            }
            self.table = table;
            self.further.push(name);
        }
        Ok(())
    }

    /// Whether the application has this field. Locks are also read without a field for them, to report locked users.
    fn is_wanted(&self, field: &str) -> bool {
        matches!(field, "locked_at" | "locked_until") || self.pow.schema().users().field(field).is_some()
    }

    /// Whether the table has its last column. The inner error is the reason.
    async fn has(&self, table: &Arc<TableDef>, name: &str) -> Result<Result<(), String>, Failure> {
        match self.store.select(&self.prefix, table, Select::new(Filter::all()).limit(1)).await {
            // SQLite takes an unknown name in quotes for a text.
            Ok(rows) if rows.first().is_some_and(|row| row.value(name) == Some(&Value::Text(name.to_owned()))) => {
                Ok(Err("no such column".to_owned()))
            }
            Ok(_) => Ok(Ok(())),
            Err(fault @ (Error::Unavailable { .. } | Error::Busy { .. })) => Err(fault.into()),
            Err(error) => Ok(Err(error.to_string())),
        }
    }

    fn lacks(&self, shape: &Shape, column: &str, reason: &str) -> Failure {
        let (table, system) = (&self.table.name, shape.system);
        let reason = reason.lines().next().unwrap_or_default();
        Failure::new(format!(
            "the column `{column}` of the table `{table}` of {system} can't be read ({reason}): check --system, --table and --key, or \
             name the column with --column FIELD=COLUMN"
        ))
    }

    /// Returns the next row, or `None` at the end.
    ///
    /// # Errors
    /// Faults of that database.
    pub(crate) async fn next(&mut self) -> Result<Option<Record>, Failure> {
        if self.rows.is_empty() {
            let filter = match self.last.clone() {
                Some(last) => Filter::all().and(Condition::Gt(self.key, last)),
                None => Filter::all(),
            };
            let select = Select::new(filter).order_by(self.key).limit(ROWS);
            self.rows = self.store.select(&self.prefix, &self.table, select).await?.into();
            self.last = self.rows.back().and_then(|row| row.value(self.key)).cloned();
        }
        Ok(self.rows.pop_front().map(|row| self.record(&row)))
    }

    fn record(&self, row: &StoredRow) -> Record {
        let place = Place::Row(row.value(self.key).map(text).unwrap_or_default().unwrap_or_default());
        let mut record = Record { place, cells: Ok(Vec::new()), confirmed: None, is_locked: false };
        let mut cells = Vec::new();
        for column in &self.columns {
            let value = row.value(column.name).unwrap_or(&Value::Null);
            match column.meaning {
                Meaning::Text(field) => cells.push((field.to_owned(), text(value))),
                Meaning::Time("locked_at") | Meaning::LockedUntil => {
                    self.lock(column.meaning, value, &mut cells, &mut record)
                }
                Meaning::Time(field) => cells.push((field.to_owned(), text(value))),
                Meaning::Hash => {
                    let hash = text(value).filter(|hash| !hash.starts_with('!'));
                    cells.push(("password_hash".to_owned(), hash));
                }
                Meaning::IsConfirmed => {
                    let is_confirmed = matches!(value, Value::Bool(true));
                    record.confirmed = Some(if is_confirmed { Confirmed::Now } else { Confirmed::Never });
                }
                Meaning::IsActive => record.is_locked |= matches!(value, Value::Bool(false)),
            }
        }
        for name in &self.further {
            cells.push(((*name).to_owned(), row.value(name).and_then(text)));
        }
        record.is_locked &= !self.ignores_locks;
        let is_locked = record.is_locked || cells.iter().any(|(name, text)| name == "locked_at" && text.is_some());
        record.cells = match is_locked && self.pow.schema().users().field("locked_at").is_none() {
            true => {
                Err("the account is locked, and no extension keeps locks: add `lockout`, or import it unlocked with \
                         --ignore locked_at"
                    .to_owned())
            }
            false => Ok(cells),
        };
        record
    }

    /// Reads a lock with its time. A user without one has no cell, so that an application without `lockout` needs no option.
    fn lock(&self, meaning: Meaning, value: &Value, cells: &mut Vec<(String, Option<String>)>, record: &mut Record) {
        let Some(at) = text(value).filter(|_| !self.ignores_locks) else { return };
        if meaning != Meaning::LockedUntil {
            cells.push(("locked_at".to_owned(), Some(at)));
        } else if time(&at).is_some_and(|until| until > self.pow.clock().now()) {
            record.is_locked = true;
            if self.pow.schema().users().field("locked_until").is_some() {
                cells.push(("locked_until".to_owned(), Some(at)));
            }
        }
    }
}

/// Returns the URL, or that in the variable of this name: other users of the machine can read the arguments of a process.
fn url_of(argument: &str) -> Result<String, Failure> {
    if argument.contains(':') {
        return Ok(argument.to_owned());
    }
    env::var(argument).map_err(|_| {
        Failure::new(
            "`--from-table` is neither a URL nor the name of a variable with one: write it like postgres://localhost/old",
        )
    })
}

/// SQLite would create a file that doesn't exist.
fn check_file(url: &str) -> Result<(), Failure> {
    let Some(file) = url.strip_prefix("sqlite:") else { return Ok(()) };
    let file = file.trim_start_matches("//");
    match Path::new(file.split('?').next().unwrap_or_default()).exists() {
        true => Ok(()),
        false => Err(Failure::new(format!("there is no database `{file}`: check the path after `sqlite://`"))),
    }
}

fn key_only(table: &str, shape: &Shape, key: Key) -> TableDef {
    let name = shape.key.0;
    let (kind, id_kind) = match key {
        Key::Integer => (Kind::Int, IdKind::Int),
        Key::Uuid => (Kind::Id, IdKind::Uuid),
        Key::Text => (Kind::Text, IdKind::Int),
    };
    TableDef::new(table, of_kind(name, kind), id_kind, OWNER)
}

/// The definition of a column. SQLite has no type for times, and each system writes them in another form.
fn definition(column: &Column, is_sqlite: bool) -> FieldDef {
    let kind = match column.meaning {
        Meaning::Text(_) | Meaning::Hash => Kind::Text,
        Meaning::IsConfirmed | Meaning::IsActive => Kind::Bool,
        Meaning::Time(_) | Meaning::LockedUntil if is_sqlite => Kind::Text,
        Meaning::Time(_) | Meaning::LockedUntil => Kind::DateTime,
    };
    of_kind(column.name, kind)
}

fn of_kind(name: &'static str, kind: Kind) -> FieldDef {
    match kind {
        Kind::Id => Field::<UserId>::new(name).def(),
        Kind::Bool => Field::<Option<bool>>::new(name).def(),
        Kind::Int => Field::<Option<i64>>::new(name).def(),
        Kind::DateTime => Field::<Option<pow_core::DateTime>>::new(name).def(),
        Kind::Bytes => Field::<Option<Vec<u8>>>::new(name).def(),
        _ => Field::<Option<String>>::new(name).def(),
    }
}

/// The text of a value, as a file has it. `None` is NULL, and an empty text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(value) => Some(value.to_string()),
        Value::DateTime(at) => Some(at.to_rfc3339()),
        Value::Id(id) => Some(id.to_string()),
        _ => None,
    }
}
