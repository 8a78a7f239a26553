//! The grant of a request's token.

use std::{
    future::{Ready, ready},
    ops::Deref,
    sync::Arc,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, error::ErrorUnauthorized};
use pow_core::UserId;

use crate::Scopes;

/// The owner of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A user, also returned by [`CurrentUser`](pow_core::CurrentUser).
    User(UserId),
    /// A [service account](crate::ServiceAccount), by its id. There is no user.
    Service(String),
}

/// The grant of a request's token: its owner and its scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// The owner.
    pub subject: Subject,
    /// The scopes, with those that [`write_implies_read`](crate::ApiTokens::write_implies_read) adds.
    pub scopes: Scopes,
}

impl Grant {
    pub(crate) fn new(subject: Subject, scopes: Scopes) -> Self {
        Self { subject, scopes }
    }
}

/// The grant as a parameter of a handler behind [`RequireScopes`](crate::RequireScopes). In other handlers the answer is a 401.
///
/// ```
/// use pow_ext_api_tokens::Caller;
///
/// async fn scopes(caller: Caller) -> String {
///     caller.scopes.to_string()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Caller(pub(crate) Arc<Grant>);

impl Deref for Caller {
    type Target = Grant;

    fn deref(&self) -> &Grant {
        &self.0
    }
}

impl FromRequest for Caller {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or_else(|| ErrorUnauthorized("no token")))
    }
}
