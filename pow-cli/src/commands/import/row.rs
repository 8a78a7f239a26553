//! Makes the changeset of a row, with the checks of a form.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound as _, Utc};
use pow_core::{
    changeset::{Changeset, Operation},
    cx::Cx,
    params::Params,
    record::User,
    schema::{Field, FieldDef, FieldType as _, Kind, Value},
    users::{self, EMAIL, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH},
};

use super::{hash, source::Place};
use crate::failure::Failure;

/// The operation of an imported user, for hooks of extensions. An imported account existed before, so the operation doesn't
/// [begin](Changeset::begins_account) an account.
const IMPORT: Operation = Operation("import");

/// When an account was locked: the field of the extension `lockout`.
const LOCKED_AT: Field<Option<pow_core::DateTime>> = Field::new("locked_at");

/// A statement about the confirmation of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// The address is confirmed.
    Now,
    /// The address is not confirmed.
    Never,
}

/// A row of the file or the table.
pub(crate) struct Row {
    pub(crate) place: Place,
    /// The fields and their texts. An empty text is `NULL`.
    pub(crate) values: Vec<(&'static str, String)>,
    /// The statement of a flag or of the row, without a time.
    pub(crate) confirmed: Option<Confirmed>,
    /// Whether the account is locked, without a lock time.
    pub(crate) is_locked: bool,
}

/// A row that has passed the checks.
pub(crate) struct Checked {
    /// The row.
    pub(crate) row: Row,
    /// The changes, ready for a transaction.
    pub(crate) changeset: Changeset,
    /// The values that the file has for the user.
    pub(crate) stated: Vec<(&'static str, Value)>,
    /// Whether the address is confirmed, if this is stated without a time.
    is_confirmed: Option<bool>,
}

impl Row {
    /// Checks the row: the hash, then the address and the name as in a form, then the checks of the extensions.
    ///
    /// # Errors
    /// Faults, and a hash of a system that the configuration doesn't accept.
    pub(crate) async fn check(self, cx: &Cx) -> Result<Result<Checked, String>, Failure> {
        let users = cx.pow().schema().users();
        let shown = self.values.iter().filter(|(name, _)| *name != PASSWORD_HASH.name());
        let names: Vec<_> = shown.map(|(name, text)| (format!("user[{name}]"), text.as_str())).collect();
        let params = Params::from_pairs(names.iter().map(|(name, text)| (name.as_str(), *text)));
        let mut changeset = Changeset::new(IMPORT, None, Arc::new(params));
        for (name, text) in &self.values {
            let Some(field) = users.field(name) else { continue };
            if field.name == PASSWORD_HASH.name() {
                if let Err(reason) = hash::put(cx, &mut changeset, &self.place, text)? {
                    return Ok(Err(reason));
                }
            } else if !is_name(cx, field) && !is_registration_unknown(field, text) {
                changeset.put_text(field, &plain(field, text));
            }
        }
        let mut changeset = users::user_id_changeset(cx, changeset)?;
        self.put_confirmed(cx, &mut changeset);
        if self.is_locked {
            changeset.put(LOCKED_AT, Some(cx.now()));
        }
        let is_confirmed = self.confirmed.map(|_| is_some(changeset.change_value(EMAIL_CONFIRMED_AT.name())));
        let stated = changeset.changes().iter().filter(|(name, _)| !self.is_of_import(name)).cloned().collect();
        Ok(match users::prepare_write(cx, changeset).await? {
            Ok(changeset) => Ok(Checked { row: self, changeset, stated, is_confirmed }),
            Err(changeset) => Err(errors(cx, &changeset)),
        })
    }

    /// Puts the stated confirmation. A user without an address stays unconfirmed.
    fn put_confirmed(&self, cx: &Cx, changeset: &mut Changeset) {
        let has_address = matches!(changeset.change_value(EMAIL.name()), Some(Value::Text(_)));
        match self.confirmed {
            Some(Confirmed::Now) => changeset.put(EMAIL_CONFIRMED_AT, has_address.then(|| cx.now())),
            Some(Confirmed::Never) => changeset.put(EMAIL_CONFIRMED_AT, None),
            None => {}
        }
    }

    /// Returns whether the value is the time of the import, which differs in the next run.
    fn is_of_import(&self, field: &str) -> bool {
        (self.confirmed.is_some() && field == EMAIL_CONFIRMED_AT.name())
            || (self.is_locked && field == LOCKED_AT.name())
    }
}

impl Checked {
    /// Returns the address or user name of the row.
    pub(crate) fn name(&self, cx: &Cx) -> String {
        match self.changeset.change_value(cx.pow().user_id_field().name()) {
            Some(Value::Text(name)) => name.clone(),
            _ => String::new(),
        }
    }

    /// Returns whether an earlier run imported the row. The user must have every value of the row, the stated confirmation or
    /// none, and a lock if the row has a lock.
    pub(crate) fn is_imported(&self, user: &User) -> bool {
        let has = |field: &str| is_some(user.value(field));
        self.stated.iter().all(|(name, value)| user.value(name) == Some(value))
            && self.is_confirmed.is_none_or(|confirmed| has(EMAIL_CONFIRMED_AT.name()) == confirmed)
            && (!self.row.is_locked || has(LOCKED_AT.name()))
    }

    /// Returns whether the user can sign in by a password.
    pub(crate) fn has_password(&self) -> bool {
        self.stated.iter().any(|(name, value)| *name == PASSWORD_HASH.name() && *value != None::<String>.into_value())
    }
}

fn is_some(value: Option<&Value>) -> bool {
    value.is_some_and(|value| *value != Value::Null)
}

/// Returns the errors of a changeset, as the form shows them.
pub(crate) fn errors(cx: &Cx, changeset: &Changeset) -> String {
    let errors =
        changeset.errors().iter().map(|error| format!("{}: {}", error.field, cx.localizer().text(&error.message)));
    errors.collect::<Vec<_>>().join(" ")
}

/// Returns whether the form's checks of addresses and names put the value of this field.
fn is_name(cx: &Cx, field: &FieldDef) -> bool {
    let contact = cx.pow().contact_field().map(|field| field.name);
    field.name == cx.pow().user_id_field().name() || Some(field.name) == contact
}

/// Returns whether the file has no registration time. The time of the import is used then.
fn is_registration_unknown(field: &FieldDef, text: &str) -> bool {
    field.name == INSERTED_AT.name() && text.trim().is_empty()
}

/// Returns the text in the format of a form. Databases write times in other formats.
fn plain(field: &FieldDef, text: &str) -> String {
    match (field.kind, text.trim()) {
        (Kind::DateTime, text) => time(text).map_or_else(|| text.to_owned(), |at| at.to_rfc3339()),
        (Kind::Bool, "t" | "T" | "True" | "TRUE") => "true".to_owned(),
        (Kind::Bool, "f" | "F" | "False" | "FALSE") => "false".to_owned(),
        (_, text) => text.to_owned(),
    }
}

/// Reads a time with or without an offset. A time without an offset is in UTC. The result is truncated to microseconds, as
/// databases store it.
pub(crate) fn time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim_end_matches(" UTC");
    let with_offset = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z"];
    let without = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    let rfc_3339 = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    let with_offset =
        || with_offset.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()).map(|at| at.to_utc());
    let without = || without.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    let at = rfc_3339.or_else(with_offset).or_else(|| without().or_else(day).map(|at| at.and_utc()))?;
    Some(at.trunc_subsecs(6))
}
