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
//! Nothing is added to the users' table; it must have the field `email`, which it has unless users are named otherwise.

mod actions;
mod callbacks;
mod changeset;
mod controller;
mod mails;
mod pages;
mod tokens;

use std::time::Duration;

use pow_core::{
    Error, async_trait,
    conn::Conn,
    extension::{Extension, ExtensionId, Registry},
    mail::MailLimit,
    pages::SessionNew,
    record::User,
};

pub use self::{
    actions::{CREATE, EDIT, NEW, UPDATE},
    changeset::RESET_PASSWORD,
    controller::ResetPasswordController,
    mails::ResetPasswordLink,
    pages::{ResetPasswordEdit, ResetPasswordNew},
    tokens::ResetToken,
};

/// The extension's id.
pub const ID: ExtensionId = "reset_password";

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResetPassword {
    /// How long a link works. Default: `None`, which is the policy's `reset_token_ttl`: 1 hour, in profile `pow` 2 hours.
    pub ttl: Option<Duration>,
    /// How many mails one address is sent. Default: 3 within an hour; `None` for any number.
    pub limit: Option<MailLimit>,
    /// Whether a user who has no password may get one by a link. Default: no. Somebody who was invited accepts the
    /// invitation first; somebody who signs in by other means keeps to them.
    pub danger_first_password: bool,
}

impl Default for ResetPassword {
    fn default() -> Self {
        Self { ttl: None, limit: Some(MailLimit::default()), danger_first_password: false }
    }
}

impl ResetPassword {
    /// Another life time of links.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Another limit of mails to one address, or none.
    #[must_use]
    pub fn limit(mut self, limit: impl Into<Option<MailLimit>>) -> Self {
        self.limit = limit.into();
        self
    }

    /// Whether a user who has no password may get one by a link.
    #[must_use]
    pub fn danger_first_password(mut self, allowed: bool) -> Self {
        self.danger_first_password = allowed;
        self
    }

    fn link_ttl(&self, conn: &Conn) -> Duration {
        self.ttl.unwrap_or(conn.pow().policy().reset_token_ttl)
    }

    /// Whether this user may have a new password by a link.
    fn serves(&self, user: &User) -> Result<bool, Error> {
        Ok(self.danger_first_password || user.get(pow_core::users::PASSWORD_HASH)?.is_some())
    }
}

#[async_trait]
impl Extension for ResetPassword {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if self.ttl.is_some_and(|ttl| ttl < Duration::from_secs(1) || ttl > tokens::LONGEST) {
            registry.refuse("set `ttl` to between a second and a week");
        }
        registry
            .requires(tokens::EMAIL)
            .sends_mails()
            .messages("en", include_str!("../locales/en.ftl"))
            .slot::<SessionNew>("links", callbacks::forgot_link);
        actions::register(registry, self);
    }
}
