//! The tables of a database as it describes them.

/// A table in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActualTable {
    /// Its columns.
    pub columns: Vec<ActualColumn>,
    /// The name and the columns of each unique index over whole columns, including the primary key.
    pub unique: Vec<(String, Vec<String>)>,
    /// The columns of each other index over whole columns.
    pub indexes: Vec<Vec<String>>,
    /// The names of indexes whose build was interrupted. Only PostgreSQL keeps such indexes.
    pub invalid: Vec<String>,
}

/// A column in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActualColumn {
    /// Its name.
    pub name: String,
    /// Its SQL type in lower case.
    pub sql_type: String,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether it has a default or a generated value.
    pub default: bool,
    /// Whether the database generates numbers for it and never reuses the numbers of deleted rows.
    pub counts: bool,
}

impl ActualTable {
    /// Returns the column of this name.
    pub fn column(&self, name: &str) -> Option<&ActualColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns the columns of the unique index of this name.
    pub fn columns_of(&self, index: &str) -> Option<Vec<String>> {
        self.unique.iter().find(|(name, _)| name == index).map(|(_, columns)| columns.clone())
    }

    /// Returns whether there is a unique index on exactly these columns, in any order.
    pub fn has_unique(&self, fields: &[&str]) -> bool {
        self.unique.iter().any(|(_, columns)| {
            columns.len() == fields.len() && fields.iter().all(|field| columns.iter().any(|column| column == field))
        })
    }
}

/// One row of the query for indexes: the name of the index, whether it is unique, and its next column.
pub(crate) type IndexColumn = (String, bool, Option<String>);

impl ActualTable {
    /// Creates the table from its columns and the rows of the query for indexes, which are ordered by index.
    pub(crate) fn new(columns: Vec<ActualColumn>, rows: impl Iterator<Item = IndexColumn>) -> Self {
        let (unique, others): (Vec<_>, Vec<_>) = rows.partition(|(_, unique, _)| *unique);
        let grouped = |rows: Vec<IndexColumn>| grouped(rows.into_iter().map(|(name, _, column)| (name, column)));
        let indexes = grouped(others).into_iter().map(|(_, columns)| columns).collect();
        Self { columns, unique: grouped(unique), indexes, invalid: Vec::new() }
    }

    /// Returns whether an index begins with these columns, in this order.
    pub fn has_index(&self, fields: &[&str]) -> bool {
        let mut all = self.unique.iter().map(|(_, columns)| columns).chain(&self.indexes);
        all.any(|columns| {
            columns.len() >= fields.len() && fields.iter().zip(columns).all(|(field, column)| field == column)
        })
    }
}

/// Groups the columns by index, from rows ordered by index. An index on an expression has columns without a name, and is
/// omitted.
fn grouped(rows: impl Iterator<Item = (String, Option<String>)>) -> Vec<(String, Vec<String>)> {
    let mut indexes: Vec<(String, Option<Vec<String>>)> = Vec::new();
    for (index, column) in rows {
        match indexes.last_mut() {
            Some((name, columns)) if *name == index => match (columns.as_mut(), column) {
                (Some(columns), Some(column)) => columns.push(column),
                _ => *columns = None,
            },
            _ => indexes.push((index, column.map(|column| vec![column]))),
        }
    }
    indexes.into_iter().filter_map(|(name, columns)| Some((name, columns?))).collect()
}
