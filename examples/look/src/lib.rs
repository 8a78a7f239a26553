//! One application in three looks: brand colours, Bootstrap, and an own layout. `main.rs` starts it. `parts` replaces a page and
//! a mail.

pub mod parts;

use actix_files::Files;
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
        Layout, Page, Pages, View,
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

/// The application's own texts, here the label of the link and the title of the start page.
pub fn texts() -> MessagesBuilder {
    let english = "imprint = Imprint\nwelcome = Welcome to Acme";
    let german = "imprint = Impressum\nwelcome = Willkommen bei Acme";
    MessagesBuilder::default()
        .override_resource("en".parse().unwrap_or_default(), english)
        .override_resource("de".parse().unwrap_or_default(), german)
}

/// The folder with the stylesheets and images.
const ASSETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");

/// The application's own routes. Everything in the folder is public, below `/assets`.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(home))
        .route("/imprint", web::get().to(imprint))
        .service(Files::new("/assets", ASSETS));
}

/// The address of Bootstrap's stylesheet. A copy on the own origin needs no request to another site.
const BOOTSTRAP: &str = "https://cdn.jsdelivr.net/npm/bootstrap@5.3.8/dist/css/bootstrap.min.css";

/// The whole configuration.
///
/// # Errors
/// If the database file cannot be opened.
pub fn config() -> Result<Config, Error> {
    Ok(Config {
        site_name: Some("Acme".into()),
        look: brand(),
        language_switch: true,
        messages: texts(),
        store: SqliteStore::open("look.db")?.with_model(UserModel).into(),
        // The secret and the address, from the environment.
        ..Config::from_env()
    })
}

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

/// The same pages with utility classes of Tailwind. Its command finds the classes in this file. Classes that aren't named keep the
/// framework's rules.
pub fn tailwind() -> Look {
    Look {
        accent: Color::rgb(0x0f_76_6e),
        stylesheets: vec!["/assets/tailwind.css".into()],
        classes: Classes {
            field: "mb-4".into(),
            label: "block font-medium".into(),
            input: "block w-full rounded-md border px-3 py-2".into(),
            button: "rounded-md bg-teal-700 px-4 py-2 text-white hover:bg-teal-900".into(),
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

/// A page within the layout, with the menu and the footer of all others.
#[derive(Template)]
#[template(path = "imprint.html")]
struct Imprint {
    address: &'static str,
}

impl Page for Imprint {
    const NAME: &'static str = "imprint";

    fn render_default(&self, _: &View<'_>) -> Result<String, Error> {
        Ok(self.render()?)
    }

    fn title(&self) -> Message {
        Message::new("imprint")
    }
}

async fn imprint(pow: Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    let page = Imprint { address: "Acme Ltd, 1 Main Street, Exampletown" };
    match conn.page(200, &page) {
        Ok(reply) => pow.respond(&request, conn, reply),
        Err(error) => pow.fault(&request, &error),
    }
}
