//! Generates DDL statements from a schema, and finds the differences from an existing database.

use std::{fmt, time::Duration};

use diesel::{
    backend::Backend,
    connection::BoxableConnection,
    migration::{self, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion},
};
use diesel_migrations::EmbeddedMigrations;

use super::{
    Inner, Prefix,
    catalog::{ActualColumn, ActualTable},
    dialect::{Dialect, LockWait},
    fault,
    pool::Lease,
};
#[cfg(any(feature = "postgres", feature = "mysql"))]
use crate::telemetry::LogGate;
use crate::{
    DateTime, Error,
    id::IdKind,
    schema::{FieldDef, Kind, Schema, TableDef, columns::Database},
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
}

impl Migration {
    fn new(name: String, up: Vec<String>, down: Vec<String>) -> Self {
        Self { version: String::new(), name, up, down, in_transaction: true }
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
/// stays writable while an index is built.
pub fn alter(table: &TableDef, actual: Option<&ActualTable>, database: Database) -> Vec<Migration> {
    let Some(actual) = actual else { return vec![create_table(table, database)] };
    let missing: Vec<&FieldDef> = table.fields.iter().filter(|field| actual.column(field.name).is_none()).collect();
    let mut columns = (!missing.is_empty()).then(|| add_columns(table, &missing, database));
    let filled = missing.iter().filter_map(|field| fill(table, field, actual, database));
    let mut filled: Vec<Migration> = filled.collect();
    // SQLite has only one writer, so both are done in one transaction.
    if let (Database::Sqlite, Some(columns)) = (database, &mut columns) {
        columns.up.extend(filled.drain(..).flat_map(|step| step.up));
    }
    let unique = table.unique_indexes().into_iter().filter(|(_, fields)| !actual.has_unique(fields));
    let unique = unique.map(|(name, fields)| (name, fields, true));
    let plain = table.plain_indexes().into_iter().filter(|fields| !actual.has_index(fields));
    let plain = plain.map(|fields| (table.index_name(&fields), fields, false));
    let indexes = unique.chain(plain).flat_map(|(name, fields, unique)| {
        let invalid = actual.invalid.contains(&name).then(|| drop_invalid_index(table, &name, database));
        invalid.into_iter().chain([add_index(table, &name, &fields, unique, database)])
    });
    columns.into_iter().chain(filled).chain(indexes).collect()
}

fn create_table(table: &TableDef, database: Database) -> Migration {
    let mut parts: Vec<String> = table.fields.iter().map(|field| database.definition(table, field)).collect();
    let key: Vec<&FieldDef> = table.fields.iter().take(table.key_len).collect();
    // In SQLite, a generated key must be declared in the definition of its column.
    if !(database == Database::Sqlite && key.iter().any(|field| field.generated)) {
        let names: Vec<String> = key.iter().map(|field| database.quote(field.name)).collect();
        parts.push(format!("PRIMARY KEY ({})", names.join(", ")));
    }
    let name = database.quote(&table.name);
    let order = if table.clustered && database == Database::Sqlite { " WITHOUT ROWID" } else { "" };
    let mut up = vec![format!("CREATE TABLE {name} (\n    {}\n){order}", parts.join(",\n    "))];
    for (index, fields) in table.unique_indexes() {
        up.push(index_sql(table, &index, &fields, true, database));
    }
    for fields in table.plain_indexes() {
        up.push(index_sql(table, &table.index_name(&fields), &fields, false, database));
    }
    Migration::new(format!("create_{}", table.name), up, vec![format!("DROP TABLE {name}")])
}

fn add_columns(table: &TableDef, fields: &[&FieldDef], database: Database) -> Migration {
    let name = match fields {
        [field] => format!("add_{}_to_{}", field.name, table.name),
        _ => format!("add_columns_to_{}", table.name),
    };
    let definition = |field: &&FieldDef| {
        format!("ADD COLUMN {}{}", database.definition(table, field), filler(field, database).unwrap_or_default())
    };
    let dropped = |field: &&FieldDef| format!("DROP COLUMN {}", database.quote(field.name));
    Migration::new(
        name,
        alter_table(table, fields.iter().map(definition), database),
        alter_table(table, fields.iter().map(dropped), database),
    )
}

/// Returns one statement, so that the table is locked only once. On SQLite a statement can make only one change, so there are
/// several.
fn alter_table(table: &TableDef, changes: impl Iterator<Item = String>, database: Database) -> Vec<String> {
    let changes: Vec<String> = changes.collect();
    let changes = if database == Database::Sqlite { changes } else { vec![changes.join(", ")] };
    let name = database.quote(&table.name);
    changes.into_iter().map(|change| format!("ALTER TABLE {name} {change}")).collect()
}

/// Returns the migration that copies the time of the registration from another framework's column. It is a separate migration, so
/// that the table is not locked while all rows change.
fn fill(table: &TableDef, field: &FieldDef, actual: &ActualTable, database: Database) -> Option<Migration> {
    (field.kind == Kind::DateTime && field.needs_value() && actual.column(CREATED_AT).is_some()).then(|| {
        let (name, to, from) = (database.quote(&table.name), database.quote(field.name), database.quote(CREATED_AT));
        let filled = format!("UPDATE {name} SET {to} = {from} WHERE {from} IS NOT NULL");
        Migration::new(format!("fill_{}_of_{}", field.name, table.name), vec![filled], Vec::new())
    })
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

fn drop_invalid_index(table: &TableDef, name: &str, database: Database) -> Migration {
    let up = vec![drop_index(table, name, database)];
    Migration { in_transaction: false, ..Migration::new(format!("drop_invalid_{name}"), up, Vec::new()) }
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
        let create = create_table(table, database).up.join("; ");
        let owner = owner(table, 0);
        return vec![format!("the table `{}`, which {owner} requires, is missing: run `{create}`.", table.name)];
    };
    let mut found = Vec::new();
    for (at, field) in table.fields.iter().enumerate() {
        found.extend(column_difference(table, field, &owner(table, at), actual, database));
    }
    for (name, fields) in table.unique_indexes().into_iter().filter(|(_, fields)| !actual.has_unique(fields)) {
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
        let column = add_columns(table, &[field], database).up;
        let filled = fill(table, field, actual, database).into_iter().flat_map(|step| step.up);
        let remedy = column.into_iter().chain(filled).collect::<Vec<_>>().join("; ");
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
    let missing = table
        .fields
        .iter()
        .find(|field| actual.column(field.name).is_none() && field.needs_value() && filler(field, database).is_none());
    match missing {
        None => Ok(()),
        Some(field) => Err(Error::Config(format!(
            "the column `{}.{}` is NOT NULL without a default, so it cannot be added to an existing table: \
             give the field a default, or add the column by hand",
            table.name, field.name
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
    for step in steps {
        let done;
        (lease, done) = apply_in_turn(lease, step).await;
        if done.is_err() {
            return (lease, done);
        }
    }
    (lease, Ok(()))
}

async fn apply_in_turn<DB: Dialect>(mut lease: Lease<DB>, step: Migration) -> (Lease<DB>, Result<(), Error>) {
    for _ in 0..ATTEMPTS {
        let done;
        (lease, done) = apply(lease, step.clone()).await;
        if !matches!(done, Err(Error::Busy { .. })) {
            return (lease, done);
        }
        tokio::time::sleep(BETWEEN_ATTEMPTS).await;
    }
    let error = "a table could not be changed, because other transactions kept it locked: end long transactions, such as a \
                 backup or a session that is idle in a transaction, and migrate again";
    (lease, Err(Error::Config(error.to_owned())))
}

async fn apply<DB: Dialect>(mut lease: Lease<DB>, step: Migration) -> (Lease<DB>, Result<(), Error>) {
    let wait = if step.in_transaction { LockWait::Short } else { LockWait::Unlimited };
    if let Err(error) = DB::limit_lock_wait(lease.connection(), wait).await {
        return (lease, Err(fault::fault::<DB>(error)));
    }
    let done;
    (lease, done) = lease.migrate(Pending::Steps(vec![step]));
    let reset = DB::limit_lock_wait(lease.connection(), LockWait::Usual).await;
    (lease, done.and(reset.map_err(fault::fault::<DB>)))
}

/// Implements [`Store::missing_migrations`](crate::store::Store::missing_migrations) on the store's threads.
pub(crate) async fn list_missing<DB: Dialect>(inner: &Inner<DB>, schema: &Schema) -> Result<Vec<Migration>, Error> {
    let mut lease = inner.lease().await?;
    missing::<DB>(lease.connection(), schema).await
}

/// Returns the migrations that the database lacks.
async fn missing<DB: Dialect>(conn: &mut DB::Connection, schema: &Schema) -> Result<Vec<Migration>, Error> {
    let database = DB::database(conn).await.map_err(fault::fault::<DB>)?;
    let mut steps = Vec::new();
    for table in schema.tables() {
        let actual = DB::inspect(conn, &Prefix::default(), table).await.map_err(fault::fault::<DB>)?;
        check(table, actual.as_ref(), database)?;
        steps.extend(alter(table, actual.as_ref(), database));
    }
    Ok(steps)
}

/// Implements [`Store::run_migrations`](crate::store::Store::run_migrations) on the store's threads.
pub(crate) async fn run_embedded<DB: Dialect>(inner: &Inner<DB>, files: EmbeddedMigrations) -> Result<(), Error> {
    let mut lease = inner.lease().await?;
    DB::lock(lease.connection()).await.map_err(fault::fault::<DB>)?;
    let (mut lease, done) = lease.migrate(Pending::Files(files));
    let unlocked = DB::unlock(lease.connection(), done.is_ok()).await;
    done?;
    unlocked.map_err(fault::fault::<DB>)
}

/// The migrations that a connection runs.
pub(crate) enum Pending {
    /// The migrations that the database lacks. Their versions begin with the current time and follow those that are already
    /// recorded.
    Steps(Vec<Migration>),
    /// The application's files, with their own versions.
    Files(EmbeddedMigrations),
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
            Self::Files(files) => harness.run_pending_migrations(files)?,
            Self::Steps(steps) => {
                let applied: Vec<String> = harness.applied_migrations()?.iter().map(ToString::to_string).collect();
                harness.run_pending_migrations(Generated(numbered_behind(steps, SystemClock.now(), &applied)))?
            }
        };
        Ok(())
    }
}
