//! The header `Authorization: Bearer …` (RFC 6750, section 2.1).

use pow_core::conn::Request;

pub(crate) const SCHEME: &str = "Bearer";

/// The longest token that is read, in bytes.
const MAX: usize = 4096;

/// Returns the token of a request.
pub(crate) fn token(request: &Request) -> Option<&str> {
    let (scheme, token) = request.authorization.as_deref()?.split_once(' ')?;
    let is_token = token.len() <= MAX && token.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case(SCHEME) && is_token).then_some(token)
}
