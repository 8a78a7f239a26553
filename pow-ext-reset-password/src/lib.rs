//! For people who forgot their password: a link by mail, that works once, to a page that takes a new one.
//!
//! ```
//! use pow_core::{Config, extensions};
//! use pow_ext_reset_password::ResetPassword;
//!
//! let config = Config { extensions: extensions![ResetPassword::default()], ..Config::default() };
//! # drop(config);
//! ```
//!
//! | route | action | does |
//! |---|---|---|
//! | `GET /reset-password/new` | [`NEW`] | asks for the address |
//! | `POST /reset-password` | [`CREATE`] | mails a link, and answers the same for every address |
//! | `GET /reset-password/{token}` | [`EDIT`] | asks for the new password; the link stays good |
//! | `PUT`, `PATCH /reset-password/{token}` | [`UPDATE`] | spends the link and sets the password |
//!
//! An account has no more links at a time than a few for each mail that the policy's `mail_limits` let be sent, so that
//! requests can't fill the store. Without a limit of mails, links have none either.
//!
//! Nothing is added to the users' table; it must have the field `email`, which it has unless users are named otherwise.

mod actions;
mod callbacks;
mod changeset;
mod controller;
mod link_limit;
mod mails;
mod pages;
mod tokens;

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    config::CacheHandle,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    pages::SessionNew,
    policy::{Policy, Profile},
    record::User,
    users::{self, PasswordChanged},
};

pub use self::{
    actions::{CREATE, EDIT, NEW, UPDATE},
    changeset::RESET_PASSWORD,
    controller::ResetPasswordController,
    mails::{ResetPasswordLink, ResetPasswordNone},
    pages::{ResetPasswordEdit, ResetPasswordNew},
    tokens::ResetToken,
};

/// The extension's id.
pub const ID: ExtensionId = "reset_password";

/// The longest time that a link may work: a week. It opens the account to anyone who sees the mail.
pub const LONGEST_TTL: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a link works under the default profile.
const USUAL_TTL: Duration = Duration::from_secs(3600);

/// How often a store of the extension's own is swept.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// The extension and its configuration.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ResetPassword {
    /// How long a link works, at most [`LONGEST_TTL`]. Default: `None`, which is 1 hour, and 2 hours in profile `pow`.
    pub ttl: Option<Duration>,
    /// Whether a new password signs the user in at once. Default: no, the new password is to be typed.
    pub sign_in: bool,
    /// Whether a user who has no password may get one by a link. Default: no. A user who signs in by
    /// other means keeps to them. The log is told at each start.
    pub danger_first_password: bool,
    /// Where the links' tokens are kept: `reset_password_token_store` of Pow. Default: where sessions are.
    pub store: CacheHandle,
}

impl ResetPassword {
    /// Another life time of links.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Whether a new password signs the user in at once.
    #[must_use]
    pub fn sign_in(mut self, at_once: bool) -> Self {
        self.sign_in = at_once;
        self
    }

    /// Whether a user who has no password may get one by a link.
    #[must_use]
    pub fn danger_first_password(mut self, allowed: bool) -> Self {
        self.danger_first_password = allowed;
        self
    }

    /// Another place for the links' tokens. All processes of the application must share it; it is swept once a minute.
    #[must_use]
    pub fn store(mut self, store: impl Into<CacheHandle>) -> Self {
        self.store = store.into();
        self
    }

    fn link_ttl(&self, policy: &Policy) -> Duration {
        self.ttl.unwrap_or(match policy.profile {
            Profile::Pow => 2 * USUAL_TTL,
            _ => USUAL_TTL,
        })
    }

    /// What a link can do for this user. Every extension is asked: an account may be locked, or unclaimed.
    fn standing(&self, cx: &Cx, user: &User) -> Result<Standing, Error> {
        if !users::may_recover(cx, user)? {
            return Ok(Standing::KeptOut);
        }
        let has_password = self.danger_first_password || user.get(users::PASSWORD_HASH)?.is_some();
        Ok(if has_password { Standing::MayReset } else { Standing::NoPassword })
    }
}

/// What a link can do for a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It sets a new password.
    MayReset,
    /// Nothing: there is no password, and so another way in. (K15)
    NoPassword,
    /// Nothing, and there is nothing to be said about it: an extension keeps this user from it.
    KeptOut,
}

#[async_trait]
impl Extension for ResetPassword {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if self.ttl.is_some_and(|ttl| ttl < Duration::from_secs(1) || ttl > LONGEST_TTL) {
            registry.refuse("set `ttl` to between a second and a week");
        }
        if self.danger_first_password {
            tracing::warn!(
                target: "pow::setup::danger",
                "danger_first_password: a mailed link gives a password to users who sign in by other means"
            );
        }
        registry.weakens("ttl", self.link_ttl(registry.policy()) > USUAL_TTL).weakens("sign_in", self.sign_in);
        registry
            .requires(users::EMAIL)
            .requires_route(EDIT)
            .sends_mails_to(users::EMAIL)
            .locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"])
            .slot::<SessionNew>("links", callbacks::forgot_link)
            .mail_slot::<PasswordChanged>("remedies", callbacks::new_password)
            .recovery_page(NEW, callbacks::BUTTON);
        if let Some(store) = self.store.store().cloned() {
            registry.periodic("sweep", SWEEP_EVERY, move |_| {
                let store = Arc::clone(&store);
                Box::pin(async move { store.sweep().await.map(drop) })
            });
        }
        actions::register(registry, self);
    }
}
