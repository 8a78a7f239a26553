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
    /// After NIST SP 800-63B-4.
    Nist,
}

/// How the pages follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageFlow {
    /// Pages say what has happened and what to do next: "Check your inbox" after a mail, the next step for a link that
    /// has ended. The account has a page and a form for each part. A refused form leads a browser that navigates
    /// (`Sec-Fetch-Mode: navigate`, or `Origin` and HTML) back to its page by 303. Other clients get the page as 422.
    #[default]
    Guided,
    /// As in Pow: an outcome is a redirect with a message on the next page, and the account is one form. The answer to a
    /// refused form is its page, as 422.
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
/// | delete the account | signed in within 15 min, or the password | no such demand | as default |
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
/// HEAD on a link from a mail does nothing, under any policy.
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
    /// How passwords are hashed and which are refused.
    pub password: PasswordPolicy,
    /// How long sessions live, and how many a user has.
    pub session: SessionSettings,
    /// The age of the last sign-in up to which the account can be deleted and devices signed out without the password, and up to
    /// which a user without a password can change the account (ASVS 5.0, 7.5.3). `None`: any age.
    pub reauthentication: Option<Duration>,
    /// Whether a changed or reset password ends all other sessions and tokens of the user (ASVS 5.0, 7.4.3).
    pub end_other_sessions_on_password_change: bool,
    /// The email addresses that are accepted.
    pub email_grammar: EmailGrammar,
    /// A further rule for the addresses in forms, as Pow's `email_validator`: for example, to reject disposable addresses.
    /// Default: none.
    pub email_check: Option<EmailCheck>,
    /// Whether the registration asks once if another address is meant, where one looks mistyped: `ada@gmial.com`,
    /// `ada@acme.con`. It never refuses an address. Default: yes.
    pub email_suggestions: bool,
    /// Whether answers are the same for known and unknown addresses (ASVS 5.0, 6.3.8).
    pub prevent_user_enumeration: bool,
    /// The shortest time of an answer whose time could tell who has an account. It counts from the last password hash, or from
    /// the beginning of the request: see [`Cx::pad_response`](crate::cx::Cx::pad_response). Default: 25 ms. Set it to more than
    /// the database takes for a look-up and a commit.
    pub response_padding: Duration,
    /// How long the answer to a form is kept for a browser that sends it again. On a slow line people click twice. A page is
    /// kept for 20 s at most. Default: 60 s, and at most that. Zero processes each as a new form.
    pub form_repeats: Duration,
    /// Whether signing out and deleting the account also empty what the browser keeps for the site besides cookies: its
    /// cache and what scripts have stored there (`Clear-Site-Data`). The page after the redirect repeats the header, because
    /// WebKit ignores it on a redirect. Default: no, since it can take a browser seconds, and an application's own scripts may
    /// keep things there on purpose.
    pub clear_site_data: bool,
    /// How many mails of each kind one address is sent (ASVS 5.0, 2.4.1).
    pub mail_limits: MailLimits,
    /// How many text messages one number and the numbers of one country code are sent. The same in every profile: texts cost money.
    pub text_limits: TextLimits,
    /// How the pages follow each other. Default: [`PageFlow::Guided`].
    pub page_flow: PageFlow,
    /// Whether the owner of an account is told by mail when its password or address has changed (ASVS 5.0, 6.3.7), as far as
    /// there is an address and a mailer. Extensions ask this before they send notices of their own.
    pub notices: bool,
    /// Names that can't be chosen where users are named by a [user name](crate::identifier::UserIdField::Username): those
    /// that others would take for the site's own. Default: [`username::RESERVED`]. Case, `.`, `-` and `_` make no difference.
    ///
    /// ```
    /// let mut policy = pow_core::policy::Policy::default();
    /// policy.reserved_usernames.insert("acme".into());
    /// ```
    pub reserved_usernames: BTreeSet<Cow<'static, str>>,
}

/// A rule of the application for email addresses: [`Policy::email_check`]. It is asked with the normalised address when
/// one is chosen, not at the sign-in, and must answer at once.
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
    /// A rule: the message is shown at the field.
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

    /// After NIST SP 800-63B-4, with the session times of AAL2.
    pub fn nist() -> Self {
        let mut policy = Self { profile: Profile::Nist, ..Self::default() };
        policy.password.min_length = 15;
        policy.session.idle = HOUR;
        policy.session.absolute = Some(DAY);
        policy
    }

    /// Whether the values can work, alone and together. No time is longer than ten years ([`LONGEST`](crate::clock::LONGEST)).
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that says what to change.
    pub fn validate(&self) -> Result<(), Error> {
        self.password.validate()?;
        self.session.validate()?;
        for limit in self.mail_limits.each() {
            if limit.count == 0 {
                return refuse("let `mail_limits` allow at least one mail; `MailLimits::none` is no limit");
            }
            check_time("mail_limits.within", Some(limit.within))?;
        }
        for limit in self.text_limits.each() {
            if limit.count == 0 {
                return refuse("let `text_limits` allow at least one text; `None` is no limit");
            }
            check_time("text_limits.within", Some(limit.within))?;
        }
        if self.response_padding > MINUTE {
            return refuse("set `response_padding` to at most a minute; 25 ms are usual");
        }
        if self.form_repeats > MINUTE {
            return refuse("set `form_repeats` to at most a minute");
        }
        check_time("reauthentication", self.reauthentication)
    }

    /// Returns the normalised address if it may be chosen: by the grammar, and by [`email_check`](Self::email_check). A well-formed
    /// address may be refused here, but not at the sign-in.
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
