//! Handlers for programs: they read and write JSON, set no cookies and so need no form's token.

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

/// What a program sends to sign in.
#[derive(Deserialize)]
struct SignIn {
    email: String,
    password: String,
}

#[derive(Serialize)]
struct Said<'a> {
    error: &'a str,
}

const NOT_SIGNED_IN: &str = "not signed in";

#[derive(Serialize)]
struct Tokens {
    access_token: String,
    renewal_token: String,
}

/// `POST /session`, `POST /session/renew` and `DELETE /session`, below the scope that they are mounted in.
pub fn routes(config: &mut web::ServiceConfig) {
    let refused = |error, _: &HttpRequest| InternalError::from_response(error, said(400, "no JSON of ours")).into();
    config.app_data(JsonConfig::default().error_handler(refused));
    let session = web::resource("/session").route(web::post().to(sign_in)).route(web::delete().to(sign_out));
    config.service(session).route("/session/renew", web::post().to(renew));
}

/// For guards: programs get a status and are led nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct ForPrograms;

impl ErrorHandler for ForPrograms {
    fn not_authenticated(&self, _: &mut Conn) -> Reply {
        json(401, NOT_SIGNED_IN)
    }

    fn already_authenticated(&self, _: &mut Conn) -> Reply {
        json(409, "signed in already")
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
    let cx = pow.cx();
    let pair = async {
        match pow.users().authenticate(&cx, &credentials).await? {
            Some(user) => tokens::issue(&cx, &user).await.map(Some),
            None => Ok(None),
        }
    };
    answer(&pow, &request, pair.await)
}

async fn renew(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    let pair = match token(&request) {
        Some(token) => tokens::renew(&pow.cx(), token).await,
        None => Ok(None),
    };
    answer(&pow, &request, pair)
}

async fn sign_out(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    let ended = match token(&request) {
        Some(token) => tokens::revoke(&pow.cx(), token).await,
        None => Ok(false),
    };
    match ended {
        Ok(true) => HttpResponse::NoContent().finish(),
        Ok(false) => said(401, NOT_SIGNED_IN),
        Err(error) => fault(&pow, &request, &error),
    }
}

fn token(request: &HttpRequest) -> Option<&str> {
    tokens::bearer(request.headers().get(header::AUTHORIZATION)?.to_str().ok()?)
}

/// A wrong password, an unknown user and a dead token are all the same 401.
fn answer(pow: &Pow, request: &HttpRequest, pair: Result<Option<Pair>, Error>) -> HttpResponse {
    match pair {
        Ok(Some(Pair { access, renewal })) => {
            let tokens = Tokens { access_token: access.expose().clone(), renewal_token: renewal.expose().clone() };
            HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(tokens)
        }
        Ok(None) => said(401, NOT_SIGNED_IN),
        Err(error) => fault(pow, request, &error),
    }
}

fn said(status: u16, error: &str) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::CACHE_CONTROL, "no-store")).json(Said { error })
}

/// As the framework's page for a fault, which logs it and says when to come again, but for programs.
fn fault(pow: &Pow, request: &HttpRequest, error: &Error) -> HttpResponse {
    let page = pow.fault(request, error);
    let mut answer = said(page.status().as_u16(), "not possible just now");
    if let Some(after) = page.headers().get(header::RETRY_AFTER) {
        answer.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    answer
}
