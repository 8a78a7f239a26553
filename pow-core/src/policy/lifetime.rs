//! How long something lives, as a setting of an extension says it.

use std::time::Duration;

use crate::clock::LONGEST;

/// How long something lives, such as a link: a setting of an extension that follows the policy's
/// [profile](super::Policy::profile) by default.
///
/// ```
/// use std::time::Duration;
/// use pow_core::policy::Lifetime;
///
/// let day = Duration::from_secs(24 * 3600);
/// // What the profile means for this extension:
/// let profile = Some(2 * day);
/// assert_eq!(Lifetime::Policy.or(profile), Some(2 * day));
/// assert_eq!(Lifetime::from(day).or(profile), Some(day));
/// assert_eq!(Lifetime::Unlimited.or(profile), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lifetime {
    /// The extension's time for the profile of the policy, which may be no end. The default.
    #[default]
    Policy,
    /// This long, under every profile.
    Of(Duration),
    /// Without an end, under every profile.
    Unlimited,
}

impl Lifetime {
    /// The time in force, given what the profile means; `None` is no end.
    #[must_use]
    pub fn or(self, profile: Option<Duration>) -> Option<Duration> {
        match self {
            Self::Policy => profile,
            Self::Of(time) => Some(time),
            Self::Unlimited => None,
        }
    }

    /// Whether a time that was set can be meant: it is at least so long, and at most ten years ([`LONGEST`]). An extension
    /// asks this in its `register`.
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
