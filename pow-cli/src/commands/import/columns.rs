//! The field of each column.

use std::collections::HashMap;

use pow_core::{
    Pow,
    schema::{FieldDef, ID},
    users::{AUTH_EPOCH, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH, UPDATED_AT},
};

use super::{
    Options,
    row::{Confirmed, Row},
    source::Record,
};
use crate::failure::Failure;

/// Fields that pow itself sets in each new row.
const SET_BY_POW: [&str; 3] = [ID.name(), AUTH_EPOCH.name(), UPDATED_AT.name()];

/// The columns of a file, and how a row of the file becomes a row of the users' table.
pub(crate) struct Columns {
    pow: Pow,
    /// Maps the columns with another name to their fields.
    renamed: HashMap<String, String>,
    ignored: Vec<String>,
    /// The fields that every row must have.
    required: Vec<&'static str>,
    flag: Option<Confirmed>,
    is_checked: bool,
}

impl Columns {
    /// Reads the options.
    ///
    /// # Errors
    /// If an option names an unknown field, or if it states a confirmation, but no extension stores confirmations.
    pub(crate) fn new(pow: &Pow, options: &Options) -> Result<Self, Failure> {
        let mut renamed = HashMap::new();
        for option in &options.columns {
            let pair = option.split_once('=').filter(|(field, column)| !field.is_empty() && !column.is_empty());
            let Some((field, column)) = pair else {
                return Err(Failure::new(format!("`--column {option}` has no `=`: write --column FIELD=COLUMN")));
            };
            if renamed.insert(column.to_owned(), field.to_owned()).is_some() {
                return Err(Failure::new(format!(
                    "`--column` names the column `{column}` twice: remove one of the two options"
                )));
            }
            if pow.schema().users().field(field).is_none() {
                return Err(unknown_field(field));
            }
        }
        let flag = match (options.confirmed, options.unconfirmed) {
            (true, _) => Some(Confirmed::Now),
            (_, true) => Some(Confirmed::Never),
            _ => None,
        };
        // A table maps these columns itself: its cells have the names of the fields.
        if options.from_table.is_some() {
            renamed.clear();
        }
        let (ignored, required) = (options.ignore.clone(), required(pow));
        let this = Self { pow: pow.clone(), renamed, ignored, required, flag, is_checked: false };
        if this.flag.is_some() && !this.asks_for_confirmation() {
            return Err(Failure::new(
                "no extension in the configuration stores confirmations: add `email-confirmation`, or leave out \
                 `--confirmed` and `--unconfirmed`",
            ));
        }
        Ok(this)
    }

    fn asks_for_confirmation(&self) -> bool {
        self.pow.schema().users().field(EMAIL_CONFIRMED_AT.name()).is_some()
    }

    /// Checks that a CSV file has each column that `--column` names.
    ///
    /// # Errors
    /// The remedy in one sentence.
    pub(crate) fn check_header(&self, header: Option<&[String]>) -> Result<(), Failure> {
        let Some(header) = header else { return Ok(()) };
        match self.renamed.iter().find(|(column, _)| !header.contains(column)) {
            None => Ok(()),
            Some((column, field)) => Err(Failure::new(format!(
                "the file has no column `{column}`: correct `--column {field}={column}`, or remove this option"
            ))),
        }
    }

    /// Checks the columns of the first row: all required columns exist, and the confirmation is stated only once.
    ///
    /// # Errors
    /// The remedy in one sentence.
    pub(crate) fn check_first(&mut self, record: &Record) -> Result<(), Failure> {
        let Ok(cells) = &record.cells else { return Ok(()) };
        if std::mem::replace(&mut self.is_checked, true) {
            return Ok(());
        }
        let names: Vec<_> = cells.iter().filter_map(|(column, _)| self.field_name(column)).collect();
        let has = |field: &str| names.contains(&field);
        if let Some(twice) = names.iter().enumerate().find_map(|(at, name)| names.iter().take(at).find(|n| *n == name))
        {
            return Err(Failure::new(format!(
                "two columns are mapped to the field `{twice}`: ignore one of the columns with --ignore COLUMN"
            )));
        }
        if let Some(missing) = self.required.iter().find(|field| !has(field)) {
            return Err(Failure::new(format!(
                "the rows have no column `{missing}`: add this column, or name the column with its values with \
                 --column {missing}=COLUMN"
            )));
        }
        let states_confirmation = has(EMAIL_CONFIRMED_AT.name()) || self.confirmed(record).is_some();
        match (states_confirmation, self.flag) {
            (false, None) if self.asks_for_confirmation() => Err(Failure::new(
                "the rows don't say which addresses are confirmed: add a column `email_confirmed_at` with times, or \
                 use the option `--confirmed` or `--unconfirmed`",
            )),
            (true, Some(_)) => Err(Failure::new(
                "the rows already say which addresses are confirmed, in the column `email_confirmed_at`: leave out \
                 `--confirmed` and `--unconfirmed`",
            )),
            _ => Ok(()),
        }
    }

