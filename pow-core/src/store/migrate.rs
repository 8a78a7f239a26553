//! Generates DDL statements from a schema, and finds the differences from an existing database.

use std::{
    fmt, mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use diesel::{
    backend::Backend,
    connection::BoxableConnection,
    migration::{self, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion},
};
use diesel_migrations::EmbeddedMigrations;

use super::{
    Condition, Filter, Inner, Prefix, Select,
    catalog::{ActualColumn, ActualTable},
    dialect::{Dialect, LockWait},
    fault::{self, answered},
    pool::Lease,
    sql::record,
    statement::Statement,
};
#[cfg(any(feature = "postgres", feature = "mysql"))]
use crate::telemetry::LogGate;
use crate::{
    DateTime, Error,
    id::IdKind,
    schema::{
        FieldDef, ID, Kind, Schema, TableDef, Value,
        columns::Database,
        user::{INSERTED_AT, UPDATED_AT},
    },
};

/// A migration: it creates a table, or adds a column or an index. Diesel can run it like a migration from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Migration {
    /// The position among all migrations of the application: digits that begin with the date.
    pub version: String,
    /// The purpose, usable as part of a directory's name: `create_users`, `add_unconfirmed_email_to_users`.
    pub name: String,
    /// The statements that apply it.
    pub up: Vec<String>,
    /// The statements that revert it.
    pub down: Vec<String>,
    /// Whether it runs in a transaction. PostgreSQL builds the index of an existing table outside of one, so that the table
    /// stays writable.
    pub in_transaction: bool,
    /// The column that it fills. [`Store::migrate`](crate::store::Store::migrate) then changes a part of the rows at a time.
    fills: Option<Fill>,
}

/// A column with NULL values, which is filled with an SQL expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fill {
    to: &'static str,
    value: &'static str,
}

impl Migration {
    fn new(name: String, up: Vec<String>, down: Vec<String>) -> Self {
        Self { version: String::new(), name, up, down, in_transaction: true, fills: None }
    }

    /// Returns the content of `metadata.toml`, if the directory needs this file.
    pub fn metadata_toml(&self) -> Option<&'static str> {
        (!self.in_transaction).then_some("run_in_transaction = false\n")
    }

    /// Returns the content of `up.sql`.
    pub fn up_sql(&self) -> String {
        script(&self.up)
    }

    /// Returns the content of `down.sql`.
    pub fn down_sql(&self) -> String {
        script(&self.down)
    }
}

fn script(statements: &[String]) -> String {
    statements.iter().map(|statement| format!("{statement};\n")).collect()
}

/// Migrations as a source for Diesel, for an application that runs its migrations itself.
///
/// `connection.run_pending_migrations(Generated(create(..)))` of diesel_migrations runs the migrations that are not recorded in
/// Diesel's table yet. The connection is a `SqliteConnection`, or diesel-async's `AsyncConnectionWrapper` around a connection to
/// PostgreSQL or MySQL. [`Store::migrate`](crate::store::Store::migrate) generates and runs all migrations that the database
/// lacks.
#[derive(Clone, Debug)]
pub struct Generated(pub Vec<Migration>);

impl<DB: Backend> MigrationSource<DB> for Generated {
    fn migrations(&self) -> migration::Result<Vec<Box<dyn migration::Migration<DB>>>> {
        Ok(self.0.iter().cloned().map(|step| Box::new(step) as Box<dyn migration::Migration<DB>>).collect())
    }
}

impl<DB: Backend> migration::Migration<DB> for Migration {
    fn run(&self, conn: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(conn.batch_execute(&self.up_sql())?)
    }

    fn revert(&self, conn: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(conn.batch_execute(&self.down_sql())?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        self
    }

    fn name(&self) -> &dyn MigrationName {
        self
    }
}

impl MigrationMetadata for Migration {
    fn run_in_transaction(&self) -> bool {
        self.in_transaction
    }
}

impl MigrationName for Migration {
    fn version(&self) -> MigrationVersion<'_> {
        MigrationVersion::from(self.version.clone())
    }
}

/// Prints the name of the migration's directory.
impl fmt::Display for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.version, self.name)
    }
}

/// Returns the migrations that create all tables of the schema in an empty database. Their versions begin with the time `at`.
pub fn create(schema: &Schema, database: Database, at: DateTime) -> Vec<Migration> {
    numbered(schema.tables().iter().map(|table| create_table(table, database)).collect(), at)
}

/// Numbers the migrations in their order, after all earlier ones.
pub fn numbered(migrations: Vec<Migration>, at: DateTime) -> Vec<Migration> {
    numbered_behind(migrations, at, &[])
}

