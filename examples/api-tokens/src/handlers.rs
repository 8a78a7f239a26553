//! Handlers for programs: they read and write JSON, set no cookies and so need no form's token.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data, Json},
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
struct Tokens {
    access_token: String,
    renewal_token: String,
}

/// `POST /session`, `POST /session/renew` and `DELETE /session`, below the scope that they are mounted in.
pub fn routes(config: &mut web::ServiceConfig) {
    let session = web::resource("/session").route(web::post().to(sign_in)).route(web::delete().to(sign_out));
    config.service(session).route("/session/renew", web::post().to(renew));
}

/// For guards: programs get a status and are led nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct ForPrograms;

impl ErrorHandler for ForPrograms {
    fn not_authenticated(&self, _: &mut Conn) -> Reply {
        json(401, "not signed in")
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

async fn sign_in(pow: Data<Pow>, typed: Json<SignIn>) -> HttpResponse {
    let SignIn { email, password } = typed.into_inner();
    let credentials = Credentials { user_id: Some(email), password: Some(Secret::new(password)) };
    let cx = pow.cx();
    let pair = async {
        match pow.users().authenticate(&cx, &credentials).await? {
            Some(user) => tokens::issue(&cx, &user).await.map(Some),
            None => Ok(None),
        }
    };
    answer(pair.await)
}

async fn renew(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    match token(&request) {
        Some(token) => answer(tokens::renew(&pow.cx(), token).await),
        None => answer(Ok(None)),
    }
}

async fn sign_out(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    let Some(token) = token(&request) else { return answer(Ok(None)) };
    match tokens::revoke(&pow.cx(), token).await {
        Ok(_) => HttpResponse::NoContent().finish(),
        Err(error) => answer(Err(error)),
    }
}

fn token(request: &HttpRequest) -> Option<&str> {
    tokens::bearer(request.headers().get(header::AUTHORIZATION)?.to_str().ok()?)
}

/// A wrong password, an unknown user and a dead token are all the same 401.
fn answer(pair: Result<Option<Pair>, Error>) -> HttpResponse {
    let mut answer = match &pair {
        Ok(Some(_)) => HttpResponse::Ok(),
        Ok(None) => HttpResponse::Unauthorized(),
        Err(Error::Busy { .. } | Error::Unavailable { .. }) => HttpResponse::ServiceUnavailable(),
        Err(_) => HttpResponse::InternalServerError(),
    };
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    match pair {
        Ok(Some(pair)) => answer
            .json(Tokens { access_token: pair.access.expose().clone(), renewal_token: pair.renewal.expose().clone() }),
        _ => answer.content_type("application/json").body("{\"error\":\"not signed in\"}"),
    }
}
