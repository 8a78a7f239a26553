//! The names of keys on the server.
//!
//! An entry is `PREFIX:{TAG}KEY`, where KEY is the key's canonical bytes. In a cluster the tag alone decides which server
//! has the entry. It is the same for all keys of a user, so one command or script reaches all of them. The entries of a
//! group, such as the sessions of a user, are listed in an index: a sorted set by the time at which they expire.

use pow_core::{Error, cache::Key};
use sha2::{Digest, Sha256};

/// Returns whether the key is longer than its group, so that the group's index lists it.
pub(crate) fn is_indexed(key: &Key) -> bool {
    key.group().len() < key.as_bytes().len()
}

/// The names of one store, which share a prefix.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    prefix: String,
}

impl Names {
    pub(crate) fn new(prefix: &str) -> Result<Self, Error> {
        let good = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
        if prefix.is_empty() || !prefix.chars().all(good) {
            return Err(Error::Config(format!(
                "the prefix `{}` of Redis keys is invalid: use at least one character, and only letters, digits, `-`, \
                 `_`, `.` and `:`",
                prefix.escape_debug()
            )));
        }
        Ok(Self { prefix: prefix.to_owned() })
    }

    pub(crate) fn entry(&self, key: &Key) -> Vec<u8> {
        self.name("", key.group(), key.as_bytes())
    }

    /// Returns the name of an entry, and the name of its index if it has one.
    pub(crate) fn entry_and_index(&self, key: &Key) -> Vec<Vec<u8>> {
        let index = is_indexed(key).then(|| self.index(key.group()));
        [Some(self.entry(key)), index].into_iter().flatten().collect()
    }

    pub(crate) fn index(&self, group: &[u8]) -> Vec<u8> {
        self.name("-index", group, group)
    }

    /// Returns the prefix that the names of all entries have, but no index.
    pub(crate) fn start(&self) -> String {
        format!("{}:{{", self.prefix)
    }

    /// Returns a glob pattern that matches the names of all entries below `prefix`, and some others.
    pub(crate) fn pattern(&self, prefix: &Key) -> Vec<u8> {
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

    /// Returns the key of the entry with this name, if it is an entry of this store.
    pub(crate) fn key(&self, name: &[u8]) -> Option<Key> {
        let tagged = name.strip_prefix(self.prefix.as_bytes())?.strip_prefix(b":{")?;
        let end = tagged.iter().position(|byte| *byte == b'}')?;
        let key = Key::from_bytes(tagged.get(end + 1..)?)?;
        (self.entry(&key) == name).then_some(key)
    }

    fn name(&self, kind: &str, group: &[u8], rest: &[u8]) -> Vec<u8> {
        [self.prefix.as_bytes(), kind.as_bytes(), b":{", tag(group).as_bytes(), b"}", rest].concat()
    }
}

impl Default for Names {
    fn default() -> Self {
        Self { prefix: "pow".to_owned() }
    }
}

/// The id of the user, or a hash of the group.
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
    use pow_core::UserId;

    use super::*;

    #[test]
    fn name_is_read_back_and_a_foreign_name_is_not() {
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
    fn names_of_a_user_share_a_tag_and_other_users_have_another() {
        let names = Names::default();
        let tag = |name: Vec<u8>| name.split(|byte| *byte == b'{' || *byte == b'}').nth(1).unwrap().to_vec();
        let session = |id| Key::new("a").name("session").id(UserId::Int(id)).bytes(b"x");
        let user = Key::new("a").name("user").id(UserId::Int(7));
        assert_eq!(tag(names.entry(&session(7))), tag(names.entry(&user)));
        assert_eq!(tag(names.entry(&session(7))), tag(names.entry_and_index(&session(7)).remove(1)));
        assert_ne!(tag(names.entry(&session(7))), tag(names.entry(&session(8))));
        assert_eq!(names.entry_and_index(&user).len(), 1, "it has no index");
    }
}