/// Skips versions that exist already, because two namespaces may be migrated within the same second.
fn numbered_behind(migrations: Vec<Migration>, at: DateTime, applied: &[String]) -> Vec<Migration> {
    let second = at.format("%Y%m%d%H%M%S").to_string();
    let taken = applied.iter().filter_map(|version| version.strip_prefix(&second)?.parse::<usize>().ok());
    let first = taken.max().map_or(0, |last| last.saturating_add(1));
    let number = |(number, step): (usize, Migration)| Migration { version: format!("{second}{number:03}"), ..step };
    (first..).zip(migrations).map(number).collect()
}

/// Returns the migrations that add missing columns and indexes to an existing table, not yet [`numbered`]. They drop only indexes
/// that PostgreSQL marked as invalid because their build was interrupted.
///
/// One migration adds all columns of a table, and each index has its own migration. On PostgreSQL, MySQL and MariaDB the table
/// stays writable while an index is built. The time of the registration is copied from the column `created_at` of another
/// framework. The new column is NULL until its row is filled, and NOT NULL at the end, so an interrupted migration goes on where it
/// stopped.
pub fn alter(table: &TableDef, actual: Option<&ActualTable>, database: Database) -> Vec<Migration> {
    let Some(actual) = actual else { return vec![create_table(table, database)] };
    let missing: Vec<&FieldDef> = table.fields.iter().filter(|field| actual.column(field.name).is_none()).collect();
    let columns = (!missing.is_empty()).then(|| add_columns(table, &missing, actual, database));
    let filled = table.fields.iter().filter(|field| is_filled_later(table, field, actual, database));
    let filled = filled.flat_map(|field| filled_later(table, field, actual, database));
    let indexes = missing_indexes(table, actual).flat_map(|(name, fields, unique)| {
        let invalid = is_invalid(actual, &name).then(|| drop_invalid_index(table, &name, database));
        invalid.into_iter().chain([add_index(table, &name, &fields, unique, database)])
    });
    columns.into_iter().chain(filled).chain(indexes).collect()
}

/// Returns the name and the fields of each index that the database lacks, and whether it is unique.
fn missing_indexes(table: &TableDef, actual: &ActualTable) -> impl Iterator<Item = (String, Vec<&'static str>, bool)> {
    let unique = table.unique_indexes().into_iter().filter(|(_, fields)| !actual.has_unique(fields));
    let unique = unique.map(|(name, fields)| (name, fields, true));
    let plain = table.plain_indexes().into_iter().filter(|fields| !actual.has_index(fields));
    unique.chain(plain.map(|fields| (table.index_name(&fields), fields, false)))
}

/// Whether the build of this index failed or was interrupted. PostgreSQL cuts names to 63 bytes.
fn is_invalid(actual: &ActualTable, name: &str) -> bool {
    let stored = name.get(..63).unwrap_or(name);
    actual.invalid.iter().any(|invalid| invalid == stored)
}

fn create_table(table: &TableDef, database: Database) -> Migration {
    let mut up = vec![create_table_sql(table, database, ["\n    ", ",\n    ", "\n"])];
    up.extend(index_statements(table, database));
    Migration::new(format!("create_{}", table.name), up, vec![format!("DROP TABLE {}", database.quote(&table.name))])
}

/// Returns the statement with these texts before the first column, between two columns and after the last one.
fn create_table_sql(table: &TableDef, database: Database, [before, between, after]: [&str; 3]) -> String {
    let mut parts: Vec<String> = table.fields.iter().map(|field| database.definition(table, field)).collect();
    let key: Vec<&FieldDef> = table.fields.iter().take(table.key_len).collect();
    // In SQLite, a generated key must be declared in the definition of its column.
    if !(database == Database::Sqlite && key.iter().any(|field| field.generated)) {
        let names: Vec<String> = key.iter().map(|field| database.quote(field.name)).collect();
        parts.push(format!("PRIMARY KEY ({})", names.join(", ")));
    }
    let name = database.quote(&table.name);
    let order = if table.clustered && database == Database::Sqlite { " WITHOUT ROWID" } else { "" };
    format!("CREATE TABLE {name} ({before}{}{after}){order}", parts.join(between))
}

/// Returns the statements that create all indexes of a new table.
fn index_statements(table: &TableDef, database: Database) -> Vec<String> {
    let unique = table.unique_indexes().into_iter().map(|(name, fields)| (name, fields, true));
    let plain = table.plain_indexes().into_iter().map(|fields| (table.index_name(&fields), fields, false));
    unique.chain(plain).map(|(name, fields, unique)| index_sql(table, &name, &fields, unique, database)).collect()
}

