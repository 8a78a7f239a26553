//! Handlers for API clients. They read and write JSON and set no cookies, so they need no CSRF token.

use actix_web::{
    HttpRequest, HttpResponse,
    error::InternalError,
    http::{StatusCode, header},
    web::{self, Data, Json, JsonConfig},
};
use pow_core::{
    Error, Pow,
    conn::{Conn, Reply},
    plug::ErrorHandler,
    secret::Secret,
    users::Credentials,
};
use serde::{Deserialize, Serialize};

use crate::tokens::{self, Pair};

/// The body of a sign-in request.
#[derive(Deserialize)]
struct SignIn {
    email: String,
    password: String,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    error: &'a str,
}

const NOT_SIGNED_IN: &str = "not signed in";

#[derive(Serialize)]
struct Tokens {
    access_token: String,
    renewal_token: String,
}

/// Adds `POST /session`, `POST /session/renew` and `DELETE /session` below the current scope.
pub fn routes(config: &mut web::ServiceConfig) {
    let on_error =
        |error, _: &HttpRequest| InternalError::from_response(error, error_response(400, "invalid JSON body")).into();
    config.app_data(JsonConfig::default().error_handler(on_error));
    let session = web::resource("/session").route(web::post().to(sign_in)).route(web::delete().to(sign_out));
    config.service(session).route("/session/renew", web::post().to(renew));
}

/// An error handler for guards: API clients get a status instead of a redirect.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonErrors;

impl ErrorHandler for JsonErrors {
    fn not_authenticated(&self, _: &mut Conn) -> Reply {
        json(401, NOT_SIGNED_IN)
    }

    fn already_authenticated(&self, _: &mut Conn) -> Reply {
        json(409, "already signed in")
    }
}

fn json(status: u16, error: &str) -> Reply {
    let mut reply = Reply::html(status, format!("{{\"error\":\"{error}\"}}"));
    reply.headers = vec![("content-type", "application/json".to_owned())];
    reply
}

async fn sign_in(pow: Data<Pow>, request: HttpRequest, typed: Json<SignIn>) -> HttpResponse {
    let SignIn { email, password } = typed.into_inner();
    let credentials = Credentials { user_id: Some(email), password: Some(Secret::new(password)) };
    let cx = pow.request_cx(&request);
    let pair = async {
        match pow.users().authenticate(&cx, &credentials).await? {
            Some(user) => tokens::issue(&cx, &user).await.map(Some),
            None => Ok(None),
        }
    };
    token_response(&pow, &request, pair.await)
}

async fn renew(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    let pair = match token(&request) {
        Some(token) => tokens::renew(&pow.cx(), token).await,
        None => Ok(None),
    };
    token_response(&pow, &request, pair)
}

async fn sign_out(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    let ended = match token(&request) {
        Some(token) => tokens::revoke(&pow.cx(), token).await,
        None => Ok(false),
    };
    match ended {
        Ok(true) => HttpResponse::NoContent().finish(),
        Ok(false) => error_response(401, NOT_SIGNED_IN),
        Err(error) => fault_response(&pow, &request, &error),
    }
}

fn token(request: &HttpRequest) -> Option<&str> {
    tokens::bearer(request.headers().get(header::AUTHORIZATION)?.to_str().ok()?)
}

/// Answers with the tokens. A wrong password, an unknown user and an invalid token get the same 401.
fn token_response(pow: &Pow, request: &HttpRequest, pair: Result<Option<Pair>, Error>) -> HttpResponse {
    match pair {
        Ok(Some(Pair { access, renewal })) => {
            let tokens = Tokens { access_token: access.expose().clone(), renewal_token: renewal.expose().clone() };
            HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(tokens)
        }
        Ok(None) => error_response(401, NOT_SIGNED_IN),
        Err(error) => fault_response(pow, request, &error),
    }
}

fn error_response(status: u16, error: &str) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CACHE_CONTROL, "no-store")).json(ErrorBody { error })
}

/// Answers an error with JSON. Like the framework's error page, it logs the error and sends `Retry-After`.
fn fault_response(pow: &Pow, request: &HttpRequest, error: &Error) -> HttpResponse {
    let page = pow.fault(request, error);
    let mut response = error_response(page.status().as_u16(), "temporarily unavailable");
    if let Some(after) = page.headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    response
}
