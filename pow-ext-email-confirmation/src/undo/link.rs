//! The links: signed, and valid while the row lists them.
//!
//! * The row has the nonce of each link and no address, so a reader of the database can't make a link.
//! * The write that restores the address removes the link and all later ones from the row.
//! * The list is full after [`MOST`] changes in 7 days. Further changes get no link, so that a thief can't displace the owner's
//!   links.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{Error, UserId, clock::millis, cx::Cx, random, record::User};
use serde::{Deserialize, Serialize};

use super::{EMAIL_UNDO, TTL};

const PURPOSE: &str = "email_confirmation.undo";
/// The maximum number of links of an account.
const MOST: usize = 8;
const TIME: usize = 8;
const NONCE: usize = TIME + 8;

/// When the link was made (milliseconds), and 8 random bytes.
pub(super) type Nonce = [u8; NONCE];

/// The content of a link.
#[derive(Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) nonce: Nonce,
    pub(super) user: UserId,
    /// The address to restore.
    pub(super) address: String,
}

impl Claims {
    pub(super) fn sign(&self, cx: &Cx) -> Result<String, Error> {
        Ok(cx.pow().signer(PURPOSE).sign(&postcard::to_allocvec(self).map_err(Error::other)?))
    }

    /// Verifies the signature. The link may have expired or been used.
    pub(super) fn verify(cx: &Cx, text: &str) -> Option<Self> {
        postcard::from_bytes(&cx.pow().signer(PURPOSE).verify(text)?).ok()
    }
}

/// The links of a user that are valid, the oldest first.
pub(super) struct OpenLinks(Vec<Nonce>);

impl OpenLinks {
    /// Reads the list of the row, without the links that have expired.
    pub(super) fn read(user: &User, cx: &Cx) -> Result<Self, Error> {
        let stored = user.get(EMAIL_UNDO)?.unwrap_or_default();
        let bytes = URL_SAFE_NO_PAD.decode(stored).unwrap_or_default();
        let now = cx.pow().clock().now_ms();
        let is_open = |nonce: &Nonce| now.saturating_sub(made_ms(nonce)) < millis(TTL);
        let nonces = bytes.chunks_exact(NONCE).filter_map(|nonce| nonce.try_into().ok());
        Ok(Self(nonces.filter(is_open).collect()))
    }

    /// Adds a link, unless the list is full.
    pub(super) fn add(&mut self, cx: &Cx) -> Result<Option<Nonce>, Error> {
        if self.0.len() >= MOST {
            return Ok(None);
        }
        let random: [u8; NONCE - TIME] = random::bytes()?;
        let mut nonce = [0; NONCE];
        let bytes = cx.pow().clock().now_ms().to_be_bytes().into_iter().chain(random);
        nonce.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        self.0.push(nonce);
        Ok(Some(nonce))
    }

    /// Returns the links of earlier changes, or `None` if this one is not in the list.
    pub(super) fn before(mut self, nonce: &Nonce) -> Option<Self> {
        let at = self.0.iter().position(|open| open == nonce)?;
        self.0.truncate(at);
        Some(self)
    }

    /// Returns the value for the row.
    pub(super) fn stored(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| URL_SAFE_NO_PAD.encode(self.0.concat()))
    }
}

fn made_ms(nonce: &Nonce) -> i64 {
    nonce.first_chunk::<TIME>().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}
