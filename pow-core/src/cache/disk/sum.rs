//! One number over all entries: what is missing, changed or back again makes another one.

use sha2::{Digest, Sha256};

use super::super::Key;

/// The sum of all entries' digests. It is kept with every commit and made anew from what is read at opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum(u128);

impl Sum {
    pub(super) fn add(&mut self, key: &Key, value: &[u8], expires: i64) {
        self.0 = self.0.wrapping_add(digest(key, value, expires));
    }

    pub(super) fn remove(&mut self, key: &Key, value: &[u8], expires: i64) {
        self.0 = self.0.wrapping_sub(digest(key, value, expires));
    }

    pub(super) fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    pub(super) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

/// With the key's length: its bytes don't tell where they end and the value begins.
fn digest(key: &Key, value: &[u8], expires: i64) -> u128 {
    let length = u64::try_from(key.as_bytes().len()).unwrap_or(u64::MAX);
    let head = Sha256::new_with_prefix(expires.to_be_bytes()).chain_update(length.to_be_bytes());
    let digest = head.chain_update(key.as_bytes()).chain_update(value).finalize();
    digest.first_chunk().map_or(0, |first| u128::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_count_and_everything_else_does() {
        let key = |n| Key::new("a").bytes(&[n]);
        let of = |entries: &[(u8, &str, i64)]| {
            let mut sum = Sum::default();
            entries.iter().for_each(|(n, value, expires)| sum.add(&key(*n), value.as_bytes(), *expires));
            sum
        };
        let whole = of(&[(1, "x", 5), (2, "y", 6)]);
        assert_eq!(whole, of(&[(2, "y", 6), (1, "x", 5)]));
        for other in [&[(1, "x", 5)][..], &[(1, "y", 5), (2, "x", 6)], &[(1, "x", 6), (2, "y", 5)]] {
            assert_ne!(whole, of(other));
        }
        let (short, long) = (Key::new("a"), Key::new("a").bytes(b"x"));
        let rest = &long.as_bytes()[short.as_bytes().len()..];
        let (mut one, mut other) = (Sum::default(), Sum::default());
        one.add(&short, &[rest, b"y"].concat(), 5);
        other.add(&long, b"y", 5);
        assert_ne!(one, other, "what is the key's end and what the value's beginning counts");
        let mut less = whole;
        less.remove(&key(2), b"y", 6);
        assert_eq!(less, of(&[(1, "x", 5)]));
    }
}
