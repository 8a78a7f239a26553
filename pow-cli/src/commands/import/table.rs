//! Reads the rows of another system's table, in batches and in the order of its key. It changes no rows. SQLite files are
//! switched to WAL mode.

use std::{collections::VecDeque, env, path::Path, sync::Arc};

use pow_core::{
    Error, Pow, UserId,
    id::IdKind,
    record::Record as StoredRow,
    schema::{Field, FieldDef, Kind, Schema, TableDef, Value},
    store::{self, Condition, Filter, Prefix, Select, Store},
};

use super::{
    Options, columns,
    row::{Confirmed, time},
    source::{Place, Record},
    systems::{Column, Key, Meaning, Shape, System},
};
use crate::failure::Failure;

/// The number of rows that one statement reads.
const ROWS: u32 = 500;

/// The owner of the table's fields, for messages about them.
const OWNER: &str = "import";

/// PostgreSQL's `infinity` as a number.
const INFINITY: Value = Value::Int(i64::MAX);

/// A row, or its key and the reason why it can't be read.
type Read = Result<StoredRow, (Value, String)>;

/// The result of a query about a column.
enum Found {
    Readable,
    /// The catalog of the database doesn't list the column.
    Missing(String),
    /// The statement failed for another reason, such as a missing privilege.
    Unreadable(String),
}

/// An open table.
pub(crate) struct Table {
    pow: Pow,
    store: Arc<dyn Store>,
    prefix: Prefix,
    table: Arc<TableDef>,
    key: &'static str,
    columns: Vec<Column>,
    /// The columns that `--column` names, each with its field.
    further: Vec<(&'static str, &'static str)>,
    last: Option<Value>,
    rows: VecDeque<Read>,
    shape: &'static Shape,
    is_mysql: bool,
}

