//! The data of pages, for clients that read JSON: messages, flashes, errors and forms.

use serde_json::{Map, Value};

use super::{FieldError, Flash, FlashKind, Form};
use crate::messages::{Arg, Localizer, Message};

/// Returns a message as `code`, `args` and `detail`. `detail` is the text, or empty if the message has none.
pub(crate) fn message(localizer: &Localizer, message: &Message) -> Map<String, Value> {
    let args: Map<String, Value> = message
        .args
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Arg::Text(text) => Value::from(text.as_str()),
                Arg::Number(number) => Value::from(*number),
            };
            (name.clone().into_owned(), value)
        })
        .collect();
    let detail = localizer.optional(message).unwrap_or_default();
    Map::from_iter([
        ("code".to_owned(), Value::from(&*message.key)),
        ("args".to_owned(), Value::Object(args)),
        ("detail".to_owned(), Value::from(detail)),
    ])
}

/// Returns the flash messages that have a text.
pub(crate) fn flashes<'a>(localizer: &Localizer, flashes: impl Iterator<Item = &'a Flash>) -> Value {
    let shown = flashes.filter(|flash| localizer.optional(&flash.message).is_some());
    shown
        .map(|flash| {
            let kind = match flash.kind {
                FlashKind::Info => "info",
                FlashKind::Error => "error",
            };
            let mut item = message(localizer, &flash.message);
            item.insert("kind".to_owned(), kind.into());
            Value::Object(item)
        })
        .collect()
}

/// Returns the errors of fields, each with the text that a page shows at the field.
pub(crate) fn errors(localizer: &Localizer, errors: &[FieldError]) -> Value {
    errors
        .iter()
        .map(|error| {
            let mut item = message(localizer, &error.message);
            item.insert("field".to_owned(), Value::from(&*error.field));
            if let Some(text) = error.specific(localizer) {
                item.insert("detail".to_owned(), text.into());
            }
            Value::Object(item)
        })
        .collect()
}

/// Returns the first form of a page, with its values. The values of a [`Form`] never include passwords.
pub(crate) fn form(form: &Form, declared: Option<&Value>) -> Value {
    let values: Map<String, Value> = form.all_values().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let mut object = declared.and_then(Value::as_object).cloned().unwrap_or_default();
    object.insert("scope".to_owned(), form.scope().into());
    object.insert("values".to_owned(), values.into());
    object.into()
}

/// Adds a refusal to the data of an answer, as problem details (RFC 9457). If the data has no `errors`, an empty list is added.
pub(crate) fn refuse(body: &mut Map<String, Value>, localizer: &Localizer, why: &Message) {
    body.append(&mut message(localizer, why));
    body.entry("errors").or_insert_with(|| Value::Array(Vec::new()));
}
