//! Hooks into the sign-in.

use pow_core::{Error, conn::Conn, extension::SignIn, record::User};

use crate::{TermsAccepted, actions, fields::TERMS_ACCEPTED_AT};

/// Challenges a user who has not accepted the current terms. The core calls it at each sign-in, by any method.
pub(crate) fn before_sign_in(config: &TermsAccepted, conn: &Conn, user: &User) -> Result<SignIn, Error> {
    let now = conn.cx().now();
    let since = config.in_force_since.filter(|since| *since <= now);
    let current = match (user.get(TERMS_ACCEPTED_AT)?, since) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(accepted), Some(since)) => accepted >= since,
    };
    Ok(if current { SignIn::Allow } else { SignIn::Challenge(actions::EDIT) })
}
