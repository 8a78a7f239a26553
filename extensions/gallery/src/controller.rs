//! The answers of the routes.

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    json::{Map, Value},
    look::Scheme,
    mail::MailBody,
    pages::ErrorPage,
};

use crate::{
    INDEX, MAIL, PAGE, STYLESHEET,
    entries::{self, Entry},
    pages::index,
};

/// The content security policy of a mail. It allows styles and images, and nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https:; base-uri 'none'; \
                           form-action 'none'; frame-ancestors 'self'; sandbox";

/// The controller of [`INDEX`], [`PAGE`], [`MAIL`] and [`STYLESHEET`].
#[derive(Clone, Copy, Debug, Default)]
pub struct GalleryController;

#[async_trait]
impl Controller for GalleryController {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        let shown = match (action, outcome) {
            (_, Outcome::Halt(reply)) => Some(reply),
            (INDEX, _) => Some(conn.page(200, &index(conn)?)?),
            (PAGE, _) => page(conn)?,
            (MAIL, _) => mail(conn)?,
            (STYLESHEET, _) => stylesheet(conn),
            _ => None,
        };
        match shown {
            Some(reply) => Ok(reply),
            None => conn.page(404, &ErrorPage::new(404)),
        }
    }
}

fn example(conn: &Conn, is_mail: bool) -> Result<Option<Entry<'_>>, Error> {
    let slug = conn.request().path_param("example").unwrap_or_default();
    entries::find(conn.pow(), is_mail, slug)
}

fn page(conn: &Conn) -> Result<Option<Reply>, Error> {
    let Some(entry) = example(conn, false)? else { return Ok(None) };
    let html = on_stage(conn, |stage| entry.examples.page(stage, entry.state))?;
    Ok(html.map(|html| reply(conn, html, "text/html; charset=utf-8")))
}

fn mail(conn: &Conn) -> Result<Option<Reply>, Error> {
    let Some(entry) = example(conn, true)? else { return Ok(None) };
    let mail = on_stage(conn, |stage| entry.examples.mail(stage, entry.state))?;
    let is_text = conn.request().query.text("part") == Some("text");
    Ok(mail.map(|mail| match is_text {
        true => reply(conn, text(&mail), "text/plain; charset=utf-8"),
        false => {
            let html = reply(conn, mail.html.to_string(), "text/html; charset=utf-8");
            html.header("content-security-policy", MAIL_POLICY)
        }
    }))
}

/// The text part of a mail, below its subject.
pub(crate) fn text(mail: &MailBody) -> String {
    format!("{}\n\n{}", mail.subject, mail.text)
}

fn stylesheet(conn: &Conn) -> Option<Reply> {
    let scheme = entries::scheme(conn.pow(), conn.request().path_param("scheme")?)?;
    Some(reply(conn, entries::stylesheet(conn.pow(), scheme).css, "text/css; charset=utf-8"))
}

/// Shows something in the language and the scheme of the query.
fn on_stage<T>(conn: &Conn, show: impl FnOnce(&pow_core::examples::Stage<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let (pow, query) = (conn.pow(), &conn.request().query);
    let localizer = entries::localizer(pow, query.text("lang"));
    let scheme = query.text("scheme").and_then(|wanted| entries::scheme(pow, wanted));
    let path = scheme.and_then(|scheme| pow.path_with(STYLESHEET, entries::name(scheme)));
    let look = entries::look(pow, scheme.unwrap_or(Scheme::Both));
    match path {
        Some(path) => show(&entries::stage(pow, localizer, &look, path)),
        None => show(&entries::stage(pow, localizer, pow.look(), pow.stylesheet_path())),
    }
}

/// A document in any format, as data for a client that reads JSON.
fn reply(conn: &Conn, content: String, format: &str) -> Reply {
    match conn.request().client.reads_json() {
        true => Reply::data(200, Map::from_iter([("content".to_owned(), Value::from(content))])),
        false => Reply::html(200, content).header("content-type", format),
    }
}
