//! How strict the framework is: one struct, three profiles.

mod lifetime;

use std::{borrow::Cow, collections::BTreeSet, fmt, sync::Arc, time::Duration};

pub use self::lifetime::Lifetime;
use crate::{
    Error,
    clock::check_time,
    identifier::{MAX_CHARS, email::EmailAddress, username},
    mail::MailLimits,
    messages::{Message, keys},
    password::{Blocklist, Pbkdf2},
    text::TextLimits,
};
pub use crate::{
    identifier::email::EmailGrammar,
    password::{PasswordPolicy, PasswordRule, Refusal},
    session::SessionSettings,
};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The set of defaults that an application starts from. Each extension says in its documentation what a profile means for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Profile {
    /// The framework's own choice.
    #[default]
    Default,
    /// The behaviour of Pow for Elixir.
    Pow,
    /// Settings that follow NIST SP 800-63B-4.
    Nist,
}

/// The pages that follow an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageFlow {
    /// Pages say what has happened and what to do next: "Check your inbox" after a mail, the next step for a link that has ended.
    /// The account has a page and a form for each part. After a refused form, a browser that navigates
    /// (`Sec-Fetch-Mode: navigate`, or `Origin` and HTML) is redirected to the form's page with a 303. Other clients get that
    /// page with a 422.
    #[default]
    Guided,
    /// As in Pow: every action ends with a redirect, and the next page shows a message. The account is one form. A refused form
    /// is answered with its page and a 422.
    Plain,
}

/// The requirements of the framework: passwords, sessions, addresses.
///
/// | | [`default`](Self::default) | [`pow`](Self::pow) | [`nist`](Self::nist) |
/// |---|---|---|---|
/// | hash | Argon2id, 19 MiB, 2 passes, 1 lane | PBKDF2-SHA512, 100,000 | as default |
/// | password length | 8 characters to 4096 bytes | as default | 15 characters to 4096 bytes |
/// | blocklist | common and context words | none | as default |
/// | further rules for passwords | none | none | none |
/// | a new password may be the old one | no | yes | no |
/// | delete the account | signed in within 15 min, or the password | no requirement | as default |
/// | a new password ends other sessions and tokens | yes | yes | yes |
/// | session | 30 min idle, 30 days in all | 30 min idle, no end | 1 h idle, 24 h in all |
/// | sessions of a user | any number | any number | any number |
/// | email grammar | strict | Pow's | strict |
/// | mistyped addresses are questioned once | yes | no | yes |
/// | users can't be enumerated | yes | yes | yes |
/// | response padding | 25 ms | 25 ms | 25 ms |
/// | mails of a kind to one address | 3 an hour | any number | 3 an hour |
/// | texts to one number; to one country code | 3 an hour; 100 a day | as default | as default |
/// | the owner is told of a new password or address | yes | no | yes |
/// | a sign-out empties the browser's cache | no | no | no |
/// | pages | guided | plain | guided |
/// | reserved user names | a list | none | the list |
///
/// A HEAD request to a mailed link changes nothing, under any policy.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use pow_core::policy::Policy;
///
/// let mut policy = Policy::default();
/// policy.password.min_length = 12;
/// policy.session.absolute = Some(Duration::from_secs(7 * 24 * 3600));
/// policy.validate()?;
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Policy {
    /// The profile that the policy was created from. Extensions read it; it changes no setting of the core.
    pub profile: Profile,
    /// How passwords are hashed, and which new passwords are refused.
    pub password: PasswordPolicy,
    /// How long sessions live, and how many sessions a user can have.
    pub session: SessionSettings,
    /// How long after a sign-in the user can delete the account or sign out devices without typing the password; an account
    /// without a password can be changed only within this time (ASVS 5.0, 7.5.3). `None`: no limit.
    pub reauthentication: Option<Duration>,
    /// Whether a changed or reset password ends all other sessions and tokens of the user (ASVS 5.0, 7.4.3).
    pub end_other_sessions_on_password_change: bool,
    /// The email addresses that are accepted.
    pub email_grammar: EmailGrammar,
    /// A further rule for the addresses in forms, for example to reject disposable addresses. It corresponds to Pow's
    /// `email_validator`. Default: none.
    pub email_check: Option<EmailCheck>,
    /// Whether the registration asks once about an address that looks mistyped, such as `ada@gmial.com` or `ada@acme.con`, and
    /// proposes another. It never refuses an address. Default: yes.
    pub email_suggestions: bool,
    /// Whether answers are the same for known and unknown addresses (ASVS 5.0, 6.3.8).
    pub prevent_user_enumeration: bool,
    /// The minimum response time of requests whose response time could reveal whether an account exists. It counts from the last
    /// password hash, or from the beginning of the request: see [`Cx::pad_response`](crate::cx::Cx::pad_response). Default: 25
    /// ms. Set it to more than the database needs for a look-up and a commit.
    pub response_padding: Duration,
    /// How long the answer to a form is kept for a browser that sends the same form again. On slow connections, users click
    /// twice. A page for a visitor and the page of a refused form are kept for at most 20 s. Default: 60 s, which is also the maximum. With zero, a repeated form is processed
    /// as a new one.
    pub form_repeats: Duration,
    /// Whether a sign-out or the deletion of the account also clears the browser's cache and script storage for the site
    /// (`Clear-Site-Data`). The page after the redirect repeats the header, because WebKit ignores it on a redirect. Default: no.
    /// Clearing can take a browser seconds, and the application's own scripts may store data there on purpose.
    pub clear_site_data: bool,
    /// How many mails of each kind are sent to one address (ASVS 5.0, 2.4.1).
    pub mail_limits: MailLimits,
    /// How many text messages are sent to one number, and to all numbers of one country code. The limits are the same in every
    /// profile, because texts cost money.
    pub text_limits: TextLimits,
    /// Whether an action ends with a page about the next step, or with a redirect and a message, as in Pow. Default:
    /// [`PageFlow::Guided`].
    pub page_flow: PageFlow,
    /// Whether a mail tells the owner of an account that its password or address has changed (ASVS 5.0, 6.3.7). This needs an
    /// address and a mailer. Extensions read this setting before they send their own notices.
    pub notices: bool,
    /// The user names that users can't choose, because people would think that these names belong to the site, such as
    /// `postmaster`. They matter only if users sign in with a [user name](crate::identifier::UserIdField::Username), or can
    /// choose one with pow-ext-identities. Default: [`username::RESERVED`]. Case, `.`, `-` and `_` make no difference.
    ///
    /// ```
    /// let mut policy = pow_core::policy::Policy::default();
    /// policy.reserved_usernames.insert("acme".into());
    /// ```
    pub reserved_usernames: BTreeSet<Cow<'static, str>>,
}

