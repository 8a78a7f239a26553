//! One application in three looks: brand colours, Bootstrap, and an own layout. `main.rs` starts it. `parts` replaces a page and
//! a mail.

pub mod parts;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data},
};
use askama::Template;
use diesel::prelude::*;
use pow_core::{
    Config, Error, Pow,
    conn::Conn,
    csp::Csp,
    look::{Classes, Color, FooterLink, Logo, Look},
    messages::{Message, MessagesBuilder},
    pages::{
        Layout, Pages, View,
        fields::{self, FormMethod},
    },
    store::SqliteStore,
};

diesel::table! { users (id) { id -> Binary, email -> Text } }

#[derive(Queryable, Selectable)]
struct User {
    #[expect(dead_code, reason = "the layout reads the framework's record")]
    email: String,
}
pow_core::model!(UserModel, users, User);

/// The address of Bootstrap's stylesheet. A copy on the own origin needs no request to another site.
const BOOTSTRAP: &str = "https://cdn.jsdelivr.net/npm/bootstrap@5.3.8/dist/css/bootstrap.min.css";

/// The brand: a colour, a logo, an icon, a stylesheet, links and a contact.
pub fn brand() -> Look {
    Look {
        accent: Color::rgb(0x0d_7a_5f),
        logo: Some(Logo::new("/assets/logo.svg", 98, 28)),
        favicon: Some("/assets/icon.svg".into()),
        stylesheets: vec!["/assets/app.css".into()],
        footer: vec![FooterLink::new("imprint", "/imprint")],
        support: Some("help@acme.example".into()),
        ..Look::default()
    }
}

/// The same pages with the classes of Bootstrap.
pub fn bootstrap() -> Look {
    Look {
        accent: Color::rgb(0x0b_5e_d7),
        stylesheets: vec![BOOTSTRAP.into()],
        classes: Classes::bootstrap(),
        ..Look::default()
    }
}

/// The same pages with utility classes of Tailwind. Its command finds the classes in this file.
pub fn tailwind() -> Look {
    Look {
        stylesheets: vec!["/assets/tailwind.css".into()],
        classes: Classes {
            field: "mb-4".into(),
            label: "block font-medium".into(),
            input: "block w-full rounded-md border px-3 py-2".into(),
            button: "rounded-md bg-teal-700 px-4 py-2 text-white".into(),
            ..Classes::default()
        },
        ..Look::default()
    }
}

/// Also allows fonts of the own origin, and images of another site.
pub fn csp() -> Csp {
    Csp::default().allow("font-src", "'self'").allow("img-src", "https://images.example")
}

/// The application's own layout, around all pages of the framework.
#[derive(Template)]
#[template(path = "layout.html")]
struct OwnLayout<'a> {
    page: &'a Layout,
    view: &'a View<'a>,
}

impl OwnLayout<'_> {
    fn signed_in_as(&self, user: &str) -> String {
        self.view.text(&Message::new("signed-in-as").with("name", user))
    }
}

/// Puts the layout in the place of the framework's.
pub fn own_layout() -> Pages {
    Pages::default().replace::<Layout>(|page, view| Ok(OwnLayout { page, view }.render()?))
}

/// A page of the application, which is a document of its own.
#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    view: &'a View<'a>,
}

async fn home(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    match conn.html(200, |view| Ok(Home { view }.render()?)) {
        Ok(reply) => pow.respond(&request, conn, reply),
        Err(error) => pow.fault(&request, &error),
    }
}

/// The configuration without a look.
///
/// # Errors
/// If the database file cannot be opened, or a text is invalid.
pub fn config() -> Result<Config, Error> {
    let store = SqliteStore::open("look.db")?.with_model(UserModel).into();
    Ok(Config { site_name: Some("Acme".into()), store, language_switch: true, messages: texts(), ..Config::from_env() })
}

/// The application's own texts.
pub fn texts() -> MessagesBuilder {
    let english = "imprint = Imprint\nwelcome = Welcome to Acme";
    MessagesBuilder::default().override_resource("en".parse().unwrap_or_default(), english)
}

/// The application's own routes: the start page, the stylesheet and the images.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(home))
        .route("/assets/app.css", web::get().to(|| file("text/css", include_bytes!("../assets/app.css"))))
        .route("/assets/logo.svg", web::get().to(|| file("image/svg+xml", include_bytes!("../assets/logo.svg"))))
        .route("/assets/icon.svg", web::get().to(|| file("image/svg+xml", include_bytes!("../assets/icon.svg"))));
}

async fn file(kind: &'static str, content: &'static [u8]) -> HttpResponse {
    HttpResponse::Ok().insert_header(("content-type", kind)).body(content)
}
