//! Confirms email addresses by a mailed link. A user can't sign in before that, and a new address replaces the current
//! one only after it is confirmed.
//!
//! ```
//! use pow_core::{Config, extensions};
//! use pow_ext_email_confirmation::EmailConfirmation;
//!
//! let config = Config { extensions: extensions![EmailConfirmation::default()], ..Config::default() };
//! # drop(config);
//! ```
//!
//! | route | action | access | effect |
//! |---|---|---|---|
//! | `GET /confirm-email/{token}` | [`SHOW`] | public | a page with one button; profile `pow`: confirms |
//! | `POST /confirm-email/{token}` | [`CREATE`] | public | confirms |
//! | `GET /confirm-email` | [`SENT`] | public | the page "Check your inbox" |
//! | `POST /confirm-email` | [`RESEND`] | public | mails the link again, to the pending address or to the one that this browser registered |
//! | `POST /confirm-email/code` | [`CODE`] | public | confirms by the code; only with [`EmailConfirmation::code_ttl`] |
//! | `DELETE /confirm-email` | [`CANCEL`] | signed in | discards the pending address |
//! | `GET /undo-email-change/{token}` | [`UNDO_SHOW`] | public | a page with one button |
//! | `POST /undo-email-change/{token}` | [`UNDO`] | public | restores the previous address |
//!
//! The users' table gets four fields: [`EMAIL_CONFIRMATION_TOKEN`], [`EMAIL_CONFIRMED_AT`], [`UNCONFIRMED_EMAIL`] and
//! [`EMAIL_UNDO`].
//! The extension needs the field `email`. Add it yourself if `Config::user_id_field` is not `email`.

mod actions;
mod callbacks;
mod changeset;
mod code;
mod code_page;
mod controller;
mod examples;
mod fields;
mod inbox;
mod links;
mod mails;
mod pages;
mod purge;
mod repeated_registration;
mod tokens;
mod undo;

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use pow_core::{
    DateTime, Error, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply},
    cx::Cx,
    extension::{Action, Extension, ExtensionId, Outcome, Registry, SignIn, Slot},
    json::{Map, Value},
    pages::{Account, AccountEmail, Layout, RegistrationEdit},
    record::User,
    store::Transaction,
    users::Written,
};

pub use pow_core::policy::Lifetime;
use pow_core::policy::{PageFlow, Policy, Profile};

pub use self::{
    actions::{CANCEL, CODE, CREATE, RESEND, SENT, SHOW},
    changeset::CONFIRM_EMAIL,
    code_page::ConfirmationCode,
    controller::ConfirmationController,
    fields::{
        EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, UNCONFIRMED_EMAIL, email_unconfirmed, pending_email_change,
    },
    links::confirm_email,
    mails::{AddressInUse, AlreadyRegistered, ConfirmEmail, EmailChangeRequested},
    pages::ConfirmationShow,
    purge::{PurgeUnconfirmed, purge_unconfirmed},
    undo::{EMAIL_UNDO, UNDO, UNDO_EMAIL_CHANGE, UNDO_SHOW, UndoController, UndoShow},
};

/// The extension's id.
pub const ID: ExtensionId = "email_confirmation";

/// How long a link is valid in the default profile.
const DEFAULT_TTL: Duration = Duration::from_secs(48 * 3600);

/// The longest lifetime of a code that is not reported as a weaker setting. (NIST SP 800-63B-4, 3.1.3.2: at most ten minutes)
const SAFE_CODE_TTL: Duration = Duration::from_secs(10 * 60);
/// The longest lifetime of a code.
const MAX_CODE_TTL: Duration = Duration::from_secs(15 * 60);

/// Which request to a mailed link confirms the address. `HEAD` never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConfirmOn {
    /// `POST`: the link shows a page with one button. Programs that scan mails open links, but don't press buttons.
    Post,
    /// `GET`: opening the link confirms, as in Pow.
    Get,
}

