//! The current user, and the functions that write users together with the session.

use std::sync::Arc;

use crate::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, SignedIn},
    messages::keys,
    record::User,
    users::{Credentials, Written},
};

/// The user who is signed in.
pub fn current_user(conn: &Conn) -> Option<&Arc<User>> {
    conn.user()
}

/// Makes another user the current one for the rest of this request. The session does not change.
pub fn assign_current_user(conn: &mut Conn, user: Option<Arc<User>>) {
    conn.assign_user(user);
}

/// Checks `user[email]` (or the user id field of the set-up) and `user[password]` of the form, and signs the user in. Returns
/// `None` if they are wrong, or else the result of the sign-in: an extension can deny it or require a challenge.
/// [`SignedIn::reply`] creates the answer to each result.
///
/// # Errors
/// Faults of the database, the cache or an extension; [`Error::Busy`] when too many passwords wait to be hashed.
pub async fn authenticate_user(conn: &mut Conn) -> Result<Option<SignedIn>, Error> {
    let authenticated = authenticate(conn).await;
    conn.cx().settle(authenticated).await
}

async fn authenticate(conn: &mut Conn) -> Result<Option<SignedIn>, Error> {
    let pow = conn.pow().clone();
    let credentials = Credentials::from_params(conn.params().scope(SCOPE), pow.user_id_field().name());
    let Some(user) = pow.users().authenticate(conn.cx(), &credentials).await? else { return Ok(None) };
    conn.sign_in(&user).await.map(Some)
}

/// Returns an empty changeset for a form, of the current user or of a new one.
pub fn change_user(conn: &Conn) -> Changeset {
    let operation = if conn.user().is_some() { Operation::UPDATE } else { Operation::CREATE };
    Changeset::new(operation, conn.user().cloned(), Arc::default())
}

/// Registers a user from the form, and signs the user in. Returns the user and the result of the sign-in: an extension can deny
/// it or require a challenge. [`SignedIn::reply`] creates the answer to each result. For an invalid form it returns the
/// changeset with the errors.
///
/// # Errors
/// As [`authenticate_user`]. Once the user is created, an unavailable service is no error: the visitor is redirected to the
/// sign-in page, as by [`Conn::sign_in_after`].
///
/// # Security
/// The hooks `before_process` and `before_respond` of [`registration::CREATE`](crate::controllers::registration::CREATE) do not
/// run. With email confirmation, this form reveals whether an address is taken. To keep that secret, replace the controller of
/// that action instead.
pub async fn create_user(conn: &mut Conn) -> Result<Result<(Arc<User>, SignedIn), Changeset>, Error> {
    let registered = register(conn).await;
    conn.cx().settle(registered).await
}

/// The user and the result of the sign-in, or the changeset with its errors.
type Registered = Result<(Arc<User>, SignedIn), Changeset>;

async fn register(conn: &mut Conn) -> Result<Registered, Error> {
    let pow = conn.pow().clone();
    Ok(match pow.users().create(conn.cx(), conn.params()).await? {
        Ok(user) => {
            let signed_in = conn.sign_in_after(&user, keys::ACCOUNT_CREATED_SIGN_IN).await?;
            Ok((user, signed_in))
        }
        Err(changeset) => Err(changeset),
    })
}

/// Changes the current user from the form, and gives the session a new id. Without a current user, it returns a changeset as
/// for an invalid form.
///
/// # Errors
/// As [`authenticate_user`]. Once the change is made, an unavailable cache is no error: see [`Conn::renew_session_after`].
/// [`current_user`] then returns `None` if the change ended the session.
pub async fn update_user(conn: &mut Conn) -> Result<Written, Error> {
    let updated = update(conn).await;
    conn.cx().settle(updated).await
}

async fn update(conn: &mut Conn) -> Result<Written, Error> {
    let pow = conn.pow().clone();
    let Some(user) = conn.user().cloned() else { return Ok(Err(change_user(conn))) };
    let written = pow.users().update(conn.cx(), &user, conn.params()).await?;
    if let Ok(user) = &written {
        drop(conn.renew_session_after(user, keys::ACCOUNT_UPDATED_SIGN_IN).await?);
    }
    Ok(written)
}

/// Deletes the current user and signs out. Without a current user, it returns a changeset as for an invalid form.
///
/// # Errors
/// As [`authenticate_user`]. Once the user is deleted, an unavailable cache is no error: the fault is logged, and the browser
/// forgets the session, which is invalid anyway.
pub async fn delete_user(conn: &mut Conn) -> Result<Written, Error> {
    let deleted = remove(conn).await;
    conn.cx().settle(deleted).await
}

async fn remove(conn: &mut Conn) -> Result<Written, Error> {
    let pow = conn.pow().clone();
    let Some(user) = conn.user().cloned() else { return Ok(Err(change_user(conn))) };
    let written = pow.users().delete(conn.cx(), &user).await?;
    if written.is_ok() {
        conn.sign_out_after().await;
    }
    Ok(written)
}
