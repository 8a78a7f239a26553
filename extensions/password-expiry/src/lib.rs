#![doc = include_str!("../README.md")]

mod actions;
mod callbacks;
mod controller;
mod examples;
mod fields;
mod force;
mod pages;

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::Conn,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry, SignIn},
    json::{Map, Value},
    pages::Account,
    record::User,
    store::Transaction,
};

pub use self::{
    actions::{EDIT, UPDATE},
    controller::{EXPIRED_PASSWORD, ExpiredPasswordController},
    fields::{MUST_CHANGE_PASSWORD, PASSWORD_CHANGED_AT},
    force::{FORCE_PASSWORD_CHANGE, force_password_change},
    pages::ExpiredPasswordEdit,
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "password_expiry";

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The extension and its configuration.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PasswordExpiry {
    /// How old a password may be before the user must choose a new one. Default: no limit, in every profile, because NIST SP
    /// 800-63B-4, section 3.1.1.2, and ASVS 5.0, 6.2.10, advise against a limit. Without a limit, only [`force_password_change`]
    /// asks for a new password.
    pub max_age: Option<Duration>,
}

impl PasswordExpiry {
    /// Sets how old a password may be: between a day and ten years.
    #[must_use]
    pub fn max_age(mut self, age: impl Into<Option<Duration>>) -> Self {
        self.max_age = age.into();
        self
    }
}

#[async_trait]
impl Extension for PasswordExpiry {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if self.max_age.is_some_and(|age| !(DAY..=pow_core::clock::LONGEST).contains(&age)) {
            registry.refuse("`max_age` is out of range: set it to between a day and ten years");
        }
        registry
            .field(PASSWORD_CHANGED_AT.def())
            .field(MUST_CHANGE_PASSWORD.def())
            .requires_route(EDIT)
            .requires_route(UPDATE)
            .slot::<Account>("password", pages::last_changed)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ]);
        actions::register(registry);
        examples::register(registry);
    }

    async fn before_write(&self, cx: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        callbacks::before_write(cx, changeset);
        Ok(())
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(self, conn, user)
    }

    async fn user_data(&self, _: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        Ok(user.to_json(&[PASSWORD_CHANGED_AT.name(), MUST_CHANGE_PASSWORD.name()]))
    }
}
