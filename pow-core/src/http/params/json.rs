//! JSON bodies: one object of plain values, or of one level of objects of plain values.

use std::{borrow::Cow, cell::Cell, collections::BTreeMap, fmt};

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Entry, InvalidReason, MAX_PAIRS, Param, Params, ParamsError, key::is_name};

impl Params {
    /// Parses a JSON body as strictly as a form: the same fields, in the same scopes.
    ///
    /// | sent | read as |
    /// |---|---|
    /// | `{"user": {"email": "a"}}` | text |
    /// | `7`, `true` | the text `7` or `true` |
    /// | `null` | empty text |
    /// | a name twice | [`InvalidReason::Duplicate`]; a scope twice: every field of it is [`InvalidReason::Shape`] |
    /// | a list, a deeper object, a fraction | [`InvalidReason::Shape`] |
    /// | `\u0000` in a value | [`InvalidReason::Nul`] |
    /// | a name that is empty or contains brackets or control characters | ignored, like an unknown field |
    ///
    /// # Errors
    /// [`ParamsError::NotAnObject`], and [`ParamsError::TooMany`] for more than [`MAX_PAIRS`] names.
    pub fn parse_json(bytes: &[u8]) -> Result<Self, ParamsError> {
        let names = Cell::new(0);
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let parsed = Body(&names).deserialize(&mut json).and_then(|params| json.end().map(|()| params));
        parsed.map_err(|_| if names.get() > MAX_PAIRS { ParamsError::TooMany } else { ParamsError::NotAnObject })
    }

    fn insert_entry(&mut self, name: &str, entry: Entry) {
        let known = match (self.entries.remove(name), entry) {
            (None, entry) => entry,
            (Some(Entry::Value(_)), Entry::Value(_)) => Entry::Value(Param::Invalid(InvalidReason::Duplicate)),
            _ => Entry::Broken,
        };
        self.entries.insert(name.to_owned(), known);
    }
}

/// Counts a name, and stops at the limit.
fn count<E: serde::de::Error>(names: &Cell<usize>) -> Result<(), E> {
    names.set(names.get() + 1);
    if names.get() > MAX_PAIRS { Err(E::custom("too many names")) } else { Ok(()) }
}

/// The body itself.
struct Body<'n>(&'n Cell<usize>);

impl<'de> DeserializeSeed<'de> for Body<'_> {
    type Value = Params;

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<Params, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Body<'_> {
    type Value = Params;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Params, A::Error> {
        let mut params = Params::default();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            count(self.0)?;
            let entry = map.next_value_seed(Sent { names: Some(self.0) })?;
            if is_name(&name) {
                params.insert_entry(&name, entry);
            }
        }
        Ok(params)
    }
}

/// A value of the body, or of one of its objects, where `names` is absent.
struct Sent<'n> {
    names: Option<&'n Cell<usize>>,
}

impl<'de> DeserializeSeed<'de> for Sent<'_> {
    type Value = Entry;

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<Entry, D::Error> {
        json.deserialize_any(self)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the trait's methods return it")]
fn text<E>(text: &str) -> Result<Entry, E> {
    Ok(Entry::Value(Param::from_text(text)))
}

const SHAPE: Entry = Entry::Value(Param::Invalid(InvalidReason::Shape));

impl<'de> Visitor<'de> for Sent<'_> {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Entry, E> {
        text(value)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Entry, E> {
        text(if value { "true" } else { "false" })
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Entry, E> {
        text(&value.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Entry, E> {
        text(&value.to_string())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Entry, E> {
        text("")
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Entry, E> {
        Ok(SHAPE)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Entry, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(SHAPE)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        let Some(names) = self.names else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(SHAPE);
        };
        let mut fields = BTreeMap::new();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            count(names)?;
            let param = match map.next_value_seed(Sent { names: None })? {
                Entry::Value(param) => param,
                Entry::Scope(_) | Entry::Broken => return Err(A::Error::custom("an object in an object's object")),
            };
            match fields.get_mut(&*name) {
                Some(first) => *first = Param::Invalid(InvalidReason::Duplicate),
                None if is_name(&name) => drop(fields.insert(name.into_owned(), param)),
                None => {}
            }
        }
        Ok(Entry::Scope(fields))
    }
}
