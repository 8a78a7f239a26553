//! The tables as the core and the extensions registered them, ordered and frozen at start.

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

/// A table: its key, its fields and its indexes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TableDef {
    /// The table's name.
    pub name: String,
    /// The fields in the order of their registration; the first ones are the primary key.
    pub fields: Vec<FieldDef>,
    /// How many of the first fields make up the primary key.
    pub key_len: usize,
    /// Further indexes.
    pub indexes: Vec<IndexDef>,
    /// Who registered which field: "core" or an extension's id, in the order of the fields.
    pub owners: Vec<&'static str>,
    /// The kind of the values of `Kind::Id` fields.
    pub id_kind: IdKind,
    /// Whether all tenants have it together: it stands beside their own tables, without their prefix.
    pub shared: bool,
    /// Whether the rows lie in the order of their key, so that one search finds a row and not one for its number and
    /// another for the row. It pays for small rows with a long key. Only SQLite can be told so (`WITHOUT ROWID`); MySQL
    /// keeps all tables like that, and PostgreSQL none.
    pub clustered: bool,
}

/// An index on several fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDef {
    /// The fields, in order.
    pub fields: Vec<&'static str>,
    /// Whether no two rows may be equal in them.
    pub unique: bool,
}

impl TableDef {
    /// A table whose primary key is the first field.
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

    /// The same table with one more field of the same owner, for a table of an extension's own.
    ///
    /// ```
    /// use pow_core::{DateTime, UserId, id::IdKind, schema::{Field, TableDef}};
    ///
    /// const ID: Field<i64> = Field::new("id");
    /// const USER_ID: Field<UserId> = Field::new("user_id");
    /// const AT: Field<DateTime> = Field::new("at");
    ///
    /// // In `Extension::register`, the kind of users' ids is `registry.id_kind()`.
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

    /// The same table, one for all tenants.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.shared = true;
        self
    }

    /// The same table, with its rows in the order of their key: see the field of that name.
    #[must_use]
    pub fn clustered(mut self) -> Self {
        self.clustered = true;
        self
    }

    /// Adds a field. The table may belong to another owner.
    ///
    /// # Errors
    /// When the name is taken by a field of another definition.
    pub fn add(&mut self, field: FieldDef, owner: &'static str) -> Result<(), Error> {
        if let Some(at) = self.position(field.name) {
            if self.fields.get(at) == Some(&field) {
                return Ok(());
            }
            let first = self.owners.get(at).copied().unwrap_or("core");
            return Err(Error::Config(format!(
                "`{owner}` registers the field `{}` of table `{}` otherwise than `{first}` did: \
                 give it another name, or the same definition",
                field.name, self.name
            )));
        }
        self.fields.push(field);
        self.owners.push(owner);
        Ok(())
    }

    /// Where the field stands in a record.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&FieldDef> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The name of the index on these fields: `<table>_<fields>_index`.
    pub fn index_name(&self, fields: &[&str]) -> String {
        format!("{}_{}_index", self.name, fields.join("_"))
    }

    /// The fields of each index that is not unique.
    pub(crate) fn plain_indexes(&self) -> impl Iterator<Item = &[&'static str]> {
        self.indexes.iter().filter(|index| !index.unique).map(|index| index.fields.as_slice())
    }

    /// All unique indexes: name and fields.
    pub fn unique_indexes(&self) -> Vec<(String, Vec<&'static str>)> {
        let single = self.fields.iter().filter(|field| field.unique).map(|field| vec![field.name]);
        let several = self.indexes.iter().filter(|index| index.unique).map(|index| index.fields.clone());
        single.chain(several).map(|fields| (self.index_name(&fields), fields)).collect()
    }
}

/// All tables: `users` first, then those of extensions.
#[derive(Clone, Debug)]
pub struct Schema {
    tables: Vec<Arc<TableDef>>,
}

impl Schema {
    /// Freezes the tables; the first is the users' table.
    pub fn new(users: TableDef, others: Vec<TableDef>) -> Self {
        let tables = std::iter::once(users).chain(others).map(Arc::new).collect();
        Self { tables }
    }

    /// The users' table.
    #[expect(clippy::indexing_slicing, reason = "`new` puts the users' table first")]
    pub fn users(&self) -> &Arc<TableDef> {
        &self.tables[0]
    }

    /// All tables, the users' first.
    pub fn tables(&self) -> &[Arc<TableDef>] {
        &self.tables
    }

    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<&Arc<TableDef>> {
        self.tables.iter().find(|table| table.name == name)
    }
}
