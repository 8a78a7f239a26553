//! Values that the browser keeps for a later request: sealed, with a name and an expiry.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    Error,
    cookie::MAX_AGE,
    policy::PageFlow,
    pow::{Pow, cookies::names},
};

/// The maximum length of a value, in bytes. Every request of the browser carries the value.
const MAX_VALUE: usize = 1_024;

/// The name of the kept value with the user id for the sign-in page.
const USER_ID: &str = "user_id";
const USER_ID_TTL: Duration = Duration::from_secs(10 * 60);
/// The maximum length of a user id, in bytes. Longer input is not kept.
const MAX_USER_ID: usize = 254;

/// A sealed value that the client stores. A browser keeps it in a cookie. A program sends it in a header of each further request.
///
/// Its `Debug` shows only how long it is kept.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptValue {
    /// The sealed text. It consists of letters, digits, `-` and `_`.
    pub text: String,
    /// How long the client stores it. The server refuses it after that.
    pub ttl: Duration,
}

impl std::fmt::Debug for KeptValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptValue").field("ttl", &self.ttl).finish_non_exhaustive()
    }
}

/// The plain form of a kept value.
#[derive(Serialize, Deserialize)]
struct Plain {
    name: String,
    until_ms: i64,
    value: String,
}

impl Conn {
    /// Stores a value in this browser, for [`Conn::kept`] in a later request. A value of the same name is replaced.
    ///
    /// The value is encrypted, works in this set-up only, and expires after `ttl`, at most 400 days. A sign-out removes it. The
    /// [carrier](crate::carrier::Carrier) decides how the value travels: by default in a cookie whose name is `kept_` followed
    /// by the value's name. Begin the name with the extension's id.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use pow_core::{Error, conn::Conn};
    /// fn remember_address(conn: &mut Conn, typed: &str) -> Result<(), Error> {
    ///     conn.keep("newsletter_address", typed, Duration::from_secs(3600))
    /// }
    ///
    /// fn address(conn: &Conn) -> Option<String> {
    ///     conn.kept("newsletter_address")
    /// }
    /// ```
    ///
    /// # Errors
    /// * [`Error::Config`] if the name contains anything but ASCII letters, digits, `-` and `_`.
    /// * [`Error::Other`] if the value is longer than 1,024 bytes.
    /// * [`Error::Randomness`] if the operating system returns no random bytes.
    ///
    /// # Security
    /// The client can send an older value of the same name until that value expires, even after [`Conn::forget`]. A value that
    /// must work only once needs an entry in the cache, too.
    pub fn keep(&mut self, name: &str, value: &str, ttl: Duration) -> Result<(), Error> {
        // The name must be valid in the name of a cookie, whatever the carrier is.
        self.pow().cookie(&format!("{}{name}", names::KEPT))?;
        if value.len() > MAX_VALUE {
            return Err(Error::other(format!("the value to keep as `{name}` is longer than {MAX_VALUE} bytes")));
        }
        let ttl = ttl.min(MAX_AGE);
        let lasts = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX);
        let until_ms = self.pow().clock().now_ms().saturating_add(lasts);
        let plain = Plain { name: name.to_owned(), until_ms, value: value.to_owned() };
        let sealed = self.pow().signers().kept.seal(&postcard::to_allocvec(&plain).map_err(Error::other)?)?;
        let text = URL_SAFE_NO_PAD.encode(sealed);
        self.kept.insert(name.to_owned(), text.clone());
        self.effects.client.kept.insert(name.to_owned(), Some(KeptValue { text, ttl }));
        Ok(())
    }

    /// Returns the value that was stored in this browser under this name. `None` if it is missing, expired, or was not made by
    /// this set-up.
    pub fn kept(&self, name: &str) -> Option<String> {
        open(self.pow(), name, self.kept.get(name)?)
    }

    /// Removes the value of this name from the browser.
    pub fn forget(&mut self, name: &str) {
        if self.kept.remove(name).is_some() {
            self.effects.client.kept.insert(name.to_owned(), None);
        }
    }

    /// Fills in the user id on the next sign-in page of this browser, for ten minutes or until a sign-in. It does nothing
    /// with [`PageFlow::Plain`](crate::policy::PageFlow::Plain).
    ///
    /// # Security
    /// Keep a user id only in a browser of its owner: the one in which it was typed, or in which a mailed link was used.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub fn keep_user_id(&mut self, user_id: &str) -> Result<(), Error> {
        let is_plain = self.pow().policy().page_flow == PageFlow::Plain;
        if is_plain || user_id.is_empty() || user_id.len() > MAX_USER_ID {
            return Ok(());
        }
        self.keep(USER_ID, user_id, USER_ID_TTL)
    }

    /// Returns the user id for the sign-in page: see [`Conn::keep_user_id`].
    pub fn kept_user_id(&self) -> Option<String> {
        self.kept(USER_ID)
    }

    pub(super) fn forget_user_id(&mut self) {
        self.forget(USER_ID);
    }

    /// Removes every kept value, so that the browser's next user doesn't get it.
    pub(super) fn forget_all(&mut self) {
        for name in std::mem::take(&mut self.kept).into_keys() {
            self.effects.client.kept.insert(name, None);
        }
    }
}

/// Drops the values that this set-up did not make. Another set-up may have cookies with similar names.
pub(crate) fn verified(pow: &Pow, mut kept: BTreeMap<String, String>) -> BTreeMap<String, String> {
    kept.retain(|name, text| open(pow, name, text).is_some());
    kept
}

fn open(pow: &Pow, name: &str, text: &str) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
    let plain: Plain = postcard::from_bytes(&pow.signers().kept.open(&sealed)?).ok()?;
    (plain.name == name && plain.until_ms > pow.clock().now_ms()).then_some(plain.value)
}
