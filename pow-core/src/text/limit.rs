//! The limits of texts per number and per country.

use std::time::Duration;

use super::TextEnvelope;
use crate::{
    Error,
    cache::Key,
    keys::Signer,
    limit::{Limit, Limiter},
    telemetry::{LogGate, plain},
};

/// The default limit of a number.
const OF_NUMBER: Limit = Limit::new(3, Duration::from_secs(3600));
/// The default limit of a country code.
const OF_COUNTRY: Limit = Limit::new(100, Duration::from_secs(24 * 3600));

/// Limits the warnings during an outage of the cache store.
static UNCOUNTED: LogGate = LogGate::new();

/// The limits of text messages, so that a stranger can neither pester a user nor make the site pay for many texts.
///
/// Set them as [`Policy::text_limits`](crate::policy::Policy::text_limits). A text above a limit is dropped instead of being
/// sent. The response to the request does not reveal this. Texts of all kinds count together.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{limit::Limit, policy::Policy};
///
/// let mut policy = Policy::default();
/// policy.text_limits.country = Some(Limit::new(5_000, Duration::from_secs(24 * 3600)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLimits {
    /// How many text messages are sent to one number. Default: 3 within an hour. `None`: no limit.
    pub number: Option<Limit>,
    /// How many text messages are sent to all numbers of one [country code](crate::identifier::phone::PhoneNumber::country)
    /// together. Default: 100 within a day. `None`: no limit.
    ///
    /// # Security
    /// Fraudsters request texts to expensive numbers that they own, mostly in a country in which a site has no users. A site with
    /// many users needs a higher limit. The limit then bounds the cost of such fraud.
    pub country: Option<Limit>,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self { number: Some(OF_NUMBER), country: Some(OF_COUNTRY) }
    }
}

impl TextLimits {
    /// Returns every limit that is set.
    pub(crate) fn each(&self) -> impl Iterator<Item = Limit> {
        [self.number, self.country].into_iter().flatten()
    }
}

/// Counts texts in the cache.
#[derive(Clone, Debug)]
pub(crate) struct TextThrottle {
    limiter: Limiter,
    prefix: Key,
    signer: Signer,
    limits: TextLimits,
}

impl TextThrottle {
    /// The cache holds tags that `signer` makes of the numbers. A reader of the cache cannot even guess the numbers.
    pub(crate) fn new(limiter: Limiter, namespace: &str, signer: Signer, limits: TextLimits) -> Self {
        Self { limiter, prefix: Key::new(namespace).name("texts"), signer, limits }
    }

    /// Returns whether the text is within its limits. If texts cannot be counted, it is not allowed, because texts cost money.
    pub(crate) async fn is_allowed(&self, envelope: &TextEnvelope) -> bool {
        let (name, id) = (&envelope.text.name, &envelope.text.id);
        match self.allows(envelope).await {
            Ok(None) => true,
            Ok(Some(limit)) => {
                tracing::info!(target: "pow::text::withheld", text = %name, id, limit, "text withheld: a limit is reached");
                false
            }
            Err(error) => {
                if let Some(held_back) = UNCOUNTED.open_now() {
                    tracing::warn!(target: "pow::text::uncounted", error = %plain(error), held_back, "text messages could not be counted and are not sent");
                }
                false
            }
        }
    }

    /// Counts the text. Returns the limit that it exceeds. The result is the same if the same text is checked again.
    ///
    /// A text that one limit withholds doesn't count for the other limit. Therefore one number alone can't use up the limit of
    /// its country.
    async fn allows(&self, envelope: &TextEnvelope) -> Result<Option<&'static str>, Error> {
        let (to, id) = (&envelope.text.to, envelope.text.id.as_bytes());
        let of_number = self.prefix.clone().name("number").bytes(&self.signer.tag(to.as_str().as_bytes()));
        let of_country = self.prefix.clone().name("country").bytes(to.country().as_bytes());
        let limits = [("number", self.limits.number, of_number), ("country", self.limits.country, of_country)];
        let (names, limits): (Vec<_>, Vec<_>) =
            limits.into_iter().filter_map(|(name, limit, key)| Some((name, (key, limit?)))).unzip();
        let acquired = self.limiter.acquire_all(&limits, id).await?;
        Ok(acquired.err().and_then(|reached| names.get(reached.at).copied()))
    }
}
