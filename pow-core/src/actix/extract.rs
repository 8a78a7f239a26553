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
/// As a parameter of a handler it demands a signed-in user and answers every other request itself (401, or 503 while the sessions can't
/// be read). [`MaybeUser`] lets visitors in.
///
/// `Option<CurrentUser>` lets them in, too. actix makes `None` of every fault there, so while the sessions can't be read the
/// handler runs as if for a visitor; what it answers is thrown away, and the 503 sent in its place. Only an answer that is a
/// fault already (5xx) is left as it is. So prefer `MaybeUser` where the handler does something, which would be done.
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
        let found = Current::innermost(request, |pow, identity| match identity {
            Identity::User(user, _) => Ok(as_struct(user).map(Self).ok_or(NotSignedIn::NoModel)),
            Identity::Anonymous => Ok(Err(NotSignedIn::Anonymous)),
            Identity::Unknown(unknown) => Err((pow.clone(), unknown.clone())),
        });
        let found = match found {
            Some(Ok(found)) => found,
            Some(Err((pow, unknown))) => {
                unknown.ask();
                Err(NotSignedIn::Unknown(Refused::new(response::fault(&pow, request, &unknown.error))))
            }
            None => Err(NotSignedIn::NoMiddleware),
        };
        // Here, and not with the response: who asks for an `Option` never makes one.
        if let Err(wrong @ (NotSignedIn::NoMiddleware | NotSignedIn::NoModel)) = &found {
            tracing::error!(target: "pow::setup::wrong", "{wrong}");
        }
        ready(found)
    }
}

/// The signed-in user, or `None` for a visitor: for pages that everybody may see.
///
/// While the sessions can't be read it is neither: the answer is a 503 then, the handler doesn't run, and no user passes for
/// a visitor.
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

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(match CurrentUser::from_request(request, payload).into_inner() {
            Ok(user) => Ok(Self(Some(user))),
            Err(NotSignedIn::Anonymous) => Ok(Self(None)),
            Err(error) => Err(error),
        })
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
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotSignedIn {
    /// The answer without a signed-in user: 401.
    #[error("nobody is signed in")]
    Anonymous,
    /// The sessions can't be read just now: the page that says so, in most cases a 503 with `Retry-After`.
    #[error("the sessions can't be read just now")]
    Unknown(#[source] Refused),
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
            Self::Unknown(refused) => refused.status_code(),
            Self::NoMiddleware | Self::NoModel => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Unknown(refused) => refused.error_response(),
            other => response::plain(other.status_code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn without_the_middleware_nobody_passes_for_a_visitor() {
        let request = TestRequest::default().to_http_request();
        let found = MaybeUser::<User>::from_request(&request, &mut Payload::None).into_inner();
        assert!(matches!(found, Err(NotSignedIn::NoMiddleware)), "{found:?}");
        assert_eq!(found.unwrap_err().error_response().status(), 500);
    }
}
