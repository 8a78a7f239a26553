//! What our keys are called on the server.
//!
//! `PREFIX:{TAG}KEY` with the key's canonical bytes. In a cluster only the tag decides about the slot: all keys of a
//! user have the user's id as their tag, so that one command and one script can reach them. Entries below a group
//! (a user's sessions) are listed in an index: a sorted set by the time at which they expire.

use sha2::{Digest, Sha256};

use super::Key;
use crate::Error;

/// Is the key below a group, and so in its index?
pub(super) fn is_indexed(key: &Key) -> bool {
    key.group().len() < key.as_bytes().len()
}

/// How the keys of one store begin.
#[derive(Debug)]
pub(super) struct Names {
    prefix: String,
}

impl Names {
    pub(super) fn new(prefix: &str) -> Result<Self, Error> {
        let good = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
        if prefix.is_empty() || !prefix.chars().all(good) {
            return Err(Error::Config(format!(
                "the prefix of Redis keys `{}` may hold letters, digits, `-`, `_`, `.` and `:`, and not be empty",
                prefix.escape_debug()
            )));
        }
        Ok(Self { prefix: prefix.to_owned() })
    }

    /// The name of an entry.
    pub(super) fn entry(&self, key: &Key) -> Vec<u8> {
        self.name("", key.group(), key.as_bytes())
    }

    /// The name of the index that lists the key, if one does.
    pub(super) fn index(&self, key: &Key) -> Option<Vec<u8>> {
        is_indexed(key).then(|| self.index_of_group(key.group()))
    }

    /// The name of a group's index.
    pub(super) fn index_of_group(&self, group: &[u8]) -> Vec<u8> {
        self.name("-index", group, group)
    }

    /// A glob pattern that the names of all entries below `prefix` match, and some others.
    pub(super) fn pattern(&self, prefix: &Key) -> Vec<u8> {
        let mut pattern = format!("{}:{{*}}", self.prefix).into_bytes();
        for byte in prefix.as_bytes() {
            if b"*?[]\\^-".contains(byte) {
                pattern.push(b'\\');
            }
            pattern.push(*byte);
        }
        pattern.push(b'*');
        pattern
    }

    /// The key of an entry of this name, if it is one of ours.
    pub(super) fn key(&self, name: &[u8]) -> Option<Key> {
        let tagged = name.strip_prefix(self.prefix.as_bytes())?.strip_prefix(b":{")?;
        let end = tagged.iter().position(|byte| *byte == b'}')?;
        let key = Key::from_bytes(tagged.get(end + 1..)?)?;
        (self.entry(&key) == name).then_some(key)
    }

    fn name(&self, kind: &str, group: &[u8], rest: &[u8]) -> Vec<u8> {
        let mut name = Vec::with_capacity(self.prefix.len() + 48 + rest.len());
        name.extend_from_slice(self.prefix.as_bytes());
        name.extend_from_slice(kind.as_bytes());
        name.extend_from_slice(b":{");
        name.extend_from_slice(tag(group).as_bytes());
        name.push(b'}');
        name.extend_from_slice(rest);
        name
    }
}

impl Default for Names {
    fn default() -> Self {
        Self { prefix: "pow".to_owned() }
    }
}

/// The user's id, or a hash of the group.
fn tag(group: &[u8]) -> String {
    match Key::from_bytes(group).and_then(|group| group.user_id()) {
        Some(id) => id.to_string(),
        None => {
            let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(Sha256::digest(group));
            format!("{:016x}", u64::from_be_bytes([a, b, c, d, e, f, g, h]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UserId;

    #[test]
    fn name_is_read_back_and_a_foreign_one_is_not() {
        let names = Names::default();
        for key in [
            Key::new("a"),
            Key::new("a").name("session").id(UserId::Int(7)).bytes(b"}{*"),
            Key::new("a").name("token").bytes(&[0xff; 64]),
        ] {
            assert_eq!(names.key(&names.entry(&key)), Some(key));
        }
        for foreign in [&b"pow:{7}junk"[..], b"pow:{7", b"other:{7}\x01\x01a", b"pow:{wrong}\x01\x01a"] {
            assert_eq!(names.key(foreign), None);
        }
        assert!(Names::new("a{b").is_err() && Names::new("").is_err() && Names::new("shop-1").is_ok());
    }

    #[test]
    fn names_of_one_user_share_a_tag_and_those_of_two_do_not() {
        let names = Names::default();
        let tag = |name: Vec<u8>| name.split(|byte| *byte == b'{' || *byte == b'}').nth(1).unwrap().to_vec();
        let session = |id| Key::new("a").name("session").id(UserId::Int(id)).bytes(b"x");
        let user = Key::new("a").name("user").id(UserId::Int(7));
        assert_eq!(tag(names.entry(&session(7))), tag(names.entry(&user)));
        assert_eq!(tag(names.entry(&session(7))), tag(names.index(&session(7)).unwrap()));
        assert_ne!(tag(names.entry(&session(7))), tag(names.entry(&session(8))));
        assert_eq!(names.index(&user), None);
    }
}
