//! The user context: everything that reads or writes users. Replace one method and keep the rest.
//!
//! A user is a row of the users' table. Its fields are those of the core, of the extensions, and those that the
//! application adds in [`Config::fields`](crate::Config::fields); a field that is there already may be registered again
//! with the same name and definition, and not with another one. The application's own struct comes with the row:
//! [`model!`](crate::model).
//!
//! The primary key is one column named `id`: a UUID, version 7, or an integer that the database counts up
//! ([`Config::id_kind`](crate::Config::id_kind)). Keys of several columns are not supported, unlike in Pow: sessions
//! and tokens name a user by one value. A tenant belongs into [`Config::tenant`](crate::Config::tenant) instead.
//!
//! To add a rule to a form, write an [`Extension`](crate::extension::Extension) with a `changeset` hook: it is a few
//! lines, and the rest of the context stays as it is.

mod attempt;
mod base;
mod claim;
mod confirmed;
mod credentials;
mod data;
mod find;
mod forms;
mod notices;
mod password;
mod recover;
mod taken;
mod write;

use std::{fmt::Debug, sync::Arc};

use async_trait::async_trait;

pub use self::{
    attempt::{Attempt, AttemptKind, Checked, ask_for_link, attempt},
    base::BaseUsers,
    claim::{claim, gives_way, is_unclaimed, resend_claim},
    credentials::Credentials,
    data::data,
    find::{find, find_by_email, find_by_phone},
    forms::{NewPassword, account_changeset, form_changeset, user_id_changeset},
    notices::{EmailChanged, PasswordChanged},
    password::{check_current_password, password_changeset, void_password},
    recover::may_recover,
    write::{changes_authority, delete_within, prepare_write, write, write_within},
};
pub(crate) use self::{data::data_of_core, password::check_unchanged};
pub use crate::schema::user::{AUTH_EPOCH, EMAIL, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH, UPDATED_AT};
use crate::{Error, UserId, changeset::Changeset, cx::Cx, params::Params, record::User, schema::Value};

/// The result of a write: the user, or the changeset with its errors.
pub type Written = Result<Arc<User>, Changeset>;

/// The user context. Every method has a default, so an application replaces the one that it needs and calls
/// [`BaseUsers`] for what it only wants to wrap.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{async_trait, cx::Cx, params::Params, record::User, Error, users::{BaseUsers, Users, Written}};
///
/// #[derive(Debug)]
/// struct Audited;
///
/// #[async_trait]
/// impl Users for Audited {
///     async fn create(&self, cx: &Cx, params: &Arc<Params>) -> Result<Written, Error> {
///         let written = BaseUsers.create(cx, params).await?;
///         if let Ok(user) = &written {
///             println!("registered {}", user.id()?);
///         }
///         Ok(written)
///     }
/// }
/// ```
///
/// [`Config::users`](crate::Config::users) takes it: `users: Arc::new(Audited)`. All of the framework asks it, the other
/// methods of [`BaseUsers`] too. Another `get_by` changes which users `authenticate` finds and which sessions are valid.
///
/// An implementer guarantees that `authenticate` costs the same time whether or not the user exists, and that every
/// write goes through [`write()`], which hashes, runs the extensions' hooks and ends what must end.
#[async_trait]
pub trait Users: Debug + Send + Sync + 'static {
    /// The user whose id and password these are, or `None`. Costs one password hash in every case, unless an extension refuses
    /// the [attempt]. Call [`attempt`] where you replace this.
    ///
    /// # Errors
    /// Faults of the database; [`Error::Busy`] when too many passwords wait to be hashed; [`Error::TooMany`] when an extension
    /// refuses.
    async fn authenticate(&self, cx: &Cx, credentials: &Credentials) -> Result<Option<Arc<User>>, Error> {
        base::authenticate(cx, credentials).await
    }

    /// Registers a user from a form.
    ///
    /// # Errors
    /// As [`Users::authenticate`].
    async fn create(&self, cx: &Cx, params: &Arc<Params>) -> Result<Written, Error> {
        base::create(cx, params).await
    }

    /// Changes a user from a form; the current password is required if the user has one.
    ///
    /// # Errors
    /// As [`Users::authenticate`].
    async fn update(&self, cx: &Cx, user: &Arc<User>, params: &Arc<Params>) -> Result<Written, Error> {
        base::update(cx, user, params).await
    }

    /// Deletes a user.
    ///
    /// # Errors
    /// Faults of the database.
    async fn delete(&self, cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
        base::delete(cx, user).await
    }

    /// Returns the user with this id: at a sign-in, for a session, behind a link. A user that is not found is signed out.
    ///
    /// Sessions ask it in a context of the set-up's default language, whenever they don't have the user in memory in the
    /// present version: at every request with [`Config::reload`](crate::Config::reload). They ask for what is committed
    /// now, and compare the auth epoch, so an implementer changes neither it nor the id of what the database has.
    /// Sessions see a change outside of the user's row at the next such call. [`Sessions::refresh`] causes one.
    ///
    /// [`Sessions::refresh`]: crate::session::Sessions::refresh
    ///
    /// # Errors
    /// Faults of the database.
    async fn get(&self, cx: &Cx, id: UserId) -> Result<Option<Arc<User>>, Error> {
        self.get_by(cx, "id", Value::Id(id)).await
    }

    /// The user whose unique field has this value.
    ///
    /// # Errors
    /// Faults of the database.
    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        base::get_by(cx, field, value).await
    }

    /// Whether [`Users::get`] is that of [`BaseUsers`], which finds every row as it is. Sessions then read the row without
    /// asking, together with the session where both are in one database. A context of your own is asked: the default is
    /// `false`.
    ///
    /// # Security
    /// Say `true` only where neither `get` nor `get_by` is replaced, to save a statement with
    /// [`Config::reload`](crate::Config::reload). With one of them, a user that it keeps out would stay signed in.
    fn reads_plainly(&self) -> bool {
        false
    }

    /// Whether `current_password` of the form is the password of the user: for forms that ask for it again, and for
    /// [`Users::update`] of a user who has a password. It is an [attempt], as [`Users::authenticate`] is.
    ///
    /// # Errors
    /// As [`Users::authenticate`].
    async fn verify_current_password(&self, cx: &Cx, user: &User, params: &Arc<Params>) -> Result<bool, Error> {
        base::verify_current_password(cx, user, params).await
    }
}
