//! Extractors for the application's handlers: the current user, and a [`Conn`].

use std::{
    cell::RefCell,
    future::{Future, Ready, ready},
    ops::Deref,
    pin::Pin,
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, dev::Payload, http::StatusCode, web};

use super::{Current, Identity, carrier, response, routes};
use crate::{conn::Conn, pages::ErrorPage, record::User};

/// The signed-in user, as the application's struct `U` or by default as a [`User`] record.
///
/// A handler with this parameter requires a signed-in user. Other requests are answered with a 401, or with a 503 if the
/// sessions can't be read. Use [`MaybeUser`] to accept visitors.
///
/// `Option<CurrentUser>` accepts visitors too. However, actix turns every fault into `None`. If the sessions can't be read, the
/// handler runs as for a visitor, and its response is replaced by a 503 unless it is a 5xx. Use `MaybeUser` if the handler has
/// effects, because they are not undone.
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
    /// Returns the user in an `Arc`.
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
        ready(match current(request) {
            Ok(user) => user.ok_or_else(|| NotSignedIn::Anonymous(problem(request))),
            Err(error) => Err(error),
        })
    }
}

/// Returns the user, or `None` for a visitor.
fn current<U: std::any::Any + Send + Sync>(request: &HttpRequest) -> Result<Option<CurrentUser<U>>, NotSignedIn> {
    let found = Current::innermost(request, |pow, identity| match identity {
        Identity::User(user, _) => Ok(as_struct(user).map(|user| Some(CurrentUser(user))).ok_or(NotSignedIn::NoModel)),
        Identity::Anonymous => Ok(Ok(None)),
        Identity::Unknown(unknown) => Err((pow.clone(), unknown.clone())),
    });
    let found = match found {
        Some(Ok(found)) => found,
        Some(Err((pow, unknown))) => {
            unknown.set_asked();
            Err(NotSignedIn::Unknown(Rejection::new(response::fault(&pow, request, &unknown.error))))
        }
        None => Err(NotSignedIn::NoMiddleware),
    };
    // Logged here and not with the response, which is not created for an `Option`.
    if let Err(wrong @ (NotSignedIn::NoMiddleware | NotSignedIn::NoModel)) = &found {
        tracing::error!(target: "pow::setup::wrong", "{wrong}");
    }
    found
}

/// The problem details for a visitor who reads JSON.
fn problem(request: &HttpRequest) -> Option<Rejection> {
    let pow = Current::innermost(request, |pow, _| pow.clone()).filter(|_| carrier::kind(request).reads_json())?;
    Some(Rejection::new(response::error_page(&pow, request, &ErrorPage::new(401))))
}

/// The signed-in user, or `None` for a visitor. Use it for pages that are visible to everyone.
///
/// If the sessions can't be read, the response is a 503 and the handler doesn't run, so a user is never treated as a visitor.
///
/// ```
/// use pow_core::MaybeUser;
///
/// async fn home(MaybeUser(user): MaybeUser) -> String {
///     match user {
///         Some(user) => format!("hello {:?}", user.id()),
///         None => "hello".to_owned(),
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct MaybeUser<U = User>(pub Option<CurrentUser<U>>);

impl<U: std::any::Any + Send + Sync> FromRequest for MaybeUser<U> {
    type Error = NotSignedIn;
    type Future = Ready<Result<Self, NotSignedIn>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(current(request).map(Self))
    }
}

/// Returns the user as the record itself, or as the application's struct that was loaded with it.
fn as_struct<U: std::any::Any + Send + Sync>(user: &Arc<User>) -> Option<Arc<U>> {
    user.model::<U>().or_else(|| {
        let record: Arc<dyn std::any::Any + Send + Sync> = user.clone();
        record.downcast().ok()
    })
}

/// A [`Conn`] as a parameter of a handler. The form is read, limited to 64 KiB, and its CSRF token is verified.
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
    type Error = Rejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Rejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), web::Payload::from_request(request, payload));
        Box::pin(async move {
            let Some(pow) = Current::innermost(&request, |pow, _| pow.clone()) else {
                tracing::error!(target: "pow::setup::wrong", "{}", NotSignedIn::NoMiddleware);
                return Err(Rejection::new(response::plain(StatusCode::INTERNAL_SERVER_ERROR)));
            };
            let payload = payload.await.map_err(|_| Rejection::new(response::plain(StatusCode::BAD_REQUEST)))?;
            routes::form_conn(&pow, &request, payload).await.map_err(Rejection::new)
        })
    }
}

/// The response to a request that is rejected before its handler runs.
#[derive(Debug, thiserror::Error)]
#[error("the request was rejected with {status}")]
pub struct Rejection {
    status: StatusCode,
    response: RefCell<Option<Box<HttpResponse>>>,
}

impl Rejection {
    fn new(response: HttpResponse) -> Self {
        Self { status: response.status(), response: RefCell::new(Some(Box::new(response))) }
    }
}

impl ResponseError for Rejection {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        self.response.take().map_or_else(|| response::plain(self.status), |response| *response)
    }
}

/// The reason why there is no current user.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotSignedIn {
    /// No user is signed in. Answered with a 401, which has problem details for a client that reads JSON.
    #[error("no user is signed in")]
    Anonymous(Option<Rejection>),
    /// The sessions can't be read. Answered with an error page, usually a 503 with `Retry-After`.
    #[error("the sessions cannot be read")]
    Unknown(#[source] Rejection),
    /// The middleware is missing. Answered with a 500.
    #[error("the handler is not wrapped by `pow.middleware()`: wrap the `App` or the scope")]
    NoMiddleware,
    /// The store doesn't load this struct. Answered with a 500.
    #[error("the store does not load this struct: add a model with `with_model`")]
    NoModel,
}

impl ResponseError for NotSignedIn {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Anonymous(_) => StatusCode::UNAUTHORIZED,
            Self::Unknown(rejection) => rejection.status_code(),
            Self::NoMiddleware | Self::NoModel => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Unknown(rejection) | Self::Anonymous(Some(rejection)) => rejection.error_response(),
            other => response::plain(other.status_code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn missing_middleware_is_an_error_and_not_a_visitor() {
        let request = TestRequest::default().to_http_request();
        let found = MaybeUser::<User>::from_request(&request, &mut Payload::None).into_inner();
        assert!(matches!(found, Err(NotSignedIn::NoMiddleware)), "{found:?}");
        assert_eq!(found.unwrap_err().error_response().status(), 500);
    }
}
