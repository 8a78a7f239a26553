//! Converts replies and faults to responses, with the headers of every page.

use std::{hash::BuildHasher, time::Duration};

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};
use foldhash::fast::FixedState;

use super::{carrier, conn, json, request::known_method};
use crate::{
    Error,
    carrier::NewHeaders,
    conn::{Answer, ClientChanges, Conn, Reply, link},
    cookie::name_of,
    extension::{Failures, Method},
    pages::ErrorPage,
    pow::Pow,
    telemetry::{LogGate, plain as plain_text},
};

/// The `Cache-Control` of responses to one visitor. lynx stores a response whose `Cache-Control` doesn't end with `no-cache`.
pub(super) const PRIVATE: &str = "private, no-store, no-cache";

/// During an outage every request fails, so the log line is limited to one in ten seconds.
static UNAVAILABLE: LogGate = LogGate::new();
/// Limits the log lines of an overload.
static BUSY: LogGate = LogGate::new();
/// Limits the log lines about rejected statements, which may fail in every request.
static DATABASE: LogGate = LogGate::new();
/// One gate per route, so that the faults of one route don't hide those of another.
static FAULTS: [LogGate; 64] = [const { LogGate::new() }; 64];

/// Creates the response from the reply and the effects of its request.
pub(super) fn finish(pow: &Pow, request: &HttpRequest, conn: Conn, reply: Reply) -> HttpResponse {
    match answer(pow, conn, reply) {
        Ok(answer) => send(pow, request, answer),
        Err(error) => fault(pow, request, &error),
    }
}

/// Joins the reply with the effects of its request.
///
/// # Errors
/// If the reply can't be represented for a client that reads JSON.
pub(super) fn answer(pow: &Pow, conn: Conn, mut reply: Reply) -> Result<Answer, Error> {
    if conn.request().client.reads_json() {
        json::represent(&conn, &mut reply)?;
    }
    Ok(Answer::new(pow, conn, reply))
}

/// Creates the response.
pub(super) fn send(pow: &Pow, request: &HttpRequest, answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status).body(answer.body);
    let headers = response.headers_mut();
    secure(pow, headers);
    let written = set_headers(headers, answer.headers)
        .and_then(|()| set_cookies(headers, answer.cookies))
        .and_then(|()| carrier::carrier(pow, carrier::kind(request)).write(pow, request, answer.client))
        .and_then(|new| append_headers(headers, new));
    match written {
        Ok(()) => {
            // This also applies if the carrier lets another middleware set the cookie.
            keep_cookies_private(headers, answer.is_private);
            response
        }
        Err(error) => fault(pow, request, &error),
    }
}

/// Adds headers without replacing those of the same name.
pub(super) fn append_headers(headers: &mut HeaderMap, new: NewHeaders) -> Result<(), Error> {
    for (name, value) in new {
        headers.append(HeaderName::from_static(name), HeaderValue::try_from(value).map_err(Error::other)?);
    }
    Ok(())
}

/// Sets the headers of a reply. An invalid header is a fault, because a redirect without its location would be useless.
fn set_headers<N: AsRef<str>>(headers: &mut HeaderMap, reply: Vec<(N, String)>) -> Result<(), Error> {
    for (name, value) in reply {
        let name = name.as_ref();
        let (Ok(header), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
            return Err(Error::other(format!(
                "the header `{name}` of the reply is invalid: its name or value contains forbidden characters"
            )));
        };
        headers.insert(header, value);
    }
    Ok(())
}

/// Adds cookies.
///
/// # Errors
/// If a cookie is invalid. The error contains its name without its value.
pub(super) fn set_cookies(headers: &mut HeaderMap, cookies: Vec<String>) -> Result<(), Error> {
    for cookie in cookies {
        let fault = || Error::other(format!("the cookie `{}` contains forbidden characters", name_of(&cookie)));
        headers.append(header::SET_COOKIE, HeaderValue::from_str(&cookie).map_err(|_| fault())?);
    }
    Ok(())
}

