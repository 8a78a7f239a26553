//! The middleware, which verifies the cookie and loads session and user. It creates a `Conn` only for extensions.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    rc::Rc,
};

use actix_web::{
    Error as ActixError, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    error::InternalError,
    http::header::{CACHE_CONTROL, HeaderMap, HeaderValue, SET_COOKIE},
};
use futures_util::{
    TryFutureExt,
    future::{Either, MapOk},
};

use super::{Current, Identity, authorization, carrier, conn, current::Audience, response};
use crate::{
    Error,
    conn::{ClientChanges, Conn, Reply, SignedIn},
    cx::State,
    extension::{AuthMethod, caught},
    pow::Pow,
    session::{Cookie, Fetched},
    telemetry::{LogGate, plain},
};

impl Pow {
    /// Returns the middleware that determines the user of each request: `App::new().wrap(pow.middleware())`.
    ///
    /// If an error of an inner middleware is sent with a cookie, it is wrapped in an actix `InternalError` with the same
    /// response. A middleware that maps errors by their type must therefore be inside this one.
    pub fn middleware(&self) -> PowMiddleware {
        PowMiddleware(self.clone())
    }
}

/// Determines the user of each request. Created by [`Pow::middleware`].
#[derive(Clone, Debug)]
pub struct PowMiddleware(Pow);

impl<S, B> Transform<S, ServiceRequest> for PowMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = ActixError> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = ActixError;
    type Transform = Inner<S>;
    type InitError = ();
    type Future = Ready<Result<Inner<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(Inner { service: Rc::new(service), pow: Rc::new(self.0.clone()) }))
    }
}

/// The middleware around a service.
#[derive(Debug)]
pub struct Inner<S> {
    service: Rc<S>,
    /// Reference-counted per worker. A counter that all workers update on every request would slow them down.
    pow: Rc<Pow>,
}

impl<S, B> Service<ServiceRequest> for Inner<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = ActixError> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = ActixError;
    type Future = Either<Through<S::Future, B>, Pin<Box<dyn Future<Output = Result<Self::Response, ActixError>>>>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let pow = &self.pow;
        if Current::has_namesake(request.request(), pow) {
            tracing::error!(
                target: "pow::setup::wrong",
                "two `Pow` around one request have the same `namespace` and would overwrite each other's cookies: set a \
                 different `namespace` for one of them"
            );
            let answer = response::page(pow, request.request(), 500);
            return Either::Right(Box::pin(ready(Ok(request.into_response(answer)))));
        }
        let cookie = match authorization::decides(pow, request.request()) {
            true => None,
            false => carrier::session(pow, request.request()).and_then(|text| pow.sessions().open(&text)),
        };
        // Most requests are answered from memory, without waiting and without boxing a future.
        let at_once = match &cookie {
            Some(cookie) => pow.sessions().at_hand(cookie).map(|(user, session)| Identity::User(user, Some(session))),
            None => pow.authenticators().is_empty().then_some(Identity::Anonymous),
        };
        if let Some(identity) = at_once {
            Current::put(request.request(), pow, identity);
            return Either::Left(self.service.call(request).map_ok(finished as Finish<B>));
        }
        Either::Right(Box::pin(identify_first(self.service.clone(), pow.clone(), cookie, request)))
    }
}

/// The response of the inner service, passed on without boxing.
type Through<F, B> = MapOk<F, Finish<B>>;
type Finish<B> = fn(ServiceResponse<B>) -> ServiceResponse<BoxBody>;

fn finished<B: MessageBody + 'static>(answer: ServiceResponse<B>) -> ServiceResponse<BoxBody> {
    let mut answer = answer.map_into_boxed_body();
    match Current::audience(answer.request()) {
        Audience::Anyone => {}
        Audience::Visitors => response::vary_by_cookie(answer.headers_mut()),
        Audience::User => response::keep_private(answer.headers_mut()),
    }
    answer
}

