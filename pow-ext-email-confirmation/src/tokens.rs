//! The links: made from a nonce that the row holds and the address that the mail goes to.
//!
//! A link is the nonce and a digest of nonce and address, signed. The row holds the nonce and a hash of what is signed. So
//! * the link can be made again for another mail, and no earlier mail becomes worthless by that, also where a signature
//!   looks different each time ([`TokenVerifier`](pow_core::keys::TokenVerifier)) or the secret was changed in between;
//! * who reads the database can't make it, since the key is not there;
//! * it confirms the address that it was made for and no other, whatever the row says by then. (V4)

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{Error, cx::Cx, random};
use sha2::{Digest, Sha256};

const PURPOSE: &str = "email_confirmation";
const TIME: usize = 8;
const RANDOM: usize = 16;
const NONCE: usize = TIME + 1 + RANDOM;
const BINDING: usize = 16;

/// In the byte behind the time: the account was registered with a link, and is unconfirmed until one is opened.
const REGISTERED: u8 = 1;

/// When the link was made, in milliseconds; whether the account began with one; and 16 random bytes.
type Nonce = [u8; NONCE];

/// A link and what the row holds of it.
pub(crate) struct Link {
    /// For the mail.
    pub(crate) text: String,
    /// For the row.
    pub(crate) stored: String,
}

impl Link {
    /// The link of a new account.
    pub(crate) fn first(cx: &Cx, address: &str) -> Result<Self, Error> {
        Self::new(cx, address, REGISTERED)
    }

    /// A link in the place of the one that the row holds, if it holds one.
    pub(crate) fn next(cx: &Cx, stored: Option<&str>, address: &str) -> Result<Self, Error> {
        let registered = stored.and_then(Made::read).is_some_and(|made| made.with_the_account);
        Self::new(cx, address, if registered { REGISTERED } else { 0 })
    }

    fn new(cx: &Cx, address: &str, origin: u8) -> Result<Self, Error> {
        let random: [u8; RANDOM] = random::bytes()?;
        let mut nonce = [0; NONCE];
        let bytes = cx.pow().clock().now_ms().to_be_bytes().into_iter().chain([origin]).chain(random);
        nonce.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Ok(Self::of(cx, &nonce, address))
    }

    /// The link that the row is about, if it was made for this address.
    pub(crate) fn again(cx: &Cx, stored: &str, address: &str) -> Option<Self> {
        Some(Self::of(cx, &nonce(stored)?, address)).filter(|link| link.stored == stored)
    }

    /// As [`Link::again`], unless more than half of its life is over: what is mailed should be good for a while.
    pub(crate) fn still_good(cx: &Cx, stored: &str, address: &str, ttl: Option<Duration>) -> Option<Self> {
        let link = Self::again(cx, stored, address)?;
        let claim = Claim::read(cx, &link.text)?;
        (!claim.is_older_than(cx, ttl.map(|ttl| ttl / 2))).then_some(link)
    }

    fn of(cx: &Cx, nonce: &Nonce, address: &str) -> Self {
        let payload = [&nonce[..], &binding(nonce, address)[..]].concat();
        Self { text: cx.pow().signer(PURPOSE).sign(&payload), stored: stored(nonce, &payload) }
    }
}

/// What the row tells of its link without the key.
pub(crate) struct Made {
    /// When, in milliseconds.
    pub(crate) at_ms: i64,
    /// Whether the account began with a link. Those that were there before the extension did not.
    pub(crate) with_the_account: bool,
}

impl Made {
    pub(crate) fn read(stored: &str) -> Option<Self> {
        let nonce = nonce(stored)?;
        let (time, rest) = nonce.split_first_chunk::<TIME>()?;
        Some(Self { at_ms: i64::from_be_bytes(*time), with_the_account: rest.first() == Some(&REGISTERED) })
    }
}

/// The content of an opened link. The signature is ours; whether it is still good is another question.
pub(crate) struct Claim {
    /// What the row must hold.
    pub(crate) stored: String,
    nonce: Nonce,
    binding: [u8; BINDING],
}

impl Claim {
    /// Reads a link. The signature comes before anything else, so that no guess costs a look into the database.
    pub(crate) fn read(cx: &Cx, text: &str) -> Option<Self> {
        let mut buffer = [0; 128];
        let payload = cx.pow().signer(PURPOSE).verify_into(text, &mut buffer)?;
        let (nonce, rest) = payload.split_first_chunk::<NONCE>()?;
        let binding = rest.try_into().ok()?;
        Some(Self { stored: stored(nonce, payload), nonce: *nonce, binding })
    }

    /// Whether the link was made for this address.
    pub(crate) fn is_for(&self, address: &str) -> bool {
        self.binding == binding(&self.nonce, address)
    }

    /// Whether the link was made so long ago. Without a limit none is too old.
    pub(crate) fn is_older_than(&self, cx: &Cx, ttl: Option<Duration>) -> bool {
        let made = self.nonce.first_chunk::<TIME>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
        let age = cx.pow().clock().now_ms().saturating_sub(made);
        ttl.is_some_and(|ttl| age >= i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX))
    }
}

fn nonce(stored: &str) -> Option<Nonce> {
    let (nonce, _) = stored.split_once('.')?;
    URL_SAFE_NO_PAD.decode(nonce).ok()?.try_into().ok()
}

/// Of the payload, not of the signed text: the same payload need not be signed by the same text twice.
fn stored(nonce: &Nonce, payload: &[u8]) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(nonce), URL_SAFE_NO_PAD.encode(Sha256::digest(payload)))
}

fn binding(nonce: &Nonce, address: &str) -> [u8; BINDING] {
    let digest = Sha256::new_with_prefix(nonce).chain_update(address).finalize();
    let mut binding = [0; BINDING];
    binding.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    binding
}
