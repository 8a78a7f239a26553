//! The device cookie: a browser in which the owner has signed in has a separate limit, which strangers can't use up. It follows
//! OWASP's "Slow Down Online Guessing Attacks with Device Cookies".

use pow_core::{
    Error, Pow, UserId,
    clock::{MAX_SKEW_MS, millis},
    cookie::{CookieOptions, SameSite, SetCookie},
    cx::Cx,
    random,
    record::User,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Lockout;

/// The name of the cookie, after the prefix of the set-up.
const COOKIE: &str = "known_browser";
/// The maximum number of accounts for which a browser is known. The least recently used one is dropped first.
const ACCOUNTS: usize = 8;

/// Shows that the browser is known for an account under one of its names. It proves nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known {
    /// The name of the browser in the counts of the account.
    pub(crate) id: [u8; 16],
    /// A digest of the name by which the account is found.
    name: [u8; 16],
    /// A digest of the account, because another account may get the name later.
    account: [u8; 16],
    /// A digest of the account, its auth epoch and its password hash.
    authority: [u8; 16],
    since_ms: i64,
}

impl Known {
    fn new(id: [u8; 16], name: &str, user: &User, since_ms: i64) -> Result<Self, Error> {
        let (account, authority) = (account(&id, user.id()?), authority(&id, user)?);
        Ok(Self { id, name: digest(&id, name.as_bytes()), account, authority, since_ms })
    }

    /// Whether the entry was made for this account.
    pub(crate) fn is_for(&self, user: &User) -> Result<bool, Error> {
        Ok(self.account == account(&self.id, user.id()?))
    }

    /// Whether the entry was made for this account with its present auth epoch and password. A person who knew an earlier password
    /// has no such entry.
    pub(crate) fn is_current(&self, user: &User) -> Result<bool, Error> {
        Ok(self.authority == authority(&self.id, user)?)
    }
}

/// The accounts of a browser, the most recently used one first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Browser(Vec<Known>);

impl Browser {
    /// Reads the cookie of the request. A forged, expired or duplicate cookie is ignored.
    pub(crate) fn read(config: &Lockout, cx: &Cx) -> Result<Self, Error> {
        let cookie = cookie(cx.pow())?;
        let bytes = cx.origin().cookie(cookie.name()).and_then(|text| cx.pow().signer(COOKIE).verify(text));
        let mut known: Vec<Known> = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default();
        let now = cx.pow().clock().now_ms();
        let valid = now.saturating_sub(millis(config.known_for))..=now.saturating_add(MAX_SKEW_MS);
        known.retain(|known| valid.contains(&known.since_ms));
        known.truncate(ACCOUNTS);
        Ok(Self(known))
    }

    /// Returns the entry that makes the browser known for the account of this name.
    pub(crate) fn known_for(&self, name: &str) -> Option<&Known> {
        self.0.iter().find(|known| known.name == digest(&known.id, name.as_bytes()))
    }

    /// When the browser became known for the account or was last used for it, in milliseconds.
    pub(crate) fn since(known: &Known) -> i64 {
        known.since_ms
    }

    /// Makes the browser known for the account and its name from this time on, with the count `id` or a new one.
    pub(crate) fn renewed(
        mut self,
        name: &str,
        user: &User,
        id: Option<[u8; 16]>,
        since_ms: i64,
    ) -> Result<Self, Error> {
        self.0.retain(|known| known.name != digest(&known.id, name.as_bytes()));
        let id = id.map_or_else(random::bytes, Ok)?;
        self.0.insert(0, Known::new(id, name, user, since_ms)?);
        self.0.truncate(ACCOUNTS);
        Ok(self)
    }

    /// The header that sets the cookie.
    pub(crate) fn header(&self, config: &Lockout, cx: &Cx) -> Result<String, Error> {
        let bytes = postcard::to_allocvec(&self.0).map_err(Error::other)?;
        cookie(cx.pow())?.set(&cx.pow().signer(COOKIE).sign(&bytes), Some(config.known_for))
    }
}

fn account(id: &[u8; 16], user: UserId) -> [u8; 16] {
    digest(id, user.to_string().as_bytes())
}

/// The password hash is included, because a policy may keep the sessions, and thus the epoch, after a new password. A hash that is
/// replaced by a costlier one takes the separate limit, too, until the browser's next sign-in.
fn authority(id: &[u8; 16], user: &User) -> Result<[u8; 16], Error> {
    let (of, epoch, hash) = (user.id()?, user.get(AUTH_EPOCH)?, user.get(PASSWORD_HASH)?.unwrap_or_default());
    Ok(digest(id, format!("{of} {epoch} {hash}").as_bytes()))
}

/// Returns a salted digest, so that the accounts of two browsers can't be compared.
fn digest(id: &[u8; 16], value: &[u8]) -> [u8; 16] {
    let digest = Sha256::new_with_prefix(id).chain_update(value).finalize();
    digest.first_chunk().copied().unwrap_or_default()
}

/// `SameSite=Strict`: a form that another site sends never counts as a form from this browser.
fn cookie(pow: &Pow) -> Result<SetCookie, Error> {
    pow.cookie(COOKIE)?.with(CookieOptions::default().same_site(SameSite::Strict))
}
