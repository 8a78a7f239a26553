//! How many mails of a kind one address is sent.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use super::{Envelope, Mail, MailAddress};
use crate::{
    Clock, Error,
    cache::{CacheStore, Key},
    keys::Signer,
    limit::{Limit, Limiter},
    telemetry::{LogGate, plain},
};

/// The limit of a kind of mail that has no other.
const USUAL: Limit = Limit::new(3, Duration::from_secs(3600));

/// While the cache store is away no mail can be counted.
static UNCOUNTED: LogGate = LogGate::new();

/// How many mails of a kind one address is sent: [`Policy::mail_limits`](crate::policy::Policy::mail_limits), so that
/// a stranger can't fill a mailbox. Default: 3 within an hour, of each kind. A mail above its limit is dropped when it
/// would be sent, and no answer tells. Mails that say that they are not
/// [`LIMITED`](super::Mail::LIMITED) are always sent.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{limit::Limit, mail::{Mail, MailLimits}, policy::Policy};
///
/// fn ten_a_day<M: Mail>() -> Policy {
///     let ten_a_day = Limit::new(10, Duration::from_secs(24 * 3600));
///     let mut policy = Policy::default();
///     policy.mail_limits = MailLimits::default().with::<M>(ten_a_day); // the others as before
///     policy
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLimits {
    all: Option<Limit>,
    of: BTreeMap<&'static str, Option<Limit>>,
}

impl MailLimits {
    /// This limit for every kind.
    #[must_use]
    pub fn all(limit: Limit) -> Self {
        Self { all: Some(limit), of: BTreeMap::new() }
    }

    /// Any number of mails.
    #[must_use]
    pub fn none() -> Self {
        Self { all: None, of: BTreeMap::new() }
    }

    /// Another limit, or none, for the mail `M`.
    #[must_use]
    pub fn with<M: Mail>(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.of.insert(M::NAME, limit.into());
        self
    }

    /// The limit of mails of this [`NAME`](Mail::NAME).
    #[must_use]
    pub fn of(&self, name: &str) -> Option<Limit> {
        self.of.get(name).copied().unwrap_or(self.all)
    }

    /// Every limit that is set.
    pub(crate) fn each(&self) -> impl Iterator<Item = Limit> {
        self.of.values().copied().chain([self.all]).flatten()
    }
}

impl Default for MailLimits {
    fn default() -> Self {
        Self::all(USUAL)
    }
}

/// Counts the mails of a set-up, in its cache.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    limiter: Limiter,
    prefix: Key,
    signer: Signer,
    limits: MailLimits,
}

impl Throttle {
    /// Addresses are kept as what `signer` makes of them: who sees the cache can't even try addresses out.
    pub(crate) fn new(
        cache: Arc<dyn CacheStore>,
        clock: Arc<dyn Clock>,
        namespace: &str,
        signer: Signer,
        limits: MailLimits,
    ) -> Self {
        Self { limiter: Limiter::new(cache, clock), prefix: Key::new(namespace).name("mails"), signer, limits }
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
        let key = self.key(&envelope.mail.name, &envelope.mail.to);
        let permit = self.limiter.acquire(&key, limit, envelope.mail.message_id.as_bytes()).await?;
        Ok(permit.is_some())
    }

    fn key(&self, kind: &str, to: &MailAddress) -> Key {
        let tag = self.signer.tag(to.to_string().as_bytes());
        self.prefix.clone().bytes(kind.as_bytes()).bytes(&tag)
    }
}