fn add_columns(table: &TableDef, fields: &[&FieldDef], actual: &ActualTable, database: Database) -> Migration {
    let name = match fields {
        [field] => format!("add_{}_to_{}", field.name, table.name),
        _ => format!("add_columns_to_{}", table.name),
    };
    let definition = |field: &&FieldDef| {
        if is_filled_later(table, field, actual, database) {
            return format!("ADD COLUMN {}", database.definition(table, &nullable(field)));
        }
        let filler = filler(field, database).map(|value| format!(" DEFAULT {value}")).unwrap_or_default();
        format!("ADD COLUMN {}{filler}", database.definition(table, field))
    };
    let dropped = |field: &&FieldDef| format!("DROP COLUMN {}", database.quote(field.name));
    let mut up = alter_table(table, fields.iter().map(definition), database);
    if database == Database::Sqlite {
        // SQLite has only one writer, so the rows are filled in the same transaction.
        let copied = fields.iter().filter(|field| copies_created_at(table, field, actual, database));
        up.extend(copied.flat_map(|field| fill(table, field, actual, database).up));
    }
    Migration::new(name, up, alter_table(table, fields.iter().map(dropped), database))
}

fn nullable(field: &FieldDef) -> FieldDef {
    FieldDef { nullable: true, ..field.clone() }
}

/// Returns one statement, so that the table is locked only once. On SQLite a statement can make only one change, so there are
/// several.
fn alter_table(table: &TableDef, changes: impl Iterator<Item = String>, database: Database) -> Vec<String> {
    let changes: Vec<String> = changes.collect();
    let changes = if database == Database::Sqlite { changes } else { vec![changes.join(", ")] };
    let name = database.quote(&table.name);
    changes.into_iter().map(|change| format!("ALTER TABLE {name} {change}")).collect()
}

/// Whether the times of a row are copied from the column of another framework.
fn copies_created_at(table: &TableDef, field: &FieldDef, actual: &ActualTable, database: Database) -> bool {
    let is_time = [INSERTED_AT.name(), UPDATED_AT.name()].contains(&field.name) && field.needs_value();
    is_time && actual.column(CREATED_AT).is_some_and(|column| database.accepts(table, field, &column.sql_type))
}

/// Whether the column is added without NOT NULL, or was added so by an interrupted migration.
fn is_filled_later(table: &TableDef, field: &FieldDef, actual: &ActualTable, database: Database) -> bool {
    let is_empty = actual.column(field.name).is_none_or(|column| column.nullable);
    database != Database::Sqlite && is_empty && copies_created_at(table, field, actual, database)
}

/// Returns the migrations that follow a column that was added without NOT NULL.
fn filled_later(table: &TableDef, field: &FieldDef, actual: &ActualTable, database: Database) -> Vec<Migration> {
    let has_default = actual.column(field.name).is_some_and(|column| column.default);
    let default = (!has_default).then(|| set_default(table, field, database));
    let filled = [fill(table, field, actual, database)];
    default.into_iter().chain(filled).chain(require(table, field, database)).collect()
}

/// Returns the migration that gives the new rows of a new column a value. The rows that exist stay NULL.
fn set_default(table: &TableDef, field: &FieldDef, database: Database) -> Migration {
    let (name, column) = (database.quote(&table.name), database.quote(field.name));
    let alter = |change: String| vec![format!("ALTER TABLE {name} ALTER COLUMN {column} {change}")];
    let (up, down) = (alter(format!("SET DEFAULT ({})", database.now())), alter("DROP DEFAULT".to_owned()));
    Migration::new(format!("default_{}_of_{}", field.name, table.name), up, down)
}

/// Returns the migration that fills a column from `created_at`, whose times are in UTC. Its way back makes the column nullable,
/// because a file must have a statement.
fn fill(table: &TableDef, field: &FieldDef, actual: &ActualTable, database: Database) -> Migration {
    let has_zone = actual.column(CREATED_AT).is_some_and(|column| column.sql_type.contains("with time zone"));
    let value = match database {
        Database::Sqlite => "\"created_at\"",
        Database::Postgres if has_zone => "COALESCE(\"created_at\", CURRENT_TIMESTAMP)",
        Database::Postgres => "COALESCE(\"created_at\" AT TIME ZONE 'UTC', CURRENT_TIMESTAMP)",
        Database::Mysql | Database::MariaDb => "COALESCE(`created_at`, UTC_TIMESTAMP(6))",
    };
    let (name, to) = (database.quote(&table.name), database.quote(field.name));
    let rows = match database {
        Database::Sqlite => format!("{value} IS NOT NULL"),
        _ => format!("{to} IS NULL"),
    };
    let up = vec![format!("UPDATE {name} SET {to} = {value} WHERE {rows}")];
    let down = without_not_null(table, field, database);
    let fills = Some(Fill { to: field.name, value });
    Migration { fills, ..Migration::new(format!("fill_{}_of_{}", field.name, table.name), up, down) }
}

