//! The rules for passwords, and their hashing.

use std::{fmt, sync::Arc};

use super::{Argon2id, Bcrypt, Blocklist, PasswordHasher, Pbkdf2, Reason};
use crate::Error;

/// The hashing of passwords and the rules for new ones.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PasswordPolicy {
    /// The scheme and cost of new hashes.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Further schemes whose stored hashes are accepted at the sign-in, and then replaced by a new hash. The first scheme that
    /// recognises a hash verifies it. See [`accept`](Self::accept).
    pub accepted_hashers: Vec<Arc<dyn PasswordHasher>>,
    /// The minimum length of a password, in Unicode code points (NIST SP 800-63B-4).
    pub min_length: usize,
    /// The maximum length of a password, in bytes. A longer password is rejected without hashing, to limit the work.
    pub max_bytes: usize,
    /// The passwords that are refused because they are easy to guess.
    pub blocklist: Blocklist,
    /// Whether a new password must differ from the old one. Otherwise a user could keep a password that others know, and
    /// believe that the account is safe.
    pub must_change: bool,
    /// Whether password fields have a button that shows what was typed. Forms then ask for a new password once instead of twice.
    /// The button needs a script of 1 KB from the application's origin, which the `Content-Security-Policy` then allows. Default:
    /// no; pages then have no script.
    pub show_button: bool,
    /// Further rules for new passwords, for applications that must require digits or capitals. Default: none, in every
    /// profile.
    ///
    /// NIST SP 800-63B-4 (3.1.1.2) advises against composition rules: users meet them in predictable ways, such as
    /// `Password1!`. A greater [`min_length`](Self::min_length) and the [`blocklist`](Self::blocklist) protect better.
    pub rules: Vec<PasswordRule>,
}

/// A rule of the application for new passwords: [`PasswordPolicy::rules`]. It applies at the registration, at a change, and to
/// passwords that are set by a mailed link.
///
/// ```
/// use pow_core::{password::PasswordRule, policy::Policy};
///
/// let mut policy = Policy::default();
/// // `password-digit` is a text of the application.
/// policy.password.rules = vec![PasswordRule::new("password-digit", |password| password.chars().any(char::is_numeric))];
/// ```
#[derive(Clone)]
pub struct PasswordRule {
    message: &'static str,
    is_met: Arc<Predicate>,
}

type Predicate = dyn Fn(&str) -> bool + Send + Sync;

impl PasswordRule {
    /// Creates a rule. The text with the key `message` is shown at the field if `is_met` returns false.
    ///
    /// `is_met` gets the password as it was typed. It must return at once, and must not log the password.
    pub fn new(message: &'static str, is_met: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self { message, is_met: Arc::new(is_met) }
    }
}

impl fmt::Debug for PasswordRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PasswordRule").field(&self.message).finish()
    }
}

/// The reason why a new password is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// It has fewer code points than `min`.
    TooShort {
        /// The minimum length, in code points.
        min: usize,
    },
    /// It has more bytes than `max`.
    TooLong {
        /// The maximum length, in bytes.
        max: usize,
    },
    /// It is easy to guess.
    Blocked(Reason),
    /// A [rule of the application](PasswordPolicy::rules) is not met.
    Rule {
        /// The key of the rule's message.
        message: &'static str,
    },
}

impl PasswordPolicy {
    /// Accepts hashes of further schemes, for users of another system. They are tried before the [schemes that are already
    /// accepted](Self::accepted_hashers), so that a scheme with a pepper comes before plain bcrypt.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use pow_core::{password::Bcrypt, policy::Policy};
    ///
    /// let mut policy = Policy::default();
    /// policy.password.accept([Arc::new(Bcrypt::up_to_cost(12)?) as _]);
    /// # Ok::<(), pow_core::Error>(())
    /// ```
    pub fn accept(&mut self, hashers: impl IntoIterator<Item = Arc<dyn PasswordHasher>>) {
        self.accepted_hashers.splice(0..0, hashers);
    }

    /// Checks a new password. `context_words` is as in [`Blocklist::contains`].
    ///
    /// # Errors
    /// The first reason why the password is rejected: the length, then the blocklist, then the rules of the application in
    /// their order.
    pub fn check(&self, password: &str, context_words: &[&str]) -> Result<(), Refusal> {
        let min = self.min_length;
        if password.len() > self.max_bytes {
            return Err(Refusal::TooLong { max: self.max_bytes });
        }
        if password.chars().count() < min {
            return Err(Refusal::TooShort { min });
        }
        if let Some(reason) = self.blocklist.contains(password, context_words) {
            return Err(Refusal::Blocked(reason));
        }
        match self.rules.iter().find(|rule| !(rule.is_met)(password)) {
            Some(rule) => Err(Refusal::Rule { message: rule.message }),
            None => Ok(()),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), Error> {
        if self.min_length == 0 {
            return invalid("`min_length` of passwords is 0: set it to at least 1, in production to 8 or more");
        }
        if !(64..=65_536).contains(&self.max_bytes) {
            return invalid("`max_bytes` of passwords is out of range: set it to between 64 and 65536 bytes");
        }
        if self.min_length > self.max_bytes {
            return invalid("`min_length` of passwords is above `max_bytes`: set a lower `min_length`");
        }
        Ok(())
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            hasher: Arc::new(Argon2id::default()),
            accepted_hashers: vec![
                Arc::new(Argon2id::default()),
                Arc::new(Pbkdf2::default()),
                Arc::new(Bcrypt::default()),
            ],
            min_length: 8,
            max_bytes: 4096,
            blocklist: Blocklist::common(),
            must_change: true,
            show_button: false,
            rules: Vec::new(),
        }
    }
}

fn invalid(remedy: &str) -> Result<(), Error> {
    Err(Error::Config(remedy.to_owned()))
}
