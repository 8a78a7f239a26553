#![doc = include_str!("../README.md")]

mod actions;
mod attempts;
mod browser;
mod callbacks;
mod controller;
mod examples;
mod fields;
mod lock;
mod mails;
mod notices;
mod pages;
mod places;
mod tokens;

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::{Conn, SignedIn},
    cx::Cx,
    extension::{Action, Extension, ExtensionId, Outcome, Registry, SignIn},
    json::{Map, Value},
    limit::Limit,
    pages::SessionNew,
    record::User,
    session::Places,
    store::Transaction,
    users::{Attempt, Checked, EMAIL},
};

pub use self::{
    actions::{SECURE, SECURE_SHOW, UNLOCK, UNLOCK_SHOW},
    controller::LockoutController,
    fields::{LOCKED_AT, LOCKED_REASON, LOCKED_UNTIL},
    lock::{LOCK, LOCK_ENDS, Lock, lock, status, unlock},
    mails::{AccountUnderAttack, GuessedPassword, NewBrowser, SignInDetails},
    pages::{SecureShow, UnlockShow},
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "lockout";

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The extension and its configuration. `None` turns a limit off, which is logged at startup.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lockout {
    /// The limit of wrong passwords for one account, over all unknown browsers together. Wrong answers in forms that ask for the
    /// current password count, too. Default: 5 in 15 minutes. A browser is known for an account for some time
    /// ([`known_for`](Self::known_for)) after a sign-in to it.
    pub account: Option<Limit>,
    /// The limit of wrong passwords for one account, for each browser from which its user has signed in before. Above the limit,
    /// the browser counts as an unknown one at the sign-in. The same limit applies to wrong current passwords in all sessions of a
    /// user together, from any browser. Default: 5 in 15 minutes.
    pub known_browser: Option<Limit>,
    /// How many wrong passwords in a row for one account block sign-ins from unknown browsers. The block lasts 25 days, or until
    /// the owner signs in from a known browser or from one that the mailed link has unlocked. Default: 100 (NIST SP 800-63B-4,
    /// section 3.2.2).
    pub in_a_row: Option<u32>,
    /// The limit of attempts by one client (an IPv4 address, or an IPv6 network of 64 bits), whether the password is right or
    /// wrong. Default: 10 in a minute.
    pub client: Option<Limit>,
    /// The limit of wrong attempts by one client from unknown browsers. Default: 100 in 24 hours.
    pub client_wrong: Option<Limit>,
    /// The limit of registrations by one client. Default: 5 in an hour.
    pub registrations: Option<Limit>,
    /// The limit of requests for mailed links to one address. Default: 3 in 15 minutes.
    pub links: Option<Limit>,
    /// The limit of requests for mailed links by one client. Default: 3 in 15 minutes.
    pub client_links: Option<Limit>,
    /// How long a browser stays known after a sign-in. Default: 180 days; at most 400 days, the longest lifetime of a cookie in
    /// browsers.
    pub known_for: Duration,
    /// How long the mailed link that unlocks a browser is valid. Default: one hour.
    pub unlock_ttl: Duration,
    /// How long the link that secures the account is valid. A notice about a sign-in contains it. Default: 7 days.
    pub secure_ttl: Duration,
    /// Whether the owner gets a mail about a sign-in from an unknown browser, and about a sign-in after five wrong passwords.
    /// Default: yes, if [`Policy::notices`](pow_core::policy::Policy::notices) are on.
    pub notices: bool,
    /// Finds the place of an IP address, so that notices can name it. Default: none; notices then name only the IP address.
    pub places: Option<Arc<dyn Places>>,
}

impl Default for Lockout {
    fn default() -> Self {
        Self {
            account: Some(Limit::new(5, 15 * MINUTE)),
            known_browser: Some(Limit::new(5, 15 * MINUTE)),
            in_a_row: Some(100),
            client: Some(Limit::new(10, MINUTE)),
            client_wrong: Some(Limit::new(100, DAY)),
            registrations: Some(Limit::new(5, HOUR)),
            links: Some(Limit::new(3, 15 * MINUTE)),
            client_links: Some(Limit::new(3, 15 * MINUTE)),
            known_for: 180 * DAY,
            unlock_ttl: HOUR,
            secure_ttl: 7 * DAY,
            notices: true,
            places: None,
        }
    }
}

impl Lockout {
    /// Sets the limit of wrong passwords for one account, over all unknown browsers together.
    #[must_use]
    pub fn account(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.account = limit.into();
        self
    }

    /// Sets the limit of wrong passwords for one account, for each known browser.
    #[must_use]
    pub fn known_browser(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.known_browser = limit.into();
        self
    }

    /// Sets how many wrong passwords in a row block unknown browsers.
    #[must_use]
    pub fn in_a_row(mut self, count: impl Into<Option<u32>>) -> Self {
        self.in_a_row = count.into();
        self
    }

    /// Sets the limit of attempts by one client.
    #[must_use]
    pub fn client(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.client = limit.into();
        self
    }

    /// Sets the limit of wrong attempts by one client.
    #[must_use]
    pub fn client_wrong(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.client_wrong = limit.into();
        self
    }

    /// Sets the limit of registrations by one client.
    #[must_use]
    pub fn registrations(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.registrations = limit.into();
        self
    }

    /// Sets the limit of requests for mailed links to one address.
    #[must_use]
    pub fn links(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.links = limit.into();
        self
    }

    /// Sets the limit of requests for mailed links by one client.
    #[must_use]
    pub fn client_links(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.client_links = limit.into();
        self
    }

    /// Sets how long a browser stays known.
    #[must_use]
    pub fn known_for(mut self, time: Duration) -> Self {
        self.known_for = time;
        self
    }

    /// Sets how long the unlock link is valid.
    #[must_use]
    pub fn unlock_ttl(mut self, ttl: Duration) -> Self {
        self.unlock_ttl = ttl;
        self
    }

    /// Sets how long the link that secures the account is valid.
    #[must_use]
    pub fn secure_ttl(mut self, ttl: Duration) -> Self {
        self.secure_ttl = ttl;
        self
    }

    /// Sets whether the owner is mailed about sign-ins.
    #[must_use]
    pub fn notices(mut self, notices: bool) -> Self {
        self.notices = notices;
        self
    }

    /// Sets how the place of an IP address is found.
    #[must_use]
    pub fn places(mut self, places: impl Places) -> Self {
        self.places = Some(Arc::new(places));
        self
    }

    /// Returns every limit with its name, for a page or a log.
    pub fn limits(&self) -> [(&'static str, Option<Limit>); 8] {
        [
            ("account", self.account),
            ("known_browser", self.known_browser),
            ("in_a_row", self.in_a_row.map(attempts::in_a_row)),
            ("client", self.client),
            ("client_wrong", self.client_wrong),
            ("registrations", self.registrations),
            ("links", self.links),
            ("client_links", self.client_links),
        ]
    }

    fn check(&self, registry: &mut Registry) {
        for ((name, set), (_, default)) in self.limits().into_iter().zip(Self::default().limits()) {
            if set.is_some_and(|limit| limit.count == 0 || limit.within.is_zero()) {
                registry.refuse(&format!(
                    "the limit `{name}` allows nothing: set a count and a time above zero, or `None` for no limit"
                ));
            }
            if set.is_some_and(|limit| limit.count > MOST) {
                registry.refuse(&format!(
                    "the count of the limit `{name}` is too high: set a count of at most {MOST}, or `None` for no limit"
                ));
            }
            registry.weakens(name, is_weaker(set, default));
        }
        registry.weakens("notices", !self.notices);
        let is_sensible = |ttl: Duration, most| (Duration::from_secs(1)..=most).contains(&ttl);
        if !is_sensible(self.known_for, pow_core::cookie::MAX_AGE) {
            registry.refuse("`known_for` is out of range: set it to between a second and 400 days");
        }
        if !is_sensible(self.unlock_ttl, DAY) || !is_sensible(self.secure_ttl, 30 * DAY) {
            registry.refuse(
                "`unlock_ttl` or `secure_ttl` is out of range: set `unlock_ttl` to between a second and a day, and \
                 `secure_ttl` to between a second and 30 days",
            );
        }
    }
}

/// The maximum number of events that a limit counts. Each is an entry of 16 bytes in the cache.
const MOST: u32 = 1000;

/// Whether a limit allows more in the long run than its default.
fn is_weaker(set: Option<Limit>, default: Option<Limit>) -> bool {
    let (Some(set), Some(default)) = (set, default) else { return default.is_some() };
    let rate = |limit: Limit, other: Limit| u128::from(limit.count) * other.within.as_millis();
    rate(set, default) > rate(default, set)
}

#[async_trait]
impl Extension for Lockout {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        registry
            .field(LOCKED_AT.def())
            .field(LOCKED_UNTIL.def())
            .field(LOCKED_REASON.def())
            .sends_mails_to(EMAIL)
            .requires_route(UNLOCK_SHOW)
            .requires_route(SECURE_SHOW)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .slot::<SessionNew>("notices", pages::refused);
        actions::register(registry, self);
        examples::register(registry);
    }

    async fn before_attempt(&self, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
        attempts::before(self, cx, attempt).await
    }

    async fn after_attempt(&self, cx: &Cx, attempt: &Attempt, checked: Checked) -> Result<(), Error> {
        attempts::after(self, cx, attempt, checked).await
    }

    async fn check(&self, cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        attempts::registration(self, cx, changeset).await
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

    async fn before_respond(&self, _: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        callbacks::before_respond(self, conn, &outcome)?;
        Ok(outcome)
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(conn, user)
    }

    async fn after_sign_in(&self, conn: &mut Conn, user: &Arc<User>, outcome: &SignedIn) -> Result<(), Error> {
        callbacks::after_sign_in(self, conn, user, outcome).await
    }

    fn may_recover(&self, cx: &Cx, user: &User) -> Result<bool, Error> {
        Ok(status(cx, user)?.is_none())
    }

    async fn user_data(&self, cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        notices::user_data(cx, user).await
    }
}