/// A rule of the application for email addresses: [`Policy::email_check`]. It is called with the normalised address when a user
/// chooses one, not at the sign-in. It must not block.
///
/// ```
/// use pow_core::{messages::Message, policy::{EmailCheck, Policy}};
///
/// let mut policy = Policy::default();
/// policy.email_check = Some(EmailCheck::new(|address| match address.ends_with("@acme.example") {
///     true => Ok(()),
///     false => Err(Message::new("only-colleagues")), // a text of the application
/// }));
/// ```
#[derive(Clone)]
pub struct EmailCheck(Arc<Rule>);

type Rule = dyn Fn(&str) -> Result<(), Message> + Send + Sync;

impl EmailCheck {
    /// Creates a rule. Its message is shown at the field.
    pub fn new(check: impl Fn(&str) -> Result<(), Message> + Send + Sync + 'static) -> Self {
        Self(Arc::new(check))
    }

    pub(crate) fn ask(&self, address: &str) -> Result<(), Message> {
        (self.0)(address)
    }
}

impl fmt::Debug for EmailCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailCheck")
    }
}

impl Policy {
    /// Returns the settings that behave like Pow for Elixir, for sites that migrate from it.
    pub fn pow() -> Self {
        let mut policy = Self::default();
        policy.password.hasher = Arc::new(Pbkdf2::default());
        policy.password.blocklist = Blocklist::none();
        policy.password.must_change = false;
        policy.session.absolute = None;
        Self {
            profile: Profile::Pow,
            reauthentication: None,
            email_grammar: EmailGrammar::Pow,
            email_suggestions: false,
            mail_limits: MailLimits::none(),
            notices: false,
            page_flow: PageFlow::Plain,
            reserved_usernames: BTreeSet::new(),
            ..policy
        }
    }

    /// Returns settings that follow NIST SP 800-63B-4, with the session times of AAL2.
    pub fn nist() -> Self {
        let mut policy = Self { profile: Profile::Nist, ..Self::default() };
        policy.password.min_length = 15;
        policy.session.idle = HOUR;
        policy.session.absolute = Some(DAY);
        policy
    }