/// Returns the migrations that make a filled column NOT NULL. The column keeps the default, because the version before inserts
/// rows without a value. PostgreSQL reads all rows for that, so a constraint that is validated while others write comes before.
fn require(table: &TableDef, field: &FieldDef, database: Database) -> Vec<Migration> {
    let of = format!("{}_of_{}", field.name, table.name);
    let down = without_not_null(table, field, database);
    let set = database.set_nullable(table, field).into_iter();
    if database != Database::Postgres {
        let up = set.map(|sql| format!("{sql} DEFAULT {}", database.now())).collect();
        return vec![Migration::new(format!("require_{of}"), up, down)];
    }
    let (name, column) = (database.quote(&table.name), database.quote(field.name));
    let constraint = database.quote(&format!("{}_{}_filled", table.name, field.name));
    let drop = format!("ALTER TABLE {name} DROP CONSTRAINT IF EXISTS {constraint}");
    let add = format!("{drop}, ADD CONSTRAINT {constraint} CHECK ({column} IS NOT NULL) NOT VALID");
    let validate = format!("ALTER TABLE {name} VALIDATE CONSTRAINT {constraint}");
    let steps = [
        ("check", vec![add], vec![drop.clone()]),
        ("validate", vec![validate], down.clone()),
        ("require", set.chain([drop]).collect(), down),
    ];
    steps.into_iter().map(|(verb, up, down)| Migration::new(format!("{verb}_{of}"), up, down)).collect()
}

/// Returns the statement that makes the column nullable. It can be repeated.
fn without_not_null(table: &TableDef, field: &FieldDef, database: Database) -> Vec<String> {
    let default = if database == Database::Postgres { String::new() } else { format!(" DEFAULT {}", database.now()) };
    database.set_nullable(table, &nullable(field)).map(|sql| format!("{sql}{default}")).into_iter().collect()
}

/// The column of Rails, Laravel, Django and others for the time of the registration.
const CREATED_AT: &str = "created_at";

/// Returns the default for the rows that exist, of a new column that must have a value and has no default: this time, or an empty
/// text that users replace in a form. New rows have their own value.
fn filler(field: &FieldDef, database: Database) -> Option<String> {
    match field.kind {
        Kind::DateTime if field.needs_value() => Some(database.now().to_owned()),
        Kind::Text if field.needs_value() && field.form && !field.unique => Some(database.empty_text()),
        _ => None,
    }
}

/// Returns whether the rows that exist have no value for a new column of this field.
fn lacks_filler(field: &FieldDef, database: Database) -> bool {
    field.needs_value() && filler(field, database).is_none()
}

/// Returns the remedy for a missing column that [lacks a filler](lacks_filler). The fields of the core, such as the user id, have
/// no default that the application could set.
fn without_filler(table: &TableDef, field: &FieldDef, database: Database) -> String {
    let is_cores = table.position(field.name).and_then(|at| table.owners.get(at)).is_none_or(|owner| *owner == "core");
    let (name, column) = (database.quote(&table.name), database.quote(field.name));
    format!(
        "{}rename your column for it with `ALTER TABLE {name} RENAME COLUMN your_column TO {column}`, or add the column \
         without NOT NULL, fill it in each row, and then make it NOT NULL",
        if is_cores { "" } else { "give the field a default, " }
    )
}

fn add_index(table: &TableDef, name: &str, fields: &[&str], unique: bool, database: Database) -> Migration {
    let up = match database {
        Database::Sqlite => index_sql(table, name, fields, unique, database),
        Database::Postgres => {
            index_sql(table, name, fields, unique, database).replacen("INDEX", "INDEX CONCURRENTLY", 1)
        }
        Database::Mysql | Database::MariaDb => {
            format!("{} ALGORITHM=INPLACE LOCK=NONE", index_sql(table, name, fields, unique, database))
        }
    };
    let down = drop_index(table, name, database);
    let name_of = format!("index_{}_of_{}", fields.join("_"), table.name);
    let in_transaction = database != Database::Postgres;
    Migration { in_transaction, ..Migration::new(name_of, vec![up], vec![down]) }
}

/// The beginning of the names of migrations that drop an index whose build failed or was interrupted. Such an index is in one
/// database only, so these migrations are no files.
pub const DROP_INVALID: &str = "drop_invalid_";

fn drop_invalid_index(table: &TableDef, name: &str, database: Database) -> Migration {
    let up = vec![drop_index(table, name, database)];
    Migration { in_transaction: false, ..Migration::new(format!("{DROP_INVALID}{name}"), up, Vec::new()) }
}

fn drop_index(table: &TableDef, name: &str, database: Database) -> String {
    let name = database.quote(name);
    match database {
        Database::Sqlite => format!("DROP INDEX {name}"),
        Database::Postgres => format!("DROP INDEX CONCURRENTLY {name}"),
        Database::Mysql | Database::MariaDb => format!("DROP INDEX {name} ON {}", database.quote(&table.name)),
    }
}

fn index_sql(table: &TableDef, name: &str, fields: &[&str], unique: bool, database: Database) -> String {
    let fields: Vec<String> = fields.iter().map(|field| database.quote(field)).collect();
    format!(
        "CREATE {}INDEX {} ON {} ({})",
        if unique { "UNIQUE " } else { "" },
        database.quote(name),
        database.quote(&table.name),
        fields.join(", ")
    )
}

