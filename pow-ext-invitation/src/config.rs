//! What an application can set.

use std::{fmt, sync::Arc, time::Duration};

use pow_core::{Error, changeset::Changeset, cx::Cx, extension::Registry, record::User};

/// No invitation should stand for longer.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

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
            .field("invite_only", &self.invite_only)
            .finish_non_exhaustive()
    }
}