    /// Checks that the values are valid, alone and together. No time may be longer than ten years
    /// ([`LONGEST`](crate::clock::LONGEST)).
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that says what to change.
    pub fn validate(&self) -> Result<(), Error> {
        self.password.validate()?;
        self.session.validate()?;
        for limit in self.mail_limits.each() {
            if limit.count == 0 {
                return refuse(
                    "`mail_limits` allow no mail: let `mail_limits` allow at least one mail, or use `MailLimits::none` \
                     for no limit",
                );
            }
            check_time("mail_limits.within", Some(limit.within))?;
        }
        for limit in self.text_limits.each() {
            if limit.count == 0 {
                return refuse(
                    "`text_limits` allow no text message: let `text_limits` allow at least one text message, or set \
                     `None` for no limit",
                );
            }
            check_time("text_limits.within", Some(limit.within))?;
        }
        if self.response_padding > MINUTE {
            return refuse(
                "`response_padding` is longer than a minute: set `response_padding` to at most a minute; the default \
                 is 25 ms",
            );
        }
        if self.form_repeats > MINUTE {
            return refuse("`form_repeats` is longer than a minute: set `form_repeats` to at most a minute");
        }
        check_time("reauthentication", self.reauthentication)
    }

    /// Returns the normalised address if the grammar and [`email_check`](Self::email_check) allow it. The sign-in accepts every
    /// well-formed address, even one that is refused here.
    ///
    /// ```
    /// let policy = pow_core::policy::Policy::default();
    /// assert_eq!(policy.check_email(" Ada@Example.com ").map(|email| email.to_string()), Ok("ada@example.com".to_owned()));
    /// assert_eq!(policy.check_email("ada").unwrap_err().key, "error-email-invalid");
    /// ```
    ///
    /// # Errors
    /// The message for the field.
    pub fn check_email(&self, typed: &str) -> Result<EmailAddress, Message> {
        let address = EmailAddress::parse(typed, self.email_grammar).map_err(|error| Message::new(error.key()))?;
        if address.as_str().chars().count() > MAX_CHARS {
            return Err(Message::new(keys::ERROR_EMAIL_TOO_LONG));
        }
        // A user that no mail reaches could neither confirm the address nor get a new password.
        if !address.is_mailable() {
            return Err(Message::new(keys::ERROR_EMAIL_INVALID));
        }
        match &self.email_check {
            Some(check) => check.ask(address.as_str()).map(|()| address),
            None => Ok(address),
        }
    }

    /// Whether this normalised user name is reserved.
    pub(crate) fn reserves(&self, username: &str) -> bool {
        let bare = |name: &str| name.replace(['.', '-', '_'], "").to_lowercase();
        let name = bare(username);
        self.reserved_usernames.iter().any(|reserved| bare(reserved) == name)
    }

    /// Returns the settings that protect less than the default, for the log.
    pub(crate) fn weakened(&self) -> Vec<&'static str> {
        let long_idle = self.session.idle > 30 * MINUTE;
        // NIST's AAL2 has an hour, with a day in all.
        let as_nist = self.session.idle <= HOUR && self.session.absolute.is_some_and(|absolute| absolute <= DAY);
        let default = Self::default();
        let long_life = self.session.absolute.is_none_or(|absolute| absolute > 30 * DAY);
        let longer = |mine: Option<Duration>, usual: Option<Duration>| mine.is_none_or(|mine| Some(mine) > usual);
        let settings = [
            ("reauthentication", longer(self.reauthentication, default.reauthentication)),
            ("email_grammar", self.email_grammar == EmailGrammar::Pow),
            ("end_other_sessions_on_password_change", !self.end_other_sessions_on_password_change),
            ("mail_limits", self.mail_limits.each().next().is_none()),
            ("notices", !self.notices),
            ("password.blocklist", self.password.blocklist == Blocklist::none()),
            ("password.min_length", self.password.min_length < default.password.min_length),
            ("password.must_change", !self.password.must_change),
            ("prevent_user_enumeration", !self.prevent_user_enumeration),
            ("reserved_usernames", self.reserved_usernames.is_empty()),
            ("response_padding", self.response_padding < default.response_padding),
            ("text_limits", self.text_limits.number.is_none() || self.text_limits.country.is_none()),
            ("session.absolute", long_life),
            ("session.idle", long_idle && !as_nist),
        ];
        settings.into_iter().filter(|(_, weak)| *weak).map(|(name, _)| name).collect()
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            profile: Profile::Default,
            password: PasswordPolicy::default(),
            session: SessionSettings::default(),
            reauthentication: Some(15 * MINUTE),
            end_other_sessions_on_password_change: true,
            email_grammar: EmailGrammar::Strict,
            email_check: None,
            email_suggestions: true,
            prevent_user_enumeration: true,
            response_padding: Duration::from_millis(25),
            form_repeats: MINUTE,
            clear_site_data: false,
            mail_limits: MailLimits::default(),
            text_limits: TextLimits::default(),
            notices: true,
            page_flow: PageFlow::Guided,
            reserved_usernames: username::RESERVED.into_iter().map(Cow::Borrowed).collect(),
        }
    }
}

fn refuse(remedy: &str) -> Result<(), Error> {
    Err(Error::Config(remedy.to_owned()))
}

#[cfg(test)]
mod tests;
