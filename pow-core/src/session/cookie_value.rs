//! The signed value of the session cookie: the user's id, the session's permanent id and its rotating secret.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{SessionId, SessionRef};
use crate::{Error, UserId, keys::Signer, random, secret::Secret};

const VERSION: u8 = 1;
pub(super) const USER_LEN: usize = 17;
pub(super) const ID_LEN: usize = 16;
/// 160 bits; ASVS 5.0, 7.2.3 asks for 128. With a longer secret the payload would not fit into one block of the
/// signature's SHA-256.
const SECRET_LEN: usize = 20;
const PAYLOAD_LEN: usize = 1 + USER_LEN + ID_LEN + SECRET_LEN;

/// The SHA-256 of a session's secret. The server doesn't store the secret itself.
pub(super) type SecretHash = [u8; 32];

/// The verified content of a session cookie.
#[derive(Clone, Copy)]
pub(crate) struct Cookie {
    pub(super) session: SessionRef,
    pub(super) secret_hash: SecretHash,
}

impl Cookie {
    pub(crate) fn user(&self) -> UserId {
        self.session.user
    }

    /// Verifies the signature, then reads the payload. A text without a valid signature is not read at all.
    pub(super) fn open(signer: &Signer, text: &str) -> Option<Self> {
        let mut buffer = [0; PAYLOAD_LEN + 40];
        let payload: &[u8; PAYLOAD_LEN] = signer.verify_into(text, &mut buffer)?.try_into().ok()?;
        let (version, rest) = payload.split_first()?;
        let (user, rest) = rest.split_first_chunk()?;
        let (id, secret) = rest.split_first_chunk()?;
        let session = SessionRef { user: read_user(user)?, id: SessionId(*id) };
        (*version == VERSION).then(|| Self { session, secret_hash: Sha256::digest(secret).into() })
    }
}

/// A session's secret, before it goes to the client.
pub(super) struct NewSecret(Secret<[u8; SECRET_LEN]>);

impl NewSecret {
    pub(super) fn random() -> Result<Self, Error> {
        random::bytes().map(Secret::new).map(Self)
    }

    pub(super) fn hash(&self) -> SecretHash {
        Sha256::digest(self.0.expose()).into()
    }

    /// The cookie's value for a session with this secret.
    pub(super) fn sign(&self, signer: &Signer, session: &SessionRef) -> Secret<String> {
        let mut payload = [VERSION; PAYLOAD_LEN];
        let parts = user_bytes(session.user).into_iter().chain(session.id.0).chain(*self.0.expose());
        payload.iter_mut().skip(1).zip(parts).for_each(|(to, from)| *to = from);
        Secret::new(signer.sign(&payload))
    }
}

/// A user's id in 17 bytes: a tag, then the UUID or the integer after eight zero bytes.
pub(super) fn user_bytes(id: UserId) -> [u8; USER_LEN] {
    let (tag, value) = match id {
        UserId::Int(id) => (0, u128::from(id.cast_unsigned())),
        UserId::Uuid(id) => (1, id.as_u128()),
    };
    let mut bytes = [tag; USER_LEN];
    bytes.iter_mut().skip(1).zip(value.to_be_bytes()).for_each(|(to, from)| *to = from);
    bytes
}

pub(super) fn read_user(bytes: &[u8; USER_LEN]) -> Option<UserId> {
    let (tag, value) = bytes.split_first()?;
    let value = u128::from_be_bytes(value.try_into().ok()?);
    match tag {
        0 => u64::try_from(value).ok().map(|id| UserId::Int(id.cast_signed())),
        1 => Some(UserId::Uuid(Uuid::from_u128(value))),
        _ => None,
    }
}
