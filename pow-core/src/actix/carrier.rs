//! The client of a request: its kind, its carrier, and what carriers read.

use std::{any::Any, borrow::Cow};

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{self, HeaderName, HeaderValue},
};

use crate::{
    carrier::{Carrier, ClientRequest, HeaderValues, KEPT_HEADER, PENDING_HEADER, ProgramCarrier, SESSION_HEADER},
    http::{ClientKind, client::Signs},
    pow::Pow,
};

impl ClientRequest for HttpRequest {
    fn header(&self, name: &str) -> HeaderValues<'_> {
        self.headers().get_all(name).map(HeaderValue::as_bytes).collect()
    }

    fn server_request(&self) -> &dyn Any {
        self
    }
}

/// The kind of the client.
pub(super) fn kind(request: &HttpRequest) -> ClientKind {
    let headers = request.headers();
    let has = |name: &'static str| headers.contains_key(HeaderName::from_static(name));
    ClientKind::of(&Signs {
        content_type: request.content_type(),
        accept: headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok()).collect(),
        has_program_state: [SESSION_HEADER, PENDING_HEADER, KEPT_HEADER].into_iter().any(has),
        has_cookies: headers.contains_key(header::COOKIE),
        has_fetch_site: has("sec-fetch-site"),
    })
}

/// The carrier for this request.
pub(super) fn carrier(pow: &Pow, kind: ClientKind) -> &dyn Carrier {
    match kind {
        ClientKind::Program => &ProgramCarrier,
        ClientKind::Browser | ClientKind::Script => pow.carrier().as_ref(),
    }
}

/// Returns the session's value, from the configured carrier or from a program. It is called on every request.
pub(super) fn session<'r>(pow: &Pow, request: &'r HttpRequest) -> Option<Cow<'r, str>> {
    let known = pow.carrier().session(pow, request);
    if known.is_some() || !request.headers().contains_key(HeaderName::from_static(SESSION_HEADER)) {
        return known;
    }
    match kind(request) {
        ClientKind::Program => ProgramCarrier.session(pow, request),
        ClientKind::Browser | ClientKind::Script => None,
    }
}
