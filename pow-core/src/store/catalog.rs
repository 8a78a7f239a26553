//! What a database says about its tables.

/// A table as the database has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActualTable {
    /// Its columns.
    pub columns: Vec<ActualColumn>,
    /// The name and the columns of each unique index over whole columns, the primary key among them.
    pub unique: Vec<(String, Vec<String>)>,
    /// The columns of each other index over whole columns.
    pub indexes: Vec<Vec<String>>,
}

/// A column as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActualColumn {
    /// Its name.
    pub name: String,
    /// Its type, in the database's words and lower case.
    pub sql_type: String,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether a row that does not name it gets a value.
    pub default: bool,
    /// Whether the database counts it up, and never gives the number of a deleted row out again.
    pub counts: bool,
}

impl ActualTable {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ActualColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns of the unique index of this name.
    pub fn columns_of(&self, index: &str) -> Option<Vec<String>> {
        self.unique.iter().find(|(name, _)| name == index).map(|(_, columns)| columns.clone())
    }

    /// Whether a unique index stands on exactly these columns, in any order.
    pub fn has_unique(&self, fields: &[&str]) -> bool {
        self.unique.iter().any(|(_, columns)| {
            columns.len() == fields.len() && fields.iter().all(|field| columns.iter().any(|column| column == field))
        })
    }
}

/// An index over whole columns, as it was read: its name, whether it is unique, and the next of its columns.
pub(crate) type IndexColumn = (String, bool, Option<String>);

impl ActualTable {
    /// The table with these indexes, whose rows are ordered by index.
    pub(crate) fn new(columns: Vec<ActualColumn>, rows: impl Iterator<Item = IndexColumn>) -> Self {
        let (unique, others): (Vec<_>, Vec<_>) = rows.partition(|(_, unique, _)| *unique);
        let grouped = |rows: Vec<IndexColumn>| grouped(rows.into_iter().map(|(name, _, column)| (name, column)));
        let indexes = grouped(others).into_iter().map(|(_, columns)| columns).collect();
        Self { columns, unique: grouped(unique), indexes }
    }

    /// Whether an index begins with these columns, in this order.
    pub fn has_index(&self, fields: &[&str]) -> bool {
        let mut all = self.unique.iter().map(|(_, columns)| columns).chain(&self.indexes);
        all.any(|columns| {
            columns.len() >= fields.len() && fields.iter().zip(columns).all(|(field, column)| field == column)
        })
    }
}

/// The columns of each index, from rows ordered by index. An index on an expression has columns without a name and
/// is left out: it says nothing about whole columns.
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
