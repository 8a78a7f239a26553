//! The typed user id and password of a sign-in.

use crate::{
    params::{Param, Scope},
    secret::Secret,
};

/// The user id and password of a sign-in, as typed. If one of them is missing, the check still costs one hash.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The email address or user name, not yet normalised.
    pub user_id: Option<String>,
    /// The password, exactly as typed.
    pub password: Option<Secret<String>>,
}

impl Credentials {
    /// Reads the credentials in a form. A missing or malformed value is `None`.
    pub fn from_params(params: Scope<'_>, user_id_field: &str) -> Self {
        let text = |name: &str| match params.get(name) {
            Some(Param::Text(text)) if !text.is_empty() => Some(text.to_string()),
            _ => None,
        };
        Self { user_id: text(user_id_field), password: text("password").map(Secret::new) }
    }
}
