//! An account belongs to the reader of the mails to its address: a sign-in takes an address that was confirmed by a link
//! that was mailed there, and another address takes its place in the same way.
//!
//! ```
//! use pow_core::{Config, extensions};
//! use pow_ext_email_confirmation::EmailConfirmation;
//!
//! let config = Config { extensions: extensions![EmailConfirmation::default()], ..Config::default() };
//! # drop(config);
//! ```
//!
//! | route | action | does |
//! |---|---|---|
//! | `GET /confirm-email/{token}` | [`SHOW`] | a page with one button; in profile `pow` it confirms |
//! | `POST /confirm-email/{token}` | [`CREATE`] | confirms |
//! | `DELETE /confirm-email` | [`CANCEL`] | gives up the new address that waits, for who is signed in |
//! | `POST /confirm-email` | [`RESEND`] | mails the link to a new address again, for who is signed in |
//!
//! The users' table gets three fields: [`EMAIL_CONFIRMATION_TOKEN`], [`EMAIL_CONFIRMED_AT`] and [`UNCONFIRMED_EMAIL`]. It
//! must have the field `email`, which it has unless users are named otherwise.

mod actions;
mod callbacks;
mod changeset;
mod controller;
mod fields;
mod links;
mod mails;
mod pages;
mod purge;
mod registration;
mod tokens;

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply},
    cx::Cx,
    extension::{Action, Extension, ExtensionId, Outcome, Registry, SignIn},
    pages::RegistrationEdit,
    record::User,
    store::Transaction,
    users::Written,
};

pub use pow_core::policy::Lifetime;
use pow_core::policy::{Policy, Profile};

pub use self::{
    actions::{CANCEL, CREATE, RESEND, SHOW},
    changeset::CONFIRM_EMAIL,
    controller::ConfirmationController,
    fields::{
        EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, UNCONFIRMED_EMAIL, email_unconfirmed, pending_email_change,
    },
    links::confirm_email,
    mails::{AddressInUse, AlreadyRegistered, ConfirmEmail, EmailChangeAsked},
    pages::ConfirmationShow,
    purge::{PurgeUnconfirmed, purge_unconfirmed},
};

/// The extension's id.
pub const ID: ExtensionId = "email_confirmation";

/// How long a link works under the default profile.
const USUAL_TTL: Duration = Duration::from_secs(48 * 3600);

/// Which request on the link of a mail confirms the address. `HEAD` does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConfirmOn {
    /// The link shows a page with one button, whose POST confirms. Programs that scan mails open links.
    Post,
    /// The link confirms at once, as in Pow.
    Get,
}

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EmailConfirmation {
    /// How long a link works. Default: 48 hours, and without an end in profile `pow`.
    pub ttl: Lifetime,
    /// Which request confirms. Default: `None`, which is [`ConfirmOn::Post`], and [`ConfirmOn::Get`] in profile `pow`.
    pub confirm_on: Option<ConfirmOn>,
    /// When an account that was registered and never confirmed is deleted. Default: after 30 days, which leave everybody
    /// time and an address to its owner; in profile `pow`, where links work for ever, never. The application's ticker does
    /// it ([`Pow::start_ticker`](pow_core::Pow::start_ticker)).
    pub purge: PurgeUnconfirmed,
}

impl Default for EmailConfirmation {
    fn default() -> Self {
        Self { ttl: Lifetime::Policy, confirm_on: None, purge: PurgeUnconfirmed::Policy }
    }
}

impl EmailConfirmation {
    /// Another life time of links: a duration, or [`Lifetime::Unlimited`].
    #[must_use]
    pub fn ttl(mut self, ttl: impl Into<Lifetime>) -> Self {
        self.ttl = ttl.into();
        self
    }

    /// Which request confirms.
    #[must_use]
    pub fn confirm_on(mut self, request: ConfirmOn) -> Self {
        self.confirm_on = Some(request);
        self
    }

    /// When an account that was never confirmed is deleted.
    #[must_use]
    pub fn purge(mut self, when: PurgeUnconfirmed) -> Self {
        self.purge = when;
        self
    }

    /// The user for which a link's token is good now: for controllers of the application's own. The link stays good until
    /// [`confirm`](Self::confirm) spends it.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn user_by_token(&self, cx: &Cx, token: &str) -> Result<Option<Arc<User>>, Error> {
        Ok(links::open(self, cx, token).await?.map(|opened| opened.user))
    }

    /// Confirms by a link's token: of several calls one succeeds, and the user's sessions have ended. `None` if the link is
    /// not good any more. For the errors of the changeset see [`confirm_email`].
    ///
    /// # Errors
    /// Faults of the database or the cache.
    pub async fn confirm(&self, cx: &Cx, token: &str) -> Result<Option<Written>, Error> {
        match links::open(self, cx, token).await? {
            Some(opened) => opened.confirm(cx).await.map(Some),
            None => Ok(None),
        }
    }

    /// Mails the user a link for the address that waits, or else for the present one: at the end of the unit of work.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn send_confirmation_email(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        links::send(self, cx, user).await
    }

    fn link_ttl(&self, cx: &Cx) -> Option<Duration> {
        self.ttl_under(cx.pow().policy())
    }

    fn ttl_under(&self, policy: &Policy) -> Option<Duration> {
        self.ttl.or((policy.profile != Profile::Pow).then_some(USUAL_TTL))
    }

    fn confirms_on(&self, policy: &Policy) -> ConfirmOn {
        let usual = if policy.profile == Profile::Pow { ConfirmOn::Get } else { ConfirmOn::Post };
        self.confirm_on.unwrap_or(usual)
    }

    fn mail(&self, cx: &Cx, token: &str) -> Result<ConfirmEmail, Error> {
        Ok(ConfirmEmail::new(cx.pow().link(SHOW, token)?, self.link_ttl(cx)))
    }
}

#[async_trait]
impl Extension for EmailConfirmation {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if !self.ttl.is_sensible(Duration::from_secs(1)) {
            registry.refuse("set `ttl` to between a second and ten years, or to `Lifetime::Unlimited`");
        }
        if matches!(self.purge, PurgeUnconfirmed::After(age) if age < Duration::from_secs(24 * 3600)) {
            registry.refuse("set `purge` to a day or more; 30 days are usual");
        }
        let policy = registry.policy();
        let long = self.ttl_under(policy).is_none_or(|ttl| ttl > USUAL_TTL);
        let at_once = self.confirms_on(policy) == ConfirmOn::Get;
        registry.weakens("ttl", long).weakens("confirm_on", at_once);
        registry
            .requires(pow_core::users::EMAIL)
            .requires_route(SHOW)
            .field(EMAIL_CONFIRMATION_TOKEN.def().unique().secret())
            .field(EMAIL_CONFIRMED_AT.def())
            .field(UNCONFIRMED_EMAIL.def())
            .sends_mails_to(pow_core::users::EMAIL)
            .locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"])
            .slot::<RegistrationEdit>("notices", pages::pending);
        actions::register(registry, self);
        purge::register(registry, self);
    }

    fn changeset(&self, cx: &Cx, changeset: &mut Changeset) {
        changeset::changeset(cx, changeset);
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
        callbacks::after_write(self, cx, tx, changeset, user).await
    }

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        callbacks::before_process(action, conn);
        Ok(ControlFlow::Continue(()))
    }

    async fn before_respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        callbacks::before_respond(self, action, conn, outcome).await
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(self, conn, user).await
    }
}