impl Table {
    /// Opens the database and finds out which columns the table has.
    ///
    /// # Errors
    /// If the database can't be opened or read, lacks the table or a required column, or an option names an unknown column.
    pub(crate) async fn open(pow: &Pow, url: &str, system: System, options: &Options) -> Result<Self, Failure> {
        let (shape, url) = (system.shape(), url_of(url)?);
        check_ignored(shape, options)?;
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
            shape,
            is_mysql: url.starts_with("mysql:") || url.starts_with("mariadb:"),
        };
        this.add_columns(options, is_sqlite).await?;
        Ok(this)
    }

    async fn add_columns(&mut self, options: &Options, is_sqlite: bool) -> Result<(), Failure> {
        let renamed: Vec<_> = options.columns.iter().filter_map(|option| option.split_once('=')).collect();
        let wanted = self.shape.columns.iter().filter(|column| {
            let field = column.meaning.field();
            self.is_wanted(field)
                && !is_ignored(options, field, column.name)
                && !renamed.iter().any(|(renamed, _)| *renamed == field)
        });
        for column in wanted.copied().collect::<Vec<_>>() {
            self.add_column(column, definition(&column, is_sqlite)).await?;
        }
        for (field, name) in renamed {
            let Some(field) = self.pow.schema().users().field(field) else {
                return Err(columns::unknown_field(field));
            };
            if is_ignored(options, field.name, name) {
                continue;
            }
            // This leaks one name for each option of the command.
            let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
            if field.name == "locked_until" {
                let column = Column { name, meaning: Meaning::LockedUntil, required: true };
                self.add_column(column, definition(&column, is_sqlite)).await?;
                continue;
            }
            let kind = if is_sqlite && field.kind == Kind::DateTime { Kind::Text } else { field.kind };
            self.table = match self.has(of_kind(name, kind)).await? {
                (table, Found::Readable) => table,
                (_, Found::Missing(reason) | Found::Unreadable(reason)) => return Err(self.unreadable(name, &reason)),
            };
            self.further.push((name, field.name));
        }
        Ok(())
    }

    /// Adds a column of the system. An optional column may be missing.
    async fn add_column(&mut self, column: Column, definition: FieldDef) -> Result<(), Failure> {
        match self.has(definition).await? {
            (table, Found::Readable) => {
                self.table = table;
                self.columns.push(column);
                Ok(())
            }
            (_, Found::Missing(_)) if !column.required => Ok(()),
            (_, Found::Missing(reason) | Found::Unreadable(reason)) => Err(self.unreadable(column.name, &reason)),
        }
    }

    /// Returns whether the application has this field. Locks are read even without a field for them, to report locked users.
    fn is_wanted(&self, field: &str) -> bool {
        is_lock(field) || self.pow.schema().users().field(field).is_some()
    }

    /// Adds the column to the definition of the table, and returns whether the table has the column.
    async fn has(&self, column: FieldDef) -> Result<(Arc<TableDef>, Found), Failure> {
        let name = column.name;
        let table = match self.table.field(name) {
            Some(_) => Arc::clone(&self.table),
            None => Arc::new(TableDef::clone(&self.table).with(column)),
        };
        // Values are decoded later, so that an invalid value is reported with its row.
        let reason = match self.store.select(&self.prefix, &table, Select::new(Filter::all()).limit(0)).await {
            Ok(_) => return Ok((table, Found::Readable)),
            Err(fault @ (Error::Unavailable { .. } | Error::Busy { .. })) => return Err(fault.into()),
            Err(error) => error.to_string(),
        };
        // The catalog of MySQL omits columns that the user may not read.
        let may_be_hidden = self.is_mysql && !reason.contains("Unknown column");
        let found = match !may_be_hidden && self.catalog_lacks(&table, name).await? {
            true => Found::Missing(reason),
            false => Found::Unreadable(reason),
        };
        Ok((table, found))
    }

    /// Returns whether the catalog of the database lists the table without this column.
    async fn catalog_lacks(&self, table: &TableDef, column: &str) -> Result<bool, Failure> {
        let is_missing =
            format!("the column `{}.{column}`, which the extension `{OWNER}` requires, is missing", table.name);
        match self.store.verify(&self.prefix, &Schema::new(table.clone(), Vec::new())).await {
            Ok(()) => Ok(false),
            Err(Error::Config(differences)) => Ok(differences.contains(&is_missing)),
            Err(fault @ (Error::Unavailable { .. } | Error::Busy { .. })) => Err(fault.into()),
            // For example, a view whose query is invalid.
            Err(_) => Ok(false),
        }
    }

    fn unreadable(&self, column: &str, reason: &str) -> Failure {
        let (table, system) = (&self.table.name, self.shape.system);
        let reason = reason.lines().next().unwrap_or_default();
        Failure::new(format!(
            "the column `{column}` of the table `{table}` of {system} can't be read ({reason}): check --system, \
             --table and --key, grant SELECT on the column, name another column with --column FIELD=COLUMN, or leave \
             the column out with --ignore {column}"
        ))
    }

    /// Returns the next row, or `None` at the end.
    ///
    /// # Errors
    /// Faults of the other database, and keys that are not in ascending order.
    pub(crate) async fn next(&mut self) -> Result<Option<Record>, Failure> {
        if self.rows.is_empty() {
            let filter = match self.last.clone() {
                Some(last) => Filter::all().and(Condition::Gt(self.key, last)),
                None => Filter::all(),
            };
            let select = Select::new(filter).order_by(self.key).limit(ROWS);
            self.rows = match self.store.select(&self.prefix, &self.table, select.clone()).await {
                Ok(rows) => {
                    self.check_keys(&rows)?;
                    self.last = rows.last().map(|row| self.key_of(row));
                    rows.into_iter().map(Ok).collect()
                }
                Err(fault @ (Error::Unavailable { .. } | Error::Busy { .. })) => return Err(fault.into()),
                Err(_) => self.read_each(select).await?,
            };
        }
        Ok(self.rows.pop_front().map(|row| match row {
            Ok(row) => self.record(&row),
            Err((key, reason)) => Record { cells: Err(reason), ..empty(&key) },
        }))
    }

    /// Reads the rows of a batch one by one, to find those that can't be read.
    async fn read_each(&mut self, select: Select) -> Result<VecDeque<Read>, Failure> {
        let mut only_key = TableDef::clone(&self.table);
        only_key.fields.truncate(1);
        let keys = match self.store.select(&self.prefix, &Arc::new(only_key), select).await {
            Ok(keys) => keys,
            Err(fault @ (Error::Unavailable { .. } | Error::Busy { .. })) => return Err(fault.into()),
            Err(error) => return Err(self.unreadable(self.key, &error.to_string())),
        };
        self.check_keys(&keys)?;
        let mut rows = VecDeque::with_capacity(keys.len());
        for key in &keys {
            let key = self.key_of(key);
            let select = Select::new(Filter::all().and(Condition::Eq(self.key, key.clone())));
            match self.store.select(&self.prefix, &self.table, select.clone()).await {
                Ok(row) => rows.extend(row.into_iter().map(Ok)),
                Err(fault @ (Error::Unavailable { .. } | Error::Busy { .. })) => return Err(fault.into()),
                Err(error) => rows.push_back(self.endless(select).await.ok_or_else(|| (key, invalid(&error)))),
            }
        }
        self.last = keys.last().map(|row| self.key_of(row));
        Ok(rows)
    }

    /// Reads a row whose lock ends at PostgreSQL's `infinity`, which this program can't read as a time.
    async fn endless(&self, select: Select) -> Option<StoredRow> {
        let ends: Vec<_> = self.columns.iter().filter(|column| column.meaning == Meaning::LockedUntil).collect();
        let mut table = TableDef::clone(&self.table);
        for field in table.fields.iter_mut().filter(|field| ends.iter().any(|column| column.name == field.name)) {
            *field = of_kind(field.name, Kind::Int);
        }
        let rows = self.store.select(&self.prefix, &Arc::new(table), select).await.ok()?;
        rows.into_iter().find(|row| ends.iter().any(|column| row.value(column.name) == Some(&INFINITY)))
    }

    fn key_of(&self, row: &StoredRow) -> Value {
        row.value(self.key).cloned().unwrap_or(Value::Null)
    }

    /// Checks that the keys are unique and ascending. Otherwise some rows would be read again, or never.
    fn check_keys(&self, rows: &[StoredRow]) -> Result<(), Failure> {
        let mut last = self.last.clone();
        for row in rows {
            let key = self.key_of(row);
            if !follows(last.as_ref(), &key) {
                let (table, column, shown) =
                    (&self.table.name, self.key, text(&key).unwrap_or_else(|| "NULL".to_owned()));
                return Err(Failure::new(format!(
                    "the rows of the table `{table}` can't be read in order: the value `{shown}` of the column \
                     `{column}` is not greater than the value in the row before. If the primary key has another type, \
                     name the type with --key, such as `--key text`"
                )));
            }
            last = Some(key);
        }
        Ok(())
    }

    fn record(&self, row: &StoredRow) -> Record {
        let mut record = empty(&self.key_of(row));
        record.cells = self.cells(row, &mut record);
        record
    }

    /// Reads the cells of a row, or returns the reason why the row is refused.
    fn cells(&self, row: &StoredRow, record: &mut Record) -> Result<Vec<(String, Option<String>)>, String> {
        let mut cells = Vec::new();
        for column in &self.columns {
            let value = row.value(column.name).unwrap_or(&Value::Null);
            match column.meaning {
                Meaning::Time("locked_at") => cells.extend(text(value).map(|at| ("locked_at".to_owned(), Some(at)))),
                Meaning::Text(field) | Meaning::Time(field) => cells.push((field.to_owned(), text(value))),
                Meaning::Hash => {
                    let hash = text(value).filter(|hash| !hash.starts_with('!'));
                    cells.push(("password_hash".to_owned(), hash));
                }
                Meaning::IsConfirmed => {
                    let is_confirmed = matches!(value, Value::Bool(true));
                    record.confirmed = Some(if is_confirmed { Confirmed::Now } else { Confirmed::Never });
                }
                Meaning::IsActive => record.is_locked |= matches!(value, Value::Bool(false)),
                Meaning::LockedUntil => self.lock(column.name, value, &mut cells, record)?,
            }
        }
        for (name, field) in &self.further {
            cells.push(((*field).to_owned(), row.value(name).and_then(text)));
        }
        let is_locked = record.is_locked || cells.iter().any(|(name, text)| name == "locked_at" && text.is_some());
        match is_locked && self.pow.schema().users().field("locked_at").is_none() {
            true => {
                Err("the account is locked, and no extension stores locks: add the extension `lockout`, or import the \
                     account unlocked with --ignore locked_at"
                    .to_owned())
            }
            false => Ok(cells),
        }
    }

    /// Reads the end of a lock. A user without a lock has no such cell, so that an application without `lockout` needs no option.
    fn lock(
        &self,
        column: &str,
        value: &Value,
        cells: &mut Vec<(String, Option<String>)>,
        record: &mut Record,
    ) -> Result<(), String> {
        if *value == INFINITY {
            record.is_locked = true;
            return Ok(());
        }
        let Some(at) = text(value) else { return Ok(()) };
        let Some(until) = time(&at) else {
            return Err(format!("{column}: the value is not a time. The expected form is 2030-05-06 07:08:09"));
        };
        if until > self.pow.clock().now() {
            record.is_locked = true;
            if self.pow.schema().users().field("locked_until").is_some() {
                cells.push(("locked_until".to_owned(), Some(at)));
            }
        }
        Ok(())
    }
}