/// Whether a user may sign in before the address is confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UnconfirmedAccess {
    /// No. A sign-in mails the link and leads to the page "Check your inbox".
    #[default]
    Required,
    /// Yes. Every page shows a notice with a button that mails the link again, until the address is confirmed. The address counts as
    /// unconfirmed for every other purpose.
    ///
    /// # Security
    /// A stranger can register with the address of another person and use the account. This ends when the owner of the address
    /// confirms it, or when the account is deleted. Call [`email_unconfirmed`] before every action that only the owner of the
    /// address may do.
    AllowWithNotice,
}

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EmailConfirmation {
    /// How long a mailed link is valid. Default: 48 hours; profile `pow`: unlimited.
    pub ttl: Lifetime,
    /// Whether the address is confirmed when the link is opened (`Get`), or by a button on the link's page (`Post`). Default:
    /// `Post`; profile `pow`: `Get`.
    pub confirm_on: Option<ConfirmOn>,
    /// When the framework deletes an account whose address was never confirmed. Default: after 30 days; profile `pow`, where
    /// links never expire: never.
    ///
    /// The application's ticker deletes it: see [`Pow::start_ticker`](pow_core::Pow::start_ticker).
    pub purge: PurgeUnconfirmed,
    /// Whether a confirmation also signs the user in, if the browser is the one that registered, or one in which the password was
    /// typed after the registration. In any other browser, the sign-in page follows, with the user id filled in. Default: yes;
    /// profile `pow` and [`PageFlow::Plain`]: no.
    pub sign_in: Option<bool>,
    /// Whether a user may sign in before the address is confirmed. Default: no ([`UnconfirmedAccess::Required`]).
    ///
    /// A registration doesn't sign the user in, because a taken address must look like a free one. It does if
    /// [`prevent_user_enumeration`](Policy::prevent_user_enumeration) is off.
    pub access: UnconfirmedAccess,
    /// How long a code of six digits is valid, from 1 to 15 minutes. Default: none; mails then have no code. With codes, the mail
    /// has the code beside the link, and the page "Check your inbox" asks for it.
    ///
    /// A code works only in the client that asked for its mail, and allows five attempts. The limit of
    /// [`mail_limits`](Policy::mail_limits) for these mails also limits the codes of an address: 3 within an hour by default. If
    /// mails are not limited, it is 3 codes within 15 minutes. Further mails have only the link. Codes require
    /// [`PageFlow::Guided`].
    pub code_ttl: Option<Duration>,
}

impl Default for EmailConfirmation {
    fn default() -> Self {
        Self {
            ttl: Lifetime::Policy,
            confirm_on: None,
            purge: PurgeUnconfirmed::Policy,
            sign_in: None,
            access: UnconfirmedAccess::Required,
            code_ttl: None,
        }
    }
}

impl EmailConfirmation {
    /// Sets how long a link is valid: a duration, or [`Lifetime::Unlimited`].
    #[must_use]
    pub fn ttl(mut self, ttl: impl Into<Lifetime>) -> Self {
        self.ttl = ttl.into();
        self
    }

    /// Sets which request confirms the address.
    #[must_use]
    pub fn confirm_on(mut self, request: ConfirmOn) -> Self {
        self.confirm_on = Some(request);
        self
    }

    /// Sets when an account that was never confirmed is deleted.
    #[must_use]
    pub fn purge(mut self, when: PurgeUnconfirmed) -> Self {
        self.purge = when;
        self
    }

    /// Sets whether a confirmation also signs the user in, in the browser that registered.
    #[must_use]
    pub fn sign_in(mut self, at_once: bool) -> Self {
        self.sign_in = Some(at_once);
        self
    }

    /// Sets whether a user may sign in before the address is confirmed.
    #[must_use]
    pub fn access(mut self, access: UnconfirmedAccess) -> Self {
        self.access = access;
        self
    }

    /// Adds a code to the mails, and sets how long it is valid, for example ten minutes.
    #[must_use]
    pub fn code_ttl(mut self, ttl: Duration) -> Self {
        self.code_ttl = Some(ttl);
        self
    }

