//! Users invite others by mail. If users have no email address, the inviter gets a link to share.
//!
//! ```
//! use pow_core::{Config, extensions};
//! use pow_ext_invitation::Invitation;
//!
//! let config = Config { extensions: extensions![Invitation::default().invite_only(true)], ..Config::default() };
//! # drop(config);
//! ```
//!
//! | route | action | access | effect |
//! |---|---|---|---|
//! | `GET /invitations/new` | [`NEW`] | signed in | the form and the open invitations |
//! | `POST /invitations` | [`CREATE`] | signed in | invites a user; for an open invitation of the same inviter: sends the link again |
//! | `DELETE /invitations` | [`DELETE`] | signed in | revokes an invitation |
//! | `GET /invitations/{token}` | [`SHOW`] | the inviter | shows the link if it can't be mailed |
//! | `GET /invitations/{token}/edit` | [`EDIT`] | visitors | asks for a password; the link stays valid |
//! | `PUT`, `PATCH /invitations/{token}` | [`UPDATE`] | visitors | accepts the invitation and consumes the link |
//!
//! An invited user is a row of the users' table without a password. Until the invitation is accepted, every way to sign
//! in is denied: the sign-in page, a password reset and all other extensions.

mod accept;
mod actions;
mod callbacks;
mod changeset;
mod controller;
mod examples;
mod fields;
mod invite;
mod inviter_list;
mod mails;
mod pages;
mod send_limit;
mod tokens;

use std::{fmt, sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::Conn,
    controllers::registration,
    cx::Cx,
    extension::{AccountSection, Claim, Extension, ExtensionId, Registry, SignIn},
    identifier::{UserIdField, email::to_display},
    json::{self, Map},
    limit::Limit,
    mail::Mail,
    record::User,
    schema::{FieldDef, Value},
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

/// How often expired invitations are deleted.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(3600);
/// The longest period of [`SendLimit::Limited`]: a year.
const MAX_PERIOD: Duration = Duration::from_secs(366 * 24 * 3600);
/// The highest count of [`SendLimit::Limited`]. One value in the cache holds the time of every counted mail.
const MAX_COUNT: u32 = 1_000;
/// How long an invitation is valid in the default profile.
const DEFAULT_TTL: Duration = Duration::from_secs(7 * 24 * 3600);
/// The default of [`SendLimit::Policy`].
const DEFAULT_SEND_LIMIT: Limit = Limit::new(50, Duration::from_secs(24 * 3600));

/// How many invitations a user can mail. Mails to taken addresses and repeated mails count, and revoked invitations
/// still count. A link to share is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendLimit {
    /// 50 within 24 hours. Unlimited if the policy's `mail_limits` has no limit for these mails, as in profile `pow`.
    #[default]
    Policy,
    /// At most this many mails (1 to 1,000) within this period (a second to a year), as a sliding window.
    Limited(u32, Duration),
    /// Unlimited.
    Unlimited,
}

impl SendLimit {
    fn is_sensible(self) -> bool {
        match self {
            Self::Limited(many, within) => {
                (1..=MAX_COUNT).contains(&many) && (Duration::from_secs(1)..=MAX_PERIOD).contains(&within)
            }
            Self::Policy | Self::Unlimited => true,
        }
    }
}

type MayInvite = dyn Fn(&User) -> bool + Send + Sync;
type OnInvite = dyn Fn(&User, &mut Changeset) -> Result<(), Error> + Send + Sync;
type InviterName = dyn Fn(&User) -> String + Send + Sync;

/// The extension and its configuration.
///
/// ```
/// use pow_core::{schema::Field, UserId};
/// use pow_ext_invitation::Invitation;
///
/// const ROLE: Field<Option<String>> = Field::new("role");
/// const ORGANISATION: Field<Option<UserId>> = Field::new("organisation_id");
///
/// // Only administrators invite, and only into their organisation.
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
    /// How long an invitation is valid. Default: 7 days; profile `pow`: unlimited.
    pub lifetime: Lifetime,
    /// How many open invitations a user can have at a time. Default: 50, which is one page of the list. Every
    /// invitation is a mail to a stranger.
    pub max_open: u32,
    /// How many invitations a user can mail within a period. Default: 50 within 24 hours; profile `pow`: unlimited.
    ///
    /// Revoked invitations still count. Otherwise a user could mail any number of strangers in your name.
    pub send_limit: SendLimit,
    /// Whether registration is disabled, so that an account requires an invitation. Default: `false`.
    pub invite_only: bool,
    may_invite: Option<Arc<MayInvite>>,
    on_invite: Option<Arc<OnInvite>>,
    inviter_name: Option<Arc<InviterName>>,
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
            inviter_name: None,
        }
    }
}

impl Invitation {
    /// Sets how long an invitation is valid: a duration, or [`Lifetime::Unlimited`].
    #[must_use]
    pub fn lifetime(mut self, lifetime: impl Into<Lifetime>) -> Self {
        self.lifetime = lifetime.into();
        self
    }

    /// Sets how many open invitations a user can have at a time.
    #[must_use]
    pub fn max_open(mut self, many: u32) -> Self {
        self.max_open = many;
        self
    }

    /// Sets how many invitations a user can mail within a period.
    #[must_use]
    pub fn send_limit(mut self, limit: SendLimit) -> Self {
        self.send_limit = limit;
        self
    }

    /// Sets whether an account requires an invitation. If so, the registration routes are removed.
    #[must_use]
    pub fn invite_only(mut self, only: bool) -> Self {
        self.invite_only = only;
        self
    }

