//! The first phase: converts the fields that a form may set to values. Other input is ignored.

use chrono::Datelike;

use super::Changeset;
use crate::{
    identifier::MAX_CHARS,
    messages::{Message, keys},
    pages::fields::OFFERED,
    schema::{FieldDef, Kind, TableDef, Value},
};

/// The maximum length of a text field, in bytes. A longer text is rejected, not truncated.
const MAX_TEXT: usize = 10_000;

/// The years that every database supports.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

pub(crate) fn cast(changeset: &mut Changeset, table: &TableDef) {
    for field in table.fields.iter().filter(|field| field.form) {
        let sent = changeset.params().get(field.name).map(|param| param.text().and_then(|text| value(field, text)));
        match sent {
            None if is_unticked(changeset, field) => changeset.put_value(field.name, Value::Bool(false)),
            None if changeset.data().is_none() && !field.nullable && default(field).is_none() => {
                changeset.error(field.name, Message::new(keys::ERROR_REQUIRED));
            }
            None => {}
            Some(value) => put(changeset, field, value),
        }
    }
}

/// Proposes the value that this text has in a form, or adds an error to the field.
pub(super) fn put_text(changeset: &mut Changeset, field: &FieldDef, text: &str) {
    put(changeset, field, value(field, text));
}

fn put(changeset: &mut Changeset, field: &FieldDef, value: Option<Value>) {
    match value {
        Some(Value::Null) if !field.nullable => match default(field) {
            Some(default) => changeset.put_value(field.name, default),
            None => changeset.error(field.name, Message::new(keys::ERROR_REQUIRED)),
        },
        Some(value) => changeset.put_value(field.name, value),
        None => changeset.error(field.name, Message::new(keys::ERROR_INVALID)),
    }
}

/// Whether a checkbox was shown but not ticked. A browser then sends only the hidden field beside it.
fn is_unticked(changeset: &Changeset, field: &FieldDef) -> bool {
    field.kind == Kind::Bool && changeset.params().get(&format!("{}{OFFERED}", field.name)).is_some()
}

fn default(field: &FieldDef) -> Option<Value> {
    field.default.clone().filter(|default| *default != Value::Null)
}

fn value(field: &FieldDef, text: &str) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Value::Null);
    }
    match field.kind {
        Kind::Text => {
            let fits = text.len() <= MAX_TEXT && (!field.unique || text.chars().count() <= MAX_CHARS);
            (fits && !text.contains(is_forbidden)).then(|| Value::Text(text.to_owned()))
        }
        Kind::Bool => match text {
            "1" | "true" | "on" | "yes" => Some(Value::Bool(true)),
            "0" | "false" | "off" | "no" => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Int => text.parse().ok().map(Value::Int),
        Kind::DateTime => {
            let at = chrono::DateTime::parse_from_rfc3339(text).ok()?.to_utc();
            YEARS.contains(&at.year()).then_some(Value::DateTime(at))
        }
        Kind::Id | Kind::Bytes => None,
    }
}

fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}
