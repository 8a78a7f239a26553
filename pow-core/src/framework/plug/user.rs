//! The current user, and the user context together with its session.

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

/// Checks `user[email]` (or the user id field of the set-up) and `user[password]` of the form, and signs in. `None` if
/// they are wrong; else what became of the sign-in, which an extension can refuse, or put a challenge before:
/// [`SignedIn::reply`] has the answer to each.
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

/// An empty changeset for a form: of the current user, or of a new one.
pub fn change_user(conn: &Conn) -> Changeset {
    let operation = if conn.user().is_some() { Operation::UPDATE } else { Operation::CREATE };
    Changeset::new(operation, conn.user().cloned(), Arc::default())
}

/// Registers a user from the form and signs in: the user, and what became of the sign-in, which an extension can refuse, or
/// put a challenge before. [`SignedIn::reply`] has the answer to each.
///
/// # Errors
/// As [`authenticate_user`]. Once the user is there, an unavailable service is no error: the visitor is led to the
/// sign-in page, as by [`Conn::sign_in_after`].
///
/// # Security
/// The hooks `before_process` and `before_respond` of [`registration::CREATE`](crate::controllers::registration::CREATE) do not
/// run. With email confirmation this form tells whether an address is taken. To keep that secret, replace the
/// controller of that action instead.
pub async fn create_user(conn: &mut Conn) -> Result<Result<(Arc<User>, SignedIn), Changeset>, Error> {
    let registered = register(conn).await;
    conn.cx().settle(registered).await
}

/// The user and what became of the sign-in, or the form with its errors.
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

/// Changes the current user from the form; the session goes on under a new id. Without a current user: an invalid
/// changeset.
///
/// # Errors
/// As [`authenticate_user`]. Once the change is made, an unavailable cache is no error: see
/// [`Conn::renew_session_after`]. [`current_user`] is `None` then, if the session ended with the change.
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

/// Deletes the current user and signs out. Without a current user: an invalid changeset.
///
/// # Errors
/// As [`authenticate_user`]. Once the user is gone, an unavailable cache is no error: the browser forgets the session,
/// which opens nothing any more, and the log tells of it.
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
