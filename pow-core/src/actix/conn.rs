//! From an actix request to a [`Conn`].

use actix_web::HttpRequest;

use super::{
    Current, Identity, carrier, language, middleware,
    request::{head, known_method},
};
use crate::{
    Error, UserId,
    carrier::ClientState,
    conn::{ClientKind, Conn, Known, Request, decode_flash, kept},
    csrf::{CsrfSecret, OriginVerdict, check_origin},
    cx::{Cx, State},
    pow::Pow,
};

/// Creates a `Conn` for a request whose body the framework doesn't read.
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns no random bytes.
pub(super) fn bare(pow: &Pow, request: &HttpRequest) -> Result<Conn, Error> {
    let identity = Current::of(request, pow).unwrap_or(Identity::Anonymous);
    let method = known_method(request.method());
    let read = Request { method, ..head(pow, request) };
    new(pow, request, read, identity)
}

/// Creates a [`Conn`] that ignores the request's cookies. If the request has any, the extensions authenticate it again.
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns no random bytes, and faults of the extensions that recognise the user.
pub(super) async fn without_cookies(
    pow: &Pow,
    request: &HttpRequest,
    read: Request,
    identity: Identity,
) -> Result<Conn, Error> {
    let had_cookies = !read.cookies.is_empty();
    let read = Request { cookies: Vec::new(), is_without_cookies: true, ..read };
    let identity = if had_cookies { Identity::Anonymous } else { identity };
    let mut conn = new(pow, request, read, identity)?;
    if had_cookies {
        conn.continue_state(State::default());
        middleware::recognise(pow, &mut conn).await?;
    }
    Ok(conn)
}

/// Creates a [`Conn`] for a request that was read.
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns no random bytes.
pub(super) fn new(pow: &Pow, request: &HttpRequest, read: Request, identity: Identity) -> Result<Conn, Error> {
    let known = known(pow, request, &read, identity)?;
    let localizer = language::localizer(pow, request, &read, known.user.as_deref());
    let mut conn = Conn::new(Cx::with(pow, pow.tenant().clone(), localizer), read, known);
    if let Some(state) = Current::state(request, pow) {
        conn.continue_state(state);
    }
    Ok(conn)
}

/// Reads and verifies the content of the browser's cookies.
fn known(pow: &Pow, request: &HttpRequest, read: &Request, identity: Identity) -> Result<Known, Error> {
    let (kind, is_without_cookies) = (read.client, read.is_without_cookies);
    let state = match is_without_cookies {
        true if kind != ClientKind::Program || read.is_judged_by_authorization => ClientState::default(),
        _ => carrier::carrier(pow, kind).state(pow, request),
    };
    let signers = pow.signers();
    let sent = csrf_secret(pow, &state);
    let csrf_is_new = sent.is_none();
    let csrf = sent.map_or_else(CsrfSecret::random, Ok)?;
    let flash = state.flash.as_deref().map(|text| decode_flash(&signers.flash, text)).unwrap_or_default();
    let (user, session) = match identity {
        Identity::User(user, session) => (Some(user), session),
        _ => (None, None),
    };
    let kept = kept::verified(pow, state.kept);
    Ok(Known { session, user, csrf, csrf_is_new, pending: state.pending, kept, flash })
}

/// Returns the user of the session that the browser sent and that has ended.
pub(super) fn ended_session(pow: &Pow, request: &HttpRequest) -> Option<UserId> {
    let carrier = carrier::carrier(pow, carrier::kind(request));
    let sent = carrier.session(pow, request)?;
    Some(pow.sessions().open(&sent)?.user())
}

/// Returns the secret of the browser's form tokens, if it sent one.
pub(super) fn csrf_secret(pow: &Pow, state: &ClientState) -> Option<CsrfSecret> {
    let bytes = pow.signers().csrf.verify(state.csrf.as_deref()?)?;
    CsrfSecret::from_bytes(&bytes)
}

pub(super) fn same_origin(pow: &Pow, request: &HttpRequest) -> bool {
    origin(pow, request).is_allowed()
}

pub(super) fn origin(pow: &Pow, request: &HttpRequest) -> OriginVerdict {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("null"));
    check_origin(text("sec-fetch-site"), text("origin"), pow.base_url())
}
