//! The current user in an application's own handlers.

use std::{
    cell::RefCell,
    future::{Future, Ready, ready},
    ops::Deref,
    pin::Pin,
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, dev::Payload, http::StatusCode, web};

use super::{Current, Identity, response, routes};
use crate::{conn::Conn, record::User};

/// The signed-in user, as the application's own struct `U` or, by default, as a [`User`] record.
///
/// As a parameter of a handler it demands a signed-in user: nobody else gets in (401, or 503 while the sessions can't
/// be read). `Option<CurrentUser<U>>` lets visitors in.
///
/// ```
/// use pow_core::CurrentUser;
///
/// async fn page(user: CurrentUser) -> String {
///     format!("hello {:?}", user.id())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct CurrentUser<U = User>(Arc<U>);

impl<U> CurrentUser<U> {
    /// The user, to keep.
    pub fn into_inner(self) -> Arc<U> {
        self.0
    }
}

impl<U> Deref for CurrentUser<U> {
    type Target = U;

    fn deref(&self) -> &U {
        &self.0
    }
}

impl<U: std::any::Any + Send + Sync> FromRequest for CurrentUser<U> {
    type Error = NotSignedIn;
    type Future = Ready<Result<Self, NotSignedIn>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = Current::innermost(request, |_, identity| match identity {
            Identity::User(user, _) => as_struct(user).map(Self).ok_or(NotSignedIn::NoModel),
            Identity::Anonymous => Err(NotSignedIn::Anonymous),
            Identity::Unknown(_) => Err(NotSignedIn::Unknown),
        });
        ready(found.unwrap_or(Err(NotSignedIn::NoMiddleware)))
    }
}

/// The user as the record itself, or as the application's struct that came with it.
fn as_struct<U: std::any::Any + Send + Sync>(user: &Arc<User>) -> Option<Arc<U>> {
    user.model::<U>().or_else(|| {
        let record: Arc<dyn std::any::Any + Send + Sync> = user.clone();
        record.downcast().ok()
    })
}

/// A [`Conn`] as a parameter of a handler: the form is read, bounded to 64 KiB, and its CSRF token is verified.
///
/// ```
/// use actix_web::{HttpRequest, HttpResponse, web};
/// use pow_core::{Pow, conn::{Conn, Reply}, plug};
///
/// async fn sign_in(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
///     let reply = match plug::authenticate_user(&mut conn).await {
///         Ok(Some(signed_in)) => signed_in.reply(&conn),
///         Ok(None) => Ok(Reply::redirect("/sign-in?failed")),
///         Err(error) => Err(error),
///     };
///     match reply {
///         Ok(reply) => pow.respond(&request, conn, reply),
///         Err(error) => pow.fault(&request, &error),
///     }
/// }
/// ```
impl FromRequest for Conn {
    type Error = Refused;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refused>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), web::Payload::from_request(request, payload));
        Box::pin(async move {
            let Some(pow) = Current::innermost(&request, |pow, _| pow.clone()) else {
                tracing::error!(target: "pow::setup::wrong", "{}", NotSignedIn::NoMiddleware);
                return Err(Refused::new(response::plain(StatusCode::INTERNAL_SERVER_ERROR)));
            };
            let payload = payload.await.map_err(|_| Refused::new(response::plain(StatusCode::BAD_REQUEST)))?;
            routes::form_conn(&pow, &request, payload).await.map_err(Refused::new)
        })
    }
}

/// The response that refuses a request before its handler runs.
#[derive(Debug, thiserror::Error)]
#[error("the request was refused with {status}")]
pub struct Refused {
    status: StatusCode,
    response: RefCell<Option<HttpResponse>>,
}

impl Refused {
    fn new(response: HttpResponse) -> Self {
        Self { status: response.status(), response: RefCell::new(Some(response)) }
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        self.response.take().unwrap_or_else(|| response::plain(self.status))
    }
}

/// Why there is no current user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSignedIn {
    /// Nobody is signed in: 401.
    #[error("nobody is signed in")]
    Anonymous,
    /// The sessions can't be read just now: 503.
    #[error("the sessions can't be read just now")]
    Unknown,
    /// The middleware is missing: 500.
    #[error("no `pow.middleware()` wraps this handler: add it to the `App` or the scope")]
    NoMiddleware,
    /// The store loads no such struct: 500.
    #[error("the store loads no struct of this type: give it one by `with_model`")]
    NoModel,
}

impl ResponseError for NotSignedIn {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Anonymous => StatusCode::UNAUTHORIZED,
            Self::Unknown => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoMiddleware | Self::NoModel => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        if self.status_code().is_server_error() {
            tracing::error!(target: "pow::setup::wrong", "{self}");
        }
        response::plain(self.status_code())
    }
}
