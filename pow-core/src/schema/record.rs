//! A row: the values of all registered fields, and optionally the application's struct from the same query.

use std::{any::Any, fmt, sync::Arc};

use serde_json::{Map, Value as Json};
use smallvec::SmallVec;

use crate::{
    Error, UserId,
    schema::{
        Field, FieldType, ID, TableDef, Value,
        query::{Condition, Filter},
    },
};

/// The user, as pages, hooks and mails receive it.
pub type User = Record;

/// A row of a registered table.
#[derive(Clone)]
pub struct Record {
    table: Arc<TableDef>,
    /// Stored inline, so that the fields that most requests read are close together in memory.
    values: SmallVec<[Value; 8]>,
    model: Option<Arc<dyn Any + Send + Sync>>,
}

impl Record {
    /// Creates a row from the values of all fields of the table, in their order.
    ///
    /// # Errors
    /// [`Error::Field`] if the number or the type of the values is wrong.
    pub fn new(table: Arc<TableDef>, values: Vec<Value>) -> Result<Self, Error> {
        if values.len() != table.fields.len() {
            return Err(Error::Field { field: table.name.clone(), reason: "the row has the wrong number of values" });
        }
        if let Some((field, _)) = table.fields.iter().zip(&values).find(|(field, value)| !value.fits(field.kind)) {
            return Err(Error::Field { field: field.name.to_owned(), reason: "the row holds a value of another type" });
        }
        Ok(Self { table, values: values.into(), model: None })
    }

    /// Attaches the application's struct to the row.
    #[must_use]
    pub fn with_model(mut self, model: Arc<dyn Any + Send + Sync>) -> Self {
        self.model = Some(model);
        self
    }

    /// Returns the value of the field.
    ///
    /// # Errors
    /// [`Error::Field`] if the field is not registered or has another type, which is a programming error.
    pub fn get<T: FieldType>(&self, field: Field<T>) -> Result<T, Error> {
        let value = self.value(field.name()).ok_or_else(|| Error::Field {
            field: field.name().to_owned(),
            reason: "it is not registered; add the extension that registers it to `Config::extensions`",
        })?;
        T::from_value(value).ok_or_else(|| Error::Field {
            field: field.name().to_owned(),
            reason: "its value has another type than the `Field` that reads it",
        })
    }

    /// Returns the value of a field by its name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(self.table.position(name)?)
    }

    /// Returns these fields by their names, for JSON that the owner of the row may read. Secret and unregistered fields are
    /// left out. The values are those of [`Value::to_json`].
    ///
    /// ```
    /// # use pow_core::{Error, json::{Map, Value}, record::User};
    /// use pow_core::users::{EMAIL, PASSWORD_HASH};
    ///
    /// fn of_the_account(user: &User) -> Map<String, Value> {
    ///     user.to_json(&[EMAIL.name(), PASSWORD_HASH.name()]) // the address alone
    /// }
    /// # let _ = of_the_account;
    /// ```
    pub fn to_json(&self, names: &[&str]) -> Map<String, Json> {
        let fields = self.table.fields.iter().zip(&self.values);
        let shown = fields.filter(|(field, _)| !field.secret && names.contains(&field.name));
        shown.map(|(field, value)| (field.name.to_owned(), value.to_json())).collect()
    }

    /// Returns the primary key of a user.
    ///
    /// # Errors
    /// [`Error::Field`] if the table has no field `id` with the type of user ids.
    pub fn id(&self) -> Result<UserId, Error> {
        self.get(ID)
    }

    /// Returns the condition that matches only this row: its primary key, which may have several fields. Use it to read the
    /// row again.
    pub fn key(&self) -> Filter {
        let fields = self.table.fields.iter().zip(&self.values).take(self.table.key_len);
        Filter(fields.map(|(field, value)| Condition::Eq(field.name, value.clone())).collect())
    }

    /// Returns the table of the row.
    pub fn table(&self) -> &Arc<TableDef> {
        &self.table
    }

    /// Returns the application's struct, if the store loads one and its type is `M`.
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
