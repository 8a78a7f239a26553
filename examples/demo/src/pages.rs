//! The demo's pages, in the framework's layout.

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use askama::Template;
use pow_core::{
    CurrentUser, Error, Pow,
    conn::{Conn, Reply},
    controllers::{registration, session},
    identifier::email::to_display,
    json::Value,
    messages::{Localizer, Message},
    pages::{ErrorPage, Page, View},
    record::User,
    schema,
};

use crate::{api, extensions, options::Options};

/// The settings that the home page shows.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// A name that is the same in all languages, or a message.
    database: Result<&'static str, Message>,
    cache: String,
    policy: &'static str,
    extensions: String,
}

impl About {
    /// Reads the settings from the options. URLs are left out, because they may contain a password.
    pub(crate) fn of(options: &Options) -> Self {
        let list = extensions::list(options);
        let extensions: Vec<_> = extensions::names(&list).collect();
        Self {
            database: match options.database_url.split(':').next() {
                Some("mysql" | "mariadb") => Ok("MySQL, MariaDB"),
                Some("postgres" | "postgresql") => Ok("PostgreSQL"),
                _ if options.database_url.ends_with(":memory:") => Err(Message::new("demo-sqlite-memory")),
                _ => Err(Message::new("demo-sqlite-file")),
            },
            cache: options.cache.split(':').next().unwrap_or_default().to_owned(),
            policy: options.profile.name(),
            extensions: extensions.join(", "),
        }
    }
}

/// The home page.
#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    texts: Localizer,
    user: Option<String>,
    sign_in: Option<String>,
    register: Option<String>,
    account: Option<String>,
    forgot: Option<String>,
    about: &'a About,
}

impl Home<'_> {
    fn status(&self) -> String {
        match self.user.as_deref() {
            Some(name) => self.texts.text(&Message::new("demo-signed-in-as").with("name", name)),
            None => self.texts.t("demo-signed-out"),
        }
    }

    fn database(&self) -> String {
        match &self.about.database {
            Ok(name) => (*name).to_owned(),
            Err(message) => self.texts.text(message),
        }
    }
}

/// The page behind the guard.
#[derive(Template)]
#[template(path = "protected.html")]
struct Protected {
    texts: Localizer,
    user: String,
}

/// A page of this application: its rendered template and the key of its title.
pub(crate) struct DemoPage {
    pub(crate) body: String,
    pub(crate) title: &'static str,
}

impl Page for DemoPage {
    const NAME: &'static str = "demo/page";

    fn render_default(&self, _: &View<'_>) -> Result<String, Error> {
        Ok(self.body.clone())
    }

    fn title(&self) -> Message {
        Message::new(self.title)
    }
}

/// Serves `/`, with or without a session.
pub(crate) async fn home(pow: web::Data<Pow>, about: web::Data<About>, request: HttpRequest) -> HttpResponse {
    render_page(&pow, &request, "home", |texts, user| Home {
        texts,
        user,
        sign_in: pow.path(session::NEW),
        register: pow.path(registration::NEW),
        account: pow.path(registration::EDIT),
        forgot: pow.path(pow_ext_reset_password::NEW),
        about: &about,
    })
}

/// Serves `/protected`, behind the guard.
pub(crate) async fn protected(pow: web::Data<Pow>, user: CurrentUser, request: HttpRequest) -> HttpResponse {
    let user = user_id(&pow, &user);
    render_page(&pow, &request, "demo-protected", |texts, _| Protected { texts, user })
}

/// Serves `/bare`, outside of the framework.
pub(crate) async fn bare() -> impl Responder {
    "bare"
}

/// Answers all other paths.
pub(crate) async fn not_found(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
    respond(&pow, &request, |conn| conn.page(404, &ErrorPage::new(404)))
}

/// The OpenAPI document of all routes, those of the demo's API included.
#[derive(Debug)]
pub(crate) struct OpenApi(Value);

impl OpenApi {
    pub(crate) async fn document(pow: &Pow, has_api: bool) -> Self {
        let mut document = pow.openapi().await;
        if has_api {
            api::describe(&mut document);
        }
        Self(document)
    }
}

/// Serves `/openapi.json`.
pub(crate) async fn openapi(document: web::Data<OpenApi>) -> HttpResponse {
    HttpResponse::Ok().json(&document.0)
}

/// Renders a template in the framework's layout.
pub(crate) fn render_page<T: Template>(
    pow: &Pow,
    request: &HttpRequest,
    title: &'static str,
    template: impl FnOnce(Localizer, Option<String>) -> T,
) -> HttpResponse {
    respond(pow, request, |conn| {
        let user = conn.user().map(|user| user_id(pow, user));
        let body = template(conn.cx().localizer().clone(), user).render()?;
        conn.page(200, &DemoPage { body, title })
    })
}

pub(crate) fn respond(
    pow: &Pow,
    request: &HttpRequest,
    page: impl FnOnce(&Conn) -> Result<Reply, Error>,
) -> HttpResponse {
    let reply = || {
        let conn = pow.conn(request)?;
        let reply = page(&conn)?;
        Ok((conn, reply))
    };
    match reply() {
        Ok((conn, reply)) => pow.respond(request, conn, reply),
        Err(error) => pow.fault(request, &error),
    }
}

/// Returns the user id as the pages show it.
fn user_id(pow: &Pow, user: &User) -> String {
    match user.value(pow.user_id_field().name()) {
        Some(schema::Value::Text(name)) => to_display(name).into_owned(),
        _ => String::new(),
    }
}
