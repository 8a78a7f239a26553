//! Writes answers for clients that read JSON.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
};
use serde_json::{Map, Value, json};

use super::{Current, Identity};
use crate::{
    Error,
    conn::{ClientKind, Conn, Reply},
    extension::Method,
    pages::{ErrorPage, json as data},
    pow::Pow,
};

/// The header of the form token, in both directions.
pub(super) const CSRF_HEADER: &str = "x-csrf-token";

/// Turns a reply into JSON. A script also gets its form token. A reply in another format than HTML stays as it is.
///
/// # Errors
/// When the operating system gives no randomness.
pub(super) fn represent(conn: &Conn, reply: &mut Reply) -> Result<(), Error> {
    let is_html =
        |value: &str| value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html"));
    if reply.headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("content-type") && !is_html(value)) {
        return Ok(());
    }
    let (status, mut body) = conn.represent(reply);
    if conn.request().client == ClientKind::Script {
        let token = conn.csrf_token()?;
        if conn.request().method == Some(Method::Get) {
            let form = body.entry("form").or_insert_with(|| json!({}));
            if let Value::Object(form) = form {
                form.insert("csrf_token".to_owned(), token.as_str().into());
            }
        }
        reply.headers.push((CSRF_HEADER, token));
    }
    reply.status = status;
    reply.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    let (kind, body) = encode(status, body);
    reply.headers.push(("content-type", kind.to_owned()));
    reply.body = body;
    Ok(())
}

/// The answer to a request that failed before an action had an answer.
pub(super) fn error(pow: &Pow, request: &HttpRequest, error: &ErrorPage) -> HttpResponse {
    let localizer = pow.localizer(request);
    let signed_in = match Current::of(request, pow) {
        Some(Identity::User(..)) => Value::Bool(true),
        Some(Identity::Anonymous) => Value::Bool(false),
        Some(Identity::Unknown(_)) | None => Value::Null,
    };
    let meta = json!({ "signed_in": signed_in, "session_began": false, "session_ended": false });
    let mut body = Map::from_iter([("flash".to_owned(), json!([])), ("meta".to_owned(), meta)]);
    data::refuse(&mut body, &localizer, &error.code());
    let (kind, body) = encode(error.status, body);
    HttpResponse::build(code(error.status))
        .content_type(kind)
        .insert_header((header::CONTENT_LANGUAGE, localizer.lang().to_string()))
        .body(body)
}

/// The content type and the text of a body. A status of 400 and above makes it problem details (RFC 9457).
fn encode(status: u16, mut body: Map<String, Value>) -> (&'static str, String) {
    if status < 400 {
        return ("application/json", Value::Object(body).to_string());
    }
    body.insert("type".to_owned(), "about:blank".into());
    body.insert("title".to_owned(), code(status).canonical_reason().unwrap_or_default().into());
    body.insert("status".to_owned(), status.into());
    ("application/problem+json", Value::Object(body).to_string())
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
