//! The codes.

use pow_core::{
    Error,
    codes::Codes,
    cx::Cx,
    record::User,
    token::{Purpose, TokenPayload},
    users::AUTH_EPOCH,
};

use crate::{Identities, IdentityCodeMail, IdentityCodeText, IdentityKind, rows::Row};

/// The purpose of the codes.
#[derive(Clone, Copy, Debug)]
pub struct IdentityCode;

impl Purpose for IdentityCode {
    const NAME: &'static str = "identity";
}

/// Returns the codes. A code is live only if its mail or text may be sent.
pub(crate) fn codes(extension: &Identities, cx: &Cx, kind: IdentityKind) -> Result<Codes<IdentityCode>, Error> {
    let codes = cx.cache().codes(extension.code_ttl)?;
    Ok(match kind {
        IdentityKind::Phone => codes.carried_by_text::<IdentityCodeText>(),
        _ => codes.carried_by::<IdentityCodeMail>(),
    })
}

/// Returns the payload of a code. The code is for one row of one user, and ends when the user's auth epoch is raised.
pub(crate) fn payload(user: &User, row: &Row) -> Result<TokenPayload, Error> {
    Ok(TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes: row.id.as_bytes().to_vec() })
}

pub(crate) fn is_for(payload: &TokenPayload, user: &User, row: &Row) -> Result<bool, Error> {
    let is_same = payload.user == Some(user.id()?) && payload.epoch == user.get(AUTH_EPOCH)?;
    Ok(is_same && payload.bytes == row.id.as_bytes())
}
