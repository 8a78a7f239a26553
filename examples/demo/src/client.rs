//! `/client`: a script that uses the site through its JSON.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use pow_core::{Pow, messages::Localizer};

use crate::pages::{DemoPage, respond};

/// The content security policy of the page. It allows the script, and requests of the script to this origin.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "client.html")]
struct ClientPage<'a> {
    texts: &'a Localizer,
}

/// Serves `/client`.
pub(crate) async fn page(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
    respond(&pow, &request, |conn| {
        let body = ClientPage { texts: conn.cx().localizer() }.render()?;
        Ok(conn.page(200, &DemoPage { body, title: "demo-client" })?.header("content-security-policy", POLICY))
    })
}

/// Serves `/client.js`.
pub(crate) async fn script() -> HttpResponse {
    HttpResponse::Ok().content_type("text/javascript; charset=utf-8").body(include_str!("../assets/client.js"))
}
