//! The cookies that were verified recently. A browser sends the same cookie with each request.

use std::sync::{
    Mutex, TryLockError,
    atomic::{AtomicU32, Ordering},
};

use siphasher::sip128::SipHasher24;
use subtle::ConstantTimeEq;

use super::cookie_value::Cookie;
use crate::{Error, random};

/// The number of slots. Cookies that share a slot replace each other.
const SLOTS: usize = 1024;

/// The MAC of a text, and its cookie.
type Slot = Mutex<Option<(u128, Cookie)>>;

/// Caches the cookies whose signature was verified twice in a row. The validity of the session is not cached.
///
/// A slot holds a MAC of the text under a random key of this process (SipHash-2-4 with 128 bits), not the text itself.
/// Reading a slot therefore gives access to no session.
pub(super) struct VerifiedCookies {
    mac: SipHasher24,
    /// A part of the last MAC of each slot. Behind a proxy most texts come only once. They don't touch the larger slots.
    last: Box<[AtomicU32]>,
    slots: Box<[Slot]>,
}

impl VerifiedCookies {
    pub(super) fn new() -> Result<Self, Error> {
        let slots = std::iter::repeat_with(Mutex::default).take(SLOTS).collect();
        let last = std::iter::repeat_with(AtomicU32::default).take(SLOTS).collect();
        Ok(Self { mac: SipHasher24::new_with_key(&random::bytes()?), last, slots })
    }

    /// Returns the cookie of this text, from memory or by `open`. It is remembered if the slot's last text was the same.
    #[expect(clippy::indexing_slicing, reason = "ten bits are less than 1024 slots")]
    pub(super) fn get_or(&self, text: &str, open: impl FnOnce() -> Option<Cookie>) -> Option<Cookie> {
        let mac = self.mac.hash(text.as_bytes()).as_u128();
        let (at, part) = ((mac % SLOTS as u128) as usize, (mac >> 96) as u32);
        if self.last[at].load(Ordering::Relaxed) != part {
            let cookie = open()?;
            self.last[at].store(part, Ordering::Relaxed);
            return Some(cookie);
        }
        let slot = &self.slots[at];
        // A slot that another thread uses at this moment is not worth waiting for.
        let mut slot = match slot.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(slot)) => slot.into_inner(),
            Err(TryLockError::WouldBlock) => return open(),
        };
        match *slot {
            Some((known, cookie)) if bool::from(known.ct_eq(&mac)) => Some(cookie),
            _ => {
                let cookie = open()?;
                *slot = Some((mac, cookie));
                Some(cookie)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{SessionId, SessionRef};

    fn cookie(user: i64) -> Cookie {
        let session = SessionRef { user: crate::UserId::Int(user), id: SessionId([7; 16]) };
        Cookie { session, secret_hash: [1; 32] }
    }

    #[test]
    fn text_is_opened_twice_and_every_other_text_is_opened_anew() {
        let verified = VerifiedCookies::new().unwrap();
        for _ in 0..2 {
            assert_eq!(verified.get_or("a text", || Some(cookie(7))).unwrap().user(), crate::UserId::Int(7));
        }
        let again = verified.get_or("a text", || panic!("opened again"));
        assert_eq!(again.unwrap().user(), crate::UserId::Int(7));
        for other in ["a texT", "a text ", "a tex", ""] {
            assert!(verified.get_or(other, || None).is_none(), "{other}");
        }
    }

    #[test]
    fn refused_text_is_not_remembered_and_replaces_nothing() {
        let verified = VerifiedCookies::new().unwrap();
        assert!(verified.get_or("good", || Some(cookie(7))).is_some());
        assert!(verified.get_or("good", || Some(cookie(7))).is_some());
        for number in 0..20 * SLOTS {
            assert!(verified.get_or(&format!("forged {number}"), || None).is_none());
        }
        assert!(verified.get_or("good", || panic!("forgotten")).is_some());
    }

    #[test]
    fn memory_is_bounded_and_each_text_has_its_own_cookie() {
        let verified = VerifiedCookies::new().unwrap();
        for round in 0..2 {
            for user in 0..5 * SLOTS as i64 {
                for _ in 0..3 {
                    let found = verified.get_or(&format!("of user {user}"), || Some(cookie(user))).unwrap();
                    assert_eq!(found.user(), crate::UserId::Int(user), "round {round}");
                }
            }
        }
        assert_eq!(verified.slots.len(), SLOTS);
    }

    #[test]
    fn threads_that_meet_in_a_slot_get_their_own_cookies() {
        let verified = VerifiedCookies::new().unwrap();
        std::thread::scope(|scope| {
            for user in 0..4_i64 {
                let verified = &verified;
                scope.spawn(move || {
                    for _ in 0..50_000 {
                        let found = verified.get_or(&user.to_string(), || Some(cookie(user))).unwrap();
                        assert_eq!(found.user(), crate::UserId::Int(user));
                    }
                });
            }
        });
    }
}