/// Describes each difference that would make a statement fail or break a guarantee, in one sentence.
pub fn differences(table: &TableDef, actual: Option<&ActualTable>, database: Database) -> Vec<String> {
    let Some(actual) = actual else {
        // Each difference is one line.
        let create = std::iter::once(create_table_sql(table, database, ["", ", ", ""]));
        let create = create.chain(index_statements(table, database)).collect::<Vec<_>>().join("; ");
        let owner = owner(table, 0);
        return vec![format!("the table `{}`, which {owner} requires, is missing: run `{create}`.", table.name)];
    };
    let mut found = Vec::new();
    for (at, field) in table.fields.iter().enumerate() {
        found.extend(column_difference(table, field, &owner(table, at), actual, database));
    }
    for (name, fields) in table.unique_indexes().into_iter().filter(|(_, fields)| !actual.has_unique(fields)) {
        if is_invalid(actual, &name) {
            found.push(format!(
                "the index `{name}` of `{}` is invalid, because its build failed or was interrupted: run `{}`.",
                table.name,
                drop_index(table, &name, database)
            ));
        }
        let at = fields.first().and_then(|field| table.position(field)).unwrap_or_default();
        let remedy = add_index(table, &name, &fields, true, database).up.join("; ");
        let (owner, fields) = (owner(table, at), fields.join("`, `"));
        found.push(format!(
            "the columns `{fields}` of `{}` have no unique index, which {owner} requires: run `{remedy}`.",
            table.name
        ));
    }
    found.extend(actual.columns.iter().filter_map(|column| unknown_difference(table, column)));
    found
}

/// Describes a required column that has no field, so that inserts would fail.
fn unknown_difference(table: &TableDef, column: &ActualColumn) -> Option<String> {
    if table.field(&column.name).is_some() || column.nullable || column.default {
        return None;
    }
    Some(format!(
        "the column `{}.{}` is NOT NULL without a default, but has no registered field, so inserts fail: give the \
         column a default, make it nullable, or register a field.",
        table.name, column.name
    ))
}

fn owner(table: &TableDef, at: usize) -> String {
    match table.owners.get(at).copied() {
        None | Some("core") => "the core".to_owned(),
        Some("app") => "the application".to_owned(),
        Some(owner) => format!("the extension `{owner}`"),
    }
}

fn column_difference(
    table: &TableDef,
    field: &FieldDef,
    owner: &str,
    actual: &ActualTable,
    database: Database,
) -> Option<String> {
    let name = format!("`{}.{}`", table.name, field.name);
    let Some(column) = actual.column(field.name) else {
        if lacks_filler(field, database) {
            let remedy = without_filler(table, field, database);
            return Some(format!("the column {name}, which {owner} requires, is missing: {remedy}."));
        }
        let column = add_columns(table, &[field], actual, database).up;
        let later = match is_filled_later(table, field, actual, database) {
            true => filled_later(table, field, actual, database),
            false => Vec::new(),
        };
        let later = later.into_iter().flat_map(|step| step.up);
        let remedy = column.into_iter().chain(later).collect::<Vec<_>>().join("; ");
        return Some(format!("the column {name}, which {owner} requires, is missing: run `{remedy}`."));
    };
    if let Some(difference) = other_id_kind(table, field, &column.sql_type, database) {
        return Some(difference);
    }
    if !database.accepts(table, field, &column.sql_type) {
        let wanted = database.column_type(table, field);
        return Some(format!(
            "the column {name} has the type `{}`, but {owner} requires `{wanted}`: change its type.",
            column.sql_type
        ));
    }
    if field.generated && !column.counts {
        let wanted = database.definition(table, field);
        return Some(format!(
            "the column {name} does not generate numbers, or reuses the numbers of deleted rows, but {owner} requires \
             unique ids: declare it as `{wanted}`{}.",
            if database == Database::Sqlite { " in a new table, and copy the rows" } else { "" }
        ));
    }
    if column.nullable == field.nullable {
        return None;
    }
    if is_filled_later(table, field, actual, database) {
        let steps = filled_later(table, field, actual, database).into_iter().flat_map(|step| step.up);
        let remedy = steps.collect::<Vec<_>>().join("; ");
        return Some(format!("the column {name} is nullable, but {owner} requires a value: run `{remedy}`."));
    }
    let remedy = match (database.set_nullable(table, field), field.nullable) {
        (Some(sql), _) => format!("run `{sql}`"),
        (None, false) => "create a new table in which the column is NOT NULL, and copy the rows".to_owned(),
        (None, true) => "create a new table in which the column is nullable, and copy the rows".to_owned(),
    };
    let state = if column.nullable { "is nullable" } else { "is NOT NULL" };
    let wish = if field.nullable { "stores rows without a value" } else { "requires a value" };
    Some(format!("the column {name} {state}, but {owner} {wish}: {remedy}."))
}

