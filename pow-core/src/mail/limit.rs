//! The limits of mails per address.

use std::{collections::BTreeMap, time::Duration};

use super::{Envelope, Mail, MailAddress};
use crate::{
    Error,
    cache::Key,
    keys::Signer,
    limit::{Limit, Limiter},
    telemetry::{LogGate, plain},
};

/// The default limit of a kind of mail.
const DEFAULT: Limit = Limit::new(3, Duration::from_secs(3600));

/// Limits the warnings during an outage of the cache store.
static UNCOUNTED: LogGate = LogGate::new();

/// The limits of mails per address, so that a stranger cannot fill a mailbox.
///
/// Set them as [`Policy::mail_limits`](crate::policy::Policy::mail_limits). Default: 3 within an hour, of each kind. A mail above
/// its limit is dropped instead of being sent. The response to the request does not reveal this. Mails that are not
/// [`LIMITED`](super::Mail::LIMITED) are always sent.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{limit::Limit, mail::{Mail, MailLimits}, policy::Policy};
///
/// fn ten_a_day<M: Mail>() -> Policy {
///     let ten_a_day = Limit::new(10, Duration::from_secs(24 * 3600));
///     let mut policy = Policy::default();
///     policy.mail_limits = MailLimits::default().with::<M>(ten_a_day); // the others are unchanged
///     policy
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLimits {
    all: Option<Limit>,
    of: BTreeMap<&'static str, Option<Limit>>,
}

impl MailLimits {
    /// Creates limits in which every kind of mail has this limit.
    #[must_use]
    pub fn all(limit: Limit) -> Self {
        Self { all: Some(limit), of: BTreeMap::new() }
    }

    /// Creates limits that allow every mail.
    #[must_use]
    pub fn none() -> Self {
        Self { all: None, of: BTreeMap::new() }
    }

    /// Sets the limit of the mail `M`. `None`: no limit.
    #[must_use]
    pub fn with<M: Mail>(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.of.insert(M::NAME, limit.into());
        self
    }

    /// Returns the limit of mails with this [`NAME`](Mail::NAME).
    #[must_use]
    pub fn of(&self, name: &str) -> Option<Limit> {
        self.of.get(name).copied().unwrap_or(self.all)
    }

    /// Returns every limit that is set.
    pub(crate) fn each(&self) -> impl Iterator<Item = Limit> {
        self.of.values().copied().chain([self.all]).flatten()
    }
}

impl Default for MailLimits {
    fn default() -> Self {
        Self::all(DEFAULT)
    }
}

/// Counts mails in the cache.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    limiter: Limiter,
    prefix: Key,
    signer: Signer,
    limits: MailLimits,
}

impl Throttle {
    /// The cache holds tags that `signer` makes of the addresses. A reader of the cache cannot even guess the addresses.
    pub(crate) fn new(limiter: Limiter, namespace: &str, signer: Signer, limits: MailLimits) -> Self {
        Self { limiter, prefix: Key::new(namespace).name("mails"), signer, limits }
    }

    /// Returns whether the mail is within its limit. If mails cannot be counted, it is allowed.
    pub(crate) async fn is_allowed(&self, envelope: &Envelope) -> bool {
        match self.allows(envelope).await {
            Ok(true) => true,
            Ok(false) => {
                let (name, id) = (&envelope.mail.name, &envelope.mail.message_id);
                tracing::info!(target: "pow::mail::withheld", mail = %name, message_id = id, "mail withheld: the limit of its address is reached");
                false
            }
            // An additional mail is better than a missing one.
            Err(error) => {
                if let Some(held_back) = UNCOUNTED.open_now() {
                    tracing::warn!(target: "pow::mail::uncounted", error = %plain(error), held_back, "could not count mails; sending without limits");
                }
                true
            }
        }
    }

    /// Counts the mail if it is within its limit. The result is the same if the same mail is checked again.
    async fn allows(&self, envelope: &Envelope) -> Result<bool, Error> {
        let Some(limit) = self.limits.of(&envelope.mail.name).filter(|_| envelope.limited) else { return Ok(true) };
        let key = self.key(&envelope.mail.name, &envelope.mail.to);
        let permit = self.limiter.acquire(&key, limit, envelope.mail.message_id.as_bytes()).await?;
        Ok(permit.is_some())
    }

    fn key(&self, kind: &str, to: &MailAddress) -> Key {
        let tag = self.signer.tag(to.to_string().as_bytes());
        self.prefix.clone().bytes(kind.as_bytes()).bytes(&tag)
    }
}
