//! The middleware: cookie, signature, session, user. It builds no `Conn` unless an extension must name the user.

use std::{
    future::{Future, Ready, ready},
    panic::AssertUnwindSafe,
    pin::Pin,
    rc::Rc,
    sync::Arc,
};

use actix_web::{
    Error as ActixError, HttpMessage, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::header::{CACHE_CONTROL, HeaderMap, HeaderValue, SET_COOKIE},
};
use futures_util::FutureExt;

use super::{Current, Identity, response, routes};
use crate::{
    Error,
    conn::{ClientChanges, Conn, Reply, SignedIn},
    cookie::name_of,
    pow::Pow,
    session::Fetched,
};

impl Pow {
    /// The middleware that finds out who a request comes from: `App::new().wrap(pow.middleware())`.
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
        ready(Ok(Inner { service: Rc::new(service), pow: self.0.clone() }))
    }
}

/// The middleware around a service.
#[derive(Debug)]
pub struct Inner<S> {
    service: Rc<S>,
    pow: Pow,
}

impl<S, B> Service<ServiceRequest> for Inner<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = ActixError> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = ActixError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, ActixError>>>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let (service, pow) = (self.service.clone(), self.pow.clone());
        Box::pin(async move {
            let mut changes = ClientChanges::default();
            let mut cookies = Vec::new();
            let identity = match identify(&pow, request.request(), &mut changes, &mut cookies).await {
                Ok(Found::Identity(identity)) => identity,
                Ok(Found::Reply(reply)) => return Ok(request.into_response(reply)),
                Err(error) => Identity::Unknown(Arc::new(error)),
            };
            Current::put(request.request(), &pow, identity);
            let mut answer = service.call(request).await?.map_into_boxed_body();
            if SessionReplaced::is_noted(answer.request(), &pow) {
                changes = ClientChanges::default();
            }
            cookies.retain(|cookie| !is_set(answer.headers(), cookie));
            if changes.session.is_some() || !cookies.is_empty() {
                let request = answer.request().clone();
                let headers = answer.headers_mut();
                if let Err(error) = pow.carrier().write(&pow, &request, headers, changes) {
                    tracing::error!(%error, "the session's cookie could not be written");
                }
                for cookie in cookies.into_iter().filter_map(|cookie| HeaderValue::try_from(cookie).ok()) {
                    headers.append(SET_COOKIE, cookie);
                }
                // A shared cache must not hand the cookie to somebody else.
                if !headers.contains_key(CACHE_CONTROL) {
                    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
                }
            }
            Ok(answer)
        })
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
fn is_set(headers: &HeaderMap, cookie: &str) -> bool {
    let name = name_of(cookie).as_bytes();
    headers
        .get_all(SET_COOKIE)
        .any(|known| known.as_bytes().strip_prefix(name).is_some_and(|rest| rest.starts_with(b"=")))
}

enum Found {
    Identity(Identity),
    Reply(actix_web::HttpResponse),
}

async fn identify(
    pow: &Pow,
    request: &HttpRequest,
    changes: &mut ClientChanges,
    cookies: &mut Vec<String>,
) -> Result<Found, Error> {
    if let Some(text) = pow.carrier().session(pow, request) {
        match pow.sessions().fetch(&text).await? {
            Fetched::Active { user, session, new_cookie } => {
                changes.session = new_cookie.map(|cookie| Some(cookie.expose().clone()));
                return Ok(Found::Identity(Identity::User(user, Some(Box::new(session)))));
            }
            // The cookie stays: by now the browser may hold its successor, which a removal would take away.
            Fetched::Dead | Fetched::None | Fetched::Superseded => {}
        }
    }
    if pow.authenticators().is_empty() {
        return Ok(Found::Identity(Identity::Anonymous));
    }
    caught(ask_extensions(pow, request, changes, cookies)).await
}

/// A panic of an extension's is a fault like any other: the client gets an answer. (F9)
pub(super) async fn caught<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| Err(Error::other("an extension panicked")))
}

/// No session names a user: the extensions are asked, and whoever they name goes through the same door as everybody.
async fn ask_extensions(
    pow: &Pow,
    request: &HttpRequest,
    changes: &mut ClientChanges,
    cookies: &mut Vec<String>,
) -> Result<Found, Error> {
    let mut conn: Conn = routes::bare_conn(pow, request)?;
    // Whoever is on the way through a challenge is nobody yet; to send them there again would never end.
    if conn.is_pending() {
        return Ok(Found::Identity(Identity::Anonymous));
    }
    let recognised = recognise(pow, &mut conn).await;
    if let Ok(Some(reply)) = recognised {
        return Ok(Found::Reply(response::finish(pow, request, conn, reply)));
    }
    let identity = match conn.user().cloned() {
        Some(user) => Identity::User(user, conn.session().cloned().map(Box::new)),
        None => Identity::Anonymous,
    };
    let (effects, _) = conn.into_effects();
    // Also after a fault: what was spent for them is spent.
    cookies.extend(effects.cookies);
    recognised?;
    if effects.client.session.is_some() {
        changes.session = effects.client.session;
        changes.csrf = effects.client.csrf;
        changes.pending = effects.client.pending;
    }
    Ok(Found::Identity(identity))
}

/// The first extension that names somebody decides; the reply is the way to a challenge.
async fn recognise(pow: &Pow, conn: &mut Conn) -> Result<Option<Reply>, Error> {
    for extension in pow.authenticators() {
        let recognised = extension.authenticate(conn).await;
        conn.cx().run_after_commit().await;
        let Some(recognised) = recognised? else { continue };
        return match conn.recognise(recognised).await? {
            SignedIn::Yes | SignedIn::Denied(_) => Ok(None),
            challenged => challenged.reply(conn).map(Some),
        };
    }
    Ok(None)
}
