#![doc = include_str!("../README.md")]

mod actions;
mod add;
mod callbacks;
mod changeset;
mod confirm_page;
mod controller;
mod examples;
mod kind;
mod mails;
mod pages;
mod phone_page;
mod primary;
mod proof;
mod prove;
mod rows;
mod texts;
mod tokens;

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{AccountSection, Extension, ExtensionId, Registry},
    json::{Map, Value},
    limit::Limit,
    record::User,
    store::{RowReader, Transaction},
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};

pub use self::{
    actions::{
        CREATE, CREATE_PHONE, CREATE_USERNAME, DELETE, INDEX, NEW, NEW_PHONE, NEW_USERNAME, PRIMARY, PROVE, SEND, SHOW,
    },
    changeset::{MAKE_PRIMARY, PROVE_IDENTITY, REMOVE_IDENTITY, SET_USERNAME},
    confirm_page::{Confirms, IdentityConfirm},
    controller::IdentitiesController,
    kind::IdentityKind,
    mails::{IdentityChanged, IdentityCodeMail, Notice},
    pages::{IdentitiesIndex, IdentitiesNew, IdentityItem, IdentityProve, UsernameNew},
    phone_page::PhoneNew,
    rows::Identity,
    texts::IdentityCodeText,
    tokens::IdentityCode,
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "identities";

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);
const RECENT: Duration = Duration::from_secs(15 * 60);

/// The extension and its configuration.
///
/// ```
/// use pow_ext_identities::Identities;
///
/// let extension = Identities::default().max(5);
/// assert!(extension.usernames);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Identities {
    /// The maximum number of a user's email addresses, phone numbers and user names together. Default: 10. The main address
    /// counts, and so do addresses and numbers that are not proved yet.
    pub max: u32,
    /// Whether users may choose a user name. This has no effect if users sign in with a user name anyway. Default: yes.
    pub usernames: bool,
    /// Whether users may add phone numbers, each proved by a code in a text message. It requires a
    /// [`text_sender`](pow_core::Config::text_sender). Default: no.
    ///
    /// # Security
    /// Some months after its owner gave it up, a number is given to another person. That person could then sign in by the texts
    /// to it.
    pub phones: bool,
    /// How many text messages with codes a user can request to prove phone numbers. Default: 10 in a day. This prevents one user
    /// from exhausting the limit of a country code. `None`: no limit.
    pub texts: Option<Limit>,
    /// How many different user names a user may try to choose, so that one user can't find out which names are taken. Default: 10
    /// in a day. `None`: no limit.
    pub username_tries: Option<Limit>,
    /// How long a code in a mail or text message is valid. Default: 10 minutes (NIST SP 800-63B-4, section 3.1.3.2). At most an
    /// hour.
    pub code_ttl: Duration,
    /// How long after a sign-in the user can change addresses, numbers and names without typing the password. After that time the
    /// form asks for the current password. Default: 15 minutes.
    pub recent_sign_in: Duration,
}

impl Default for Identities {
    fn default() -> Self {
        Self {
            max: 10,
            usernames: true,
            phones: false,
            texts: Some(Limit::new(10, DAY)),
            username_tries: Some(Limit::new(10, DAY)),
            code_ttl: 10 * MINUTE,
            recent_sign_in: RECENT,
        }
    }
}

impl Identities {
    /// Sets the maximum number of a user's addresses, numbers and names.
    #[must_use]
    pub fn max(mut self, count: u32) -> Self {
        self.max = count;
        self
    }

    /// Sets whether users may choose a user name.
    #[must_use]
    pub fn usernames(mut self, usernames: bool) -> Self {
        self.usernames = usernames;
        self
    }

    /// Sets whether users may add phone numbers.
    #[must_use]
    pub fn phones(mut self, phones: bool) -> Self {
        self.phones = phones;
        self
    }

    /// Sets how many text messages with codes a user can request.
    #[must_use]
    pub fn texts(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.texts = limit.into();
        self
    }

    /// Sets how many different user names a user may try.
    #[must_use]
    pub fn username_tries(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.username_tries = limit.into();
        self
    }

    /// Sets how long a code is valid.
    #[must_use]
    pub fn code_ttl(mut self, ttl: Duration) -> Self {
        self.code_ttl = ttl;
        self
    }

    /// Sets how long after a sign-in the user can make changes without typing the password.
    #[must_use]
    pub fn recent_sign_in(mut self, time: Duration) -> Self {
        self.recent_sign_in = time;
        self
    }

    /// Returns the addresses, numbers and names of a user, the main address first. Unproved ones are included.
    ///
    /// ```
    /// use pow_core::{Error, cx::Cx, record::User};
    /// use pow_ext_identities::Identities;
    ///
    /// async fn proved(extension: &Identities, cx: &Cx, user: &User) -> Result<Vec<String>, Error> {
    ///     let all = extension.list(cx, user).await?.into_iter();
    ///     Ok(all.filter(|identity| identity.proved_at.is_some()).map(|identity| identity.value).collect())
    /// }
    /// ```
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn list(&self, cx: &Cx, user: &User) -> Result<Vec<Identity>, Error> {
        rows::list(cx, user).await
    }

    fn check(&self, registry: &mut Registry) {
        if !(1..=100).contains(&self.max) {
            registry.refuse("`max` is out of range: set it to between 1 and 100");
        }
        if !(MINUTE..=60 * MINUTE).contains(&self.code_ttl) {
            registry.refuse("`code_ttl` is out of range: set it to between a minute and an hour");
        }
        registry
            .weakens("texts", self.phones && self.texts.is_none())
            .weakens("username_tries", self.usernames && self.username_tries.is_none())
            .weakens("code_ttl", self.code_ttl > 10 * MINUTE)
            .weakens("recent_sign_in", self.recent_sign_in > RECENT);
    }
}

#[async_trait]
impl Extension for Identities {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        let table = rows::table(registry);
        let section = AccountSection::new(INDEX, "identities-title");
        registry
            .requires(EMAIL)
            .field(EMAIL_CONFIRMED_AT.def())
            .table(table)
            .sends_mails_to(EMAIL)
            .periodic("sweep", DAY, |cx| Box::pin(async move { rows::delete_unproved(&cx).await }))
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .account_section(section.value(|conn| Box::pin(controller::count(conn))));
        if self.phones {
            registry.sends_texts();
        }
        actions::register(registry, self);
        examples::register(registry);
    }

    async fn find_user(&self, cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
        callbacks::find_user(cx, typed).await
    }

    async fn notice_addresses(&self, cx: &Cx, rows: &mut RowReader<'_>, user: &User) -> Result<Vec<String>, Error> {
        rows::notice_addresses(cx, rows, user).await
    }

    async fn check(&self, cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        callbacks::check(cx, changeset).await
    }

    async fn before_write(&self, cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        changeset::before_write(self, cx, tx, changeset).await
    }

    async fn after_write(
        &self,
        cx: &Cx,
        tx: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        primary::after_write(cx, tx, changeset, user).await?;
        changeset::after_write(cx, tx, changeset, user).await
    }

    async fn user_data(&self, cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        rows::user_data(cx, user).await
    }
}
