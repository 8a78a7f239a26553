//! From a schema to the statements that make its tables, and what is missing in a database.

use std::sync::Arc;

use super::{FieldDef, Schema, TableDef, Value, columns::Database};
use crate::{
    Error,
    store::{Inner, Prefix, catalog::ActualTable, dialect::Dialect, fault},
};

/// One step: a table, or what a table lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Migration {
    /// What it does, in words that fit a directory's name: `create_users`, `add_unconfirmed_email_to_users`.
    pub name: String,
    /// The statements that do it.
    pub up: Vec<String>,
    /// The statements that undo it.
    pub down: Vec<String>,
}

/// The migrations that make all tables of the schema in an empty database.
pub fn create(schema: &Schema, database: Database) -> Vec<Migration> {
    schema.tables().iter().map(|table| create_table(table, database)).collect()
}

/// The migrations that bring a table as it is to what the schema asks for. Nothing is ever dropped.
pub fn alter(table: &TableDef, actual: Option<&ActualTable>, database: Database) -> Vec<Migration> {
    let Some(actual) = actual else { return vec![create_table(table, database)] };
    let columns = table.fields.iter().filter(|field| actual.column(field.name).is_none());
    let added = columns.map(|field| add_column(table, field, database));
    let unique = table.unique_indexes().into_iter().filter(|(_, fields)| !actual.has_unique(fields));
    let indexes = unique.map(|(name, fields)| add_index(table, &name, &fields, true, database));
    added.chain(indexes).collect()
}

fn create_table(table: &TableDef, database: Database) -> Migration {
    let mut parts: Vec<String> = table.fields.iter().map(|field| database.definition(table, field)).collect();
    let key: Vec<&FieldDef> = table.fields.iter().take(table.key_len).collect();
    // SQLite counts up only a column that is declared as the key in its own definition.
    if !(database == Database::Sqlite && key.iter().any(|field| field.generated)) {
        let names: Vec<String> = key.iter().map(|field| database.quote(field.name)).collect();
        parts.push(format!("PRIMARY KEY ({})", names.join(", ")));
    }
    let name = database.quote(&table.name);
    let mut up = vec![format!("CREATE TABLE {name} (\n    {}\n)", parts.join(",\n    "))];
    for (index, fields) in table.unique_indexes() {
        up.push(index_sql(table, &index, &fields, true, database));
    }
    for index in table.indexes.iter().filter(|index| !index.unique) {
        up.push(index_sql(table, &table.index_name(&index.fields), &index.fields, false, database));
    }
    Migration { name: format!("create_{}", table.name), up, down: vec![format!("DROP TABLE {name}")] }
}

fn add_column(table: &TableDef, field: &FieldDef, database: Database) -> Migration {
    let name = database.quote(&table.name);
    Migration {
        name: format!("add_{}_to_{}", field.name, table.name),
        up: vec![format!("ALTER TABLE {name} ADD COLUMN {}", database.definition(table, field))],
        down: vec![format!("ALTER TABLE {name} DROP COLUMN {}", database.quote(field.name))],
    }
}

