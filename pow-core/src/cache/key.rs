//! Keys of the cache: a namespace and typed segments, in one canonical encoding.

use std::fmt;

use sha2::{Digest, Sha256};
use smallvec::SmallVec;
use uuid::Uuid;

use crate::UserId;

/// The maximum length of a segment. A longer one is replaced by its SHA-256, so that four segments have less than 300 bytes.
const MAX_SEGMENT: usize = 64;
const NAMESPACE: u8 = 1;
const NAME: u8 = 2;
const INT: u8 = 3;
const UUID: u8 = 4;
const BYTES: u8 = 5;
const DIGEST: u8 = 0x80;

/// A key, which consists of a namespace and segments.
///
/// Every segment is encoded with its type and length, so different keys have different bytes. The bytes of one key begin with
/// those of another only if its segments begin with the other's segments. Don't use text that a user typed. Hash it, and use
/// [`bytes`](Self::bytes).
///
/// ```
/// use pow_core::{UserId, cache::Key};
///
/// let user = Key::new("accounts").name("session").id(UserId::Int(7));
/// let session = user.clone().bytes(&[0xab; 16]);
/// assert!(session.starts_with(&user));
/// assert!(!session.starts_with(&Key::new("accounts").name("session").id(UserId::Int(8))));
/// ```
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(SmallVec<[u8; 64]>);

impl Key {
    /// Creates a key with only a namespace, such as "users", "admins" or a tenant.
    #[must_use]
    pub fn new(namespace: &str) -> Self {
        Self(SmallVec::new()).push(NAMESPACE, namespace.as_bytes())
    }

    /// Adds a constant name, such as the kind of entry.
    #[must_use]
    pub fn name(self, name: &'static str) -> Self {
        self.push(NAME, name.as_bytes())
    }

    /// Adds the id of a user.
    #[must_use]
    pub fn id(self, id: UserId) -> Self {
        match id {
            UserId::Int(id) => self.push(INT, &id.to_be_bytes()),
            UserId::Uuid(id) => self.push(UUID, id.as_bytes()),
        }
    }

    /// Adds bytes, such as a random id or a hash. More than 64 bytes are replaced by their SHA-256.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> Self {
        self.push(BYTES, bytes)
    }

    /// Returns the canonical bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Parses canonical bytes, for stores that read keys. Returns `None` if they are invalid.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut segments = Segments(bytes);
        let mut at = 0;
        while !segments.0.is_empty() {
            let (tag, content) = segments.next()?;
            let fits = match (tag, content.len()) {
                (NAMESPACE | NAME | BYTES, len) => len <= MAX_SEGMENT,
                (INT, len) => len == 8,
                (UUID, len) => len == 16,
                (tag, len) => len == 32 && matches!(tag & !DIGEST, NAMESPACE | NAME | BYTES),
            };
            if !fits || (tag & !DIGEST == NAMESPACE) != (at == 0) {
                return None;
            }
            at += 1;
        }
        (at > 0).then(|| Self(SmallVec::from_slice(bytes)))
    }

    /// Returns the canonical bytes in lower-case hexadecimal, for stores with text keys. Prefixes are preserved.
    #[must_use]
    pub fn to_hex(&self) -> String {
        const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// Parses the hexadecimal form. Returns `None` if it is invalid.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digit = |digit: &u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect();
        Self::from_bytes(&bytes.filter(|_| rest.is_empty())?)
    }

    /// Returns whether the leading segments are those of `prefix`.
    #[must_use]
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// Returns the last segment that is the id of a user.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        let mut segments = Segments(&self.0);
        let mut found = None;
        while let Some((tag, content)) = segments.next() {
            found = match tag {
                INT => content.try_into().ok().map(|id| UserId::Int(i64::from_be_bytes(id))).or(found),
                UUID => Uuid::from_slice(content).ok().map(UserId::Uuid).or(found),
                _ => found,
            };
        }
        found
    }

    /// Returns the canonical bytes of the group: the namespace and the first two segments. A shorter key is its own group.
    ///
    /// Most scans are for a group, or for a longer prefix. A store that can't scan by prefix keeps an index of each group.
    #[must_use]
    pub fn group(&self) -> &[u8] {
        let mut segments = Segments(&self.0);
        let _ = (segments.next(), segments.next(), segments.next());
        self.0.get(..self.0.len() - segments.0.len()).unwrap_or(&self.0)
    }

    /// Returns the number of segments after the namespace. A scan for a prefix with two or more segments should be cheap.
    #[must_use]
    pub fn depth(&self) -> usize {
        let mut segments = Segments(&self.0);
        std::iter::from_fn(|| segments.next()).count().saturating_sub(1)
    }

    fn push(mut self, tag: u8, content: &[u8]) -> Self {
        match u8::try_from(content.len()) {
            Ok(len) if content.len() <= MAX_SEGMENT => {
                self.0.reserve(2 + content.len());
                self.0.push(tag);
                self.0.push(len);
                self.0.extend_from_slice(content);
            }
            _ => {
                self.0.extend_from_slice(&[tag | DIGEST, 32]);
                self.0.extend_from_slice(&Sha256::digest(content));
            }
        }
        self
    }
}

