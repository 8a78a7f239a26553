//! Phone numbers: one spelling for each, by E.164.

use std::fmt;

use crate::messages::keys;

/// The longest input that is read, in bytes. The longest number has 16 characters, between which separators are ignored.
pub const MAX_INPUT: usize = 64;

/// The most digits of a number. (E.164, section 6.2.1)
const MAX_DIGITS: usize = 15;
/// The fewest digits of a number. E.164 has no minimum.
const MIN_DIGITS: usize = 2;
/// Two-digit country codes: a first digit, and the second digits that follow it. The country codes 1 and 7 have one digit, and
/// all others have three. (E.164, list of assigned country codes)
const TWO_DIGITS: [(char, &str); 7] = [
    ('2', "07"),
    ('3', "0123469"),
    ('4', "013456789"),
    ('5', "12345678"),
    ('6', "0123456"),
    ('8', "1246"),
    ('9', "0123458"),
];

/// A normalised phone number: `+`, the country code and the rest. It is stored, compared and used for text messages in this
/// spelling.
///
/// Spaces, dashes and brackets are dropped. The country code is required, because without it a number means another telephone in
/// each country.
///
/// ```
/// use pow_core::identifier::phone::PhoneNumber;
///
/// let number = PhoneNumber::parse(" +44 (20) 7946-0958 ")?;
/// assert_eq!((number.as_str(), number.country()), ("+442079460958", "44"));
/// assert!(PhoneNumber::parse("020 7946 0958").is_err());
/// # Ok::<(), pow_core::identifier::phone::PhoneError>(())
/// ```
///
/// # Security
/// A number with this form need not exist. Only a code in a text message shows that it belongs to a user, and numbers are given
/// to other people after a while.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Drops spaces, dashes and brackets, then checks `^\+[1-9]\d{1,14}$`.
    ///
    /// # Errors
    /// A [`PhoneError`], whose [`key`](PhoneError::key) names the message to show. A zero in brackets is an error too: it is only
    /// dialled within the country.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        if text.trim().is_empty() {
            return Err(PhoneError::Blank);
        }
        if text.len() > MAX_INPUT || text.contains("(0)") {
            return Err(PhoneError::Invalid);
        }
        let number: String = text.chars().filter(|c| !is_separator(*c)).collect();
        let digits = number.strip_prefix('+').ok_or(PhoneError::Invalid)?;
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        match is_plain && (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
            true => Ok(Self(number)),
            false => Err(PhoneError::Invalid),
        }
    }

    /// The number, which begins with `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country code without the `+`. Some are shared by several countries, such as `1`.
    #[must_use]
    pub fn country(&self) -> &str {
        let digits = self.0.get(1..).unwrap_or_default();
        let mut chars = digits.chars();
        let length = match (chars.next(), chars.next()) {
            (Some('1' | '7'), _) => 1,
            (Some(first), Some(second)) if has_two_digits(first, second) => 2,
            _ => 3,
        };
        digits.get(..length).unwrap_or(digits)
    }

    /// Masks this number in the text, for logs.
    pub(crate) fn hide_in(&self, text: &str) -> String {
        let masked = format!("{self:?}");
        text.replace(&self.0, &masked).replace(self.0.trim_start_matches('+'), &masked)
    }

    /// A number that belongs to no country, for a message that is not sent.
    pub(crate) fn placeholder() -> Self {
        Self("+99900000000".to_owned())
    }
}

fn has_two_digits(first: char, second: char) -> bool {
    TWO_DIGITS.iter().any(|(digit, seconds)| *digit == first && seconds.contains(second))
}

/// Address books also have spaces and dashes that are not ASCII, and marks for the direction of the text.
fn is_separator(c: char) -> bool {
    let is_mark = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}');
    let is_space = c.is_whitespace() && !c.is_control();
    is_space || is_mark || matches!(c, '-' | '(' | ')' | '[' | ']' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints the country code, for logs.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}…", self.country())
    }
}

/// Why a phone number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// The text is empty or only white space.
    #[error("the phone number is blank")]
    Blank,
    /// It is not a number with a country code.
    #[error("the phone number is not valid: it must have the form +442079460958")]
    Invalid,
}

impl PhoneError {
    /// The key of the message to show beside the field.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Blank => keys::ERROR_REQUIRED,
            Self::Invalid => keys::ERROR_PHONE_INVALID,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        PhoneNumber::parse(text).ok().map(|number| number.as_str().to_owned())
    }

    #[test]
    fn separators_are_dropped() {
        for typed in [
            "+442079460958",
            " +44 20 7946 0958 ",
            "+44 (20) 7946-0958",
            "+44[20]7946\u{2011}0958",
            "\u{202a}+44\u{a0}20\u{202f}7946\u{2013}0958\u{202c}",
        ] {
            assert_eq!(read(typed).as_deref(), Some("+442079460958"), "{typed:?}");
        }
        for number in ["+12", "+123456789012345"] {
            assert_eq!(read(number).as_deref(), Some(number));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        let long = format!("+44{}1", " ".repeat(MAX_INPUT));
        for typed in [
            "02079460958",
            "442079460958",
            "00442079460958",
            "+",
            "+1",
            "+0442079460958",
            "+1234567890123456",
            "+44 (0) 20 7946 0958",
            "+44/20/7946",
            "+44.20.7946",
            "+44207946095x",
            "++442079460958",
            "+44+2079460958",
            "+44\n2079460958",
            "+44\u{0} 2079460958",
            "+٤٤٢٠٧٩٤٦",
            "＋442079460958",
            "+４４2079460958",
            "tel:+442079460958",
            &long,
        ] {
            assert_eq!(PhoneNumber::parse(typed), Err(PhoneError::Invalid), "{typed:?}");
        }
        for blank in ["", "  ", "\n"] {
            assert_eq!(PhoneNumber::parse(blank), Err(PhoneError::Blank));
        }
    }

    #[test]
    fn country_code_has_one_to_three_digits() {
        for (number, country) in [
            ("+12025550123", "1"),
            ("+77012345678", "7"),
            ("+4915123456789", "49"),
            ("+35312345678", "353"),
            ("+4232345678", "423"),
            ("+420123456789", "420"),
            ("+2012345678", "20"),
            ("+2511234567", "251"),
            ("+5012345678", "501"),
            ("+5512345678", "55"),
            ("+6712345678", "671"),
            ("+8612345678", "86"),
            ("+8521234567", "852"),
            ("+9712345678", "971"),
            ("+98123456789", "98"),
            ("+35", "35"),
        ] {
            assert_eq!(PhoneNumber::parse(number).unwrap().country(), country, "{number}");
        }
    }

    #[test]
    fn log_has_the_country_alone() {
        let number = PhoneNumber::parse("+442079460958").unwrap();
        assert_eq!(format!("{number:?}"), "+44…");
        assert_eq!(number.hide_in("to +442079460958: 442079460958 is barred"), "to +44…: +44… is barred");
    }
}