async fn identify_first<S, B>(
    service: Rc<S>,
    pow: Rc<Pow>,
    cookie: Option<Cookie>,
    request: ServiceRequest,
) -> Result<ServiceResponse<BoxBody>, ActixError>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = ActixError>,
    B: MessageBody + 'static,
{
    let (identity, pending, state) = match identify(&pow, request.request(), cookie).await {
        Ok(Identified::Identity(identity, pending)) => (identity, pending, None),
        Ok(Identified::Asked(identity, pending, state)) => (identity, Some(pending), Some(state)),
        Ok(Identified::Reply(reply)) => return Ok(request.into_response(reply)),
        Err(error) => (Identity::unknown(error), None, None),
    };
    let fault = match &identity {
        // Rendered before the request is passed on, because the carrier may be unavailable afterwards.
        Identity::Unknown(unknown) => {
            Some((unknown.clone(), response::fault_page(&pow, request.request(), &unknown.error)))
        }
        _ => None,
    };
    let cookies = pending.filter(|pending| !pending.is_empty()).map(|pending| pending.write(&pow, request.request()));
    Current::put(request.request(), &pow, identity);
    if let Some(state) = state {
        Current::keep_state(request.request(), &pow, state);
    }
    let answer = service.call(request).await.map(finished);
    // A handler that asked for the user with an `Option` treats a fault as a visitor. Its response is replaced.
    let answer = match fault.filter(|(unknown, _)| unknown.was_asked()) {
        Some((_, page)) => replace_success(answer, page),
        None => answer,
    };
    match (answer, cookies) {
        (Ok(answer), Some(cookies)) => Ok(cookies.add_to_response(&pow, answer)),
        (Err(error), Some(cookies)) => Err(cookies.add_to_error(error)),
        (answer, None) => answer,
    }
}

/// Replaces the response by the page of the fault, unless it is a server error.
fn replace_success(
    answer: Result<ServiceResponse<BoxBody>, ActixError>,
    page: HttpResponse,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    match answer {
        Ok(answer) if !answer.status().is_server_error() => Ok(answer.into_response(page)),
        Err(error) if !error.as_response_error().status_code().is_server_error() => {
            Err(InternalError::from_response(error, page).into())
        }
        answer => answer,
    }
}

/// The cookies to add to the response, whatever the handler does. Most requests have none.
#[derive(Default)]
struct PendingCookies {
    client: ClientChanges,
    cookies: Vec<String>,
}

impl PendingCookies {
    fn is_empty(&self) -> bool {
        self.client.session.is_none() && self.cookies.is_empty()
    }

    /// Creates the headers. This happens before the request is passed on, because the carrier may be unavailable afterwards.
    fn write(self, pow: &Pow, request: &HttpRequest) -> CookieHeaders {
        let (mut session, mut cookies) = (HeaderMap::new(), HeaderMap::new());
        let written = carrier::carrier(pow, carrier::kind(request)).write(pow, request, self.client);
        if let Err(error) = written.and_then(|new| response::append_headers(&mut session, new)) {
            tracing::error!(
                target: "pow::session::unwritten",
                error = %plain(error),
                "could not write the session's cookie"
            );
        }
        if let Err(error) = response::set_cookies(&mut cookies, self.cookies) {
            tracing::error!(target: "pow::session::unwritten", error = %plain(error), "could not write a cookie");
        }
        CookieHeaders { session, cookies }
    }
}

/// The cookies as headers: those of the carrier, and those of extensions.
struct CookieHeaders {
    session: HeaderMap,
    cookies: HeaderMap,
}

impl CookieHeaders {
    /// Adds the headers to the response. A cookie that the response sets has precedence.
    fn add_to_response(mut self, pow: &Pow, mut answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        if SessionReplaced::is_noted(answer.request(), pow) {
            self.session.clear();
        }
        self.add_to(answer.headers_mut());
        answer
    }

    /// Adds the headers to the response of an error. Otherwise the browser would keep the old value of a single-use cookie, and
    /// its next request would look like theft.
    fn add_to_error(self, error: ActixError) -> ActixError {
        let mut answer = error.error_response();
        self.add_to(answer.headers_mut());
        InternalError::from_response(error, answer).into()
    }

    fn add_to(self, headers: &mut HeaderMap) {
        let is_new = |cookie: &HeaderValue| !is_set(headers, cookie.as_bytes());
        let cookies: Vec<_> = self.cookies.into_iter().filter(|(_, cookie)| is_new(cookie)).collect();
        for (name, value) in self.session.into_iter().chain(cookies) {
            headers.append(name, value);
        }
        // This also applies if the carrier lets another middleware set the cookie.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(response::PRIVATE));
    }
}

/// The `Pow` whose action created or ended the session itself. A renewal by the middleware is then discarded.
#[derive(Default)]
pub(super) struct SessionReplaced(Vec<Pow>);

impl SessionReplaced {
    pub(super) fn note(request: &HttpRequest, pow: &Pow) {
        let mut extensions = request.extensions_mut();
        let mut replaced = extensions.remove::<Self>().unwrap_or_default();
        replaced.0.push(pow.clone());
        extensions.insert(replaced);
    }

    fn is_noted(request: &HttpRequest, pow: &Pow) -> bool {
        request.extensions().get::<Self>().is_some_and(|replaced| replaced.0.iter().any(|known| known.is(pow)))
    }
}

