//! The middleware: cookie, signature, session, user. It builds no `Conn` unless an extension must name the user.

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

use super::{Current, Identity, current::Audience, response, routes};
use crate::{
    Error,
    conn::{ClientChanges, Conn, Reply, SignedIn},
    extension::{WayIn, caught},
    pow::Pow,
    session::{Cookie, Fetched},
    telemetry::{LogGate, plain},
};

impl Pow {
    /// The middleware that finds out who a request comes from: `App::new().wrap(pow.middleware())`.
    ///
    /// An error of an inner middleware that goes out with a cookie is wrapped in an actix `InternalError`, whose answer is the
    /// same: who maps errors by their type does so inside of this.
    pub fn middleware(&self) -> PowMiddleware {
        PowMiddleware(self.clone())
    }
}

/// Finds out who a request comes from. Made by [`Pow::middleware`].
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
    /// Counted by each worker for itself: a counter that all workers write at every request would slow them all.
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
        if Current::namesake(request.request(), pow) {
            tracing::error!(
                target: "pow::setup::wrong",
                "two set-ups around one request have the same `namespace`, so that each would take the other's \
                 cookies: give one of them a `namespace` of its own"
            );
            let answer = response::page(pow, request.request(), 500, None);
            return Either::Right(Box::pin(ready(Ok(request.into_response(answer)))));
        }
        let cookie = pow.carrier().session(pow, request.request()).and_then(|text| pow.sessions().open(&text));
        // Most requests are answered from memory: they wait for nothing, and no future of ours has to be kept for them.
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

/// The answer of the service inside, as it comes.
type Through<F, B> = MapOk<F, Finish<B>>;
type Finish<B> = fn(ServiceResponse<B>) -> ServiceResponse<BoxBody>;

fn finished<B: MessageBody + 'static>(answer: ServiceResponse<B>) -> ServiceResponse<BoxBody> {
    let mut answer = answer.map_into_boxed_body();
    match Current::answer(answer.request()) {
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
    let (identity, news) = match identify(&pow, request.request(), cookie).await {
        Ok(Found::Identity(identity, news)) => (identity, news),
        Ok(Found::Reply(reply)) => return Ok(request.into_response(reply)),
        Err(error) => (Identity::unknown(error), None),
    };
    let fault = match &identity {
        // Made before the request goes on, for the same reason as the news.
        Identity::Unknown(unknown) => {
            Some((unknown.clone(), response::fault_page(&pow, request.request(), &unknown.error)))
        }
        _ => None,
    };
    let news = news.filter(|news| !news.is_empty()).map(|news| news.write(&pow, request.request()));
    Current::put(request.request(), &pow, identity);
    let answer = service.call(request).await.map(finished);
    // Who asked who it is and was told of a fault may have taken it for "nobody", as an `Option` does: that answer is not sent.
    let answer = match fault.filter(|(unknown, _)| unknown.was_asked()) {
        Some((_, page)) => unless_anonymous(answer, page),
        None => answer,
    };
    match (answer, news) {
        (Ok(answer), Some(news)) => Ok(news.tell(&pow, answer)),
        (Err(error), Some(news)) => Err(news.tell_with(error)),
        (answer, None) => answer,
    }
}