    /// Returns the confirmation that the row states, unless its column is ignored.
    fn confirmed(&self, record: &Record) -> Option<Confirmed> {
        record.confirmed.filter(|_| !self.ignored.iter().any(|ignored| ignored == EMAIL_CONFIRMED_AT.name()))
    }

    /// Returns the name of the field for a column, or `None` if the column is ignored.
    fn field_name<'a>(&'a self, column: &'a str) -> Option<&'a str> {
        let is_ignored = self.ignored.iter().any(|ignored| ignored == column);
        (!is_ignored).then(|| self.renamed.get(column).map_or(column, String::as_str))
    }

    /// Returns the row of a record, or the reason why the record is refused.
    ///
    /// # Errors
    /// If the rows have a column that can't be imported.
    pub(crate) fn row(&self, record: Record) -> Result<Result<Row, String>, Failure> {
        let confirmed = self.flag.or_else(|| self.confirmed(&record));
        let (place, is_locked) = (record.place, record.is_locked);
        let cells = match record.cells {
            Ok(cells) => cells,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut values = Vec::with_capacity(cells.len());
        for (column, text) in cells {
            if let Some(name) = self.field_name(&column) {
                values.push((self.field(name, &column)?.name, text.unwrap_or_default()));
            }
        }
        Ok(self.complete(&mut values, confirmed).map(|()| Row { place, values, confirmed, is_locked }))
    }

    /// Adds an empty value for each required field that an object of JSON lacks, so that the checks report it.
    fn complete(&self, values: &mut Vec<(&'static str, String)>, confirmed: Option<Confirmed>) -> Result<(), String> {
        let lacks = |values: &[(&str, String)], field: &str| !values.iter().any(|(name, _)| *name == field);
        if confirmed.is_none() && self.asks_for_confirmation() && lacks(values, EMAIL_CONFIRMED_AT.name()) {
            return Err("email_confirmed_at: the value is missing".to_owned());
        }
        for field in &self.required {
            if lacks(values, field) {
                values.push((field, String::new()));
            }
        }
        Ok(())
    }

    /// # Errors
    /// If there is no such field, or if the import may not set it.
    fn field(&self, name: &str, column: &str) -> Result<&FieldDef, Failure> {
        let remedy =
            format!("map the column to a field with --column FIELD={column}, or leave it out with --ignore {column}");
        let Some(field) = self.pow.schema().users().field(name) else {
            return Err(Failure::new(format!("the users' table has no field `{name}`: {remedy}")));
        };
        let is_set = SET_BY_POW.contains(&field.name) || field.generated;
        if is_set || (field.secret && field.name != PASSWORD_HASH.name()) {
            return Err(Failure::new(format!(
                "the field `{name}` can't be imported, because pow sets it or keeps it secret: {remedy}"
            )));
        }
        Ok(field)
    }
}

/// Returns the failure for a field in `--column` that the application doesn't have.
pub(crate) fn unknown_field(field: &str) -> Failure {
    let remedy = match field {
        "locked_at" | "locked_until" => "add the extension `lockout`, or leave out this `--column`",
        _ => "correct the name before the `=` of `--column`",
    };
    Failure::new(format!("the users' table has no field `{field}`: {remedy}"))
}

/// Returns the user id, and the application's fields that can't be `NULL` and have no default.
fn required(pow: &Pow) -> Vec<&'static str> {
    let user_id = pow.user_id_field().name();
    let is_set = |name| SET_BY_POW.contains(&name) || name == INSERTED_AT.name() || name == user_id;
    let own = pow
        .schema()
        .users()
        .fields
        .iter()
        .filter(|field| !field.nullable && field.default.is_none() && !field.generated && !is_set(field.name));
    std::iter::once(user_id).chain(own.map(|field| field.name)).collect()
}
