//! How long something lives, as a setting of an extension says it.

use std::time::Duration;

use crate::clock::LONGEST;

/// How long something lives, a link for example: a setting of an extension which leaves that to the policy unless it is told
/// otherwise.
///
/// ```
/// use std::time::Duration;
/// use pow_core::policy::{Lifetime, Policy};
///
/// let (day, policy) = (Duration::from_secs(24 * 3600), Policy::default());
/// assert_eq!(Lifetime::Policy.or(policy.confirmation_token_ttl), Some(2 * day));
/// assert_eq!(Lifetime::from(day).or(policy.confirmation_token_ttl), Some(day));
/// assert_eq!(Lifetime::Unlimited.or(policy.confirmation_token_ttl), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lifetime {
    /// As long as the policy says, which may be without an end. The default.
    #[default]
    Policy,
    /// So long, whatever the policy says.
    Of(Duration),
    /// Without an end, whatever the policy says.
    Unlimited,
}

impl Lifetime {
    /// The time in force, with what the policy says; `None` is no end.
    #[must_use]
    pub fn or(self, policy: Option<Duration>) -> Option<Duration> {
        match self {
            Self::Policy => policy,
            Self::Of(time) => Some(time),
            Self::Unlimited => None,
        }
    }

    /// Whether a time that was set can be meant: it is at least so long, and at most ten years ([`LONGEST`]). An extension
    /// asks this in its `register`; what the policy says is checked there.
    #[must_use]
    pub fn is_sensible(self, least: Duration) -> bool {
        match self {
            Self::Policy | Self::Unlimited => true,
            Self::Of(time) => (least..=LONGEST).contains(&time),
        }
    }
}

impl From<Duration> for Lifetime {
    fn from(time: Duration) -> Self {
        Self::Of(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_sensible_from_the_least_to_ten_years_and_none_beyond() {
        let (least, more) = (Duration::from_secs(1), Duration::from_millis(1));
        for sensible in [Lifetime::Policy, Lifetime::Unlimited, least.into(), LONGEST.into()] {
            assert!(sensible.is_sensible(least), "{sensible:?}");
        }
        for absurd in [Duration::ZERO, least - more, LONGEST + more, Duration::MAX] {
            assert!(!Lifetime::Of(absurd).is_sensible(least), "{absurd:?}");
        }
    }
}
