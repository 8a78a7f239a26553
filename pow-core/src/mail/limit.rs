//! How many mails of a kind one address may be sent.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::{Error, cx::Cx};

/// At most so many mails of a kind to one address within a time, so that nobody can fill another's mailbox. (K18)
///
/// ```
/// use std::time::Duration;
/// use pow_core::mail::MailLimit;
///
/// let limit = MailLimit::new(3, Duration::from_secs(3600));
/// assert_eq!(limit, MailLimit::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailLimit {
    /// So many mails. Default: 3.
    pub mails: u8,
    /// Within this time, counted from each of them. Default: 1 hour.
    pub within: Duration,
}

impl MailLimit {
    /// So many mails within a time.
    pub const fn new(mails: u8, within: Duration) -> Self {
        Self { mails, within }
    }

    /// Whether one more mail may go to this address, and counts it if so. Ask for every address that somebody names,
    /// known or not, so that the answer does not tell them apart; the address is kept as a hash.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn allows(&self, cx: &Cx, kind: &'static str, address: &str) -> Result<bool, Error> {
        let key = cx.key().name("mails").name(kind).bytes(&Sha256::digest(address));
        for place in 0..self.mails {
            // Each place is free again when its own time is over: a window that slides.
            let key = key.clone().bytes(&[place]);
            if cx.pow().cache().put_if_absent(&key, bytes::Bytes::new(), Some(self.within)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Default for MailLimit {
    fn default() -> Self {
        Self::new(3, Duration::from_secs(3600))
    }
}