fn add_index(table: &TableDef, name: &str, fields: &[&str], unique: bool, database: Database) -> Migration {
    let down = match database {
        Database::Sqlite | Database::Postgres => format!("DROP INDEX {}", database.quote(name)),
        Database::Mysql | Database::MariaDb => {
            format!("DROP INDEX {} ON {}", database.quote(name), database.quote(&table.name))
        }
    };
    Migration {
        name: format!("index_{}_of_{}", fields.join("_"), table.name),
        up: vec![index_sql(table, name, fields, unique, database)],
        down: vec![down],
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

/// One sentence for each difference that would let a statement fail or a guarantee be broken.
pub fn differences(table: &TableDef, actual: Option<&ActualTable>, database: Database) -> Vec<String> {
    let Some(actual) = actual else {
        let create = create_table(table, database).up.join("; ");
        let owner = owner(table, 0);
        return vec![format!("the table `{}`, which {owner} needs, is missing: run `{create}`.", table.name)];
    };
    let mut found = Vec::new();
    for (at, field) in table.fields.iter().enumerate() {
        found.extend(column_difference(table, field, &owner(table, at), actual, database));
    }
    for (name, fields) in table.unique_indexes().into_iter().filter(|(_, fields)| !actual.has_unique(fields)) {
        let at = fields.first().and_then(|field| table.position(field)).unwrap_or_default();
        let remedy = index_sql(table, &name, &fields, true, database);
        let (owner, fields) = (owner(table, at), fields.join("`, `"));
        found.push(format!(
            "two rows of `{}` can be equal in `{fields}`, which {owner} needs to be unique: run `{remedy}`.",
            table.name
        ));
    }
    found
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
        let remedy = add_column(table, field, database).up.join("; ");
        return Some(format!("the column {name}, which {owner} needs, is missing: run `{remedy}`."));
    };
    if !database.accepts(table, field, &column.sql_type) {
        let wanted = database.column_type(table, field);
        return Some(format!(
            "the column {name} is `{}`, but {owner} needs `{wanted}` there: change its type.",
            column.sql_type
        ));
    }
    let remedy = match (column.nullable, field.nullable) {
        (true, false) => "make it NOT NULL",
        (false, true) => "let it be NULL",
        _ => return None,
    };
    let state = if column.nullable { "may be NULL" } else { "may not be NULL" };
    let wish = if field.nullable { "stores rows without it" } else { "relies on its value" };
    Some(format!("the column {name} {state}, but {owner} {wish}: {remedy}."))
}

/// Whether a new column can be added to a table that has rows.
fn check(table: &TableDef, actual: Option<&ActualTable>) -> Result<(), Error> {
    let Some(actual) = actual else { return Ok(()) };
    let missing = table.fields.iter().find(|field| {
        actual.column(field.name).is_none() && !field.nullable && matches!(field.default, None | Some(Value::Null))
    });
    match missing {
        None => Ok(()),
        Some(field) => Err(Error::Config(format!(
            "the column `{}.{}` may not be NULL and has no default, so it can't be added to a table that is there: \
             give the field a default, or add the column by hand",
            table.name, field.name
        ))),
    }
}

/// [`Store::verify`](crate::store::Store::verify), on the store's threads.
pub(crate) async fn verify<DB: Dialect>(inner: &Inner<DB>, prefix: &Prefix, schema: &Schema) -> Result<(), Error> {
    let mut lease = inner.lease().await?;
    let mut found = Vec::new();
    let database = DB::database(lease.connection()).await.map_err(fault::fault::<DB>)?;
    for table in schema.tables() {
        let actual = DB::inspect(lease.connection(), prefix, table).await.map_err(fault::fault::<DB>)?;
        found.extend(differences(table, actual.as_ref(), database));
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Config(format!(
        "the database does not fit the schema: {} `store.migrate(..)` makes what is missing.",
        found.join(" ")
    )))
}

/// [`Store::migrate`](crate::store::Store::migrate), on the store's threads.
pub(crate) async fn migrate<DB: Dialect>(inner: &Inner<DB>, schema: &Schema) -> Result<(), Error> {
    let mut lease = inner.lease().await?;
    DB::lock(lease.connection()).await.map_err(fault::fault::<DB>)?;
    let mut done = Ok(());
    for table in schema.tables() {
        done = migrate_table::<DB>(lease.connection(), table).await;
        if done.is_err() {
            break;
        }
    }
    let unlocked = DB::unlock(lease.connection(), done.is_ok()).await;
    done?;
    unlocked.map_err(fault::fault::<DB>)
}

async fn migrate_table<DB: Dialect>(conn: &mut DB::Connection, table: &Arc<TableDef>) -> Result<(), Error> {
    let database = DB::database(conn).await.map_err(fault::fault::<DB>)?;
    let actual = DB::inspect(conn, &Prefix::default(), table).await.map_err(fault::fault::<DB>)?;
    check(table, actual.as_ref())?;
    for migration in alter(table, actual.as_ref(), database) {
        for statement in migration.up {
            DB::batch(conn, statement).await.map_err(fault::fault::<DB>)?;
        }
    }
    Ok(())
}
