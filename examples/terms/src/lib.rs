//! A complete extension: registration and sign-in require the acceptance of the current terms.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | an account begins: registration, sign-up, accepted invitation | requires the checkbox, stores the time; without a form the sign-in asks | no account without consent |
//! | sign-in without acceptance of the current terms, by any method | challenge: accept them first | consent applies to the current text |
//! | `GET /terms` | shows the terms | users read them before they accept |
//!
//! An application adds it to its list and replaces the message `terms-accepted-text` by its terms:
//!
//! ```no_run
//! # fn main() -> Result<(), pow_core::Error> {
//! use pow_core::{Config, Pow, extensions};
//! use terms_accepted::TermsAccepted;
//!
//! let pow = Pow::new(Config {
//!     extensions: extensions![TermsAccepted { in_force_since: "2026-01-01T00:00:00Z".parse().ok() }],
//!     ..Config::default()
//! })?;
//! # Ok(()) }
//! ```
//!
//! The files are the same as in every extension: [`actions`] and [`fields`] declare, [`changeset`] validates,
//! [`controller`] answers, `callbacks` hooks into the sign-in, [`pages`] renders, `examples` shows the pages in
//! each of their states.

pub mod actions;
mod callbacks;
pub mod changeset;
pub mod controller;
mod examples;
pub mod fields;
pub mod pages;

use std::sync::Arc;

use pow_core::{
    DateTime, Error, async_trait,
    changeset::Changeset,
    conn::Conn,
    cx::Cx,
    extension::{Access, Extension, ExtensionId, Method, Registry, Route, SignIn},
    json::{Map, Value},
    pages::RegistrationNew,
    record::User,
};

use self::controller::TermsController;

/// The extension and its configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct TermsAccepted {
    /// Since when the current terms apply. A user who accepted earlier is asked again at the next sign-in. A time in
    /// the future has no effect yet. The default `None` accepts any earlier consent.
    pub in_force_since: Option<DateTime>,
}

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "terms_accepted";

#[async_trait]
impl Extension for TermsAccepted {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry
            .field(fields::TERMS_ACCEPTED_AT.def())
            .locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"])
            .slot::<RegistrationNew>("fields", |slot| pages::consent(slot.conn, slot.view, slot.form).map(Some))
            .route(Route::new(&[Method::Get], "/terms", actions::SHOW, Access::Anyone, TermsController))
            .route(Route::new(&[Method::Get], "/terms/accept", actions::EDIT, Access::Guest, TermsController))
            .route(
                Route::new(&[Method::Put], "/terms/accept", actions::UPDATE, Access::Guest, TermsController)
                    .form_of::<pages::TermsEdit>(),
            );
        examples::register(registry);
    }

    fn changeset(&self, cx: &Cx, changeset: &mut Changeset) {
        if changeset.begins_account() && changeset.has_form() {
            changeset::accept(changeset, cx.now());
        }
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(self, conn, user)
    }

    async fn user_data(&self, _: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        Ok(user.to_json(&[fields::TERMS_ACCEPTED_AT.name()]))
    }
}
