#![doc = include_str!("../README.md")]

mod actions;
mod by_text;
mod callbacks;
mod changeset;
mod controller;
mod examples;
mod mails;
mod pages;
mod recipient;
mod text_pages;
mod texts;
mod tokens;

use std::time::Duration;

use pow_core::{
    DateTime, async_trait,
    extension::{Extension, ExtensionId, Registry},
    pages::SessionNew,
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};

pub use self::{
    actions::{CODE, CREATE, NEW, SENT, SHOW, TEXT_CODE, TEXT_CREATE, TEXT_NEW, TEXT_SENT, USE},
    by_text::TextSignInController,
    changeset::{MAIL_SIGN_IN, MAIL_SIGN_UP},
    controller::MailSignInController,
    mails::SignInMail,
    pages::{MailSignInCode, MailSignInNew, MailSignInShow},
    text_pages::{TextSignInCode, TextSignInNew},
    texts::SignInText,
    tokens::{SignInCode, TextCode},
};

/// The extension's id.
pub const ID: ExtensionId = "mail_sign_in";

/// How long a code and its link are valid. (NIST SP 800-63B-4, 3.1.3.2: at most ten minutes)
const DEFAULT_TTL: Duration = Duration::from_secs(10 * 60);
/// The longest lifetime of a code.
const MAX_TTL: Duration = Duration::from_secs(3600);

/// The treatment of an account whose address was never proved, when the reader of its mails signs in.
///
/// A stranger may have registered the address before its owner came. Anything that the stranger knows must then end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// The password is removed and all sessions end, no matter when the account was created. The user is notified.
    Prove,
    /// The same, except for accounts that have not changed since this time. Their addresses count as proved, so such an account
    /// keeps its password and its sessions. Any later change of the account ends the trust, because the address may have been
    /// changed.
    ///
    /// # Security
    /// Use it only if every address was confirmed in another way until then. Otherwise, a stranger who registered the address of
    /// another person keeps a password for that person's account.
    Trust {
        /// The time until which addresses were confirmed in the other way. Usually, this extension was added at that time.
        before: DateTime,
    },
}

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailSignIn {
    /// Whether an account keeps its password and its sessions when its user signs in by mail and the address was never proved
    /// before. There is no default.
    pub existing: Existing,
    /// How long a code and its link are valid, at most an hour. Default: 10 minutes.
    pub ttl: Duration,
    /// Whether the mail lets a new user sign up. Default: yes, as long as the application has the route of the registration. The
    /// account is created when the code or the link is used. Sign-up requires that users sign in with their address, and that no
    /// other column of the users' table needs a value.
    pub sign_up: bool,
    /// Whether the link, like the code, works only in the browser that asked for it. Default: no. People often read their mails
    /// on another device.
    pub same_browser: bool,
    /// Whether users can also sign in with a code in a text message. An extension such as pow-ext-identities must have proved the
    /// number. This requires a [`text_sender`](pow_core::Config::text_sender). Default: no.
    ///
    /// # Security
    /// Texts can be read on a locked phone, and a network can be made to deliver them to another person. Such a code is the only
    /// factor of the sign-in.
    pub texts: bool,
}

impl MailSignIn {
    /// Creates the extension with its defaults. `existing` states what happens to accounts whose address was never proved.
    pub fn new(existing: Existing) -> Self {
        Self { existing, ttl: DEFAULT_TTL, sign_up: true, same_browser: false, texts: false }
    }

    /// Sets how long a code and its link are valid.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }

    /// Sets whether the mail lets a new user sign up.
    #[must_use]
    pub fn sign_up(mut self, sign_up: bool) -> Self {
        self.sign_up = sign_up;
        self
    }

    /// Sets whether the link works only in the browser that asked for it.
    #[must_use]
    pub fn same_browser(mut self, same_browser: bool) -> Self {
        self.same_browser = same_browser;
        self
    }

    /// Sets whether users can also sign in with a code in a text message.
    #[must_use]
    pub fn texts(mut self, texts: bool) -> Self {
        self.texts = texts;
        self
    }
}

#[async_trait]
impl Extension for MailSignIn {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if !(Duration::from_secs(60)..=MAX_TTL).contains(&self.ttl) {
            registry.refuse("`ttl` is out of range: set it to between a minute and an hour");
        }
        registry
            .weakens("ttl", self.ttl > DEFAULT_TTL)
            .weakens("existing", matches!(self.existing, Existing::Trust { .. }));
        registry
            .requires(EMAIL)
            .field(EMAIL_CONFIRMED_AT.def())
            .requires_route(SHOW)
            .sends_mails_to(EMAIL)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .slot::<SessionNew>("ways", callbacks::sign_in_by_mail);
        if self.texts {
            registry.sends_texts().slot::<SessionNew>("ways", callbacks::sign_in_by_text);
        }
        actions::register(registry, self);
        examples::register(registry);
    }
}
