#![doc = include_str!("../README.md")]

mod actions;
mod address;
mod callbacks;
mod changeset;
mod code;
mod controller;
mod details;
mod entry;
mod examples;
mod fields;
mod flow;
mod form_first;
mod mails;
mod pages;
mod prefilled;
mod tokens;

use std::time::Duration;

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    json::{Map, Value},
    pages::{RegistrationEdit, SessionNew},
    record::User,
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};

pub use pow_core::users::NewPassword;

pub use self::{
    actions::{CHECK, CODE, CONFIRM, CONFIRM_SHOW, CREATE, DETAILS, FINISH, FOLLOW, LINK, NEW, SENT},
    changeset::{NewUser, SIGN_UP, signup},
    controller::SignupController,
    fields::NAME,
    mails::{AccountExists, ConfirmSignup, SignupCode},
    pages::{Asked, CodeNew, DetailsNew, LinkShow, SignupConfirm, SignupForm, SignupNew},
    prefilled::{Identities, Identity, Prefilled, signup_url},
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "signup";

const MINUTE: Duration = Duration::from_secs(60);

/// The order of the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// First the address, then the mailed code, then the details. Only a visitor who reads the mails to the address can create
    /// the account.
    #[default]
    CodeFirst,
    /// First the whole form, then a mailed link, which creates the account. Several forms may be pending for one address. The
    /// first link that is used creates the account.
    FormFirst,
}

/// Whether the details ask for a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AskName {
    /// It must be filled in.
    #[default]
    Required,
    /// It may be left empty.
    Optional,
    /// There is no such field in the form.
    No,
}

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Signup {
    /// The order of the steps of a sign-up. Default: [`Mode::CodeFirst`].
    pub mode: Mode,
    /// Whether the sign-up asks for the user's name. Default: yes, as a required field ([`AskName::Required`]).
    pub name: AskName,
    /// Whether an account can be created without a password. Default: no ([`NewPassword::Required`]). Set it to
    /// [`NewPassword::Optional`] only if there is another way to sign in, such as a mailed code.
    pub password: NewPassword,
    /// How long a mailed code is valid. Default: 10 minutes (NIST SP 800-63B-4, section 3.1.3.2). At most an hour.
    pub code_ttl: Duration,
}

impl Default for Signup {
    fn default() -> Self {
        Self { mode: Mode::CodeFirst, name: AskName::Required, password: NewPassword::Required, code_ttl: 10 * MINUTE }
    }
}

impl Signup {
    /// Sets the order of the steps.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets whether the details ask for a name.
    #[must_use]
    pub fn name(mut self, name: AskName) -> Self {
        self.name = name;
        self
    }

    /// Sets whether an account may begin without a password.
    #[must_use]
    pub fn password(mut self, password: NewPassword) -> Self {
        self.password = password;
        self
    }

    /// Sets how long a code is valid.
    #[must_use]
    pub fn code_ttl(mut self, ttl: Duration) -> Self {
        self.code_ttl = ttl;
        self
    }

    fn check(&self, registry: &mut Registry) {
        if !(MINUTE..=entry::FLOW.ttl).contains(&self.code_ttl) {
            registry.refuse("`code_ttl` is out of range: set it to between a minute and an hour");
        }
        registry.weakens("code_ttl", self.code_ttl > 10 * MINUTE);
    }
}

#[async_trait]
impl Extension for Signup {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        registry
            .field(NAME.def().form())
            .field(EMAIL_CONFIRMED_AT.def())
            .requires(EMAIL)
            .sends_mails_to(EMAIL)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .slot::<SessionNew>("links", pages::sign_up_link);
        if self.name != AskName::No {
            registry.slot::<RegistrationEdit>("fields", pages::name_of_account);
        }
        actions::register(registry, self);
        examples::register(registry);
    }

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        callbacks::changeset(self, changeset);
    }

    async fn user_data(&self, _: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        Ok(user.to_json(&[NAME.name()]))
    }
}