    /// Returns the user for which the token is valid now. For the application's controllers.
    ///
    /// The link stays valid until [`confirm`](Self::confirm) consumes it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn user_by_token(&self, cx: &Cx, token: &str) -> Result<Option<Arc<User>>, Error> {
        Ok(links::find(self, cx, token).await?.map(|link| link.user))
    }

    /// Confirms by a link's token and ends the user's sessions. One of several concurrent calls succeeds.
    ///
    /// Returns `None` if the link is invalid. For the errors of the changeset see [`confirm_email`].
    ///
    /// # Errors
    /// If the database or the cache fails.
    pub async fn confirm(&self, cx: &Cx, token: &str) -> Result<Option<Written>, Error> {
        match links::find(self, cx, token).await? {
            Some(link) => link.confirm(cx).await.map(Some),
            None => Ok(None),
        }
    }

    /// Mails the user a link for the pending address, or for the current one if no address is pending. The mail is sent
    /// at the end of the unit of work.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn send_confirmation_email(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        links::send(self, cx, user).await
    }

    fn check_codes(&self, registry: &mut Registry) {
        let Some(ttl) = self.code_ttl else { return };
        if !(Duration::from_secs(60)..=MAX_CODE_TTL).contains(&ttl) {
            registry.refuse("`code_ttl` is out of range: set it to between a minute and 15 minutes");
        }
        if self.ttl_under(registry.policy()).is_some_and(|link| link < ttl) {
            registry.refuse("`code_ttl` is longer than `ttl`: set it to at most the lifetime of the link");
        }
        if registry.policy().page_flow == PageFlow::Plain {
            registry
                .refuse("`code_ttl` requires the page that asks for the code: set `page_flow` to `PageFlow::Guided`");
        }
        registry.weakens("code_ttl", ttl > SAFE_CODE_TTL).requires_route(SENT).requires_route(CODE);
    }

    fn lets_in(&self) -> bool {
        self.access == UnconfirmedAccess::AllowWithNotice
    }

    fn link_ttl(&self, cx: &Cx) -> Option<Duration> {
        self.ttl_under(cx.pow().policy())
    }

    fn ttl_under(&self, policy: &Policy) -> Option<Duration> {
        self.ttl.or((policy.profile != Profile::Pow).then_some(DEFAULT_TTL))
    }

    fn confirm_request(&self, policy: &Policy) -> ConfirmOn {
        let default = if policy.profile == Profile::Pow { ConfirmOn::Get } else { ConfirmOn::Post };
        self.confirm_on.unwrap_or(default)
    }

    fn signs_in(&self, policy: &Policy) -> bool {
        self.sign_in.unwrap_or(policy.profile != Profile::Pow)
    }

    fn mail(&self, cx: &Cx, to: &str, token: &str, made_at: DateTime) -> Result<ConfirmEmail, Error> {
        let mail = ConfirmEmail::new(cx.pow().link(SHOW, token)?, self.link_ttl(cx).map(|ttl| made_at + ttl));
        Ok(mail.code(code::digits(cx, to)))
    }
}

#[async_trait]
impl Extension for EmailConfirmation {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if !self.ttl.is_sensible(Duration::from_secs(1)) {
            registry
                .refuse("`ttl` is out of range: set it to between a second and ten years, or to `Lifetime::Unlimited`");
        }
        if matches!(self.purge, PurgeUnconfirmed::After(age) if age < Duration::from_secs(24 * 3600)) {
            registry.refuse("`purge` is shorter than a day: set it to a day or more, for example 30 days");
        }
        self.check_codes(registry);
        let policy = registry.policy();
        let is_long = self.ttl_under(policy).is_none_or(|ttl| ttl > DEFAULT_TTL);
        let on_get = self.confirm_request(policy) == ConfirmOn::Get;
        let is_open = self.lets_in();
        registry.weakens("ttl", is_long).weakens("confirm_on", on_get).weakens("access", is_open);
        registry
            .requires(pow_core::users::EMAIL)
            .requires_route(SHOW)
            .field(EMAIL_CONFIRMATION_TOKEN.def().unique().secret())
            .field(EMAIL_CONFIRMED_AT.def())
            .field(UNCONFIRMED_EMAIL.def())
            .sends_mails_to(pow_core::users::EMAIL)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ]);
        let pending = |extension: &Self| {
            let extension = extension.clone();
            move |slot: Slot<'_>| pages::pending(&extension, slot)
        };
        registry.slot::<Account>("email", pending(self)).slot::<AccountEmail>("notices", pending(self));
        if is_open {
            registry.slot::<Layout>(Layout::BANNER, pages::unconfirmed);
        }
        if registry.policy().page_flow == PageFlow::Plain {
            registry.slot::<RegistrationEdit>("notices", pending(self));
        }
        actions::register(registry, self);
        examples::register(registry);
        undo::register(registry);
        purge::register(registry, self);
    }

    fn changeset(&self, cx: &Cx, changeset: &mut Changeset) {
        changeset::changeset(cx, changeset);
    }

    fn gives_way(&self, _cx: &Cx, user: &User) -> Result<bool, Error> {
        repeated_registration::was_never_confirmed(user)
    }

    async fn check(&self, cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        callbacks::check(self, cx, changeset).await
    }

    async fn before_write(&self, cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        undo::before_write(cx, changeset)?;
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
        callbacks::before_process(self, action, conn);
        Ok(ControlFlow::Continue(()))
    }

    async fn before_respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        callbacks::before_respond(self, action, conn, outcome).await
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(self, conn, user).await
    }

    async fn user_data(&self, _: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        Ok(user.to_json(&[UNCONFIRMED_EMAIL.name()]))
    }
}
