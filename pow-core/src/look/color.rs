//! Colours in sRGB, and the contrast between them.

use std::{fmt, str::FromStr};

use crate::Error;

/// An sRGB colour. It is written as in CSS: `#0d7a5f`.
///
/// ```
/// use pow_core::look::Color;
///
/// let green: Color = "#0d7a5f".parse()?;
/// assert_eq!(green, Color::rgb(0x0d_7a_5f));
/// assert_eq!(green.to_string(), "#0d7a5f");
/// assert!(green.contrast(Color::rgb(0xff_ff_ff)) > 4.5);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color([u8; 3]);

impl Color {
    pub(crate) const WHITE: Self = Self([0xff; 3]);
    pub(crate) const BLACK: Self = Self([0; 3]);

    /// Returns the colour of a hexadecimal number, `0x0d_7a_5f` for `#0d7a5f`. Bits above the lowest 24 are ignored.
    #[must_use]
    pub const fn rgb(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self([red, green, blue])
    }

    /// Returns the contrast with another colour, from 1 to 21 (WCAG 2.2). Text needs 4.5.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Returns a mixture with another colour. `share` is the share of the other colour, from 0 to 1.
    #[must_use]
    pub(crate) fn mix(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        for (channel, other) in mixed.iter_mut().zip(other.0) {
            *channel = byte(f64::from(*channel) * (1.0 - share) + f64::from(other) * share);
        }
        Self(mixed)
    }

    /// Returns the colour if it has this contrast to `ground`, or else its first mixture with `towards` that has it.
    #[must_use]
    pub(crate) fn until(self, ground: Self, contrast: f64, towards: Self) -> Self {
        let shades = (0_u8..=100).map(|percent| self.mix(towards, f64::from(percent) / 100.0));
        shades.into_iter().find(|shade| shade.contrast(ground) >= contrast).unwrap_or(towards)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of a byte")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Color {
    type Err = Error;

    /// Reads `#0d7a5f` or `#0a5`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let long = match digits {
            Some(digits) if digits.len() == 6 => Some(digits.to_owned()),
            Some(digits) if digits.len() == 3 => Some(digits.chars().flat_map(|digit| [digit, digit]).collect()),
            _ => None,
        };
        let number = long.and_then(|digits| u32::from_str_radix(&digits, 16).ok());
        number.map(Self::rgb).ok_or_else(|| {
            Error::Config(format!("{text:?} is not a colour: write six hexadecimal digits, such as \"#0d7a5f\""))
        })
    }
}
