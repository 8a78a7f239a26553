//! The tables of the core and the extensions, as they are registered at start.

mod assert;
pub mod columns;
mod field;
mod holds;
pub mod query;
pub mod record;
pub mod user;
mod value;

use std::sync::Arc;

pub use assert::{Holds, assert_column};
pub use field::{Field, FieldDef};
pub use value::{FieldType, Kind, Value};

use crate::{Error, UserId, id::IdKind};

/// The primary key of every user.
pub const ID: Field<UserId> = Field::new("id");

/// The definition of a table: its key, its fields and its indexes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TableDef {
    /// The table's name.
    pub name: String,
    /// The fields in the order of their registration. The first ones form the primary key.
    pub fields: Vec<FieldDef>,
    /// The number of fields in the primary key.
    pub key_len: usize,
    /// Further indexes.
    pub indexes: Vec<IndexDef>,
    /// The owner of each field, in the same order: "core" or the id of an extension.
    pub owners: Vec<&'static str>,
    /// The type of the values of `Kind::Id` fields.
    pub id_kind: IdKind,
    /// Whether all tenants share the table. A shared table has no prefix.
    pub shared: bool,
    /// Whether rows are stored in the order of their key, so that finding a row takes one search instead of two. This helps
    /// small rows with a long key. It affects only SQLite (`WITHOUT ROWID`). MySQL stores all tables this way, and
    /// PostgreSQL none.
    pub clustered: bool,
}

/// An index on several fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDef {
    /// The fields, in order.
    pub fields: Vec<&'static str>,
    /// Whether the index is unique.
    pub unique: bool,
}

impl TableDef {
    /// Creates a table whose primary key is the first field.
    pub fn new(name: impl Into<String>, key: FieldDef, id_kind: IdKind, owner: &'static str) -> Self {
        Self {
            name: name.into(),
            fields: vec![key],
            key_len: 1,
            indexes: Vec::new(),
            owners: vec![owner],
            id_kind,
            shared: false,
            clustered: false,
        }
    }

    /// Adds a field that has the same owner as the key. Use it for an extension's table.
    ///
    /// ```
    /// use pow_core::{DateTime, UserId, id::IdKind, schema::{Field, TableDef}};
    ///
    /// const ID: Field<i64> = Field::new("id");
    /// const USER_ID: Field<UserId> = Field::new("user_id");
    /// const AT: Field<DateTime> = Field::new("at");
    ///
    /// // In `Extension::register`, the type of user ids is `registry.users_table().id_kind`.
    /// let table = TableDef::new("sign_ins", ID.def().generated(), IdKind::Uuid, "journal")
    ///     .with(USER_ID.def())
    ///     .with(AT.def());
    /// assert_eq!(table.fields.len(), 3);
    /// ```
    #[must_use]
    pub fn with(mut self, field: FieldDef) -> Self {
        self.fields.push(field);
        self.owners.extend(self.owners.first().copied());
        self
    }

    /// Shares the table between all tenants.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.shared = true;
        self
    }

    /// Stores the rows in the order of their key, see the field `clustered`.
    #[must_use]
    pub fn clustered(mut self) -> Self {
        self.clustered = true;
        self
    }

    /// Adds a field. The table may belong to another owner.
    ///
    /// # Errors
    /// [`Error::Config`] if the table has a field of this name with another definition.
    pub fn add(&mut self, field: FieldDef, owner: &'static str) -> Result<(), Error> {
        if let Some(at) = self.position(field.name) {
            if self.fields.get(at) == Some(&field) {
                return Ok(());
            }
            let first = self.owners.get(at).copied().unwrap_or("core");
            return Err(Error::Config(format!(
                "`{owner}` and `{first}` register the field `{}` of table `{}` with different definitions: rename one \
                 of the two fields, or use the same definition",
                field.name, self.name
            )));
        }
        self.fields.push(field);
        self.owners.push(owner);
        Ok(())
    }

    /// Returns the table with only these fields, to read rows of a database that lacks other columns.
    #[must_use]
    pub fn only(&self, names: &[&str]) -> Self {
        let all = self.fields.iter().cloned().zip(self.owners.iter().copied());
        let (fields, owners) = all.filter(|(field, _)| names.contains(&field.name)).unzip();
        Self { fields, owners, indexes: Vec::new(), ..self.clone() }
    }

    /// Returns the position of the field in a record.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Returns the field of this name.
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns the name of the index on these fields: `<table>_<fields>_index`.
    pub fn index_name(&self, fields: &[&str]) -> String {
        format!("{}_{}_index", self.name, fields.join("_"))
    }

    /// Returns the fields of each non-unique index.
    pub(crate) fn plain_indexes(&self) -> Vec<Vec<&'static str>> {
        let single = self.fields.iter().filter(|field| field.indexed).map(|field| vec![field.name]);
        let several = self.indexes.iter().filter(|index| !index.unique).map(|index| index.fields.clone());
        single.chain(several).collect()
    }

    /// Returns the name and the fields of each unique index.
    pub fn unique_indexes(&self) -> Vec<(String, Vec<&'static str>)> {
        let single = self.fields.iter().filter(|field| field.unique).map(|field| vec![field.name]);
        let several = self.indexes.iter().filter(|index| index.unique).map(|index| index.fields.clone());
        single.chain(several).map(|fields| (self.index_name(&fields), fields)).collect()
    }
}

/// All tables: `users` first, then the tables of extensions.
#[derive(Clone, Debug)]
pub struct Schema {
    tables: Vec<Arc<TableDef>>,
}

impl Schema {
    /// Creates the schema from the users' table and the other tables.
    pub fn new(users: TableDef, others: Vec<TableDef>) -> Self {
        let tables = std::iter::once(users).chain(others).map(Arc::new).collect();
        Self { tables }
    }

    /// Returns the users' table.
    #[expect(clippy::indexing_slicing, reason = "`new` puts the users' table first")]
    pub fn users(&self) -> &Arc<TableDef> {
        &self.tables[0]
    }

    /// Returns all tables, the users' table first.
    pub fn tables(&self) -> &[Arc<TableDef>] {
        &self.tables
    }

    /// Returns the table of this name.
    pub fn table(&self, name: &str) -> Option<&Arc<TableDef>> {
        self.tables.iter().find(|table| table.name == name)
    }
}
