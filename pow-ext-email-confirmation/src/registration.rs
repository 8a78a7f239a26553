//! A second registration of an address that was never confirmed. It waits in its own link, sealed, and becomes the account
//! if that link is the one that is opened: no link confirms a password that another visitor chose. (V10)

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
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT},
    tokens::Made,
};

const PURPOSE: &str = "email_confirmation.registration";
const VERSION: u8 = 1;
/// Longer links are cut by mail programs. Then the link carries the password alone.
const LONGEST: usize = 1_500;

/// What was registered.
#[derive(Serialize, Deserialize)]
pub(crate) struct Registration {
    version: u8,
    pub(crate) user: UserId,
    epoch: i64,
    email: String,
    made_ms: i64,
    password_hash: String,
    fields: Vec<(String, Typed)>,
}

/// The value of a field that a form may set.
#[derive(Serialize, Deserialize)]
enum Typed {
    Text(String),
    Bool(bool),
    Int(i64),
    Micros(i64),
}

impl Typed {
    fn of(value: &Value) -> Option<Self> {
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

/// Whether the account began with a registration whose link was never opened.
pub(crate) fn was_never_confirmed(user: &User) -> Result<bool, Error> {
    let made = user.get(EMAIL_CONFIRMATION_TOKEN)?.as_deref().and_then(Made::read);
    Ok(user.get(EMAIL_CONFIRMED_AT)?.is_none() && made.is_some_and(|made| made.with_the_account))
}

impl Registration {
    /// The registration in a refused changeset, for the row that has the address. `None` without a password.
    pub(crate) fn of(cx: &Cx, row: &User, changeset: &Changeset) -> Result<Option<Self>, Error> {
        let (Some(email), Some(password_hash)) = (row.get(EMAIL)?, changeset.change(PASSWORD_HASH).flatten()) else {
            return Ok(None);
        };
        let typed = |field: &FieldDef| Some((field.name.to_owned(), Typed::of(changeset.change_value(field.name)?)?));
        Ok(Some(Self {
            version: VERSION,
            user: row.id()?,
            epoch: row.get(AUTH_EPOCH)?,
            email,
            made_ms: cx.pow().clock().now_ms(),
            password_hash,
            fields: typed_fields(cx).filter_map(typed).collect(),
        }))
    }

    /// The text of its link. The secret of the set-up opens it and nothing else does.
    pub(crate) fn seal(mut self, cx: &Cx) -> Result<String, Error> {
        let seal = |registration: &Self| {
            let plain = postcard::to_allocvec(registration).map_err(Error::other)?;
            Ok::<_, Error>(URL_SAFE_NO_PAD.encode(cx.pow().sealer(PURPOSE).seal(&plain)?))
        };
        let text = seal(&self)?;
        if text.len() <= LONGEST {
            return Ok(text);
        }
        self.fields.clear();
        seal(&self)
    }

    pub(crate) fn open(cx: &Cx, text: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let registration: Self = postcard::from_bytes(&cx.pow().sealer(PURPOSE).open(&sealed)?).ok()?;
        (registration.version == VERSION).then_some(registration)
    }

    /// Whether the row is still that of the first registration, and the link is not too old.
    pub(crate) fn is_good(&self, cx: &Cx, row: &User, ttl: Option<Duration>) -> Result<bool, Error> {
        let age = cx.pow().clock().now_ms().saturating_sub(self.made_ms);
        let is_over = ttl.is_some_and(|ttl| age >= i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX));
        let is_same = row.get(AUTH_EPOCH)? == self.epoch && row.get(EMAIL)?.as_ref() == Some(&self.email);
        Ok(!is_over && is_same && was_never_confirmed(row)?)
    }

    /// Puts it in the place of the first registration: nothing that the other visitor typed stays.
    pub(crate) fn put_into(mut self, cx: &Cx, changeset: &mut Changeset) {
        changeset.put(PASSWORD_HASH, Some(self.password_hash));
        for field in typed_fields(cx) {
            let at = self.fields.iter().position(|(name, _)| name == field.name);
            let value = at.and_then(|at| self.fields.swap_remove(at).1.into_value());
            match value {
                Some(value) if value.fits(field.kind) => changeset.put_value(field.name, value),
                _ if field.nullable => changeset.put_value(field.name, Value::Null),
                _ => {}
            }
        }
    }
}

/// What a registration form sets beside the address and the password.
fn typed_fields(cx: &Cx) -> impl Iterator<Item = &FieldDef> {
    let user_id = cx.pow().user_id_field().name();
    let fields = cx.pow().schema().users().fields.iter();
    fields.filter(move |field| (field.form || field.name == user_id) && field.name != EMAIL.name())
}