impl Clone for Key {
    /// Copies all bytes at once. The derived implementation copies byte by byte, and every request clones two prefixes.
    fn clone(&self) -> Self {
        Self(SmallVec::from_slice(&self.0))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.to_hex())
    }
}

/// The remaining bytes of a key.
struct Segments<'b>(&'b [u8]);

impl<'b> Segments<'b> {
    fn next(&mut self) -> Option<(u8, &'b [u8])> {
        let ([tag, len], rest) = self.0.split_first_chunk()?;
        let (content, rest) = rest.split_at_checked(usize::from(*len))?;
        self.0 = rest;
        Some((*tag, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Vec<Key> {
        let id = UserId::Uuid(Uuid::from_u128(7));
        vec![
            Key::new(""),
            Key::new("a"),
            Key::new("ab"),
            Key::new(&"n".repeat(65)),
            Key::new("a").name("b"),
            Key::new("a").name("bc"),
            Key::new("a").name("b").name("c"),
            Key::new("a").bytes(b"b"),
            Key::new("a").bytes(b""),
            Key::new("a").name(""),
            Key::new("a").name("s").id(UserId::Int(1)),
            Key::new("a").name("s").id(UserId::Int(-1)),
            Key::new("a").name("s").id(id),
            Key::new("a").name("s").id(id).bytes(b"x"),
            Key::new("a").name("s").bytes(id.to_string().as_bytes()),
            Key::new("a").bytes(&[7; 64]),
            Key::new("a").bytes(&[7; 65]),
            Key::new("a").bytes(&[7; 66]),
            Key::new("a").bytes(&Sha256::digest([7; 65])),
        ]
    }

    #[test]
    fn different_segments_are_different_keys() {
        // S15
        for (i, a) in keys().iter().enumerate() {
            for (j, b) in keys().iter().enumerate() {
                assert_eq!(a == b, i == j, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn only_leading_segments_are_a_prefix() {
        let key = Key::new("a").name("s").id(UserId::Int(1)).bytes(b"xy");
        let prefixes = [Key::new("a"), Key::new("a").name("s"), Key::new("a").name("s").id(UserId::Int(1))];
        for prefix in &prefixes {
            assert!(key.starts_with(prefix) && key.to_hex().starts_with(&prefix.to_hex()));
        }
        for other in [
            Key::new(""),
            Key::new("a").name(""),
            Key::new("a").bytes(b"s"),
            Key::new("a").name("s").id(UserId::Int(1)).bytes(b"x"),
        ] {
            assert!(!key.starts_with(&other), "{other:?}");
        }
        assert_eq!(key.group(), prefixes[2].as_bytes());
        assert_eq!(Key::new("a").group(), Key::new("a").as_bytes());
        assert_eq!((key.depth(), Key::new("a").depth()), (3, 0));
    }

    #[test]
    fn bytes_and_hex_come_back_and_nothing_else_is_read() {
        for key in keys() {
            assert_eq!(Key::from_bytes(key.as_bytes()), Some(key.clone()));
            assert_eq!(Key::from_hex(&key.to_hex()), Some(key.clone()));
            assert_eq!(Key::from_hex(&format!("{}0", key.to_hex())), None);
            for cut in 1..key.as_bytes().len() {
                let cut = &key.as_bytes()[..cut];
                assert!(Key::from_bytes(cut).is_none_or(|read| read.as_bytes() == cut));
            }
        }
        for junk in
            [&b""[..], b"\x02\x00", b"\x01\x00\x01\x00", b"\x01\x00\x03\x01a", b"\x01\x00\x83\x01a", b"\x09\x00"]
        {
            assert_eq!(Key::from_bytes(junk), None, "{junk:?}");
        }
        assert_eq!(Key::from_hex("zz"), None);
        assert_eq!(Key::from_hex("0Z"), None);
    }

    #[test]
    fn user_id_is_read_back() {
        for id in [UserId::Int(i64::MIN), UserId::Int(0), UserId::Uuid(Uuid::from_u128(u128::MAX))] {
            assert_eq!(Key::new("a").name("s").id(id).bytes(b"xxxxxxxx").user_id(), Some(id));
        }
        assert_eq!(Key::new("a").name("s").bytes(b"xxxxxxxx").user_id(), None);
    }
}
