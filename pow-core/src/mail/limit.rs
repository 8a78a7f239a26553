//! How many mails of a kind one address is sent.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;

use super::{Envelope, Mail, MailAddress};
use crate::{
    Error,
    cache::{CacheStore, Key},
    keys::Signer,
    telemetry::{LogGate, plain},
};

/// While the cache store is away no mail can be counted.
static UNCOUNTED: LogGate = LogGate::new();

/// At most so many mails of a kind to one address within a time, so that nobody can fill another's mailbox.
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
}

impl Default for MailLimit {
    fn default() -> Self {
        Self::new(3, Duration::from_secs(3600))
    }
}

/// The limits of all kinds of mail: [`Policy::mail_limits`](crate::policy::Policy::mail_limits). A mail above its limit is
/// left out silently, when it would be sent: no answer tells. Mails that say that they are not
/// [`LIMITED`](super::Mail::LIMITED) are always sent.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{mail::{Mail, MailLimit, MailLimits}, policy::Policy};
///
/// fn ten_a_day<M: Mail>() -> Policy {
///     let ten_a_day = MailLimit::new(10, Duration::from_secs(24 * 3600));
///     let mut policy = Policy::default();
///     policy.mail_limits = MailLimits::default().with::<M>(ten_a_day); // the others as before
///     policy
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLimits {
    all: Option<MailLimit>,
    of: BTreeMap<&'static str, Option<MailLimit>>,
}

impl MailLimits {
    /// This limit for every kind.
    #[must_use]
    pub fn all(limit: MailLimit) -> Self {
        Self { all: Some(limit), of: BTreeMap::new() }
    }

    /// Any number of mails.
    #[must_use]
    pub fn none() -> Self {
        Self { all: None, of: BTreeMap::new() }
    }

    /// Another limit, or none, for the mail `M`.
    #[must_use]
    pub fn with<M: Mail>(mut self, limit: impl Into<Option<MailLimit>>) -> Self {
        self.of.insert(M::NAME, limit.into());
        self
    }

    /// The limit of mails of this [`NAME`](Mail::NAME).
    #[must_use]
    pub fn of(&self, name: &str) -> Option<MailLimit> {
        self.of.get(name).copied().unwrap_or(self.all)
    }

    /// Every limit that is set.
    pub(crate) fn each(&self) -> impl Iterator<Item = MailLimit> {
        self.of.values().copied().chain([self.all]).flatten()
    }
}

impl Default for MailLimits {
    fn default() -> Self {
        Self::all(MailLimit::default())
    }
}

/// Counts the mails of a set-up, in its cache.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    cache: Arc<dyn CacheStore>,
    prefix: Key,
    signer: Signer,
    limits: MailLimits,
}

impl Throttle {
    /// Addresses are kept as what `signer` makes of them: who sees the cache can't even try addresses out.
    pub(crate) fn new(cache: Arc<dyn CacheStore>, namespace: &str, signer: Signer, limits: MailLimits) -> Self {
        Self { cache, prefix: Key::new(namespace).name("mails"), signer, limits }
    }

    /// Whether the mail is to be sent: its address had not enough of them yet.
    pub(crate) async fn lets_pass(&self, envelope: &Envelope) -> bool {
        match self.allows(envelope).await {
            Ok(true) => true,
            Ok(false) => {
                let (name, id) = (&envelope.mail.name, &envelope.mail.message_id);
                tracing::info!(target: "pow::mail::withheld", mail = %name, message_id = id, "its address had enough of them");
                false
            }
            // One mail too many is better than one too few.
            Err(error) => {
                if let Some(held_back) = UNCOUNTED.open_now() {
                    tracing::warn!(target: "pow::mail::uncounted", error = %plain(error), held_back, "mails can't be counted");
                }
                true
            }
        }
    }

    /// Whether the mail may go, and counts it if so. Asked again for the same mail, it answers the same.
    async fn allows(&self, envelope: &Envelope) -> Result<bool, Error> {
        let Some(limit) = self.limits.of(&envelope.mail.name).filter(|_| envelope.limited) else { return Ok(true) };
        let id = Bytes::copy_from_slice(envelope.mail.message_id.as_bytes());
        let key = self.key(&envelope.mail.name, &envelope.mail.to);
        for place in 0..limit.mails {
            // Each place is free again when its own time is over: a window that slides.
            let key = key.clone().bytes(&[place]);
            let is_free = self.cache.put_if_absent(&key, id.clone(), Some(limit.within)).await?;
            if is_free || self.cache.get(&key).await?.as_ref() == Some(&id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn key(&self, kind: &str, to: &MailAddress) -> Key {
        let tag = self.signer.tag(to.to_string().as_bytes());
        self.prefix.clone().bytes(kind.as_bytes()).bytes(&tag)
    }
}
