//! The user who may sign in by mails to an address.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::Changeset,
    controllers::registration,
    cx::Cx,
    extension::Claim,
    identifier::email::EmailAddress,
    mail::MailAddress,
    params::Params,
    record::User,
    schema,
    token::TokenPayload,
    users::{self, AUTH_EPOCH, Addressee, EMAIL, INSERTED_AT, UPDATED_AT},
};

use crate::{MAIL_SIGN_UP, MailSignIn};

/// The values that the core or this extension gives a new user.
const GIVEN: [&str; 5] = [schema::ID.name(), EMAIL.name(), AUTH_EPOCH.name(), INSERTED_AT.name(), UPDATED_AT.name()];

/// The reader of mails to an address.
pub(crate) enum Recipient {
    /// A user, who signs in.
    User(Addressee),
    /// A visitor without an account, who signs up.
    New,
    /// A visitor who gets no sign-in mail: a locked or unknown user, or an invited one, who gets the invitation again.
    Denied,
}

impl Recipient {
    /// Finds the recipient. For an invited user it mails the invitation again, as a registration does. (K14)
    pub(crate) async fn find(extension: &MailSignIn, cx: &Cx, email: &EmailAddress) -> Result<Self, Error> {
        let found = users::find_addressee(cx, email).await?;
        let may_sign_up = may_sign_up(extension, cx, email)?;
        let found = match found {
            Some(found) => found,
            None if may_sign_up => return Ok(Self::New),
            None => return Ok(Self::Denied),
        };
        match users::claim(cx, &found.user)? {
            Claim::Claimed if users::may_recover(cx, &found.user)? => Ok(Self::User(found)),
            // The sign-up removes this row.
            Claim::Expired if may_sign_up => Ok(Self::New),
            Claim::Open => users::resend_claim(cx, &found.user).await.map(|()| Self::Denied),
            _ => Ok(Self::Denied),
        }
    }

    /// The address of the mail. The owner of an account gets it at the stored address. (K12)
    pub(crate) fn address(&self, typed: &EmailAddress) -> Result<Option<MailAddress>, Error> {
        match self {
            Self::User(found) => found.address(),
            Self::New => MailAddress::parse(typed.as_str()).map(Some),
            Self::Denied => Ok(None),
        }
    }

    pub(crate) fn payload(&self, typed: &EmailAddress) -> Result<Option<TokenPayload>, Error> {
        let bytes = typed.as_str().into();
        Ok(match self {
            Self::User(Addressee { user, .. }) => {
                Some(TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes })
            }
            Self::New => Some(TokenPayload { user: None, epoch: 0, bytes }),
            Self::Denied => None,
        })
    }

    pub(crate) fn user(&self) -> Option<&User> {
        match self {
            Self::User(found) => Some(&found.user),
            Self::New | Self::Denied => None,
        }
    }
}

/// Whether the address is the one in the user's row.
pub(crate) fn is_own(user: &User, address: &str) -> Result<bool, Error> {
    Ok(user.get(EMAIL)?.as_deref() == Some(address))
}

/// Returns whether a visitor with this address may sign up. Sign-up must be enabled, and the registration must have a route. No
/// column may need a value from a form. The application's rules must accept the address.
fn may_sign_up(extension: &MailSignIn, cx: &Cx, email: &EmailAddress) -> Result<bool, Error> {
    let is_open = extension.sign_up && cx.pow().path(registration::CREATE).is_some();
    let is_given = |field: &schema::FieldDef| field.nullable || field.default.is_some() || GIVEN.contains(&field.name);
    Ok(is_open && cx.pow().schema().users().fields.iter().all(is_given) && sign_up(cx, email.as_str())?.is_valid())
}

/// Returns the changeset of a new user, by the policy's rules for addresses. Every extension can see that an account begins with
/// a proved address, and may refuse it.
pub(crate) fn sign_up(cx: &Cx, address: &str) -> Result<Changeset, Error> {
    let params = Arc::new(Params::from_pairs([("user[email]", address)]));
    let mut changeset = Changeset::new(MAIL_SIGN_UP, None, params);
    changeset.prove(EMAIL, Some(address.to_owned()));
    changeset.begin_account_without_form();
    users::user_id_changeset(cx, changeset)
}