    /// Sets which users may invite. Default: all signed-in users. Other users see no link and get a 403 page.
    #[must_use]
    pub fn may_invite(mut self, may: impl Fn(&User) -> bool + Send + Sync + 'static) -> Self {
        self.may_invite = Some(Arc::new(may));
        self
    }

    /// Sets what the invited user inherits from the inviter, for example an organisation. Default: nothing.
    ///
    /// The closure gets the inviter from the session, and the changeset of the invited user. Errors that it adds to the
    /// changeset are shown in the form.
    #[must_use]
    pub fn on_invite(
        mut self,
        change: impl Fn(&User, &mut Changeset) -> Result<(), Error> + Send + Sync + 'static,
    ) -> Self {
        self.on_invite = Some(Arc::new(change));
        self
    }

    /// Sets the inviter's name in the mail. Default: the user id. It is truncated to 64 characters and never becomes
    /// markup or a link.
    #[must_use]
    pub fn inviter_name(mut self, name: impl Fn(&User) -> String + Send + Sync + 'static) -> Self {
        self.inviter_name = Some(Arc::new(name));
        self
    }

    /// Returns how many invitations a user can mail within a period under this policy. `None`: unlimited.
    #[must_use]
    pub fn mail_limit(&self, policy: &Policy) -> Option<Limit> {
        match self.send_limit {
            SendLimit::Policy => policy.mail_limits.of(InvitationLink::NAME).map(|_| DEFAULT_SEND_LIMIT),
            SendLimit::Limited(many, within) => Some(Limit::new(many, within)),
            SendLimit::Unlimited => None,
        }
    }

    fn check(&self, registry: &mut Registry) {
        if !self.lifetime.is_sensible(Duration::from_secs(1)) {
            registry.refuse(
                "`lifetime` is out of range: set it to between a second and ten years, or to `Lifetime::Unlimited`",
            );
        }
        // The user id is known. The form of the acceptance asks for all other fields.
        let is_asked_later = |field: &&FieldDef| field.form && !field.nullable && field.default.is_none();
        let is_user_id = |name| UserIdField::Email.name() == name || UserIdField::Username.name() == name;
        let mut unfilled = registry.users_table().fields.iter().filter(is_asked_later);
        let unfilled = unfilled.find(|field| !is_user_id(field.name)).map(|field| field.name);
        if let Some(name) = unfilled.filter(|_| self.on_invite.is_none()) {
            registry.refuse(&format!(
                "`{name}` is required and has no default, and an invited user has no value for it: make the field optional, \
                 give it a default, or set it in `on_invite`"
            ));
        }
        if self.max_open == 0 {
            registry.refuse("`max_open` is 0: set it to 1 or more, and use `may_invite` to disable invitations");
        }
        if !self.send_limit.is_sensible() {
            registry.refuse(
                "`send_limit` is out of range: use 1 to 1000 invitations and a period between a second and a year, or `SendLimit::Unlimited`",
            );
        }
    }

    pub(crate) fn ttl(&self, cx: &Cx) -> Option<Duration> {
        self.ttl_under(cx.pow().policy())
    }

    fn ttl_under(&self, policy: &Policy) -> Option<Duration> {
        self.lifetime.or((policy.profile != Profile::Pow).then_some(DEFAULT_TTL))
    }

    pub(crate) fn allows_inviter(&self, user: &User) -> bool {
        self.may_invite.as_ref().is_none_or(|may| may(user))
    }

    pub(crate) fn apply_on_invite(&self, inviter: &User, invited: &mut Changeset) -> Result<(), Error> {
        self.on_invite.as_ref().map_or(Ok(()), |change| change(inviter, invited))
    }

    /// Returns the name from the application's closure, or else the user id.
    pub(crate) fn display_name(&self, inviter: &User, user_id: &'static str) -> String {
        match (&self.inviter_name, inviter.value(user_id)) {
            (Some(name), _) => name(inviter),
            (None, Some(Value::Text(text))) => to_display(text).into_owned(),
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
        let is_long = self.ttl_under(registry.policy()).is_none_or(|ttl| ttl > DEFAULT_TTL);
        registry.weakens("lifetime", is_long);
        let may = self.clone();
        let table = inviter_list::table(registry);
        registry
            .field(INVITATION_TOKEN.def().unique().secret())
            .field(INVITATION_ACCEPTED_AT.def())
            .field(INVITATION_EXPIRES_AT.def().indexed())
            .field(INVITED_BY.def())
            .table(table)
            .sends_mails_to(users::EMAIL)
            .requires_route(EDIT)
            .requires_route(SHOW)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .account_section(AccountSection::new(NEW, "invitation-menu").shown(move |user| may.allows_inviter(user)))
            .periodic("sweep", CLEANUP_INTERVAL, |cx| Box::pin(async move { invite::delete_expired(&cx).await }));
        if self.invite_only {
            registry.without(registration::NEW).without(registration::CREATE);
        }
        actions::register(registry, self);
        examples::register(registry);
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
        Ok(match (is_open(user)?, fields::is_expired(user, cx.now())?) {
            (false, _) => Claim::Claimed,
            (true, false) => Claim::Open,
            (true, true) => Claim::Expired,
        })
    }

    async fn resend_claim(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        mails::resend(self, cx, user).await
    }

    async fn user_data(&self, cx: &Cx, user: &User) -> Result<Map<String, json::Value>, Error> {
        inviter_list::user_data(cx, user).await
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
