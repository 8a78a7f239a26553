//! The header `Authorization`. An extension can authenticate a request by this header alone.

use actix_web::{HttpRequest, http::header};

use super::{Current, Identity};
use crate::{Error, conn::Limited, cx::State, pow::Pow};

impl Pow {
    /// Returns the values that the [`authenticate`](crate::extension::Extension::authenticate) of an extension left in
    /// [`Conn::state`](crate::conn::Conn::state) of this request, for a guard of that extension.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if an extension or the session store was unavailable. [`Error::Config`] without the middleware.
    pub fn request_state(&self, request: &HttpRequest) -> Result<State, Error> {
        match Current::asked(request, self) {
            None => Err(Error::Config("the guard is not wrapped by `pow.middleware()`: wrap the `App` with it".into())),
            Some(Identity::Unknown(unknown)) => {
                Err(Error::Unavailable { service: "authentication", source: unknown.error.to_string().into() })
            }
            Some(_) => Ok(Current::state(request, self).unwrap_or_default()),
        }
    }

    /// Signs in the user of [`Recognised::Limited`](crate::extension::Recognised::Limited) for the rest of this request. Returns
    /// `false` if the request has no such user.
    ///
    /// # Security
    /// Call it only after checking that this user may perform the requested action.
    pub fn admit(&self, request: &HttpRequest) -> bool {
        let limited = Current::state(request, self).and_then(|state| state.get::<Limited>());
        if let Some(limited) = &limited {
            Current::admit(request, self, limited.0.clone());
            Current::prefer(request, self);
        }
        limited.is_some()
    }
}

/// Whether an extension authenticates the request by this header alone. This is also true if the header was sent twice, but
/// such a request has no user.
pub(super) fn decides(pow: &Pow, request: &HttpRequest) -> bool {
    let schemes = pow.schemes();
    !schemes.is_empty()
        && request.headers().get_all(header::AUTHORIZATION).any(|value| {
            let sent = value.as_bytes().split(|byte| *byte == b' ').next().unwrap_or_default();
            schemes.iter().any(|scheme| sent.eq_ignore_ascii_case(scheme.as_bytes()))
        })
}

/// Returns the value of the header, if it was sent once.
pub(super) fn sent(request: &HttpRequest) -> Option<&str> {
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok())?
}