/// Adds `Cache-Control: private` to a response that sets a cookie. `Set-Cookie` alone doesn't prevent shared caches from
/// storing the response (RFC 9111, section 7.3).
fn keep_cookies_private(headers: &mut HeaderMap, is_private: bool) {
    if is_private || headers.contains_key(header::SET_COOKIE) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(PRIVATE));
    }
}

/// Forbids caching of a page for the signed-in user, unless its handler has set `Cache-Control`. A shared cache would show it to
/// the next visitor (CVE-2025-64762 in another framework).
pub(super) fn keep_private(headers: &mut HeaderMap) {
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(PRIVATE));
    }
    vary_by_cookie(headers);
}

/// Declares that the page depends on whether a user is signed in.
pub(super) fn vary_by_cookie(headers: &mut HeaderMap) {
    let names = |value: &HeaderValue, name: &str| {
        value.to_str().is_ok_and(|value| value.split(',').any(|one| one.trim().eq_ignore_ascii_case(name)))
    };
    if !headers.get_all(header::VARY).any(|value| names(value, "cookie") || names(value, "*")) {
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    }
}

/// Logs a fault and returns its page.
pub(super) fn fault(pow: &Pow, request: &HttpRequest, error: &Error) -> HttpResponse {
    log_fault(pow, request, error);
    fault_page(pow, request, error)
}

/// Returns the page of a temporary fault, or `None` for other faults. The page doesn't reveal the cause.
pub(super) fn passing(error: &Error) -> Option<ErrorPage> {
    match error {
        Error::Busy { retry_after } => Some(ErrorPage::new(503).retry_after(*retry_after)),
        Error::TooMany { retry_after } => Some(ErrorPage::new(429).retry_after(*retry_after)),
        Error::Unavailable { .. } => Some(ErrorPage::unavailable().retry_after(Duration::from_secs(5))),
        _ => None,
    }
}

/// Returns the page of a fault, which doesn't reveal the cause.
pub(super) fn fault_page(pow: &Pow, request: &HttpRequest, error: &Error) -> HttpResponse {
    error_page(pow, request, &passing(error).unwrap_or_else(|| ErrorPage::new(500)))
}

pub(super) fn log_fault(pow: &Pow, request: &HttpRequest, error: &Error) {
    match error {
        Error::Busy { .. } => {
            if let Some(held_back) = BUSY.open(pow.clock().now_ms()) {
                tracing::warn!(target: "pow::request::busy", error = %plain_text(error), held_back, "a request was rejected because of an overload");
            }
        }
        // The extension that counts the attempts logs what it refused.
        Error::TooMany { .. } => {}
        Error::Unavailable { .. } => {
            if let Some(held_back) = UNAVAILABLE.open(pow.clock().now_ms()) {
                tracing::error!(
                    target: "pow::request::unavailable",
                    error = %plain_text(error),
                    route = route(request),
                    held_back,
                    "a service is unavailable"
                );
            }
        }
        error => {
            let route = route(request);
            if let Some(held_back) = fault_gate(error, &route).open(pow.clock().now_ms()) {
                tracing::error!(target: "pow::request::fault", error = %plain_text(error), route, held_back, "a request failed");
            }
        }
    }
}

fn fault_gate(error: &Error, route: &str) -> &'static LogGate {
    if matches!(error, Error::Database(_)) {
        return &DATABASE;
    }
    let nth = FixedState::default().hash_one(route) % FAULTS.len() as u64;
    usize::try_from(nth).ok().and_then(|nth| FAULTS.get(nth)).unwrap_or(&DATABASE)
}

/// Returns the pattern of the route, for logs. The path itself may contain a token. (K17)
pub(super) fn route(request: &HttpRequest) -> String {
    request.match_pattern().unwrap_or_default()
}

