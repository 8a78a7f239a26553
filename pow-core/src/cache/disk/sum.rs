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

/// A key's bytes tell where they end.
fn digest(key: &Key, value: &[u8], expires: i64) -> u128 {
    let digest =
        Sha256::new_with_prefix(expires.to_be_bytes()).chain_update(key.as_bytes()).chain_update(value).finalize();
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
        let mut less = whole;
        less.remove(&key(2), b"y", 6);
        assert_eq!(less, of(&[(1, "x", 5)]));
    }
}
