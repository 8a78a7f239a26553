//! A complete extension: a registration or a sign-in takes the acceptance of the current terms.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | registration | demands the tick, notes when it was set | an account without consent must not come into being |
//! | any way in | who accepted older terms, or none, is sent to accept them first | consent is to the words that hold today |
//! | `GET /terms` | shows the terms | people read them before they tick |
//!
//! An application adds it to its list, and puts its own words into the message `terms-accepted-text`:
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
//! The files are those of every extension: [`actions`] and [`fields`] declare, [`changeset`] validates, [`controller`]
//! answers, `callbacks` decides at a sign-in, [`pages`] shows.

pub mod actions;
mod callbacks;
pub mod changeset;
pub mod controller;
pub mod fields;
pub mod pages;

use std::sync::Arc;

use pow_core::{
    DateTime, Error, async_trait,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    extension::{Access, Extension, ExtensionId, Method, Registry, Route, SignIn},
    pages::RegistrationNew,
    record::User,
};

use self::controller::TermsController;

/// The extension, and its configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct TermsAccepted {
    /// Since when the current terms hold: who accepted before that is asked again at the next sign-in. Terms that hold
    /// only from a later time on are not asked for yet. Default: `None`, once accepted is accepted.
    pub in_force_since: Option<DateTime>,
}

/// The id, with which the keys of all messages begin.
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
            .route(Route::new(&[Method::Put], "/terms/accept", actions::UPDATE, Access::Guest, TermsController));
    }

    fn changeset(&self, cx: &Cx, changeset: &mut Changeset) {
        if changeset.operation() == Operation::CREATE {
            changeset::accept(changeset, cx.now());
        }
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(self, conn, user)
    }
}
