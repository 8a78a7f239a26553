//! The controllers: each handler calls one plug function and renders the result.
//!
//! A `Conn` parameter has parsed the form and verified its CSRF token. `pow.respond` writes its session and flash
//! messages to the response.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use pow_core::{
    Error, Pow,
    conn::{Conn, Reply},
    messages::Message,
    pages::Flash,
    plug,
    users::Written,
};

use crate::pages::{Account, SignIn, SignUp};

/// The purpose of the signature of unsubscribe links.
const UNSUBSCRIBE: &str = "unsubscribe";

pub(crate) async fn sign_in_page(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| conn.page(200, &SignIn::of(conn))).await
}

pub(crate) async fn sign_in(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| match plug::authenticate_user(conn).await? {
        // An extension may deny the sign-in or add a step. The reply handles both, or redirects to the requested page.
        Some(signed_in) => signed_in.reply(conn),
        None => {
            conn.flash(Flash::error(Message::new("sign-in-failed")));
            conn.page(422, &SignIn::of(conn))
        }
    })
    .await
}

pub(crate) async fn sign_up_page(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| conn.page(200, &SignUp::of(conn, &plug::change_user(conn)))).await
}

pub(crate) async fn sign_up(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| match plug::create_user(conn).await? {
        Ok((_, signed_in)) => signed_in.reply(conn),
        Err(changeset) => conn.page(422, &SignUp::of(conn, &changeset)),
    })
    .await
}

pub(crate) async fn account_page(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| show_account(conn, 200, Err(plug::change_user(conn)))).await
}

pub(crate) async fn update(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| match plug::update_user(conn).await? {
        Ok(_) => {
            conn.flash(Flash::info(Message::new("account-updated")));
            Ok(Reply::redirect("/account"))
        }
        rejected => show_account(conn, 422, rejected),
    })
    .await
}

pub(crate) async fn delete(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| match plug::delete_user(conn).await? {
        Ok(_) => {
            conn.flash(Flash::info(Message::new("account-deleted")));
            Ok(Reply::redirect("/sign-in"))
        }
        rejected => show_account(conn, 422, rejected),
    })
    .await
}

pub(crate) async fn sign_out(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    handle(&pow, &request, conn, async |conn| {
        plug::delete(conn).await?;
        Ok(Reply::redirect("/sign-in"))
    })
    .await
}

/// Unsubscribes by a signed link, with or without a session.
pub(crate) async fn unsubscribe(pow: Data<Pow>, token: Path<String>) -> HttpResponse {
    match plug::verify_token(&pow, UNSUBSCRIBE, &token) {
        Some(user) => HttpResponse::Ok().body(format!("{user} is unsubscribed from the newsletter.")),
        None => HttpResponse::NotFound().body("This link is not valid."),
    }
}

fn show_account(conn: &Conn, status: u16, written: Written) -> Result<Reply, Error> {
    let changeset = written.err().unwrap_or_else(|| plug::change_user(conn));
    let user = plug::current_user(conn).map(|user| user.id()).transpose()?;
    let name = user.map(|user| user.to_string()).unwrap_or_default();
    let token = plug::sign_token(conn.pow(), UNSUBSCRIBE, &name);
    conn.page(status, &Account::of(conn, &changeset, format!("/unsubscribe/{token}")))
}

/// Runs a handler and writes its reply with all cookies. An error becomes the error page.
async fn handle(
    pow: &Pow,
    request: &HttpRequest,
    mut conn: Conn,
    work: impl AsyncFnOnce(&mut Conn) -> Result<Reply, Error>,
) -> HttpResponse {
    match work(&mut conn).await {
        Ok(reply) => pow.respond(request, conn, reply),
        Err(error) => pow.fault(request, &error),
    }
}
