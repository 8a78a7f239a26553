//! Email addresses: each mailbox has one normalised spelling, which is then checked.

use std::{borrow::Cow, fmt};

use icu_normalizer::ComposingNormalizerBorrowed;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use crate::messages::keys;

mod local;
mod suggest;

pub(crate) use self::suggest::suggestion;

/// The longest input that is normalised, in bytes: more than any address needs, in any script.
pub const MAX_INPUT: usize = 1024;

/// The addresses that a site accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmailGrammar {
    /// Addresses that every mail server accepts: an ASCII dot-atom before the `@` (64 octets at most), a domain of at most 253
    /// octets whose last label begins with a letter, 254 octets in all (RFC 5321). International domains are accepted.
    #[default]
    Strict,
    /// Pow's rules: quoted words and letters of any script are allowed before the `@` too, and the domain may have
    /// 255 octets. Unlike in Pow, comments, control characters and encoded words are refused.
    Pow,
}

/// A normalised address. It is stored, compared and used for mails in this spelling.
///
/// White space around it is cut off, ASCII letters are lower case, and the domain is in the form that DNS uses (UTS #46:
/// `bücher.de` and `xn--bcher-kva.de` are the same). Letters of other scripts before the `@` are composed (NFC) and keep their
/// case. Nothing else is changed: `ann+news@` and `ann@` are two mailboxes.
///
/// ```
/// use pow_core::identifier::email::{EmailGrammar, EmailAddress};
///
/// let email = EmailAddress::parse(" Ann@Bücher.DE ", EmailGrammar::Strict)?;
/// assert_eq!(email.as_str(), "ann@xn--bcher-kva.de");
/// # Ok::<(), pow_core::identifier::email::EmailError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress {
    text: String,
    at: usize,
}

impl EmailAddress {
    /// Normalises an address, then checks it. A domain of one label (`root@localhost`) is accepted, as in Pow, because it is
    /// useful on a private network and while developing.
    ///
    /// # Errors
    /// An [`EmailError`], whose [`key`](EmailError::key) names the message to show.
    ///
    /// # Security
    /// The result holds exactly one `@` outside quotes, no control characters, no comments, no encoded words (`=?…?=`)
    /// and no IP address in place of a domain, so that no mail program sees another or a second address in it.
    /// [`Strict`](EmailGrammar::Strict) is printable ASCII without spaces, quotes and commas.
    pub fn parse(text: &str, grammar: EmailGrammar) -> Result<Self, EmailError> {
        if text.len() > MAX_INPUT {
            return Err(EmailError::TooLong);
        }
        let text = text.trim_ascii();
        if text.is_empty() {
            return Err(EmailError::Blank);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Invalid)?;
        let local = ComposingNormalizerBorrowed::new_nfc().normalize(local).to_ascii_lowercase();
        local::check(&local, grammar)?;
        let domain = domain_to_ascii(domain, grammar)?;
        let at = local.len();
        let text = local + "@" + &domain;
        if grammar == EmailGrammar::Strict && text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        Ok(Self { text, at })
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// The part after the `@`, in ASCII.
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }

    /// Whether most mail servers accept the address. Too few accept a quoted part with a space.
    pub(crate) fn is_mailable(&self) -> bool {
        !self.text.contains(' ')
    }

    /// The address as the text to store.
    pub fn into_string(self) -> String {
        self.text
    }
}

impl AsRef<str> for EmailAddress {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmailError {
    /// The text is empty or only white space.
    #[error("the address is blank")]
    Blank,
    /// Longer than mail servers accept, as a whole or in one of its parts.
    #[error("the address is too long")]
    TooLong,
    /// The address has letters before the `@` that many mail servers refuse. Only [`Strict`](EmailGrammar::Strict) reports this.
    #[error("the address has letters other than a to z before the `@`")]
    NotAscii,
    /// The text is not an address in the grammar in use.
    #[error("the address is not valid")]
    Invalid,
}

impl EmailError {
    /// The key of the message to show beside the field.
    pub fn key(self) -> &'static str {
        match self {
            Self::Blank => keys::ERROR_REQUIRED,
            Self::TooLong => keys::ERROR_EMAIL_TOO_LONG,
            Self::NotAscii => keys::ERROR_EMAIL_NOT_ASCII,
            Self::Invalid => keys::ERROR_EMAIL_INVALID,
        }
    }
}

/// Returns an address for display: an international domain is shown in its own script. Any other text stays as it is.
///
/// ```
/// use pow_core::identifier::email;
///
/// assert_eq!(email::to_display("ann@xn--bcher-kva.de"), "ann@bücher.de");
/// assert_eq!(email::to_display("ann@example.com"), "ann@example.com");
/// ```
pub fn to_display(address: &str) -> Cow<'_, str> {
    let Some((local, domain)) = address.rsplit_once('@').filter(|(_, domain)| domain.contains("xn--")) else {
        return address.into();
    };
    match Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast) {
        (domain, Ok(())) => format!("{local}@{domain}").into(),
        _ => address.into(),
    }
}

/// Returns the domain in the form that DNS uses: mapped and checked by UTS #46, letters, digits and inner hyphens only.
fn domain_to_ascii(domain: &str, grammar: EmailGrammar) -> Result<String, EmailError> {
    // The length is checked below: the library's own limit is 253 octets, Pow's is 255.
    let ascii = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore)
        .map_err(|_| EmailError::Invalid)?;
    let max = if grammar == EmailGrammar::Strict { 253 } else { 255 };
    if ascii.len() > max || ascii.split('.').any(|label| label.len() > 63) {
        return Err(EmailError::TooLong);
    }
    let last = ascii.rsplit('.').next().unwrap_or_default();
    let named = match grammar {
        EmailGrammar::Strict => last.starts_with(|c: char| c.is_ascii_lowercase()),
        EmailGrammar::Pow => last.contains(|c: char| !c.is_ascii_digit()),
    };
    if !named || ascii.split('.').any(str::is_empty) {
        return Err(EmailError::Invalid);
    }
    Ok(ascii.into_owned())
}

#[cfg(test)]
mod tests;
