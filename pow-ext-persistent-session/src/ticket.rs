//! Tickets: the content of the cookie. A ticket contains the user, the family, the generation and the secret of this
//! generation, and is signed.

use std::fmt;

use pow_core::{Error, UserId, conn::SignInNote, keys::Signer, random, secret::Secret};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const VERSION: u8 = 1;

/// The SHA-256 hash of a ticket's secret. The server stores only this hash of it.
pub(crate) type SecretHash = [u8; 32];

/// The random id of a family. It is not a secret and proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FamilyId(pub(crate) [u8; 16]);

impl FamilyId {
    pub(crate) fn random() -> Result<Self, Error> {
        random::bytes().map(Self)
    }
}

/// Records the family whose ticket was used for a sign-in.
impl SignInNote for FamilyId {
    const NAME: &'static str = "persistent_session.family";

    fn encode(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    fn decode(text: &str) -> Option<Self> {
        u128::from_str_radix(text, 16).ok().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Debug for FamilyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FamilyId(…)")
    }
}

/// The verified content of a cookie.
pub(crate) struct Ticket {
    pub(crate) user: UserId,
    pub(crate) family: FamilyId,
    pub(crate) generation: u32,
    secret: Secret<[u8; 32]>,
}

/// The two keys of tickets.
pub(crate) struct Keys {
    /// Signs tickets.
    pub(crate) ticket: Signer,
    /// Derives the next secret from a used one. It signs nothing.
    pub(crate) successor: Signer,
}

impl Ticket {
    /// Creates the first ticket of a new family.
    pub(crate) fn first(user: UserId, family: FamilyId) -> Result<Self, Error> {
        Ok(Self { user, family, generation: 0, secret: Secret::new(random::bytes()?) })
    }

    /// Verifies the signature, then decodes. Unsigned text is not decoded.
    pub(crate) fn open(keys: &Keys, text: &str) -> Option<Self> {
        let payload = Secret::new(keys.ticket.verify(text)?);
        type Payload = (u8, UserId, FamilyId, u32, [u8; 32]);
        match postcard::take_from_bytes::<Payload>(payload.expose()).ok()? {
            ((VERSION, user, family, generation, secret), []) => {
                Some(Self { user, family, generation, secret: Secret::new(secret) })
            }
            _ => None,
        }
    }

    /// Returns the text for the cookie.
    pub(crate) fn sign(&self, keys: &Keys) -> Result<Secret<String>, Error> {
        let payload = (VERSION, self.user, self.family, self.generation, self.secret.expose());
        let payload = Secret::new(postcard::to_allocvec(&payload).map_err(Error::other)?);
        Ok(Secret::new(keys.ticket.sign(payload.expose())))
    }

    pub(crate) fn hash(&self) -> SecretHash {
        Sha256::digest(self.secret.expose()).into()
    }

    pub(crate) fn matches(&self, hash: &SecretHash) -> bool {
        self.hash().ct_eq(hash).into()
    }

    /// Derives the next ticket. The result is the same for all concurrent requests, so they all set the same cookie.
    ///
    /// A signature can't replace this derivation, because a [`TokenVerifier`](pow_core::keys::TokenVerifier) may sign
    /// differently each time.
    ///
    /// The key comes from the newest secret. During a rotation, a concurrent request on a node with another newest
    /// secret can't derive the successor. That request is authenticated, but gets no new cookie.
    ///
    /// # Security
    /// The next ticket requires this ticket's secret and a key that only the server has. Neither a stolen database nor
    /// an old cookie is enough.
    pub(crate) fn successor(&self, keys: &Keys) -> Self {
        let generation = self.generation.wrapping_add(1);
        let mut input = Vec::with_capacity(52);
        input.extend_from_slice(&self.family.0);
        input.extend_from_slice(&generation.to_be_bytes());
        input.extend_from_slice(self.secret.expose());
        let input = Secret::new(input);
        let secret = Secret::new(keys.successor.tag(input.expose()));
        Self { user: self.user, family: self.family, generation, secret }
    }
}

#[cfg(test)]
mod tests {
    use pow_core::keys::KeyRing;

    use super::*;

    fn keys(secret: &str) -> Keys {
        let ring = KeyRing::new(secret.into()).unwrap();
        Keys { ticket: ring.signer("persistent_session"), successor: ring.signer("persistent_session_successor") }
    }

    const SECRET: &str = "test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const OTHER: &str = "another test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQ";

    #[test]
    fn signed_text_opens() {
        let keys = keys(SECRET);
        let ticket = Ticket::first(UserId::Int(7), FamilyId([3; 16])).unwrap();
        let opened = Ticket::open(&keys, ticket.sign(&keys).unwrap().expose()).unwrap();
        assert_eq!((opened.user, opened.family, opened.generation), (UserId::Int(7), FamilyId([3; 16]), 0));
        assert!(opened.matches(&ticket.hash()));
    }

    // PS5, Y1
    #[test]
    fn changed_or_truncated_text_is_rejected() {
        let keys = keys(SECRET);
        let text = Ticket::first(UserId::Int(7), FamilyId([3; 16])).unwrap().sign(&keys).unwrap();
        let text = text.expose();
        for at in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                assert!(Ticket::open(&keys, std::str::from_utf8(&bytes).unwrap()).is_none(), "bit {bit} at {at}");
            }
            assert!(Ticket::open(&keys, &text[..at]).is_none(), "cut at {at}");
        }
        assert!(Ticket::open(&keys, &format!("{text}A")).is_none());
    }

    // PS8: the secret is never looked up. Its hash is compared in constant time, and the first equal bytes of a hash
    // reveal nothing about the secret.
    #[test]
    fn secret_is_compared_by_its_whole_hash() {
        let ticket = Ticket::first(UserId::Int(7), FamilyId([3; 16])).unwrap();
        let good = ticket.hash();
        assert!(ticket.matches(&good));
        for at in 0..good.len() {
            let mut other = good;
            other[at] ^= 1;
            assert!(!ticket.matches(&other), "byte {at}");
        }
        assert_ne!(&good, ticket.secret.expose(), "the server stores a hash, not the secret");
        assert!(!ticket.matches(ticket.secret.expose()));
    }

    // V1, V2
    #[test]
    fn text_of_another_key_or_purpose_is_rejected() {
        let own = keys(SECRET);
        let ticket = Ticket::first(UserId::Int(7), FamilyId([3; 16])).unwrap();
        assert!(Ticket::open(&own, ticket.sign(&keys(OTHER)).unwrap().expose()).is_none());
        let swapped = Keys { ticket: own.successor.clone(), successor: own.ticket.clone() };
        assert!(Ticket::open(&own, ticket.sign(&swapped).unwrap().expose()).is_none());
    }

    #[test]
    fn successor_is_deterministic_and_needs_the_key() {
        let own = keys(SECRET);
        let ticket = Ticket::first(UserId::Int(7), FamilyId([3; 16])).unwrap();
        let (one, two) = (ticket.successor(&own), ticket.successor(&own));
        assert_eq!((one.generation, one.hash()), (1, two.hash()));
        assert_ne!(one.hash(), ticket.hash());
        assert_ne!(one.hash(), ticket.successor(&keys(OTHER)).hash());
        assert_ne!(one.hash(), one.successor(&own).hash());
        let stranger = Ticket::first(UserId::Int(7), FamilyId([3; 16])).unwrap();
        assert_ne!(one.hash(), stranger.successor(&own).hash());
    }
}
