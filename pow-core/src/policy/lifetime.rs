//! How long something that an extension creates is valid.

use std::time::Duration;

use crate::clock::LONGEST;

/// How long something that an extension creates is valid, such as a link. By default, the policy's
/// [profile](super::Policy::profile) decides.
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
    /// The time that the extension sets for the policy's profile, which may be unlimited. The default.
    #[default]
    Policy,
    /// This long, under every profile.
    Of(Duration),
    /// No end, under every profile.
    Unlimited,
}

impl Lifetime {
    /// Returns the time in force. `profile` is the extension's time for the policy's profile. `None` means no end.
    #[must_use]
    pub fn or(self, profile: Option<Duration>) -> Option<Duration> {
        match self {
            Self::Policy => profile,
            Self::Of(time) => Some(time),
            Self::Unlimited => None,
        }
    }

    /// Whether a time that was set is between `least` and ten years ([`LONGEST`]). Any other time is probably a mistake. An
    /// extension checks this in its `register`.
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
