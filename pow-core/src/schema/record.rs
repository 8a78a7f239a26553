//! A row: the values of all registered fields, and optionally the application's own struct from the same query.

use std::{any::Any, fmt, sync::Arc};

use smallvec::SmallVec;

use crate::{
    Error, UserId,
    schema::{
        Field, FieldType, ID, TableDef, Value,
        query::{Condition, Filter},
    },
};

/// The user that a page, a hook or a mail gets.
pub type User = Record;

/// A row of a registered table.
#[derive(Clone)]
pub struct Record {
    table: Arc<TableDef>,
    /// Within the record: what most requests read of their user lies together.
    values: SmallVec<[Value; 8]>,
    model: Option<Arc<dyn Any + Send + Sync>>,
}

impl Record {
    /// A row from the values of all fields of the table, in their order.
    ///
    /// # Errors
    /// When there are more or fewer values than fields, or a value of another kind.
    pub fn new(table: Arc<TableDef>, values: Vec<Value>) -> Result<Self, Error> {
        if values.len() != table.fields.len() {
            return Err(Error::Field { field: table.name.clone(), reason: "the row has another number of values" });
        }
        if let Some((field, _)) = table.fields.iter().zip(&values).find(|(field, value)| !value.fits(field.kind)) {
            return Err(Error::Field { field: field.name.to_owned(), reason: "the row holds another kind of value" });
        }
        Ok(Self { table, values: values.into(), model: None })
    }

    /// The same row with the application's own struct.
    #[must_use]
    pub fn with_model(mut self, model: Arc<dyn Any + Send + Sync>) -> Self {
        self.model = Some(model);
        self
    }

    /// The field's value.
    ///
    /// # Errors
    /// [`Error::Field`] when the field is not registered, or as another kind: a mistake of the program.
    pub fn get<T: FieldType>(&self, field: Field<T>) -> Result<T, Error> {
        let value = self.value(field.name()).ok_or_else(|| Error::Field {
            field: field.name().to_owned(),
            reason: "nobody registered it: is its extension in the list?",
        })?;
        T::from_value(value).ok_or_else(|| Error::Field {
            field: field.name().to_owned(),
            reason: "it holds another kind of value than its key says",
        })
    }

    /// The value of a field by its name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(self.table.position(name)?)
    }

    /// The primary key of a user.
    ///
    /// # Errors
    /// When the table has no `id` of the kind of users' ids.
    pub fn id(&self) -> Result<UserId, Error> {
        self.get(ID)
    }

    /// The condition that holds for this row only: its primary key, which may be of several fields. To read a row anew
    /// is to find it by this.
    pub fn key(&self) -> Filter {
        let fields = self.table.fields.iter().zip(&self.values).take(self.table.key_len);
        Filter(fields.map(|(field, value)| Condition::Eq(field.name, value.clone())).collect())
    }

    /// The table that the row belongs to.
    pub fn table(&self) -> &Arc<TableDef> {
        &self.table
    }

    /// The application's own struct, if the store loads one and it is an `M`.
    pub fn model<M: Any + Send + Sync>(&self) -> Option<Arc<M>> {
        self.model.clone()?.downcast().ok()
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct(&self.table.name);
        for (field, value) in self.table.fields.iter().zip(&self.values) {
            match field.secret {
                true => debug.field(field.name, &"…"),
                false => debug.field(field.name, value),
            };
        }
        debug.finish_non_exhaustive()
    }
}
