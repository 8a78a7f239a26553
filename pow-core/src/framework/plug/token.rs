//! Public tokens: signed values that can be read, but not forged.

use crate::pow::Pow;

/// Signs the value for a purpose. The token is invalid for other purposes and in other set-ups.
///
/// ```no_run
/// # fn example(pow: &pow_core::Pow) {
/// let token = pow_core::plug::sign_token(pow, "unsubscribe", "42");
/// assert_eq!(pow_core::plug::verify_token(pow, "unsubscribe", &token).as_deref(), Some("42"));
/// assert_eq!(pow_core::plug::verify_token(pow, "download", &token), None);
/// # }
/// ```
///
/// # Security
/// The token does not expire and can be used again and again. For links that work once see
/// [`Tokens`](crate::token::Tokens).
pub fn sign_token(pow: &Pow, purpose: &'static str, value: &str) -> String {
    pow.public_signer(purpose).sign(value.as_bytes())
}

/// Returns the value of a token that [`sign_token`] created for the same purpose. `None` for any other text.
pub fn verify_token(pow: &Pow, purpose: &'static str, token: &str) -> Option<String> {
    String::from_utf8(pow.public_signer(purpose).verify(token)?).ok()
}
