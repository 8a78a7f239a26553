//! The functions that read and write users. An application can replace one method of `Users` and keep the rest.
//!
//! A user is a row of the users' table. The core, the extensions and [`Config::fields`](crate::Config::fields) of the application
//! define its fields. A field may be registered several times if name and definition are the same. The application's own struct
//! comes with the row: [`model!`](crate::model).
//!
//! The primary key is one column named `id`: a UUID, version 7, or an integer that the database assigns
//! ([`Config::id_kind`](crate::Config::id_kind)). Keys of several columns are not supported, unlike in Pow, because sessions and
//! tokens name a user by one value. For a tenant, use [`Config::tenant`](crate::Config::tenant) instead.
//!
//! To add a rule to a form, write an [`Extension`](crate::extension::Extension) with a `changeset` hook. It takes a few lines and
//! replaces nothing.

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
mod sweep;
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
    find::{Addressee, find, find_addressee, find_by_email, find_by_phone},
    forms::{NewPassword, account_changeset, form_changeset, user_id_changeset},
    notices::{
        AccountDeleted, EmailChanged, NoticeToMain, PasswordChanged, notice_recipients, notice_recipients_within,
    },
    password::{check_current_password, password_changeset, void_password},
    recover::may_recover,
    sweep::delete_or_skip,
    write::{changes_authority, delete_within, prepare_write, write, write_within},
};
pub(crate) use self::{data::data_of_core, password::check_unchanged};
pub use crate::schema::user::{AUTH_EPOCH, EMAIL, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH, UPDATED_AT};
use crate::{Error, UserId, changeset::Changeset, cx::Cx, params::Params, record::User, schema::Value};

/// The result of a write: the user, or the changeset with its errors.
pub type Written = Result<Arc<User>, Changeset>;

/// The functions that read and write users. Every method has a default. An application replaces the methods that it needs, and
/// calls [`BaseUsers`] to wrap a default.
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
/// Set it as [`Config::users`](crate::Config::users): `users: Arc::new(Audited)`. The whole framework calls it, and so do the
/// other methods of [`BaseUsers`]. A replaced `get_by` therefore changes which users `authenticate` finds and which sessions are
/// valid.
///
/// An implementer guarantees that `authenticate` costs the same time whether or not the user exists, and that every write goes
/// through [`write()`], which hashes the password, runs the extensions' hooks, and ends sessions and tokens if it must.
#[async_trait]
pub trait Users: Debug + Send + Sync + 'static {
    /// Returns the user with this id and password, or `None`. Costs one password hash in every case, unless an extension refuses
    /// the [attempt]. If you replace this method, call [`attempt`] in yours.
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

    /// Returns the user with this id: at a sign-in, for a session, for a link. A user that is not found is signed out.
    ///
    /// Sessions call this method, in a context of the set-up's default language, if they don't have the current version of the
    /// user in memory. With [`Config::reload`](crate::Config::reload), they call it at every request. They expect committed data
    /// and compare the auth epoch, so an implementer must change neither the epoch nor the id of the stored row. Sessions see a
    /// change outside of the user's row at the next such call. [`Sessions::refresh`] causes one.
    ///
    /// [`Sessions::refresh`]: crate::session::Sessions::refresh
    ///
    /// # Errors
    /// Faults of the database.
    async fn get(&self, cx: &Cx, id: UserId) -> Result<Option<Arc<User>>, Error> {
        self.get_by(cx, "id", Value::Id(id)).await
    }

    /// Returns the user whose unique field has this value.
    ///
    /// # Errors
    /// Faults of the database.
    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        base::get_by(cx, field, value).await
    }

    /// Whether [`Users::get`] is that of [`BaseUsers`], which returns every row unchanged. If so, sessions read the row directly,
    /// together with the session if both are in one database. The default is `false`: sessions call `get`.
    ///
    /// # Security
    /// Return `true` only if neither `get` nor `get_by` is replaced. It saves a statement with
    /// [`Config::reload`](crate::Config::reload). Otherwise a user stays signed in although a
    /// replaced method no longer finds that user.
    fn reads_plainly(&self) -> bool {
        false
    }

    /// Whether the form's `current_password` is the password of the user. It is called for forms that ask for the password again,
    /// and for [`Users::update`] of a user who has a password. The check is an [attempt], as in [`Users::authenticate`].
    ///
    /// # Errors
    /// As [`Users::authenticate`].
    async fn verify_current_password(&self, cx: &Cx, user: &User, params: &Arc<Params>) -> Result<bool, Error> {
        base::verify_current_password(cx, user, params).await
    }
}
