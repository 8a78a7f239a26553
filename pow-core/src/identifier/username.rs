//! User names: each has one normalised spelling, and characters that deceive are refused.

use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::messages::keys;

mod script;

/// The most characters (code points) of a user name.
pub const MAX_CHARS: usize = 64;

/// The longest input that is normalised, in bytes.
pub const MAX_INPUT: usize = 1024;

/// Names that others would take for the site's own: mailboxes of RFC 2142, and those of administrators. An application reserves
/// further names with [`Policy::reserved_usernames`](crate::policy::Policy::reserved_usernames).
pub const RESERVED: [&str; 42] = [
    "abuse",
    "account",
    "accounts",
    "admin",
    "administration",
    "administrator",
    "anonymous",
    "api",
    "billing",
    "contact",
    "daemon",
    "ftp",
    "guest",
    "help",
    "helpdesk",
    "hostmaster",
    "info",
    "legal",
    "localhost",
    "mail",
    "mailerdaemon",
    "marketing",
    "me",
    "moderator",
    "news",
    "nobody",
    "noc",
    "noreply",
    "official",
    "owner",
    "postmaster",
    "privacy",
    "root",
    "sales",
    "security",
    "staff",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "webmaster",
    "www",
];

/// A normalised user name. It is stored and compared in this spelling.
///
/// White space around it is cut off and letters are lower case, as in Pow, and it is brought into Unicode's composed form (NFC),
/// so that canonically equivalent texts are the same name. Beyond Pow, a name
/// * has 1 to [`MAX_CHARS`] characters, all of them letters, combining marks or digits of any script, `_`, `-` or `.`:
///   no `@`, so that it can't be an email address, and no white space, control, invisible or direction character;
/// * begins with a letter, a digit or `_`, never with a combining mark;
/// * holds no compatibility forms: no full-width, mathematical or ligature letters (as in PRECIS, RFC 8265);
/// * keeps to one script, except for the usual mixtures of Japanese, Korean and Chinese (UTS #39, without its
///   mixtures with Latin): a Cyrillic `а` doesn't hide in `admin`. A name written wholly in look-alikes is not detected.
///
/// ```
/// use pow_core::identifier::username::NormalizedUsername;
///
/// assert_eq!(NormalizedUsername::parse(" Ann_99 ")?.as_str(), "ann_99");
/// # Ok::<(), pow_core::identifier::username::UsernameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NormalizedUsername(String);

impl NormalizedUsername {
    /// Normalises a name, then checks it.
    ///
    /// # Errors
    /// A [`UsernameError`], whose [`key`](UsernameError::key) names the message to show.
    pub fn parse(text: &str) -> Result<Self, UsernameError> {
        if text.len() > MAX_INPUT {
            return Err(UsernameError::TooLong);
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(UsernameError::Blank);
        }
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text).to_lowercase();
        // Lower-casing can decompose a character again: `İ` becomes an `i` and a combining dot.
        let name = ComposingNormalizerBorrowed::new_nfc().normalize(&composed).into_owned();
        if name.chars().count() > MAX_CHARS {
            return Err(UsernameError::TooLong);
        }
        if !begins_well(&name) || !name.chars().all(script::is_allowed) || !is_plain(&name) {
            return Err(UsernameError::Invalid);
        }
        if !script::is_single(&name) {
            return Err(UsernameError::Mixed);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as the text to store.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for NormalizedUsername {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NormalizedUsername {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a user name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UsernameError {
    /// The text is empty or only white space.
    #[error("the user name is blank")]
    Blank,
    /// More than [`MAX_CHARS`] characters.
    #[error("the user name is too long")]
    TooLong,
    /// A character that is not allowed, or not at the beginning.
    #[error("the user name is not valid")]
    Invalid,
    /// Letters of several scripts.
    #[error("the user name mixes several scripts")]
    Mixed,
}

impl UsernameError {
    /// The key of the message to show beside the field.
    pub fn key(self) -> &'static str {
        match self {
            Self::Blank => keys::ERROR_REQUIRED,
            Self::TooLong => keys::ERROR_USERNAME_TOO_LONG,
            Self::Invalid => keys::ERROR_USERNAME_INVALID,
            Self::Mixed => keys::ERROR_USERNAME_MIXED,
        }
    }
}

/// Whether the name has no ligatures, full-width or mathematical letters, which NFKC would change (RFC 8264, section 9.17).
fn is_plain(name: &str) -> bool {
    ComposingNormalizerBorrowed::new_nfkc().is_normalized(name)
}

fn begins_well(name: &str) -> bool {
    name.starts_with(|c: char| c == '_' || c.is_alphanumeric() && !script::is_mark(c))
}

#[cfg(test)]
mod tests;
