//! Beginning and ending a session.

use std::sync::Arc;

use crate::{
    Error,
    conn::{Conn, SignedIn},
    record::User,
};

/// Begins a session for the user, unless an extension denies the sign-in. An earlier session of the browser ends.
///
/// # Errors
/// Faults of the cache or of an extension.
pub async fn create(conn: &mut Conn, user: &Arc<User>) -> Result<SignedIn, Error> {
    let signed_in = conn.sign_in(user).await;
    conn.cx().settle(signed_in).await
}

/// Ends the session, in the store and in the browser.
///
/// # Errors
/// Faults of the cache. The session may then still be valid.
pub async fn delete(conn: &mut Conn) -> Result<(), Error> {
    let signed_out = conn.sign_out().await;
    conn.cx().settle(signed_out).await
}
