//! The links: made from a nonce that the row holds and the address that the mail goes to.
//!
//! A link is the nonce and a digest of nonce and address, signed. The row holds the nonce and a hash of the whole link. So
//! * the link can be made again for another mail, and no earlier mail becomes worthless by that;
//! * who reads the database can't make it, since the key is not there;
//! * it confirms the address that it was made for and no other, whatever the row says by then. (V4)

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{
    Error,
    cx::Cx,
    token::{Purpose, Token},
};
use sha2::{Digest, Sha256};

/// No link should work for longer.
pub(crate) const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

const PURPOSE: &str = "email_confirmation";
const TIME: usize = 8;
const NONCE: usize = TIME + 16;
const BINDING: usize = 16;

/// The purpose of the links' tokens.
#[derive(Clone, Copy, Debug)]
pub struct ConfirmationToken;

impl Purpose for ConfirmationToken {
    const NAME: &'static str = PURPOSE;
}

/// When the link was made, in milliseconds, and 16 random bytes.
type Nonce = [u8; NONCE];

/// A link and what the row holds of it.
pub(crate) struct Link {
    /// For the mail.
    pub(crate) text: String,
    /// For the row.
    pub(crate) stored: String,
}

impl Link {
    /// A new link for this address.
    pub(crate) fn new(cx: &Cx, address: &str) -> Result<Self, Error> {
        let random = Token::<ConfirmationToken>::random()?.hash();
        let mut nonce = [0; NONCE];
        let bytes = cx.pow().clock().now_ms().to_be_bytes().into_iter().chain(random);
        nonce.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Ok(Self::of(cx, &nonce, address))
    }

    /// The link that the row is about, if it was made for this address.
    pub(crate) fn again(cx: &Cx, stored: &str, address: &str) -> Option<Self> {
        let (nonce, _) = stored.split_once('.')?;
        let nonce: Nonce = URL_SAFE_NO_PAD.decode(nonce).ok()?.try_into().ok()?;
        Some(Self::of(cx, &nonce, address)).filter(|link| link.stored == stored)
    }

    /// As [`Link::again`], unless more than half of its life is over: what is mailed should be good for a while.
    pub(crate) fn still_good(cx: &Cx, stored: &str, address: &str, ttl: Option<Duration>) -> Option<Self> {
        let link = Self::again(cx, stored, address)?;
        let claim = Claim::read(cx, &link.text)?;
        (!claim.is_older_than(cx, ttl.map(|ttl| ttl / 2))).then_some(link)
    }

    fn of(cx: &Cx, nonce: &Nonce, address: &str) -> Self {
        let payload = [&nonce[..], &binding(nonce, address)[..]].concat();
        let text = cx.pow().signer(PURPOSE).sign(&payload);
        Self { stored: stored(nonce, &text), text }
    }
}

/// What a link that somebody opened says. We signed it; whether it is still good is another question.
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
        Some(Self { stored: stored(nonce, text), nonce: *nonce, binding })
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

fn stored(nonce: &Nonce, text: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(nonce), URL_SAFE_NO_PAD.encode(Sha256::digest(text)))
}

fn binding(nonce: &Nonce, address: &str) -> [u8; BINDING] {
    let digest = Sha256::new_with_prefix(nonce).chain_update(address).finalize();
    let mut binding = [0; BINDING];
    binding.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    binding
}
