//! Reads an actix request: its head, its form or JSON body, and the method that a form overrides.

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{self, HeaderName, HeaderValue},
    web::{self, Bytes, Payload},
};
use futures_util::StreamExt;
use sha2::{Digest as _, Sha256};

use super::{authorization, carrier, client, json};
use crate::{
    conn::{ClientKind, Request},
    extension::Method,
    http::client::is_json_type,
    params::{Params, ParamsError},
    pow::Pow,
};

/// The maximum size of a form, in bytes.
const MAX_BODY: usize = 64 * 1024;
/// The time limit for receiving a form, so that a slow sender can't keep a connection open.
const BODY_WITHIN: Duration = Duration::from_secs(30);
const MAX_USER_AGENT: usize = 512;

/// Reads the form and applies its method override.
pub(super) async fn read(pow: &Pow, request: &HttpRequest, payload: Payload) -> Result<Request, u16> {
    let query = Params::parse(request.query_string().as_bytes()).map_err(|_| 413_u16)?;
    let method = known_method(request.method());
    let mut read = Request { query: Arc::new(query), method, ..head(pow, request) };
    if method == Some(Method::Get) {
        return Ok(read);
    }
    let bytes = body(request, payload).await?;
    let params = params(request, &bytes)?;
    if method == Some(Method::Post)
        && let Some(param) = params.get("_method")
    {
        read.method = Some(overriding(param.text()).ok_or(400_u16)?);
    }
    read.body = Arc::new(params);
    read.body_digest = Sha256::digest(&bytes).into();
    Ok(read)
}

fn params(request: &HttpRequest, bytes: &[u8]) -> Result<Params, u16> {
    let is_encoded = request.headers().contains_key(header::CONTENT_ENCODING);
    let parsed = match request.content_type() {
        _ if bytes.is_empty() => return Ok(Params::default()),
        _ if is_encoded => return Err(415),
        kind if is_json_type(kind) => Params::parse_json(bytes),
        kind if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") => Params::parse(bytes),
        _ => return Err(415),
    };
    parsed.map_err(|error| match error {
        ParamsError::TooMany => 413,
        ParamsError::NotAnObject => 400,
    })
}

/// Parses the method override of a form. An invalid one must not be treated as a plain POST.
fn overriding(text: Option<&str>) -> Option<Method> {
    let unsafe_methods = [Method::Put, Method::Patch, Method::Delete];
    unsafe_methods.into_iter().find(|method| text.is_some_and(|text| text.eq_ignore_ascii_case(method.as_str())))
}

pub(super) fn head(pow: &Pow, request: &HttpRequest) -> Request {
    let text = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let kind = carrier::kind(request);
    let mode = text(HeaderName::from_static("sec-fetch-mode"));
    // Only a script sends its token in a header. A page has the token in its form.
    let csrf_token = text(HeaderName::from_static(json::CSRF_HEADER)).filter(|_| kind == ClientKind::Script);
    let agent = text(header::USER_AGENT).map(|agent| agent.chars().take(MAX_USER_AGENT).collect());
    let is_judged = authorization::decides(pow, request);
    let cookies = request.headers().get_all(header::COOKIE).filter(|_| !is_judged);
    Request {
        client: kind,
        is_head: request.method() == actix_web::http::Method::HEAD,
        is_navigation: mode == Some("navigate"),
        may_navigate: mode.map_or_else(|| is_older_browser(request), |mode| mode == "navigate"),
        uri: request.uri().to_string(),
        path_params: request.match_info().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        cookies: cookies.map(|value| value.as_bytes().to_vec()).collect(),
        peer: client::address(request, pow.trusted_proxies()),
        user_agent: agent,
        accept_language: text(header::ACCEPT_LANGUAGE).map(str::to_owned),
        authorization: authorization::sent(request).map(str::to_owned),
        csrf_token: csrf_token.map(str::to_owned),
        is_without_cookies: is_judged,
        is_judged_by_authorization: is_judged,
        ..Request::default()
    }
}

/// Whether a graphical browser sent the request, if it has no `Sec-Fetch-Mode`.
fn is_older_browser(request: &HttpRequest) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    request.headers().contains_key(header::ORIGIN) && accepts.is_some_and(|accept| accept.contains("text/html"))
}

pub(super) fn known_method(method: &actix_web::http::Method) -> Option<Method> {
    Some(match method.as_str() {
        "GET" | "HEAD" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => return None,
    })
}

async fn body(request: &HttpRequest, mut payload: Payload) -> Result<Bytes, u16> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > MAX_BODY as u64) {
        return Err(413);
    }
    let until = tokio::time::Instant::now() + BODY_WITHIN;
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = tokio::time::timeout_at(until, payload.next()).await.map_err(|_| 408_u16)? {
        let chunk = chunk.map_err(|_| 400_u16)?;
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(413);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}