/// Whether the response sets the cookie already. Its value has precedence.
fn is_set(headers: &HeaderMap, cookie: &[u8]) -> bool {
    let name = cookie.split(|byte| *byte == b'=').next().unwrap_or_default();
    headers
        .get_all(SET_COOKIE)
        .any(|known| known.as_bytes().strip_prefix(name).is_some_and(|rest| rest.starts_with(b"=")))
}

enum Identified {
    Identity(Identity, Option<Box<PendingCookies>>),
    /// Extensions were asked, and left values for the rest of the request.
    Asked(Identity, Box<PendingCookies>, State),
    Reply(actix_web::HttpResponse),
}

impl Identified {
    fn anonymous() -> Self {
        Self::Identity(Identity::Anonymous, None)
    }
}

async fn identify(pow: &Pow, request: &HttpRequest, cookie: Option<Cookie>) -> Result<Identified, Error> {
    if let Some(cookie) = cookie {
        match pow.sessions().ask(cookie).await.map_err(session_fault)? {
            Fetched::Active { user, session, new_cookie } => {
                let pending = new_cookie.map(|cookie| {
                    let session = Some(Some(cookie.expose().clone()));
                    Box::new(PendingCookies {
                        client: ClientChanges { session, ..Default::default() },
                        cookies: Vec::new(),
                    })
                });
                return Ok(Identified::Identity(Identity::User(user, Some(session)), pending));
            }
            // The cookie is not removed, because the browser may already have its successor.
            Fetched::Dead | Fetched::None | Fetched::Superseded => {}
        }
    }
    if pow.authenticators().is_empty() {
        return Ok(Identified::anonymous());
    }
    // Boxed, so that the future of a request with a session is smaller.
    Box::pin(caught(ask_extensions(pow, request))).await
}

/// Converts every fault of loading a session or its user to an outage. Every handler that asks for the user then gets the
/// same response.
fn session_fault(error: Error) -> Error {
    static UNREAD: LogGate = LogGate::new();
    if matches!(error, Error::Unavailable { .. } | Error::Busy { .. }) {
        return error;
    }
    if let Some(held_back) = UNREAD.open_now() {
        tracing::error!(
            target: "pow::session::unread",
            error = %plain(&error),
            held_back,
            "sessions or their users cannot be read, and requests with a session get a 503; `pow.verify()` reports \
             problems with the tables, `pow.migrate()` creates missing tables"
        );
    }
    Error::Unavailable { service: "session store", source: error.into() }
}

/// Asks the extensions for the user of a request without a session. That user passes `before_sign_in` like every other.
async fn ask_extensions(pow: &Pow, request: &HttpRequest) -> Result<Identified, Error> {
    let mut conn: Conn = conn::bare(pow, request)?;
    // A visitor in the middle of a challenge is not signed in. Another redirect to the challenge would cause a loop.
    if conn.is_pending() {
        return Ok(Identified::anonymous());
    }
    let recognised = recognise(pow, &mut conn).await;
    if let Ok(Some(reply)) = recognised {
        return Ok(Identified::Reply(response::finish(pow, request, conn, reply)));
    }
    let user = conn.user().cloned();
    let session = conn.session().cloned();
    let state = conn.state().clone();
    let (effects, _) = conn.into_effects();
    // The cookies are set even after a fault, because a single-use cookie may have been spent.
    let mut pending = Box::new(PendingCookies { cookies: effects.cookies, ..PendingCookies::default() });
    let identity = match (recognised, user) {
        (Err(error), _) => return Ok(Identified::Asked(Identity::unknown(error), pending, state)),
        (Ok(_), Some(user)) => Identity::User(user, session),
        (Ok(_), None) => Identity::Anonymous,
    };
    if effects.client.session.is_some() {
        // The CSRF secret stays, because the handler's `Conn` creates forms with the secret that the browser has. Their tokens
        // are bound to the new session.
        pending.client = ClientChanges { flash: None, csrf: None, ..effects.client };
    }
    Ok(Identified::Asked(identity, pending, state))
}

/// Asks the extensions until one names a user. A reply redirects the browser to a challenge.
pub(super) async fn recognise(pow: &Pow, conn: &mut Conn) -> Result<Option<Reply>, Error> {
    for extension in pow.authenticators() {
        let recognised = extension.authenticate(conn).await;
        conn.cx().run_after_commit().await;
        let Some(recognised) = recognised? else { continue };
        let outcome = conn.recognise(recognised).await;
        return match conn.cx().settle(outcome).await? {
            SignedIn::Established | SignedIn::Denied(_) => Ok(None),
            SignedIn::Challenged(_) if conn.auth_method() == Some(AuthMethod::ForThisRequest) => Ok(None),
            challenged => challenged.reply(conn).map(Some),
        };
    }
    Ok(None)
}
