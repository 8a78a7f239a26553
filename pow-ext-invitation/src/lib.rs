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
//! | `POST /invitations` | [`CREATE`] | signed in | invites; sends the link again if the user has invited that address already |
//! | `DELETE /invitations` | [`DELETE`] | signed in | takes an invitation back |
//! | `GET /invitations/{token}` | [`SHOW`] | the inviter | shows the link, where there is no address to mail it to |
//! | `GET /invitations/{token}/edit` | [`EDIT`] | visitors | asks for a password; the link stays good |
//! | `PUT`, `PATCH /invitations/{token}` | [`UPDATE`] | visitors | spends the link: the account is theirs |
//!
//! An invited user is a row of the users' table without a password. Until the invitation is accepted it can't be signed in to:
//! not by signing in, not by a reset, not by any other extension.

mod accept;
mod actions;
mod callbacks;
mod changeset;
mod controller;
mod fields;
mod invite;
mod mails;
mod open;
mod pages;
mod sent;
mod tokens;

use std::{fmt, sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::Conn,
    controllers::registration,
    cx::Cx,
    extension::{Claim, Extension, ExtensionId, Registry, SignIn},
    limit::Limit,
    mail::Mail,
    record::User,
    schema::Value,
    store::Transaction,
    users,
};

pub use pow_core::policy::Lifetime;
use pow_core::policy::{Policy, Profile};

pub use self::{
    actions::{CREATE, DELETE, EDIT, NEW, SHOW, UPDATE},
    changeset::{ACCEPT, INVITE},
    controller::InvitationController,
    fields::{INVITATION_ACCEPTED_AT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, is_open},
    mails::InvitationLink,
    pages::{InvitationEdit, InvitationNew, InvitationShow, OpenInvitation},
};

/// The extension's id.
pub const ID: ExtensionId = "invitation";

/// How often what has run out is deleted.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// No invitation is counted for longer: a year.
const LONGEST_COUNT: Duration = Duration::from_secs(366 * 24 * 3600);
/// The time of each counted one is kept in one value of the cache.
const MOST_COUNTED: u32 = 1_000;
/// How long an invitation stands under the default profile.
const USUAL_TTL: Duration = Duration::from_secs(7 * 24 * 3600);
/// What [`SendLimit::Policy`] allows.
const USUAL: Limit = Limit::new(50, Duration::from_secs(24 * 3600));

/// How many invitations a user can send, whatever became of them. Each mail counts: one to a taken address, and one that
/// is sent again. A link to hand over is no mail, and is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendLimit {
    /// 50 within 24 hours; any number where the policy's `mail_limits` set none for these mails, as in profile `pow`.
    #[default]
    Policy,
    /// So many, 1 to 1,000, within a time of a second to a year, counted from each of them.
    Limited(u32, Duration),
    /// Any number.
    Unlimited,
}

impl SendLimit {
    fn is_sensible(self) -> bool {
        match self {
            Self::Limited(many, within) => {
                (1..=MOST_COUNTED).contains(&many) && (Duration::from_secs(1)..=LONGEST_COUNT).contains(&within)
            }
            Self::Policy | Self::Unlimited => true,
        }
    }
}

type MayInvite = dyn Fn(&User) -> bool + Send + Sync;
type OnInvite = dyn Fn(&User, &mut Changeset) -> Result<(), Error> + Send + Sync;
type CallInviter = dyn Fn(&User) -> String + Send + Sync;

/// The extension and its configuration.
///
/// ```
/// use pow_core::{schema::Field, UserId};
/// use pow_ext_invitation::Invitation;
///
/// const ROLE: Field<Option<String>> = Field::new("role");
/// const ORGANISATION: Field<Option<UserId>> = Field::new("organisation_id");
///
/// // Only administrators invite, and into their own organisation.
/// let extension = Invitation::default()
///     .may_invite(|user| user.get(ROLE).is_ok_and(|role| role.as_deref() == Some("admin")))
///     .on_invite(|inviter, invited| {
///         invited.put(ORGANISATION, inviter.get(ORGANISATION)?);
///         Ok(())
///     });
/// # drop(extension);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Invitation {
    /// How long an invitation stands. Default: 7 days, in profile `pow` until it is
    /// accepted or taken back.
    pub lifetime: Lifetime,
    /// How many open invitations a user can have at a time. Default: 50, which are a page of the list. Every invitation is
    /// a mail to a stranger.
    pub max_open: u32,
    /// How many invitations a user can send within a time. Default: 50 within 24 hours, in profile `pow` any number. What is
    /// taken back counts still: else everybody with an account could mail any number of strangers in your name.
    pub send_limit: SendLimit,
    /// Whether the registration page is gone, so that only who is invited gets an account. Default: no.
    pub invite_only: bool,
    may_invite: Option<Arc<MayInvite>>,
    on_invite: Option<Arc<OnInvite>>,
    call_inviter: Option<Arc<CallInviter>>,
}

impl Default for Invitation {
    fn default() -> Self {
        Self {
            lifetime: Lifetime::Policy,
            max_open: 50,
            send_limit: SendLimit::Policy,
            invite_only: false,
            may_invite: None,
            on_invite: None,
            call_inviter: None,
        }
    }
}

