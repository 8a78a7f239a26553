//! Password reset: a mailed link, valid once, leads to a page that sets a new password.
//!
//! ```
//! use pow_core::{Config, extensions};
//! use pow_ext_reset_password::ResetPassword;
//!
//! let config = Config { extensions: extensions![ResetPassword::default()], ..Config::default() };
//! # drop(config);
//! ```
//!
//! | route | action | effect |
//! |---|---|---|
//! | `GET /reset-password/new` | [`NEW`] | asks for the address |
//! | `POST /reset-password` | [`CREATE`] | mails a link; the response is the same for every address |
//! | `GET /reset-password` | [`SENT`] | the page "Check your inbox" |
//! | `GET /reset-password/{token}` | [`EDIT`] | asks for the new password; the link stays valid |
//! | `PUT`, `PATCH /reset-password/{token}` | [`UPDATE`] | sets the password and consumes the link |
//!
//! The number of valid links of an account is limited to twice the policy's `mail_limits`, so that requests can't fill
//! the store. If mails have no limit, links have none, either.
//!
//! The extension adds no field to the users' table. The table needs the field `email`. Add it yourself if
//! `Config::user_id_field` is not `email`.

mod actions;
mod callbacks;
mod changeset;
mod controller;
mod examples;
mod inbox;
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
    actions::{CREATE, EDIT, NEW, SENT, UPDATE},
    changeset::RESET_PASSWORD,
    controller::ResetPasswordController,
    mails::{ResetPasswordLink, ResetPasswordUnavailable},
    pages::{ResetPasswordEdit, ResetPasswordNew},
    tokens::ResetToken,
};

/// The extension's id.
pub const ID: ExtensionId = "reset_password";

/// The longest lifetime of a link: a week. A link gives every reader of the mail access to the account.
pub const MAX_TTL: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a link is valid in the default profile.
const DEFAULT_TTL: Duration = Duration::from_secs(3600);

/// How often expired entries of a separate token store are deleted.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(60);

/// The extension and its configuration.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ResetPassword {
    /// How long a mailed link is valid, at most a week ([`MAX_TTL`]). Default: 1 hour; profile `pow`: 2 hours.
    pub ttl: Option<Duration>,
    /// Whether setting a new password also signs the user in. Default: `false`; the user then signs in on the sign-in
    /// page.
    pub sign_in: bool,
    /// Whether a link can set a password for a user who has none. Default: no. Without this setting, such a user signs
    /// in only by other means. If it is on, a warning is logged at each start.
    pub danger_first_password: bool,
    /// The store of the links' tokens (Pow's `reset_password_token_store`). Default: the store of the sessions.
    pub store: CacheHandle,
}

impl ResetPassword {
    /// Sets how long a link is valid.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Sets whether setting a new password also signs the user in.
    #[must_use]
    pub fn sign_in(mut self, at_once: bool) -> Self {
        self.sign_in = at_once;
        self
    }

    /// Sets whether a link can set a password for a user who has none.
    #[must_use]
    pub fn danger_first_password(mut self, allowed: bool) -> Self {
        self.danger_first_password = allowed;
        self
    }

    /// Sets another store for the links' tokens. All processes of the application must share it. Expired entries are
    /// deleted once a minute.
    #[must_use]
    pub fn store(mut self, store: impl Into<CacheHandle>) -> Self {
        self.store = store.into();
        self
    }

    fn link_ttl(&self, policy: &Policy) -> Duration {
        self.ttl.unwrap_or(match policy.profile {
            Profile::Pow => 2 * DEFAULT_TTL,
            _ => DEFAULT_TTL,
        })
    }

    /// Returns what a link may do for this user. It asks every extension, because the account may be locked or
    /// unclaimed.
    fn permission(&self, cx: &Cx, user: &User) -> Result<ResetPermission, Error> {
        if !users::may_recover(cx, user)? {
            return Ok(ResetPermission::Denied);
        }
        let is_allowed = self.danger_first_password || user.get(users::PASSWORD_HASH)?.is_some();
        Ok(if is_allowed { ResetPermission::Allowed } else { ResetPermission::NoPassword })
    }
}

/// The effect that a link may have for a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResetPermission {
    /// The link sets a new password.
    Allowed,
    /// The link has no effect: the user has no password and signs in by other means. (K15)
    NoPassword,
    /// The link has no effect, and no mail is sent to the user: an extension denies the recovery.
    Denied,
}

#[async_trait]
impl Extension for ResetPassword {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if self.ttl.is_some_and(|ttl| ttl < Duration::from_secs(1) || ttl > MAX_TTL) {
            registry.refuse("`ttl` is out of range: set it to between a second and a week");
        }
        if self.danger_first_password {
            tracing::warn!(
                target: "pow::setup::danger",
                "danger_first_password is set: a mailed link can set a password for users who sign in by other means"
            );
        }
        registry.weakens("ttl", self.link_ttl(registry.policy()) > DEFAULT_TTL).weakens("sign_in", self.sign_in);
        registry
            .requires(users::EMAIL)
            .requires_route(EDIT)
            .sends_mails_to(users::EMAIL)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .slot::<SessionNew>("password", callbacks::forgot_link)
            .mail_slot::<PasswordChanged>("remedies", callbacks::new_password)
            .recovery_page(NEW, callbacks::BUTTON);
        if let Some(store) = self.store.store().cloned() {
            registry.periodic("sweep", CLEANUP_INTERVAL, move |_| {
                let store = Arc::clone(&store);
                Box::pin(async move { store.sweep().await.map(drop) })
            });
        }
        actions::register(registry, self);
        examples::register(registry);
    }
}
