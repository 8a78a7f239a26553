#![doc = include_str!("../README.md")]

mod callbacks;
mod examples;
mod family;
mod mails;
mod pages;
mod theft;
mod ticket;
mod tokens;

use std::{borrow::Cow, ops::ControlFlow, sync::Arc, time::Duration};

use pow_core::{
    Error, Pow, UserId, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply, SignedIn},
    cookie::{CookieOptions, SetCookie},
    cx::Cx,
    devices::{Clients, KnownClient},
    extension::{Action, Extension, ExtensionId, Recognised, Registry, SignIn},
    pages::SessionNew,
    record::User,
    session::Session,
    store::Transaction,
};

pub use pow_core::policy::Lifetime;

use self::family::Rules;
pub use self::{
    callbacks::FIELD,
    mails::CookieCopied,
    pages::OFFERED,
    theft::{ByMail, NextSignIn, OnTheft},
    ticket::FamilyId,
    tokens::{PersistentSessionInfo, Tokens},
};

/// The extension's id.
pub const ID: ExtensionId = "persistent_session";

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PersistentSession {
    /// How long an unused cookie is valid. Default: 30 days, as in Pow. Each use starts the period again.
    pub ttl: Duration,
    /// The maximum time that a sign-in is remembered, however often its cookie is replaced. After this time, the sessions of the
    /// sign-in end, too. Default: `policy.session.absolute`, which is 30 days; profile `nist`: 24 hours; profile `pow`:
    /// unlimited.
    pub lifetime: Lifetime,
    /// How long a used cookie still authenticates other requests that the browser sent at the same time. Default: 10 s,
    /// as for sessions; never more than half of `ttl`.
    ///
    /// A cookie that is used again after the grace period is treated as copied.
    pub grace: Duration,
    /// Whether a sign-in is remembered if its form has no checkbox, and whether the checkbox is ticked initially.
    /// Default: `true`, as in Pow.
    pub by_default: bool,
    /// The cookie's name, after the prefix from `Config::namespace`. Default: `persistent_session`.
    pub cookie_name: Cow<'static, str>,
    /// The cookie's other attributes. Default: those of the session cookie.
    pub cookie: CookieOptions,
    /// How a stolen cookie is reported. Default: [`ByMail`], a mail to the user. The user also gets a message at the
    /// next sign-in.
    pub on_theft: Arc<dyn OnTheft>,
}

impl Default for PersistentSession {
    fn default() -> Self {
        Self {
            ttl: 30 * DAY,
            lifetime: Lifetime::Policy,
            grace: Duration::from_secs(10),
            by_default: true,
            cookie_name: "persistent_session".into(),
            cookie: CookieOptions::default(),
            on_theft: Arc::new(ByMail),
        }
    }
}

impl PersistentSession {
    /// Sets how long an unused cookie is valid.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }

    /// Sets the maximum time that a sign-in is remembered: a duration, or [`Lifetime::Unlimited`].
    #[must_use]
    pub fn lifetime(mut self, lifetime: impl Into<Lifetime>) -> Self {
        self.lifetime = lifetime.into();
        self
    }

    /// Sets how long a used cookie still authenticates other requests.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Sets whether a sign-in is remembered if its form has no checkbox.
    #[must_use]
    pub fn by_default(mut self, by_default: bool) -> Self {
        self.by_default = by_default;
        self
    }

    /// Sets the cookie's name.
    #[must_use]
    pub fn cookie_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.cookie_name = name.into();
        self
    }

    /// Sets the cookie's other attributes.
    #[must_use]
    pub fn cookie(mut self, options: CookieOptions) -> Self {
        self.cookie = options;
        self
    }

    /// Sets how a stolen cookie is reported.
    #[must_use]
    pub fn on_theft(mut self, report: impl OnTheft) -> Self {
        self.on_theft = Arc::new(report);
        self
    }

    /// Remembers the session of this request, whatever the form's checkbox says. For the application's controllers.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn remember(&self, conn: &mut Conn) -> Result<(), Error> {
        callbacks::remember(self, conn).await
    }

    /// Ends the persistent session of this browser. The current session continues.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn forget(&self, conn: &mut Conn) -> Result<(), Error> {
        callbacks::forget(self, conn).await
    }

    pub(crate) fn rules(&self, pow: &Pow) -> Rules {
        let lifetime = self.lifetime.or(pow.policy().session.absolute);
        // A cookie that several responses have set can be used only after twice the grace period.
        Rules { ttl: self.ttl, lifetime, grace: self.grace.min(self.ttl / 2) }
    }

    pub(crate) fn set_cookie(&self, pow: &Pow) -> Result<SetCookie, Error> {
        pow.cookie(&self.cookie_name)?.with(self.cookie.clone())
    }

    fn check(&self, registry: &mut Registry) {
        let is_sensible = |time: Lifetime| time.is_sensible(Duration::from_millis(1));
        if !is_sensible(self.ttl.into()) || !is_sensible(self.lifetime) {
            registry.refuse("`ttl` or `lifetime` is out of range: set both to between a millisecond and ten years, for example 30 days");
        }
        if self.grace > MINUTE {
            registry.refuse("`grace` is longer than a minute: set it to at most a minute, for example 10 s, because a copied cookie is accepted that long");
        }
    }
}

#[async_trait]
impl Extension for PersistentSession {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        let by_default = self.by_default;
        examples::register(registry);
        registry
            .authenticates()
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .slot::<SessionNew>("fields", move |slot| pages::remember_box(&slot, by_default).map(Some));
    }

    async fn after_write(
        &self,
        cx: &Cx,
        _tx: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        callbacks::after_write(self, cx, changeset, user)
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        callbacks::authenticate(self, conn).await
    }

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        callbacks::before_process(self, action, conn);
        Ok(ControlFlow::Continue(()))
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(self, conn, user).await
    }

    async fn after_sign_in(&self, conn: &mut Conn, user: &Arc<User>, outcome: &SignedIn) -> Result<(), Error> {
        callbacks::after_sign_in(self, conn, user, outcome).await
    }

    async fn after_sign_out(&self, conn: &mut Conn, ended: Option<&Session>) -> Result<(), Error> {
        callbacks::after_sign_out(self, conn, ended).await
    }

    async fn clients(&self, cx: &Cx, user: UserId) -> Result<Vec<KnownClient>, Error> {
        callbacks::clients(self, cx, user).await
    }

    async fn forget_clients(&self, cx: &Cx, user: UserId, which: Clients) -> Result<(), Error> {
        callbacks::forget_clients(self, cx, user, which).await
    }
}
