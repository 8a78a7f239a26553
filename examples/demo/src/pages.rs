//! The demo's own pages, in the framework's layout.

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use askama::Template;
use pow_core::{
    CurrentUser, Error, Pow,
    messages::Message,
    pages::{Page, View},
    record::User,
    schema::Value,
};

/// The home page.
struct Home {
    user: Option<String>,
    registration: bool,
}

impl Page for Home {
    const NAME: &'static str = "demo/home";

    fn render_default(&self, _: &View<'_>) -> Result<String, Error> {
        #[derive(Template)]
        #[template(path = "home.html")]
        struct HomeTemplate<'a> {
            user: Option<&'a str>,
            registration: bool,
        }
        Ok(HomeTemplate { user: self.user.as_deref(), registration: self.registration }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("home")
    }
}

/// `/`: for everybody.
pub(crate) async fn home(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
    let page = || {
        let conn = pow.conn(&request)?;
        let user = conn.user().map(|user| name(&pow, user));
        let registration = pow.path(pow_core::controllers::registration::NEW).is_some();
        let reply = conn.page(200, &Home { user, registration })?;
        Ok((conn, reply))
    };
    match page() {
        Ok((conn, reply)) => pow.respond(&request, conn, reply),
        Err(error) => pow.fault(&request, &error),
    }
}

/// `/protected`: behind the guard.
pub(crate) async fn protected(pow: web::Data<Pow>, user: CurrentUser) -> impl Responder {
    format!("protected: {}", name(&pow, &user))
}

/// `/bare`: outside of the framework.
pub(crate) async fn bare() -> impl Responder {
    "bare"
}

fn name(pow: &Pow, user: &User) -> String {
    match user.value(pow.user_id_field().name()) {
        Some(Value::Text(name)) => name.clone(),
        _ => String::new(),
    }
}
