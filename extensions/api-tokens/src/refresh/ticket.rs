//! The content of a refresh token: the family, the generation and that generation's secret, signed by the server.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{Error, UserId, cx::Cx, keys::Signer, random, secret::Secret};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const VERSION: u8 = 2;

/// The SHA-256 of a secret. The server stores nothing else of it.
pub(super) type SecretHash = [u8; 32];
/// The random id of a family. It is not a secret.
pub(crate) type FamilyId = [u8; 16];

/// The verified content of a refresh token.
pub(super) struct Ticket {
    pub(super) user: UserId,
    pub(super) family: FamilyId,
    pub(super) generation: u32,
    secret: Secret<[u8; 32]>,
}

/// The two keys of refresh tokens.
pub(super) struct Keys {
    ticket: Signer,
    /// Derives the next secret from a used one. It signs nothing.
    successor: Signer,
}

impl Keys {
    pub(super) fn of(cx: &Cx) -> Self {
        let signer = |purpose| cx.pow().signer(purpose);
        Self { ticket: signer("api_tokens_refresh"), successor: signer("api_tokens_refresh_successor") }
    }
}

impl Ticket {
    /// Creates the first ticket of a new family.
    pub(super) fn first(user: UserId) -> Result<Self, Error> {
        Ok(Self { user, family: random::bytes()?, generation: 0, secret: Secret::new(random::bytes()?) })
    }

    /// Verifies the signature, then decodes.
    pub(super) fn open(keys: &Keys, text: &str) -> Option<Self> {
        let payload = Secret::new(keys.ticket.verify(text)?);
        match postcard::take_from_bytes::<(u8, UserId, FamilyId, u32, [u8; 32])>(payload.expose()).ok()? {
            ((VERSION, user, family, generation, secret), []) => {
                Some(Self { user, family, generation, secret: Secret::new(secret) })
            }
            _ => None,
        }
    }

    /// Returns the refresh token.
    pub(super) fn sign(&self, keys: &Keys) -> Result<Secret<String>, Error> {
        let payload = (VERSION, self.user, self.family, self.generation, self.secret.expose());
        let payload = Secret::new(postcard::to_allocvec(&payload).map_err(Error::other)?);
        Ok(Secret::new(keys.ticket.sign(payload.expose())))
    }

    pub(super) fn hash(&self) -> SecretHash {
        Sha256::digest(self.secret.expose()).into()
    }

    pub(super) fn matches(&self, hash: &SecretHash) -> bool {
        self.hash().ct_eq(hash).into()
    }

    /// Derives the next ticket from this ticket's secret and a key of the server, so that all concurrent requests get the same
    /// one.
    pub(super) fn successor(&self, keys: &Keys) -> Self {
        let generation = self.generation.wrapping_add(1);
        let input = [&self.family[..], &generation.to_be_bytes(), self.secret.expose()].concat();
        let input = Secret::new(input);
        Self {
            user: self.user,
            family: self.family,
            generation,
            secret: Secret::new(keys.successor.tag(input.expose())),
        }
    }
}

/// The id of a family as the claim `sid`.
pub(crate) fn family_text(id: FamilyId) -> String {
    URL_SAFE_NO_PAD.encode(id)
}

pub(crate) fn parse_family(text: &str) -> Option<FamilyId> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