/// Describes a column of ids whose kind differs from the configuration's `id_kind`.
fn other_id_kind(table: &TableDef, field: &FieldDef, sql_type: &str, database: Database) -> Option<String> {
    let (other, name, present) = match table.id_kind {
        IdKind::Uuid => (IdKind::Int, "IdKind::Int", "IdKind::Uuid"),
        IdKind::Int => (IdKind::Uuid, "IdKind::Uuid", "IdKind::Int"),
    };
    let is_other = || database.accepts(&TableDef { id_kind: other, ..table.clone() }, field, sql_type);
    let differs = field.kind == Kind::Id && !database.accepts(table, field, sql_type) && is_other();
    differs.then(|| {
        format!(
            "the column `{}.{}` has the type `{sql_type}`, but `id_kind` is `{present}`: set `id_kind: {name}`.",
            table.name, field.name
        )
    })
}

/// Checks that the missing columns can be added to a table with rows.
fn check(table: &TableDef, actual: Option<&ActualTable>, database: Database) -> Result<(), Error> {
    let Some(actual) = actual else { return Ok(()) };
    let missing =
        table.fields.iter().find(|field| actual.column(field.name).is_none() && lacks_filler(field, database));
    match missing {
        None => Ok(()),
        Some(field) => Err(Error::Config(format!(
            "the column `{}.{}` is NOT NULL without a default, so it cannot be added to an existing table: {}",
            table.name,
            field.name,
            without_filler(table, field, database)
        ))),
    }
}

/// Implements [`Store::verify`](crate::store::Store::verify) on the store's threads.
pub(crate) async fn verify<DB: Dialect>(inner: &Inner<DB>, prefix: &Prefix, schema: &Schema) -> Result<(), Error> {
    let mut lease = inner.lease().await?;
    let mut found = Vec::new();
    let database = DB::database(lease.connection()).await.map_err(fault::fault::<DB>)?;
    if let (Database::Sqlite, Some(tenant)) = (database, &prefix.0) {
        return Err(Error::Config(format!(
            "tenant `{tenant}` is not supported, because SQLite has no schemas: give each tenant a separate file and store, or \
             use PostgreSQL or MySQL"
        )));
    }
    for table in schema.tables() {
        let none = Prefix::default();
        let prefix = if table.shared { &none } else { prefix };
        let actual = DB::inspect(lease.connection(), prefix, table).await.map_err(fault::fault::<DB>)?;
        found.extend(differences(table, actual.as_ref(), database));
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Config(format!(
        "the database does not match the schema:\n  {}\n`Pow::migrate` adds missing tables, columns and indexes.",
        found.join("\n  ")
    )))
}

/// How often a change of a table is tried while other transactions lock it.
const ATTEMPTS: u32 = 60;
/// The pause between two attempts. Other waiting statements run during the pause.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(500);

/// Implements [`Store::migrate`](crate::store::Store::migrate) on the store's threads.
pub(crate) async fn migrate<DB: Dialect>(inner: &Inner<DB>, schema: &Schema) -> Result<(), Error> {
    let mut lease = inner.lease().await?;
    DB::lock(lease.connection()).await.map_err(fault::fault::<DB>)?;
    let (mut lease, done) = migrate_locked(lease, schema).await;
    if matches!(done, Err(Error::Unavailable { .. })) {
        // The end of the connection releases the lock.
        lease.discard();
        return done;
    }
    let unlocked = DB::unlock(lease.connection(), done.is_ok()).await;
    done?;
    unlocked.map_err(fault::fault::<DB>)
}

/// Waits before the lock of migrations is requested again. The log line explains a slow start.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) async fn pause_for_other_process<DB: Dialect>() {
    static WAITING: LogGate = LogGate::new();
    if WAITING.open_now().is_some() {
        tracing::info!(target: "pow::store::migration_waits", database = DB::NAME, "waiting for another process that migrates the database");
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
}

/// Runs the migrations that the database lacks. A step that fails with a lock timeout is retried.
async fn migrate_locked<DB: Dialect>(mut lease: Lease<DB>, schema: &Schema) -> (Lease<DB>, Result<(), Error>) {
    let steps = match missing::<DB>(lease.connection(), schema).await {
        Ok(steps) => steps,
        Err(error) => return (lease, Err(error)),
    };
    for (table, step) in steps {
        let done;
        (lease, done) = match step.fills {
            Some(fill) => {
                let done = fill_in_parts::<DB>(lease.connection(), &table, fill).await;
                (lease, done)
            }
            None => apply_in_turn(lease, step.in_transaction, || Pending::Steps(vec![step.clone()])).await,
        };
        if done.is_err() {
            return (lease, done);
        }
    }
    (lease, Ok(()))
}

/// The number of rows that one statement fills. Other transactions wait for their locks meanwhile.
const PART: u32 = 2_000;

