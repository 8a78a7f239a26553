//! What an application can set.

use std::{fmt, sync::Arc, time::Duration};

use pow_core::{Error, changeset::Changeset, cx::Cx, extension::Registry, mail::Mail, record::User};

use crate::mails::InvitationLink;

/// No invitation should stand for longer, and none is counted for longer.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);
/// The time of each counted one is kept in one value of the cache.
const MOST_COUNTED: u32 = 1_000;
/// What [`SendLimit::Policy`] allows.
const USUAL: (u32, Duration) = (50, Duration::from_secs(24 * 3600));

/// How long an invitation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// As the policy's `invitation_ttl` says: 7 days, in profile `pow` without an end.
    #[default]
    Policy,
    /// For so long.
    Limited(Duration),
    /// Until it is accepted or taken back.
    Unlimited,
}

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
                (1..=MOST_COUNTED).contains(&many) && (Duration::from_secs(1)..=LONGEST).contains(&within)
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
    /// How long an invitation stands. Default: as the policy says, 7 days.
    pub lifetime: Lifetime,
    /// How long the answer to an invitation, and to taking one back, takes at least. Default: 25 ms, which hides whether
    /// the address has an account already if the database takes less than that to commit.
    pub answer_after: Duration,
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
            answer_after: Duration::from_millis(25),
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
    /// How long an invitation stands.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Lifetime) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// How long the answer to an invitation, and to taking one back, takes at least.
    #[must_use]
    pub fn answer_after(mut self, least: Duration) -> Self {
        self.answer_after = least;
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

    pub(crate) fn check(&self, registry: &mut Registry) {
        if let Lifetime::Limited(ttl) = self.lifetime
            && (ttl < Duration::from_secs(1) || ttl > LONGEST)
        {
            registry.refuse("set `lifetime` to between a second and a year, or to `Lifetime::Unlimited`");
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
    pub(crate) fn limit(&self, cx: &Cx) -> Option<(u32, Duration)> {
        match self.send_limit {
            SendLimit::Policy => cx.pow().policy().mail_limits.of(InvitationLink::NAME).map(|_| USUAL),
            SendLimit::Limited(many, within) => Some((many, within)),
            SendLimit::Unlimited => None,
        }
    }

    pub(crate) fn ttl(&self, cx: &Cx) -> Option<Duration> {
        match self.lifetime {
            Lifetime::Policy => cx.pow().policy().invitation_ttl,
            Lifetime::Limited(ttl) => Some(ttl),
            Lifetime::Unlimited => None,
        }
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
            (None, Some(pow_core::schema::Value::Text(text))) => text.clone(),
            _ => String::new(),
        }
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation")
            .field("lifetime", &self.lifetime)
            .field("answer_after", &self.answer_after)
            .field("max_open", &self.max_open)
            .field("send_limit", &self.send_limit)
            .field("invite_only", &self.invite_only)
            .finish_non_exhaustive()
    }
}