/// Returns the record of the row with this key, without cells.
fn empty(key: &Value) -> Record {
    let place = Place::Row(text(key).unwrap_or_default());
    Record { place, cells: Ok(Vec::new()), confirmed: None, is_locked: false }
}

/// Returns the reason why a row with an invalid value is refused.
fn invalid(error: &Error) -> String {
    format!("a value can't be read ({error}): correct the value, or name a view without this value with --table")
}

/// Returns whether a row with this key may follow the row with the last key. Only the database knows the order of texts.
fn follows(last: Option<&Value>, key: &Value) -> bool {
    match (last, key) {
        (_, Value::Null) => false,
        (Some(Value::Int(last)), Value::Int(key)) => key > last,
        (last, key) => last != Some(key),
    }
}

fn is_lock(field: &str) -> bool {
    matches!(field, "locked_at" | "locked_until")
}

/// Returns whether `--ignore` names the field or the column. Each of the two fields of a lock ignores the whole lock.
fn is_ignored(options: &Options, field: &str, column: &str) -> bool {
    options.ignore.iter().any(|name| name == field || name == column || (is_lock(field) && is_lock(name)))
}

/// Checks that each `--ignore` names a column that would otherwise be read.
///
/// # Errors
/// The remedy in one sentence.
fn check_ignored(shape: &Shape, options: &Options) -> Result<(), Failure> {
    let columns = shape.columns.iter().map(|column| (column.meaning.field(), column.name));
    let renamed = options.columns.iter().filter_map(|option| option.split_once('='));
    let known: Vec<_> = columns.chain(renamed).collect();
    let is_known = |name: &String| {
        known.iter().any(|(field, column)| name == field || name == column || (is_lock(field) && is_lock(name)))
    };
    match options.ignore.iter().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(unknown) => {
            let names: Vec<_> = known.iter().map(|(_, column)| *column).collect();
            Err(Failure::new(format!(
                "`--ignore {unknown}` names no column of {}: choose from {}",
                shape.system,
                names.join(", ")
            )))
        }
    }
}

/// Returns the URL, or the URL in the environment variable of this name. The variable exists because other users of the machine
/// can read the arguments of a process.
fn url_of(argument: &str) -> Result<String, Failure> {
    if argument.contains(':') {
        return Ok(argument.to_owned());
    }
    env::var(argument).map_err(|_| {
        Failure::new(
            "`--from-table` is neither a URL nor the name of an environment variable that holds a URL: write it like postgres://localhost/old",
        )
    })
}

/// Checks that the file of an SQLite database exists. Otherwise SQLite would create it.
fn check_file(url: &str) -> Result<(), Failure> {
    let Some(file) = url.strip_prefix("sqlite:") else { return Ok(()) };
    let file = file.strip_prefix("//").unwrap_or(file);
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

/// Returns the definition of a column. SQLite has no type for times, and each system writes them in another format.
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

/// Returns the text of a value, as a file would have it. `None` stands for NULL and for an empty text.
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
