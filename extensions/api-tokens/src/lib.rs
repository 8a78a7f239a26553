#![doc = include_str!("../README.md")]

mod actions;
mod bearer;
mod callbacks;
mod changeset;
mod config;
mod controller;
mod examples;
mod grant;
mod guard;
mod issue;
mod jwt;
mod mails;
mod oauth;
mod pages;
mod proof;
mod refresh;
mod rows;
mod scopes;
mod secret;
mod services;

use std::sync::Arc;

use pow_core::{
    Error, UserId, async_trait,
    changeset::Changeset,
    conn::Conn,
    cx::Cx,
    devices::{Clients, KnownClient},
    extension::{AccountSection, Extension, ExtensionId, Recognised, Registry},
    json::{Map, Value},
    record::User,
    store::Transaction,
};

pub use self::{
    actions::{CREATE, DELETE, INDEX, KEY_SET, NEW, PAIR, TOKEN},
    config::ApiTokens,
    controller::ApiTokensController,
    grant::{Caller, Grant, Subject},
    guard::{Guarded, RequireScopes},
    issue::{CREATE_TOKEN, NewToken},
    jwt::{Jwt, JwtKey},
    mails::{TokenCopied, TokenCreated},
    oauth::OAuthController,
    pages::{TokenItem, TokensCreated, TokensIndex, TokensNew},
    rows::PersonalToken,
    scopes::Scopes,
    services::ServiceAccount,
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "api_tokens";

#[async_trait]
impl Extension for ApiTokens {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        let table = rows::table(registry);
        let section = AccountSection::new(INDEX, "api-tokens-title");
        registry
            .table(table)
            .authenticates_by(bearer::SCHEME)
            .periodic("sweep", config::DAY, |cx| Box::pin(async move { rows::delete_expired(&cx).await }))
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .account_section(section.value(|conn| Box::pin(controller::count(conn))));
        actions::register(registry, self);
        examples::register(registry);
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        callbacks::authenticate(self, conn).await
    }

    async fn clients(&self, cx: &Cx, user: UserId) -> Result<Vec<KnownClient>, Error> {
        match &self.jwt {
            Some(jwt) => refresh::clients(cx, jwt, user).await,
            None => Ok(Vec::new()),
        }
    }

    async fn forget_clients(&self, cx: &Cx, user: UserId, which: Clients) -> Result<(), Error> {
        refresh::forget(cx, user, which).await
    }

    async fn before_write(&self, cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        issue::before_write(self, cx, tx, changeset).await
    }

    async fn after_write(
        &self,
        cx: &Cx,
        tx: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        callbacks::end_with_the_account(cx, tx, changeset, user).await?;
        issue::after_write(cx, tx, changeset, user).await
    }

    async fn user_data(&self, cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
        rows::user_data(cx, user).await
    }
}
