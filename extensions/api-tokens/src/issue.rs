//! Makes, lists and ends personal tokens.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::Message,
    record::User,
    schema::{self, FieldType},
    secret::Secret,
    store::{Filter, Transaction},
    users::{self, AUTH_EPOCH},
};

use crate::{ApiTokens, PersonalToken, Scopes, changeset::NAME, mails::tell_created, rows, secret};

/// The operation of the changeset that makes a token, for hooks of other extensions.
pub const CREATE_TOKEN: Operation = Operation("create_api_token");

/// A personal token to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// The name by which the user finds the token.
    pub name: String,
    /// Its scopes.
    pub scopes: Scopes,
    /// When the token expires, or `None` if it doesn't.
    pub expires_at: Option<DateTime>,
}

/// The stored form of the token that a changeset makes.
struct Hashed {
    id: String,
    hash: String,
    new: NewToken,
}

impl ApiTokens {
    /// Makes a token for a user, without a form. The caller shows the secret once.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use pow_core::{Error, cx::Cx, record::User};
    /// use pow_ext_api_tokens::{ApiTokens, NewToken, Scopes};
    ///
    /// async fn for_the_first_steps(extension: &ApiTokens, cx: &Cx, user: &Arc<User>) -> Result<String, Error> {
    ///     let expires_at = Some(cx.now() + std::time::Duration::from_secs(3600));
    ///     let new = NewToken { name: "First steps".to_owned(), scopes: Scopes::parse("orders:read"), expires_at };
    ///     match extension.issue(cx, user, new).await? {
    ///         Ok(secret) => Ok(secret.expose().clone()),
    ///         Err(_) => Ok("You have too many tokens.".to_owned()),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// Faults of the database. The inner error is the changeset, if the user has [too many tokens](ApiTokens::max_tokens) or an
    /// extension refuses.
    ///
    /// # Security
    /// The limits of the form, such as [`max_lifetime`](ApiTokens::max_lifetime), don't apply.
    pub async fn issue(
        &self,
        cx: &Cx,
        user: &Arc<User>,
        new: NewToken,
    ) -> Result<Result<Secret<String>, Changeset>, Error> {
        let changeset = Changeset::new(CREATE_TOKEN, Some(user.clone()), Arc::default());
        self.issue_by(cx, changeset, new).await
    }

    pub(crate) async fn issue_by(
        &self,
        cx: &Cx,
        mut changeset: Changeset,
        new: NewToken,
    ) -> Result<Result<Secret<String>, Changeset>, Error> {
        let text = secret::generate(&self.prefix)?;
        changeset.attach(Hashed { id: secret::id()?, hash: secret::hash(text.expose()), new });
        Ok(users::write(cx, changeset).await?.map(|_| text))
    }

    /// Returns the user's tokens, newest first. Expired ones are left out.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn list(&self, cx: &Cx, user: &User) -> Result<Vec<PersonalToken>, Error> {
        rows::list(cx, user).await
    }

    /// Ends the user's token with this id. Returns whether the user had such a token.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn end(&self, cx: &Cx, user: &User, id: &str) -> Result<bool, Error> {
        let is_ended = rows::delete(cx, user.id()?, id).await?;
        if is_ended {
            tracing::info!(target: "pow::api_tokens::ended", user = %user.id()?, "a personal token was ended");
        }
        Ok(is_ended)
    }
}

/// Refuses a token above the limit. First, it locks the user's row with an update that changes nothing, so that concurrent
/// requests count each other's tokens.
pub(crate) async fn before_write(
    extension: &ApiTokens,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
) -> Result<(), Error> {
    let (Some(_), Some(user)) = (changeset.attached::<Hashed>(), changeset.data().cloned()) else { return Ok(()) };
    let row = Filter::eq(schema::ID.name(), user.id()?.into_value());
    tx.increment(cx.pow().schema().users(), row, AUTH_EPOCH.name(), 0).await?;
    let most = usize::try_from(extension.max_tokens).unwrap_or(usize::MAX);
    if rows::count(cx, tx, &user).await? >= most {
        changeset.error(NAME, Message::new("api-tokens-too-many").with("max", extension.max_tokens));
    }
    Ok(())
}

/// Stores the token.
pub(crate) async fn after_write(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    let Some(Hashed { id, hash, new }) = changeset.attached::<Hashed>() else { return Ok(()) };
    rows::insert(cx, tx, user, id, hash, new).await?;
    tracing::info!(
        target: "pow::api_tokens::issued",
        user = %user.id()?,
        scopes = %new.scopes,
        "a personal token was made"
    );
    tell_created(cx, tx, user).await
}
