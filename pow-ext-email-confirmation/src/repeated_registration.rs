//! A repeated registration of an address that was never confirmed.
//!
//! It is sealed in its link and stored nowhere else. It replaces the first registration when its link is used. A link
//! never confirms a password that another visitor chose. (V10)

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{
    DateTime, Error, UserId,
    changeset::Changeset,
    cx::Cx,
    record::User,
    schema::{FieldDef, Value},
    users::{AUTH_EPOCH, EMAIL, PASSWORD_HASH},
};
use serde::{Deserialize, Serialize};

use crate::{
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, address_to_confirm},
    tokens::{StoredLink, is_expired},
};

const PURPOSE: &str = "email_confirmation.registration";
const VERSION: u8 = 1;
/// The maximum length of a link, in characters. Mail programs cut longer links. A registration with a longer link is sealed
/// without its form fields.
const MAX_LENGTH: usize = 1_500;

/// The registration as it is sealed in the link.
#[derive(Serialize, Deserialize)]
pub(crate) struct RepeatedRegistration {
    version: u8,
    pub(crate) user: UserId,
    epoch: i64,
    email: String,
    made_ms: i64,
    typed: Typed,
}

/// The parts of a registration that its visitor typed, besides the address.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Typed {
    password_hash: String,
    fields: Vec<(String, FieldValue)>,
}

/// The value of a field that a form may set.
#[derive(Clone, Serialize, Deserialize)]
enum FieldValue {
    Text(String),
    Bool(bool),
    Int(i64),
    Micros(i64),
}

impl FieldValue {
    fn new(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Self::Text(text.clone())),
            Value::Bool(set) => Some(Self::Bool(*set)),
            Value::Int(number) => Some(Self::Int(*number)),
            Value::DateTime(at) => Some(Self::Micros(at.timestamp_micros())),
            _ => None,
        }
    }

    fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Text(text) => Value::Text(text),
            Self::Bool(set) => Value::Bool(set),
            Self::Int(number) => Value::Int(number),
            Self::Micros(at) => Value::DateTime(DateTime::from_timestamp_micros(at)?),
        })
    }
}

/// Returns whether the account began with a registration whose link was never used.
pub(crate) fn was_never_confirmed(user: &User) -> Result<bool, Error> {
    let made = user.get(EMAIL_CONFIRMATION_TOKEN)?.as_deref().and_then(StoredLink::read);
    Ok(user.get(EMAIL_CONFIRMED_AT)?.is_none() && made.is_some_and(|made| made.is_registration))
}

impl Typed {
    /// Reads what a registration's form changes. Returns `None` without a password.
    pub(crate) fn from_changeset(cx: &Cx, changeset: &Changeset) -> Option<Self> {
        let password_hash = changeset.change(PASSWORD_HASH).flatten()?;
        let fields = fields(cx, |name| changeset.change_value(name));
        Some(Self { password_hash, fields })
    }

    /// Reads an account whose password was typed just now. Returns `None` without a password.
    pub(crate) fn from_row(cx: &Cx, row: &User) -> Result<Option<Self>, Error> {
        let Some(password_hash) = row.get(PASSWORD_HASH)? else { return Ok(None) };
        Ok(Some(Self { password_hash, fields: fields(cx, |name| row.value(name)) }))
    }

    pub(crate) fn password_hash(&self) -> &str {
        &self.password_hash
    }

    /// Drops the fields, for use where there is no room for them.
    pub(crate) fn drop_fields(&mut self) {
        self.fields.clear();
    }
}

fn fields<'v>(cx: &Cx, value: impl Fn(&'static str) -> Option<&'v Value>) -> Vec<(String, FieldValue)> {
    let typed = |field: &FieldDef| Some((field.name.to_owned(), FieldValue::new(value(field.name)?)?));
    form_fields(cx).filter_map(typed).collect()
}

impl RepeatedRegistration {
    /// Creates the registration of the row that has the address.
    pub(crate) fn new(cx: &Cx, row: &User, typed: Typed) -> Result<Option<Self>, Error> {
        let Some(email) = row.get(EMAIL)? else { return Ok(None) };
        Ok(Some(Self {
            version: VERSION,
            user: row.id()?,
            epoch: row.get(AUTH_EPOCH)?,
            email,
            made_ms: cx.pow().clock().now_ms(),
            typed,
        }))
    }

    /// Returns the registration with the current time, for a new link that replaces an expired one.
    pub(crate) fn renewed(self, cx: &Cx) -> Self {
        Self { made_ms: cx.pow().clock().now_ms(), ..self }
    }

    /// Encrypts the registration and returns the token of its link. Only the secret of this set-up opens it.
    pub(crate) fn seal(mut self, cx: &Cx) -> Result<String, Error> {
        let seal = |registration: &Self| {
            let plain = postcard::to_allocvec(registration).map_err(Error::other)?;
            Ok::<_, Error>(URL_SAFE_NO_PAD.encode(cx.pow().sealer(PURPOSE).seal(&plain)?))
        };
        let text = seal(&self)?;
        if text.len() <= MAX_LENGTH {
            return Ok(text);
        }
        self.typed.drop_fields();
        seal(&self)
    }

    pub(crate) fn open(cx: &Cx, text: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let registration: Self = postcard::from_bytes(&cx.pow().sealer(PURPOSE).open(&sealed)?).ok()?;
        (registration.version == VERSION).then_some(registration)
    }

    /// Returns whether the row is unchanged since the first registration. The link proves this address alone, so no other one may
    /// be pending.
    pub(crate) fn is_for(&self, row: &User) -> Result<bool, Error> {
        let is_same = row.get(AUTH_EPOCH)? == self.epoch && address_to_confirm(row)?.as_ref() == Some(&self.email);
        Ok(is_same && was_never_confirmed(row)?)
    }

    /// Returns whether the link is at least `ttl` old.
    pub(crate) fn is_older_than(&self, cx: &Cx, ttl: Option<Duration>) -> bool {
        is_expired(cx, self.made_ms, ttl)
    }

    /// Replaces the first registration. Every field that the other visitor typed is overwritten.
    pub(crate) fn apply(self, cx: &Cx, changeset: &mut Changeset) {
        let Typed { password_hash, mut fields } = self.typed;
        changeset.put(PASSWORD_HASH, Some(password_hash));
        for field in form_fields(cx) {
            let at = fields.iter().position(|(name, _)| name == field.name);
            let value = at.and_then(|at| fields.swap_remove(at).1.into_value());
            match value {
                Some(value) if value.fits(field.kind) => changeset.put_value(field.name, value),
                _ if field.nullable => changeset.put_value(field.name, Value::Null),
                _ => {}
            }
        }
    }
}

/// Returns the fields that a registration form sets beside the address and the password.
fn form_fields(cx: &Cx) -> impl Iterator<Item = &FieldDef> {
    let user_id = cx.pow().user_id_field().name();
    let fields = cx.pow().schema().users().fields.iter();
    fields.filter(move |field| (field.form || field.name == user_id) && field.name != EMAIL.name())
}
