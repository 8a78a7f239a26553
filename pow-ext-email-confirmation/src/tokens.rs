//! Links: made from a nonce in the row and the address that the mail goes to.
//!
//! A link is the nonce and a digest of nonce and address, signed. The row holds the nonce and a hash of the signed
//! payload.
//! * The same link can be made again for another mail, so earlier mails stay valid. This holds even if signatures
//!   differ each time ([`TokenVerifier`](pow_core::keys::TokenVerifier)) or the secret was rotated.
//! * A reader of the database can't make the link, because the key is not stored there.
//! * A link confirms only the address that it was made for, whatever the row says later. (V4)
//! * A used link leaves its marker in the row, so that a second click on it can be distinguished from a forged link.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{Error, cx::Cx, random};
use sha2::{Digest, Sha256};

const PURPOSE: &str = "email_confirmation";
const TIME: usize = 8;
const RANDOM: usize = 16;
const NONCE: usize = TIME + 1 + RANDOM;
const BINDING: usize = 16;

/// The flag after the time. It means that the account was registered with a link, and is unconfirmed until a link is used.
const REGISTERED: u8 = 1;

/// When the link was made (milliseconds), the flag [`REGISTERED`], and 16 random bytes.
type Nonce = [u8; NONCE];

/// A link and the value that the row stores for it.
pub(crate) struct Link {
    /// The token in the mail.
    pub(crate) text: String,
    /// The value in the row.
    pub(crate) stored: String,
}

impl Link {
    /// Creates the link of a new account.
    pub(crate) fn for_registration(cx: &Cx, address: &str) -> Result<Self, Error> {
        Self::new(cx, address, REGISTERED)
    }

    /// Creates a link that replaces the stored one, if there is one.
    pub(crate) fn renewed(cx: &Cx, stored: Option<&str>, address: &str) -> Result<Self, Error> {
        let registered = stored.and_then(StoredLink::read).is_some_and(|made| made.is_registration);
        Self::new(cx, address, if registered { REGISTERED } else { 0 })
    }

    fn new(cx: &Cx, address: &str, origin: u8) -> Result<Self, Error> {
        let random: [u8; RANDOM] = random::bytes()?;
        let mut nonce = [0; NONCE];
        let bytes = cx.pow().clock().now_ms().to_be_bytes().into_iter().chain([origin]).chain(random);
        nonce.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Ok(Self::from_nonce(cx, &nonce, address))
    }

    /// Recreates the link of the stored value. Returns `None` if it was made for another address.
    pub(crate) fn from_stored(cx: &Cx, stored: &str, address: &str) -> Option<Self> {
        Some(Self::from_nonce(cx, &nonce(stored)?, address)).filter(|link| link.stored == stored)
    }

    /// As [`Link::from_stored`], but `None` once half of the lifetime is over: a mailed link must be valid for a while.
    pub(crate) fn reusable(cx: &Cx, stored: &str, address: &str, ttl: Option<Duration>) -> Option<Self> {
        let link = Self::from_stored(cx, stored, address)?;
        let verified = VerifiedLink::read(cx, &link.text)?;
        (!verified.is_older_than(cx, ttl.map(|ttl| ttl / 2))).then_some(link)
    }

    fn from_nonce(cx: &Cx, nonce: &Nonce, address: &str) -> Self {
        let payload = [&nonce[..], &binding(nonce, address)[..]].concat();
        Self { text: cx.pow().signer(PURPOSE).sign(&payload), stored: stored(nonce, &payload) }
    }
}

/// The parts of the stored value that can be read without the key.
pub(crate) struct StoredLink {
    /// When the link was made, in milliseconds.
    pub(crate) at_ms: i64,
    /// Whether the account was registered with a link. Accounts from before the extension were not.
    pub(crate) is_registration: bool,
}

impl StoredLink {
    pub(crate) fn read(stored: &str) -> Option<Self> {
        let nonce = nonce(stored)?;
        let (time, rest) = nonce.split_first_chunk::<TIME>()?;
        Some(Self { at_ms: i64::from_be_bytes(*time), is_registration: rest.first() == Some(&REGISTERED) })
    }
}

/// The content of a token whose signature is valid. The link may still have expired or been replaced.
pub(crate) struct VerifiedLink {
    /// The value that the row must hold.
    pub(crate) stored: String,
    nonce: Nonce,
    binding: [u8; BINDING],
}

impl VerifiedLink {
    /// Verifies the signature and reads the content. An invalid token is rejected before any database query.
    pub(crate) fn read(cx: &Cx, text: &str) -> Option<Self> {
        let mut buffer = [0; 128];
        let payload = cx.pow().signer(PURPOSE).verify_into(text, &mut buffer)?;
        let (nonce, rest) = payload.split_first_chunk::<NONCE>()?;
        let binding = rest.try_into().ok()?;
        Some(Self { stored: stored(nonce, payload), nonce: *nonce, binding })
    }

    /// Returns whether the link was made for this address.
    pub(crate) fn is_for(&self, address: &str) -> bool {
        self.binding == binding(&self.nonce, address)
    }

    /// Returns whether the link is at least `ttl` old.
    pub(crate) fn is_older_than(&self, cx: &Cx, ttl: Option<Duration>) -> bool {
        let made_ms = self.nonce.first_chunk::<TIME>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
        is_expired(cx, made_ms, ttl)
    }
}

/// Returns whether a link that was made at `made_ms` is at least `ttl` old. Without a `ttl` it never expires.
pub(crate) fn is_expired(cx: &Cx, made_ms: i64, ttl: Option<Duration>) -> bool {
    let age = cx.pow().clock().now_ms().saturating_sub(made_ms);
    ttl.is_some_and(|ttl| age >= i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX))
}

/// The beginning of a marker. No stored link begins with it, since its nonce is longer.
pub(crate) const USED: &str = "used.";

/// Returns the marker that replaces a stored link once it is used. A marker is returned unchanged.
pub(crate) fn used(stored: &str) -> String {
    if stored.starts_with(USED) { stored.to_owned() } else { format!("{USED}{stored}") }
}

/// Returns the marker of a used link that contains a repeated registration, which no row stores.
pub(crate) fn used_text(text: &str) -> String {
    format!("{USED}{}", URL_SAFE_NO_PAD.encode(Sha256::digest(text)))
}

fn nonce(stored: &str) -> Option<Nonce> {
    let (nonce, _) = stored.split_once('.')?;
    URL_SAFE_NO_PAD.decode(nonce).ok()?.try_into().ok()
}

/// Returns the value for the row. It hashes the payload and not the signed text, because a signature may differ each
/// time.
fn stored(nonce: &Nonce, payload: &[u8]) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(nonce), URL_SAFE_NO_PAD.encode(Sha256::digest(payload)))
}

fn binding(nonce: &Nonce, address: &str) -> [u8; BINDING] {
    let digest = Sha256::new_with_prefix(nonce).chain_update(address).finalize();
    let mut binding = [0; BINDING];
    binding.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    binding
}