/// The page of the fault in place of the answer, unless that tells of a fault, too.
fn unless_anonymous(
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

/// What the browser learns with the answer, whatever the handler does: most requests have nothing to tell.
#[derive(Default)]
struct News {
    client: ClientChanges,
    cookies: Vec<String>,
}

impl News {
    fn is_empty(&self) -> bool {
        self.client.session.is_none() && self.cookies.is_empty()
    }

    /// As headers. They are made before the request goes on, because the carrier can't be asked once it has failed.
    fn write(self, pow: &Pow, request: &HttpRequest) -> WrittenNews {
        let (mut session, mut cookies) = (HeaderMap::new(), HeaderMap::new());
        let written = pow.carrier().write(pow, request, self.client);
        if let Err(error) = written.and_then(|new| response::append_headers(&mut session, new)) {
            tracing::error!(
                target: "pow::session::unwritten",
                error = %plain(error),
                "the session's cookie could not be written"
            );
        }
        if let Err(error) = response::set_cookies(&mut cookies, self.cookies) {
            tracing::error!(target: "pow::session::unwritten", error = %plain(error), "a cookie can't be sent");
        }
        WrittenNews { session, cookies }
    }
}

/// The news as headers: what the carrier wrote, and the extensions' cookies.
struct WrittenNews {
    session: HeaderMap,
    cookies: HeaderMap,
}

impl WrittenNews {
    /// With the answer, whose own word on a cookie is the last.
    fn tell(mut self, pow: &Pow, mut answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        if SessionReplaced::is_noted(answer.request(), pow) {
            self.session.clear();
        }
        self.add_to(answer.headers_mut());
        answer
    }

    /// With an error, which is made an answer of outside: a browser that never hears of the next value of a cookie that can
    /// be used once would be taken for a thief the next time.
    fn tell_with(self, error: ActixError) -> ActixError {
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
        // Also where the carrier leaves it to another middleware to set the cookie.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(response::PRIVATE));
    }
}

/// The set-ups whose action made or ended the session itself, so that a renewal on the way in is void.
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

/// Whether the response sets the cookie already: the action's word is the last.
fn is_set(headers: &HeaderMap, cookie: &[u8]) -> bool {
    let name = cookie.split(|byte| *byte == b'=').next().unwrap_or_default();
    headers
        .get_all(SET_COOKIE)
        .any(|known| known.as_bytes().strip_prefix(name).is_some_and(|rest| rest.starts_with(b"=")))
}

enum Found {
    Identity(Identity, Option<Box<News>>),
    Reply(actix_web::HttpResponse),
}

impl Found {
    fn nobody() -> Self {
        Self::Identity(Identity::Anonymous, None)
    }
}

async fn identify(pow: &Pow, request: &HttpRequest, cookie: Option<Cookie>) -> Result<Found, Error> {
    if let Some(cookie) = cookie {
        match pow.sessions().ask(cookie).await.map_err(unread)? {
            Fetched::Active { user, session, new_cookie } => {
                let news = new_cookie.map(|cookie| {
                    let session = Some(Some(cookie.expose().clone()));
                    Box::new(News { client: ClientChanges { session, ..Default::default() }, cookies: Vec::new() })
                });
                return Ok(Found::Identity(Identity::User(user, Some(session)), news));
            }
            // The cookie stays: by now the browser may hold its successor, which a removal would take away.
            Fetched::Dead | Fetched::None | Fetched::Superseded => {}
        }
    }
    if pow.authenticators().is_empty() {
        return Ok(Found::nobody());
    }
    // Boxed, so that a request with a session doesn't carry the room for it.
    Box::pin(caught(ask_extensions(pow, request))).await
}

/// Whatever keeps the session or its user from being read, the answer is that of a service that is away: "later", and the
/// same for every handler that asks for the user.
fn unread(error: Error) -> Error {
    static UNREAD: LogGate = LogGate::new();
    if matches!(error, Error::Unavailable { .. } | Error::Busy { .. }) {
        return error;
    }
    if let Some(held_back) = UNREAD.open_now() {
        tracing::error!(
            target: "pow::session::unread",
            error = %plain(&error),
            held_back,
            "sessions or their users can't be read, and who has a session gets a 503; `pow.verify()` says what is wrong with \
             the tables, `pow.migrate()` makes those that are missing"
        );
    }
    Error::Unavailable { service: "session store", source: error.into() }
}

/// Asks the extensions for the user when no session names one. That user passes `before_sign_in` like every other.
async fn ask_extensions(pow: &Pow, request: &HttpRequest) -> Result<Found, Error> {
    let mut conn: Conn = routes::bare_conn(pow, request)?;
    // Whoever is on the way through a challenge is nobody yet; to send them there again would never end.
    if conn.is_pending() {
        return Ok(Found::nobody());
    }
    let recognised = recognise(pow, &mut conn).await;
    if let Ok(Some(reply)) = recognised {
        return Ok(Found::Reply(response::finish(pow, request, conn, reply)));
    }
    let user = conn.user().cloned();
    let session = conn.session().cloned();
    let (effects, _) = conn.into_effects();
    // Also after a fault: what was spent for them is spent.
    let mut news = Box::new(News { cookies: effects.cookies, ..News::default() });
    let identity = match (recognised, user) {
        (Err(error), _) => return Ok(Found::Identity(Identity::unknown(error), Some(news))),
        (Ok(_), Some(user)) => Identity::User(user, session),
        (Ok(_), None) => Identity::Anonymous,
    };
    if effects.client.session.is_some() {
        // The handler's own `Conn` makes its forms with the secret that the browser holds now, so that one stays; their
        // tokens are bound to the new session all the same.
        news.client = ClientChanges { flash: None, csrf: None, ..effects.client };
    }
    Ok(Found::Identity(identity, Some(news)))
}

/// The first extension that names a user decides. The reply leads a browser to a challenge.
async fn recognise(pow: &Pow, conn: &mut Conn) -> Result<Option<Reply>, Error> {
    for extension in pow.authenticators() {
        let recognised = extension.authenticate(conn).await;
        conn.cx().run_after_commit().await;
        let Some(recognised) = recognised? else { continue };
        let outcome = conn.recognise(recognised).await;
        return match conn.cx().settle(outcome).await? {
            SignedIn::Yes | SignedIn::Denied(_) => Ok(None),
            SignedIn::Challenged(_) if conn.way_in() == Some(WayIn::ForThisRequest) => Ok(None),
            challenged => challenged.reply(conn).map(Some),
        };
    }
    Ok(None)
}
