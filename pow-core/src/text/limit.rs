//! The limits of texts per number and per country.

use std::time::Duration;

use super::TextEnvelope;
use crate::{
    Error,
    cache::Key,
    identifier::phone::PhoneNumber,
    keys::Signer,
    limit::{Limit, Limiter, Permit},
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
        let text = &envelope.text;
        match self.reserve(&text.name, &text.id, &text.to).await {
            Ok(permits) => permits.is_some(),
            Err(error) => {
                if let Some(held_back) = UNCOUNTED.open_now() {
                    tracing::warn!(target: "pow::text::uncounted", error = %plain(error), held_back, "text messages could not be counted and are not sent");
                }
                false
            }
        }
    }

    /// Counts a text with this name and id. Returns `None` if a limit withholds it. The same text counts once, however often this
    /// is called: for its code, and before each try to send it.
    ///
    /// A text that one limit withholds doesn't count for the other limit. Therefore one number alone can't use up the limit of
    /// its country.
    pub(crate) async fn reserve(&self, name: &str, id: &str, to: &PhoneNumber) -> Result<Option<Vec<Permit>>, Error> {
        let (names, limits) = self.limits_of(to);
        Ok(match self.limiter.acquire_all(&limits, id.as_bytes()).await? {
            Ok(permits) => Some(permits),
            Err(reached) => {
                let limit = names.get(reached.at).copied().unwrap_or_default();
                tracing::info!(target: "pow::text::withheld", text = name, id, limit, "text withheld: a limit is reached");
                None
            }
        })
    }

    /// Does the reads of [`reserve`](Self::reserve) and counts nothing.
    pub(crate) async fn read(&self, to: &PhoneNumber) -> Result<(), Error> {
        self.limiter.read_all(&self.limits_of(to).1).await
    }

    /// Releases the permits of a text that is not sent.
    pub(crate) async fn release(&self, permits: Vec<Permit>) -> Result<(), Error> {
        self.limiter.release_all(permits, &[]).await
    }

    /// Returns the names of the limits that are set, and the keys under which they count texts to this number.
    fn limits_of(&self, to: &PhoneNumber) -> (Vec<&'static str>, Vec<(Key, Limit)>) {
        let of_number = self.prefix.clone().name("number").bytes(&self.signer.tag(to.as_str().as_bytes()));
        let of_country = self.prefix.clone().name("country").bytes(to.country().as_bytes());
        let limits = [("number", self.limits.number, of_number), ("country", self.limits.country, of_country)];
        limits.into_iter().filter_map(|(name, limit, key)| Some((name, (key, limit?)))).unzip()
    }
}
