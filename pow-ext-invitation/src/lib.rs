//! Users invite others: by mail, or by a link to hand over where users have no address.
//!
//! ```
//! use pow_core::{Config, extensions};
//! use pow_ext_invitation::Invitation;
//!
//! let config = Config { extensions: extensions![Invitation::default().invite_only(true)], ..Config::default() };
//! # drop(config);
//! ```
//!
//! | route | action | who | does |
//! |---|---|---|---|
//! | `GET /invitations/new` | [`NEW`] | signed in | the form, and the invitations that are still open |
//! | `POST /invitations` | [`CREATE`] | signed in | invites; sends the link again to whom one has invited already |
//! | `DELETE /invitations` | [`DELETE`] | signed in | takes an invitation back |
//! | `GET /invitations/{token}` | [`SHOW`] | the inviter | shows the link, where there is no address to mail it to |
//! | `GET /invitations/{token}/edit` | [`EDIT`] | visitors | asks for a password; the link stays good |
//! | `PUT`, `PATCH /invitations/{token}` | [`UPDATE`] | visitors | spends the link: the account is theirs |
//!
//! Who is invited is a row of the users' table without a password. Until the invitation is accepted nobody gets into it:
//! not by signing in, not by a reset, not by any other extension.

mod accept;
mod actions;
mod callbacks;
mod changeset;
mod config;
mod controller;
mod fields;
mod invite;
mod mails;
mod open;
mod pages;
mod sent;
mod tokens;

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::Conn,
    controllers::registration,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry, SignIn},
    record::User,
    store::Transaction,
};

pub use self::{
    actions::{CREATE, DELETE, EDIT, NEW, SHOW, UPDATE},
    changeset::{ACCEPT, INVITE},
    config::{Invitation, Lifetime, SendLimit},
    controller::InvitationController,
    fields::{INVITATION_ACCEPTED_AT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, is_open},
    mails::InvitationLink,
    pages::{InvitationEdit, InvitationNew, InvitationShow, OpenInvitation},
};

/// The extension's id.
pub const ID: ExtensionId = "invitation";

/// How often what has run out is deleted.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

#[async_trait]
impl Extension for Invitation {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        let may = self.clone();
        let table = open::table(registry);
        registry
            .field(INVITATION_TOKEN.def().unique().secret())
            .field(INVITATION_ACCEPTED_AT.def())
            .field(INVITATION_EXPIRES_AT.def())
            .field(INVITED_BY.def())
            .table(table)
            .sends_mails_if(fields::EMAIL)
            .locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"])
            .account_page_if(NEW, "invitation-menu", move |user| may.lets_invite(user))
            .periodic("expired invitations", SWEEP_EVERY, |cx| Box::pin(async move { invite::sweep(&cx).await }));
        if self.invite_only {
            registry.without(registration::NEW).without(registration::CREATE);
        }
        actions::register(registry, self);
    }

    async fn before_write(&self, cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        callbacks::before_write(cx, tx, changeset).await
    }

    async fn after_write(
        &self,
        cx: &Cx,
        tx: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        callbacks::after_write(cx, tx, changeset, user).await
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        callbacks::before_sign_in(conn, user)
    }

    fn may_recover(&self, _cx: &Cx, user: &User) -> Result<bool, Error> {
        is_open(user).map(|open| !open)
    }

    fn is_nobodys(&self, _cx: &Cx, user: &User) -> Result<bool, Error> {
        is_open(user)
    }

    async fn remind(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        mails::remind(self, cx, user).await
    }
}
