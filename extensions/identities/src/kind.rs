//! The kinds of identities, and the normalised form of their values.

use pow_core::{
    cx::Cx,
    identifier::{email::EmailAddress, phone::PhoneNumber},
    messages::{Message, keys},
    policy::Policy,
};

/// The minimum length of a user name, in characters.
pub(crate) const MIN_NAME: usize = 3;
/// The maximum length of a user name, in characters.
pub(crate) const MAX_NAME: usize = 64;

/// The kind of an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdentityKind {
    /// An email address.
    Email,
    /// A phone number, which is proved by a code in a text message.
    Phone,
    /// A user name.
    Username,
}

impl IdentityKind {
    /// Returns the name of the kind, as in the table and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Username => "username",
        }
    }

    /// Returns the key of its label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Email => "identities-kind-email",
            Self::Phone => "identities-kind-phone",
            Self::Username => "identities-kind-username",
        }
    }

    /// Returns `of_number` for a phone number and `of_address` for the other kinds. Both are keys of texts.
    #[must_use]
    pub fn text(self, of_address: &'static str, of_number: &'static str) -> &'static str {
        if self == Self::Phone { of_number } else { of_address }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Email, Self::Phone, Self::Username].into_iter().find(|kind| kind.name() == name)
    }
}

/// Returns the stored form of what was typed at a sign-in. A user name has neither `@` nor `+`, so no two kinds share a value.
pub(crate) fn normalize(cx: &Cx, typed: &str) -> Option<String> {
    if typed.contains('@') {
        let address = EmailAddress::parse(typed, cx.pow().policy().email_grammar).ok();
        return address.map(|address| address.as_str().to_owned());
    }
    let number = PhoneNumber::parse(typed).ok();
    number.map(|number| number.as_str().to_owned()).or_else(|| parse_name(typed))
}

/// Checks a new user name and returns its stored form.
pub(crate) fn username(policy: &Policy, typed: &str) -> Result<String, Message> {
    if typed.trim().is_empty() {
        return Err(Message::new(keys::ERROR_REQUIRED));
    }
    let name = parse_name(typed).ok_or_else(|| Message::new("identities-username-invalid"))?;
    let bare = |name: &str| name.replace(['.', '-', '_'], "").to_lowercase();
    let is_reserved = policy.reserved_usernames.iter().any(|reserved| bare(reserved) == bare(&name));
    if is_reserved { Err(Message::new(keys::ERROR_USERNAME_RESERVED)) } else { Ok(name) }
}

/// Reads `^[A-Za-z][A-Za-z0-9_]*$`, 3 to 64 characters, in small letters.
fn parse_name(typed: &str) -> Option<String> {
    let name = typed.trim_ascii();
    let has_length = (MIN_NAME..=MAX_NAME).contains(&name.len());
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let begins_well = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    (has_length && is_plain && begins_well).then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_have_one_spelling() {
        let longest = format!("a{}", "1".repeat(63));
        for (typed, stored) in [("Ann", "ann"), (" a_1 ", "a_1"), ("A__", "a__"), (&longest, &longest)] {
            assert_eq!(parse_name(typed).as_deref(), Some(stored), "{typed}");
        }
    }

    #[test]
    fn other_texts_are_no_user_names() {
        let too_long = format!("a{}", "1".repeat(64));
        for typed in
            ["", "an", "1ann", "_ann", "a nn", "ann-1", "ann.1", "änn", "ａｎｎ", "an\u{0}n", "ann@x.org", &too_long]
        {
            assert_eq!(parse_name(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn reserved_names_cannot_be_chosen() {
        let policy = Policy::default();
        for typed in ["admin", "Ad_min", "support"] {
            assert_eq!(username(&policy, typed).unwrap_err().key, keys::ERROR_USERNAME_RESERVED, "{typed}");
        }
        assert_eq!(username(&policy, "ann"), Ok("ann".to_owned()));
    }
}
