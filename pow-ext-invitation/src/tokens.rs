//! The links: made from a random number that the row holds, and signed.
//!
//! So a link can be sent again, and the mail that was sent before stays good; and who reads the database can't make one,
//! since the key is not there.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{Error, conn::Conn, cx::Cx, random, record::User, schema::Value};

use crate::{
    ID, INVITATION_TOKEN,
    fields::{is_open, is_over},
};

/// The bytes of a nonce, and of what is signed.
const NONCE: usize = 32;

/// What the row of an invited user holds: 32 random bytes.
pub(crate) fn nonce() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(random::bytes::<NONCE>()?))
}

/// The token of the link that belongs to it.
pub(crate) fn token(cx: &Cx, nonce: &str) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(nonce).ok().filter(|bytes| bytes.len() == NONCE);
    let bytes = bytes.ok_or_else(|| Error::other("what is stored of an invitation can't be read"))?;
    Ok(cx.pow().signer(ID).sign(&bytes))
}

/// Who was invited by the link of this request, if it is still good. It stays good.
pub(crate) async fn invited(conn: &Conn) -> Result<Option<Arc<User>>, Error> {
    let cx = conn.cx();
    let Some(nonce) = read(cx, conn.request().path_param("token").unwrap_or_default()) else { return Ok(None) };
    match cx.pow().users().get_by(cx, INVITATION_TOKEN.name(), Value::Text(nonce)).await? {
        Some(user) if is_open(&user)? && !is_over(&user, cx.now())? => Ok(Some(user)),
        _ => Ok(None),
    }
}

/// The signature comes before anything else, so that no guess costs a look into the database.
fn read(cx: &Cx, token: &str) -> Option<String> {
    let mut buffer = [0; NONCE + 40];
    let bytes = cx.pow().signer(ID).verify_into(token, &mut buffer)?;
    (bytes.len() == NONCE).then(|| URL_SAFE_NO_PAD.encode(bytes))
}
