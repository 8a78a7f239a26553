//! Links: made from a random number in the row, and signed.
//!
//! The same link can be made and sent again, so earlier mails stay valid. A reader of the database can't make the link,
//! because the key is not stored there.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{Error, conn::Conn, cx::Cx, random, record::User, schema::Value};

use crate::{
    ID, INVITATION_TOKEN,
    fields::{is_expired, is_open},
};

/// The length of a nonce in bytes.
const NONCE: usize = 32;

/// Creates the value for the row of an invited user: 32 random bytes.
pub(crate) fn nonce() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(random::bytes::<NONCE>()?))
}

/// Returns the token of the link for this nonce.
pub(crate) fn token(cx: &Cx, nonce: &str) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(nonce).ok().filter(|bytes| bytes.len() == NONCE);
    let bytes = bytes.ok_or_else(|| {
        Error::other("the field `invitation_token` is corrupt: revoke the invitation and send it again")
    })?;
    Ok(cx.pow().signer(ID).sign(&bytes))
}

/// The beginning of the marker of a link that was used. No nonce has a dot.
const USED: &str = "used.";

/// Returns the marker that replaces the nonce of an accepted invitation.
pub(crate) fn used(nonce: &str) -> String {
    format!("{USED}{nonce}")
}

/// Returns the invited user if the link of this request is valid. The link stays valid.
pub(crate) async fn invited(conn: &Conn) -> Result<Option<Arc<User>>, Error> {
    let cx = conn.cx();
    match user_of(conn, |nonce| nonce).await? {
        Some(user) if is_open(&user)? && !is_expired(&user, cx.now())? => Ok(Some(user)),
        _ => Ok(None),
    }
}

/// Returns whether the link of this request was used.
pub(crate) async fn was_used(conn: &Conn) -> Result<bool, Error> {
    Ok(user_of(conn, |nonce| used(&nonce)).await?.is_some())
}

async fn user_of(conn: &Conn, stored: impl Fn(String) -> String) -> Result<Option<Arc<User>>, Error> {
    let cx = conn.cx();
    let Some(nonce) = read(cx, conn.request().path_param("token").unwrap_or_default()) else { return Ok(None) };
    cx.pow().users().get_by(cx, INVITATION_TOKEN.name(), Value::Text(stored(nonce))).await
}

/// Verifies the signature and returns the nonce. An invalid token is rejected before any database query.
fn read(cx: &Cx, token: &str) -> Option<String> {
    let mut buffer = [0; NONCE + 40];
    let bytes = cx.pow().signer(ID).verify_into(token, &mut buffer)?;
    (bytes.len() == NONCE).then(|| URL_SAFE_NO_PAD.encode(bytes))
}