/// Fills a column in the order of the key, one part of the rows in each transaction.
async fn fill_in_parts<DB: Dialect>(conn: &mut DB::Connection, table: &Arc<TableDef>, fill: Fill) -> Result<(), Error> {
    DB::limit_lock_wait(conn, LockWait::Short).await.map_err(fault::fault::<DB>)?;
    let mut last = None;
    let done = loop {
        match fill_part::<DB>(conn, table, fill, last.take()).await {
            Ok(Some(next)) => last = Some(next),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    let reset = DB::limit_lock_wait(conn, LockWait::Usual).await;
    done.and(reset.map_err(fault::fault::<DB>))
}

/// Fills the rows behind this key, and returns the key of the last one.
async fn fill_part<DB: Dialect>(
    conn: &mut DB::Connection,
    table: &Arc<TableDef>,
    Fill { to, value }: Fill,
    after: Option<Value>,
) -> Result<Option<Value>, Error> {
    let (prefix, key) = (Prefix::default(), ID.name());
    let [keys, columns] = [&[key][..], &[key, to]].map(|names| Arc::new(table.only(names)));
    let behind = after.clone().map_or_else(Filter::all, |id| Filter::all().and(Condition::Gt(key, id)));
    let select = Statement::<DB>::select(&prefix, &keys, Select::new(behind).order_by(key).limit(PART), None)?;
    let rows = answered(DB::load(conn, select)).await.map_err(fault::fault::<DB>)?;
    let Some(row) = rows.last() else { return Ok(None) };
    let Some(last) = record::<DB>(row, &keys, None)?.value(key).cloned() else { return Ok(None) };
    for _ in 0..ATTEMPTS {
        let statement = Statement::<DB>::fill(&prefix, &columns, (to, value), (after.clone(), last.clone()))?;
        match answered(DB::execute(conn, statement)).await.map_err(fault::fault::<DB>) {
            // A transaction locks one of the rows.
            Err(Error::Busy { .. }) => tokio::time::sleep(BETWEEN_ATTEMPTS).await,
            done => return done.map(|_| Some(last)),
        }
    }
    Err(Error::Config(LOCKED.to_owned()))
}

const LOCKED: &str = "a table could not be changed, because other transactions kept it locked: end long transactions, such as a \
                      backup or a session that is idle in a transaction, and migrate again";

async fn apply_in_turn<DB: Dialect>(
    mut lease: Lease<DB>,
    in_transaction: bool,
    step: impl Fn() -> Pending,
) -> (Lease<DB>, Result<(), Error>) {
    for _ in 0..ATTEMPTS {
        let done;
        (lease, done) = apply(lease, in_transaction, step()).await;
        if !matches!(done, Err(Error::Busy { .. })) {
            return (lease, done);
        }
        tokio::time::sleep(BETWEEN_ATTEMPTS).await;
    }
    (lease, Err(Error::Config(LOCKED.to_owned())))
}

async fn apply<DB: Dialect>(
    mut lease: Lease<DB>,
    in_transaction: bool,
    step: Pending,
) -> (Lease<DB>, Result<(), Error>) {
    let wait = if in_transaction { LockWait::Short } else { LockWait::Unlimited };
    if let Err(error) = DB::limit_lock_wait(lease.connection(), wait).await {
        return (lease, Err(fault::fault::<DB>(error)));
    }
    let done;
    (lease, done) = lease.migrate(step);
    let reset = DB::limit_lock_wait(lease.connection(), LockWait::Usual).await;
    (lease, done.and(reset.map_err(fault::fault::<DB>)))
}

/// Implements [`Store::missing_migrations`](crate::store::Store::missing_migrations) on the store's threads.
pub(crate) async fn list_missing<DB: Dialect>(inner: &Inner<DB>, schema: &Schema) -> Result<Vec<Migration>, Error> {
    let mut lease = inner.lease().await?;
    Ok(missing::<DB>(lease.connection(), schema).await?.into_iter().map(|(_, step)| step).collect())
}

/// Returns the migrations that the database lacks, with their tables.
async fn missing<DB: Dialect>(
    conn: &mut DB::Connection,
    schema: &Schema,
) -> Result<Vec<(Arc<TableDef>, Migration)>, Error> {
    let database = DB::database(conn).await.map_err(fault::fault::<DB>)?;
    let mut steps = Vec::new();
    for table in schema.tables() {
        let actual = DB::inspect(conn, &Prefix::default(), table).await.map_err(fault::fault::<DB>)?;
        check(table, actual.as_ref(), database)?;
        steps.extend(alter(table, actual.as_ref(), database).into_iter().map(|step| (Arc::clone(table), step)));
    }
    Ok(steps)
}

/// Implements [`Store::run_migrations`](crate::store::Store::run_migrations) on the store's threads.
pub(crate) async fn run_embedded<DB: Dialect>(
    inner: &Inner<DB>,
    schema: &Schema,
    files: EmbeddedMigrations,
) -> Result<(), Error> {
    let mut lease = inner.lease().await?;
    DB::lock(lease.connection()).await.map_err(fault::fault::<DB>)?;
    let (mut lease, done) = run_files(lease, schema, Arc::new(files)).await;
    if matches!(done, Err(Error::Unavailable { .. })) {
        lease.discard();
        return done;
    }
    let unlocked = DB::unlock(lease.connection(), done.is_ok()).await;
    done?;
    unlocked.map_err(fault::fault::<DB>)
}

/// Runs the application's files one at a time, as [`migrate_locked`] runs its steps. First it drops invalid indexes, whose names
/// the files need.
async fn run_files<DB: Dialect>(
    mut lease: Lease<DB>,
    schema: &Schema,
    files: Arc<EmbeddedMigrations>,
) -> (Lease<DB>, Result<(), Error>) {
    let broken = match broken_indexes::<DB>(lease.connection(), schema).await {
        Ok(broken) => broken,
        Err(error) => return (lease, Err(error)),
    };
    let pending = Arc::new(Mutex::new(Vec::new()));
    let mut done;
    for step in broken {
        (lease, done) = apply_in_turn(lease, false, || Pending::Steps(vec![step.clone()])).await;
        if done.is_err() {
            return (lease, done);
        }
    }
    (lease, done) = lease.migrate(Pending::List(Arc::clone(&files), Arc::clone(&pending)));
    let pending = mem::take(&mut *pending.lock().unwrap_or_else(PoisonError::into_inner));
    for (version, in_transaction) in pending {
        if done.is_err() {
            break;
        }
        let file = || Pending::File(Arc::clone(&files), version.clone());
        (lease, done) = match DB::ROLLS_DDL_BACK {
            true => apply_in_turn(lease, in_transaction, file).await,
            // A second attempt would repeat the statements before the one that failed, so each waits as long as those of requests.
            false => lease.migrate(file()),
        };
        done = done.map_err(|error| match error {
            Error::Busy { .. } => Error::Config(format!("{LOCKED}: the file with the version {version}")),
            Error::Config(text) if text == LOCKED => {
                Error::Config(format!("{text}: the file with the version {version}"))
            }
            error => error,
        });
    }
    (lease, done)
}

/// Returns the steps that drop the indexes whose build failed or was interrupted.
async fn broken_indexes<DB: Dialect>(conn: &mut DB::Connection, schema: &Schema) -> Result<Vec<Migration>, Error> {
    let database = DB::database(conn).await.map_err(fault::fault::<DB>)?;
    let mut steps = Vec::new();
    for table in schema.tables() {
        let actual = DB::inspect(conn, &Prefix::default(), table).await.map_err(fault::fault::<DB>)?;
        if let Some(actual) = actual {
            let broken = missing_indexes(table, &actual).filter(|(name, ..)| is_invalid(&actual, name));
            steps.extend(broken.map(|(name, ..)| drop_invalid_index(table, &name, database)));
        }
    }
    Ok(steps)
}

/// The migrations that a connection runs.
pub(crate) enum Pending {
    /// The migrations that the database lacks. Their versions begin with the current time and follow those that are already
    /// recorded.
    Steps(Vec<Migration>),
    /// Lists the versions of the application's files that are not recorded yet, and whether each runs in a transaction.
    List(Arc<EmbeddedMigrations>, Arc<Mutex<Vec<(String, bool)>>>),
    /// The application's file with this version.
    File(Arc<EmbeddedMigrations>, String),
}

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
impl Pending {
    /// Runs the migrations that are not recorded yet.
    pub(crate) fn run<DB: Backend>(
        self,
        harness: &mut impl diesel_migrations::MigrationHarness<DB>,
    ) -> migration::Result<()> {
        use crate::clock::{Clock as _, SystemClock};
        match self {
            Self::List(files, found) => {
                let applied: Vec<String> = harness.applied_migrations()?.iter().map(ToString::to_string).collect();
                let all = MigrationSource::<DB>::migrations(files.as_ref())?;
                let named =
                    all.iter().map(|file| (file.name().version().to_string(), file.metadata().run_in_transaction()));
                let mut pending: Vec<_> = named.filter(|(version, _)| !applied.contains(version)).collect();
                pending.sort();
                *found.lock().unwrap_or_else(PoisonError::into_inner) = pending;
            }
            Self::File(files, version) => {
                let all = MigrationSource::<DB>::migrations(files.as_ref())?;
                for file in all.iter().filter(|file| file.name().version().to_string() == version) {
                    harness.run_migration(file.as_ref())?;
                }
            }
            Self::Steps(steps) => {
                let applied: Vec<String> = harness.applied_migrations()?.iter().map(ToString::to_string).collect();
                harness.run_pending_migrations(Generated(numbered_behind(steps, SystemClock.now(), &applied)))?;
            }
        }
        Ok(())
    }
}