/// Redirects to a page of this origin.
pub(super) fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .insert_header((header::CACHE_CONTROL, PRIVATE))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}

/// Returns the error page of a status.
pub(super) fn page(pow: &Pow, request: &HttpRequest, status: u16) -> HttpResponse {
    error_page(pow, request, &ErrorPage::new(status))
}

/// Returns the error page in the visitor's language, with its headers. Flash messages stay for the next page.
pub(super) fn error_page(pow: &Pow, request: &HttpRequest, error: &ErrorPage) -> HttpResponse {
    let own = request.extensions().get::<Failures>().map(|failures| failures.answer);
    let mut response = match own {
        Some(answer) => own_failure(answer(error.status)),
        None if carrier::kind(request).reads_json() => json::error(pow, request, error),
        None => error_html(pow, request, error),
    };
    secure(pow, response.headers_mut());
    if let Some(seconds) = error.retry_seconds() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Returns the failure in the route's own format.
fn own_failure(reply: Reply) -> HttpResponse {
    let code = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(code).body(reply.body);
    if let Err(error) = set_headers(response.headers_mut(), reply.headers) {
        tracing::error!(
            target: "pow::request::unrendered",
            error = %plain_text(error),
            "could not set the headers of an error response in the route's own format"
        );
    }
    response
}

fn error_html(pow: &Pow, request: &HttpRequest, error: &ErrorPage) -> HttpResponse {
    let code = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match rendered(pow, request, error) {
        Ok((reply, changes)) => {
            let mut response = HttpResponse::build(code).body(reply.body);
            let set = set_headers(response.headers_mut(), reply.headers)
                .and_then(|()| pow.carrier().write(pow, request, changes))
                .and_then(|new| append_headers(response.headers_mut(), new));
            // The page is shown all the same. Its forms are then outdated.
            if let Err(error) = set {
                tracing::error!(
                    target: "pow::session::unwritten",
                    error = %plain_text(error),
                    "could not set the headers or the form-token cookie of an error page"
                );
            }
            response
        }
        Err(error) => {
            tracing::error!(
                target: "pow::request::unrendered",
                error = %plain_text(error),
                "could not render the error page"
            );
            plain(code)
        }
    }
}

/// Renders the error page with the menu and the language switch of its visitor.
fn rendered(pow: &Pow, request: &HttpRequest, error: &ErrorPage) -> Result<(Reply, ClientChanges), Error> {
    let mut conn = conn::bare(pow, request)?;
    conn.keep_flashes();
    let is_page = known_method(request.method()) == Some(Method::Get);
    let mut error = error.clone();
    if shows_secret(pow, request) {
        conn.forget_path();
    } else if is_page && error.is_temporary() {
        error = error.retry_path(conn.return_path().map(|path| path.as_str().to_owned()));
    }
    let reply = conn.page(error.status, &error)?;
    Ok((reply, conn.into_effects().0.client))
}

/// Whether the path holds the token of a secret link, which the page must not repeat. (K17)
fn shows_secret(pow: &Pow, request: &HttpRequest) -> bool {
    let pattern = request.match_pattern().unwrap_or_default();
    let is_secret = pow.routes_table().iter().any(|route| route.is_secret_link && pattern.ends_with(&route.path));
    is_secret && !request.match_info().iter().any(|(_, value)| link::is_handle(value))
}

/// Returns the status as text, where a page can't be rendered.
pub(super) fn plain(status: StatusCode) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, PRIVATE))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(status.canonical_reason().unwrap_or_default())
}

fn secure(pow: &Pow, headers: &mut HeaderMap) {
    let fixed = [
        (header::CACHE_CONTROL, PRIVATE),
        (header::VARY, "Cookie, Accept-Language, Accept"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // `Csp::validate` allows only characters that are valid in a header.
    if let Ok(csp) = HeaderValue::try_from(pow.csp()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, csp);
    }
    if pow.base_url().is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}