impl Invitation {
    /// How long an invitation stands: a duration, or [`Lifetime::Unlimited`].
    #[must_use]
    pub fn lifetime(mut self, lifetime: impl Into<Lifetime>) -> Self {
        self.lifetime = lifetime.into();
        self
    }

    /// How many open invitations a user can have at a time.
    #[must_use]
    pub fn max_open(mut self, many: u32) -> Self {
        self.max_open = many;
        self
    }

    /// How many invitations a user can send within a time.
    #[must_use]
    pub fn send_limit(mut self, limit: SendLimit) -> Self {
        self.send_limit = limit;
        self
    }

    /// Whether only who is invited gets an account: the routes of the registration are gone.
    #[must_use]
    pub fn invite_only(mut self, only: bool) -> Self {
        self.invite_only = only;
        self
    }

    /// Who may invite. Default: everybody who is signed in. Who may not gets a page that says so, and sees no link.
    #[must_use]
    pub fn may_invite(mut self, may: impl Fn(&User) -> bool + Send + Sync + 'static) -> Self {
        self.may_invite = Some(Arc::new(may));
        self
    }

    /// What the invited user takes over from the inviter, an organisation for example: called with the inviter as the
    /// session knows them, and the changes that make the invited user. An error that it notes is shown in the form.
    #[must_use]
    pub fn on_invite(
        mut self,
        change: impl Fn(&User, &mut Changeset) -> Result<(), Error> + Send + Sync + 'static,
    ) -> Self {
        self.on_invite = Some(Arc::new(change));
        self
    }

    /// What the mail calls the inviter. Default: the user id. It is cut at 64 characters and never becomes markup or a
    /// link.
    #[must_use]
    pub fn call_inviter(mut self, name: impl Fn(&User) -> String + Send + Sync + 'static) -> Self {
        self.call_inviter = Some(Arc::new(name));
        self
    }

    fn check(&self, registry: &mut Registry) {
        if !self.lifetime.is_sensible(Duration::from_secs(1)) {
            registry.refuse("set `lifetime` to between a second and ten years, or to `Lifetime::Unlimited`");
        }
        if self.max_open == 0 {
            registry.refuse("set `max_open` to 1 or more; who may not invite at all is what `may_invite` says");
        }
        if !self.send_limit.is_sensible() {
            registry.refuse(
                "set `send_limit` to 1 to 1000 invitations within a second to a year, or to `SendLimit::Unlimited`",
            );
        }
    }

    /// So many mails within this time, if there is a limit.
    pub(crate) fn limit(&self, cx: &Cx) -> Option<Limit> {
        match self.send_limit {
            SendLimit::Policy => cx.pow().policy().mail_limits.of(InvitationLink::NAME).map(|_| USUAL),
            SendLimit::Limited(many, within) => Some(Limit::new(many, within)),
            SendLimit::Unlimited => None,
        }
    }

    pub(crate) fn ttl(&self, cx: &Cx) -> Option<Duration> {
        self.ttl_under(cx.pow().policy())
    }

    fn ttl_under(&self, policy: &Policy) -> Option<Duration> {
        self.lifetime.or((policy.profile != Profile::Pow).then_some(USUAL_TTL))
    }

    pub(crate) fn lets_invite(&self, user: &User) -> bool {
        self.may_invite.as_ref().is_none_or(|may| may(user))
    }

    pub(crate) fn fill_in(&self, inviter: &User, invited: &mut Changeset) -> Result<(), Error> {
        self.on_invite.as_ref().map_or(Ok(()), |change| change(inviter, invited))
    }

    /// The inviter's name, as the application or else the user id has it.
    pub(crate) fn name_of(&self, inviter: &User, user_id: &'static str) -> String {
        match (&self.call_inviter, inviter.value(user_id)) {
            (Some(name), _) => name(inviter),
            (None, Some(Value::Text(text))) => text.clone(),
            _ => String::new(),
        }
    }
}

#[async_trait]
impl Extension for Invitation {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        self.check(registry);
        let long = self.ttl_under(registry.policy()).is_none_or(|ttl| ttl > USUAL_TTL);
        registry.weakens("lifetime", long);
        let may = self.clone();
        let table = open::table(registry);
        registry
            .field(INVITATION_TOKEN.def().unique().secret())
            .field(INVITATION_ACCEPTED_AT.def())
            .field(INVITATION_EXPIRES_AT.def())
            .field(INVITED_BY.def())
            .table(table)
            .sends_mails_to(users::EMAIL)
            .requires_route(EDIT)
            .requires_route(SHOW)
            .locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"])
            .account_page(NEW, "invitation-menu", move |user| may.lets_invite(user))
            .periodic("sweep", SWEEP_EVERY, |cx| Box::pin(async move { invite::sweep(&cx).await }));
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

    fn claim(&self, cx: &Cx, user: &User) -> Result<Claim, Error> {
        Ok(match (is_open(user)?, fields::is_over(user, cx.now())?) {
            (false, _) => Claim::Claimed,
            (true, false) => Claim::Open,
            (true, true) => Claim::Expired,
        })
    }

    async fn resend_claim(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        mails::resend(self, cx, user).await
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation")
            .field("lifetime", &self.lifetime)
            .field("max_open", &self.max_open)
            .field("send_limit", &self.send_limit)
            .field("invite_only", &self.invite_only)
            .finish_non_exhaustive()
    }
}
