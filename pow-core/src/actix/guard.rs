//! Guards for the application's scopes and pages.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    rc::Rc,
    sync::Arc,
};

use actix_web::{
    Error as ActixError, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};

use super::{Current, Identity, conn, response};
use crate::{
    plug::{ErrorHandler, turn_away},
    pow::Pow,
};

impl Pow {
    /// Returns a guard that accepts only signed-in users: `web::scope("/app").wrap(pow.require_authenticated())`.
    ///
    /// If the handler is inside several `pow.middleware()`, [`CurrentUser`](crate::CurrentUser) is the user of the guard's
    /// `Pow`.
    pub fn require_authenticated(&self) -> RequireAuthenticated {
        RequireAuthenticated { pow: self.clone(), errors: self.error_handler().clone() }
    }

    /// Returns a guard that accepts only visitors who are not signed in.
    pub fn require_not_authenticated(&self) -> RequireNotAuthenticated {
        RequireNotAuthenticated { pow: self.clone(), errors: self.error_handler().clone() }
    }
}

/// A guard that accepts only signed-in users. Wrap it inside [`Pow::middleware`].
#[derive(Clone, Debug)]
pub struct RequireAuthenticated {
    pow: Pow,
    errors: Arc<dyn ErrorHandler>,
}

/// A guard that accepts only visitors who are not signed in. Wrap it inside [`Pow::middleware`].
#[derive(Clone, Debug)]
pub struct RequireNotAuthenticated {
    pow: Pow,
    errors: Arc<dyn ErrorHandler>,
}

macro_rules! guard {
    ($guard:ident, $wants_user:literal) => {
        impl $guard {
            /// Sets the response to rejected requests.
            #[must_use]
            pub fn error_handler(mut self, handler: impl ErrorHandler) -> Self {
                self.errors = Arc::new(handler);
                self
            }
        }

        impl<S, B> Transform<S, ServiceRequest> for $guard
        where
            S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = ActixError> + 'static,
            B: MessageBody + 'static,
        {
            type Response = ServiceResponse<BoxBody>;
            type Error = ActixError;
            type Transform = Guarded<S>;
            type InitError = ();
            type Future = Ready<Result<Guarded<S>, ()>>;

            fn new_transform(&self, service: S) -> Self::Future {
                let (pow, errors) = (self.pow.clone(), self.errors.clone());
                ready(Ok(Guarded { service: Rc::new(service), pow, errors, wants_user: $wants_user }))
            }
        }
    };
}

guard!(RequireAuthenticated, true);
guard!(RequireNotAuthenticated, false);

/// A guarded service.
#[derive(Debug)]
pub struct Guarded<S> {
    service: Rc<S>,
    pow: Pow,
    errors: Arc<dyn ErrorHandler>,
    wants_user: bool,
}

impl<S> Guarded<S> {
    fn reject(&self, request: &HttpRequest) -> HttpResponse {
        let mut conn = match conn::bare(&self.pow, request) {
            Ok(conn) => conn,
            Err(error) => return response::fault(&self.pow, request, &error),
        };
        let reply = turn_away(self.errors.as_ref(), &mut conn, self.wants_user);
        response::finish(&self.pow, request, conn, reply)
    }
}

impl<S, B> Service<ServiceRequest> for Guarded<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = ActixError> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = ActixError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, ActixError>>>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let pow = &self.pow;
        let rejection = match Current::asked(request.request(), pow) {
            None => {
                tracing::error!(
                    target: "pow::setup::wrong",
                    "a guard is not wrapped by `pow.middleware()`: wrap the `App` or the scope"
                );
                Some(response::page(pow, request.request(), 500))
            }
            Some(Identity::Unknown(unknown)) => Some(response::fault(pow, request.request(), &unknown.error)),
            Some(Identity::User(..)) if self.wants_user => None,
            Some(Identity::Anonymous) if !self.wants_user => None,
            Some(_) => Some(self.reject(request.request())),
        };
        if rejection.is_none() {
            Current::prefer(request.request(), pow);
        }
        let service = self.service.clone();
        Box::pin(async move {
            match rejection {
                Some(answer) => Ok(request.into_response(answer)),
                None => Ok(service.call(request).await?.map_into_boxed_body()),
            }
        })
    }
}
