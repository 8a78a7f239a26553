//! The guard of an API: a token with the right scopes.

use std::{
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
};

use actix_web::{
    Error as ActixError, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::{StatusCode, header},
};
use pow_core::{
    Pow,
    json::{Value, json},
    messages::Message,
};

use crate::{Caller, Grant, Scopes, Subject};

/// A guard that accepts only requests whose token has all of these scopes. Wrap it inside
/// [`Pow::middleware`](pow_core::Pow::middleware).
///
/// A token gives access only to handlers behind this guard. In such a handler, [`CurrentUser`](pow_core::CurrentUser) is the
/// token's owner, and [`Caller`] has the granted scopes. A session doesn't pass the guard, so a page of another site can't make
/// use of one.
///
/// ```
/// use actix_web::web;
/// use pow_core::{CurrentUser, Pow};
/// use pow_ext_api_tokens::RequireScopes;
///
/// async fn orders(user: CurrentUser) -> String {
///     format!("the orders of {:?}", user.id())
/// }
///
/// fn routes(config: &mut web::ServiceConfig, pow: &Pow) {
///     let reads = RequireScopes::new(pow, ["orders:read"]);
///     config.service(web::resource("/api/orders").wrap(reads).get(orders));
/// }
/// ```
///
/// Without a valid token the answer is a 401, whatever is wrong with the token. If scopes are missing, the answer is a 403 that
/// names them. Both are problem details (RFC 9457) with `WWW-Authenticate` (RFC 6750, section 3).
#[derive(Clone, Debug)]
pub struct RequireScopes {
    pow: Pow,
    scopes: Scopes,
}

impl RequireScopes {
    /// Requires all of these scopes. If there are none, any valid token passes.
    pub fn new<'a>(pow: &Pow, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        Self { pow: pow.clone(), scopes: scopes.into_iter().collect() }
    }

    /// Returns `None` to let the request in, or the answer that refuses it.
    fn refusal(&self, request: &HttpRequest) -> Option<HttpResponse> {
        let state = match self.pow.request_state(request) {
            Ok(state) => state,
            Err(error) => return Some(self.pow.fault(request, &error)),
        };
        let Some(grant) = state.get::<Grant>() else { return Some(self.unauthorized(request)) };
        let missing = self.scopes.without(&grant.scopes);
        let is_in = match grant.subject {
            Subject::User(_) => self.pow.admit(request),
            Subject::Service(_) => true,
        };
        match (is_in, missing.is_empty()) {
            (false, _) => Some(self.unauthorized(request)),
            (true, false) => Some(self.forbidden(request, &missing)),
            (true, true) => {
                request.extensions_mut().insert(Caller(grant));
                None
            }
        }
    }

    fn unauthorized(&self, request: &HttpRequest) -> HttpResponse {
        let challenge = match request.headers().contains_key(header::AUTHORIZATION) {
            true => "Bearer error=\"invalid_token\"",
            false => "Bearer",
        };
        self.problem(request, StatusCode::UNAUTHORIZED, challenge, &Message::new("api-tokens-unauthorized"), &[])
    }

    fn forbidden(&self, request: &HttpRequest, missing: &Scopes) -> HttpResponse {
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", self.scopes);
        let message = Message::new("api-tokens-scope-missing").with("scopes", missing.to_string());
        let more = [("missing", missing.to_string().into()), ("required", self.scopes.to_string().into())];
        self.problem(request, StatusCode::FORBIDDEN, &challenge, &message, &more)
    }

    fn problem(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        challenge: &str,
        message: &Message,
        more: &[(&str, Value)],
    ) -> HttpResponse {
        let localizer = self.pow.localizer(request);
        let mut body = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "code": message.key,
            "detail": localizer.text(message),
        });
        if let Value::Object(body) = &mut body {
            body.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        }
        HttpResponse::build(status)
            .content_type("application/problem+json")
            .insert_header((header::WWW_AUTHENTICATE, challenge))
            .insert_header((header::CACHE_CONTROL, "private, no-store, no-cache"))
            .insert_header((header::CONTENT_LANGUAGE, localizer.lang().to_string()))
            .body(body.to_string())
    }
}

impl<S, B> Transform<S, ServiceRequest> for RequireScopes
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
        ready(Ok(Guarded { service: Rc::new(service), guard: self.clone() }))
    }
}

/// A service behind [`RequireScopes`].
#[derive(Debug)]
pub struct Guarded<S> {
    service: Rc<S>,
    guard: RequireScopes,
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
        match self.guard.refusal(request.request()) {
            Some(refusal) => Box::pin(ready(Ok(request.into_response(refusal)))),
            None => {
                let answer = self.service.call(request);
                Box::pin(async move { Ok(answer.await?.map_into_boxed_body()) })
            }
        }
    }
}
