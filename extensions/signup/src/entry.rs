//! Entries of the cache: sealed, and stored under the hash of a random id.
//!
//! A reader of the cache learns neither the id nor the content. An entry can be opened only with its own id. Its expiry is also
//! checked by the clock of the set-up.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use pow_core::{Error, cache::Key, cx::Cx, random};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// The purpose of the seal.
const PURPOSE: &str = "signup";
/// The largest entry, in bytes.
const MAX_BYTES: usize = 32 * 1024;
const HOUR: Duration = Duration::from_secs(3600);

/// A kind of entry: the name in its key, and how long it lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    name: &'static str,
    pub(crate) ttl: Duration,
}

/// The state of a sign-up.
pub(crate) const FLOW: Kind = Kind { name: "flow", ttl: HOUR };
/// The content of a prefilled link.
pub(crate) const PREFILLED: Kind = Kind { name: "prefilled", ttl: HOUR };
/// A whole form that waits for its link.
pub(crate) const FORM: Kind = Kind { name: "form", ttl: Duration::from_secs(48 * 3600) };

/// 32 random bytes that only one browser or mail has.
#[derive(Clone)]
pub(crate) struct Id([u8; 32]);

impl Id {
    pub(crate) fn random() -> Result<Self, Error> {
        random::bytes().map(Self)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    pub(crate) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The hash, which may be stored.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

/// An entry as it was read.
pub(crate) struct Entry<T> {
    pub(crate) value: T,
    raw: Bytes,
}

#[derive(Serialize, Deserialize)]
struct Plain<T> {
    version: u8,
    until_ms: i64,
    id_hash: [u8; 32],
    value: T,
}

const VERSION: u8 = 1;

pub(crate) async fn put<T: Serialize>(cx: &Cx, kind: Kind, id: &Id, value: &T) -> Result<(), Error> {
    cx.cache().store().put(&key(cx, kind, id), seal(cx, kind, id, value)?, Some(kind.ttl)).await
}

pub(crate) async fn get<T: DeserializeOwned>(cx: &Cx, kind: Kind, id: &Id) -> Result<Option<Entry<T>>, Error> {
    let raw = cx.cache().store().get(&key(cx, kind, id)).await?;
    Ok(raw.and_then(|raw| Some(Entry { value: open(cx, id, &raw)?, raw })))
}

/// Replaces the entry if it has not changed since it was read. Returns whether it was replaced.
pub(crate) async fn swap<T: Serialize>(cx: &Cx, kind: Kind, id: &Id, read: &Entry<T>, new: &T) -> Result<bool, Error> {
    let new = seal(cx, kind, id, new)?;
    cx.cache().store().compare_and_swap(&key(cx, kind, id), &read.raw, new, Some(kind.ttl)).await
}

pub(crate) async fn delete(cx: &Cx, kind: Kind, id: &Id) -> Result<(), Error> {
    cx.cache().store().delete(&key(cx, kind, id)).await.map(drop)
}

fn key(cx: &Cx, kind: Kind, id: &Id) -> Key {
    cx.cache().key().name("signup").name(kind.name).bytes(&id.hash())
}

fn seal<T: Serialize>(cx: &Cx, kind: Kind, id: &Id, value: &T) -> Result<Bytes, Error> {
    let lasts = i64::try_from(kind.ttl.as_millis()).unwrap_or(i64::MAX);
    let until_ms = cx.pow().clock().now_ms().saturating_add(lasts);
    let plain = postcard::to_allocvec(&Plain { version: VERSION, until_ms, id_hash: id.hash(), value });
    let plain = plain.map_err(Error::other)?;
    if plain.len() > MAX_BYTES {
        return Err(Error::other(format!("the entry `{}` of a sign-up has more than {MAX_BYTES} bytes", kind.name)));
    }
    cx.pow().sealer(PURPOSE).seal(&plain).map(Bytes::from)
}

fn open<T: DeserializeOwned>(cx: &Cx, id: &Id, raw: &[u8]) -> Option<T> {
    let plain: Plain<T> = postcard::from_bytes(&cx.pow().sealer(PURPOSE).open(raw)?).ok()?;
    let is_valid = plain.version == VERSION && plain.id_hash == id.hash();
    (is_valid && plain.until_ms > cx.pow().clock().now_ms()).then_some(plain.value)
}
