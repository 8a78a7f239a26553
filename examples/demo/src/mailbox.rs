//! `/dev/mailbox`: shows the mails that the demo has sent. For development only: the mailbox is public.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use mail_parser::{Address, DateTime, Message as Parsed, MessageParser};
use pow_core::{
    Error, Pow,
    identifier::email::to_display,
    messages::{Localizer, Message},
    pages::ErrorPage,
};

use crate::pages::{DemoPage, render_page, respond};

/// The maximum number of listed mails.
const MAX_LISTED: usize = 100;
/// The content security policy of the page around a mail. It allows one frame of the same origin.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                           frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The content security policy of the mail itself. It allows styles and following links, and nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation";

/// The folder that the demo's mails are written to.
#[derive(Debug)]
pub(crate) struct Mailbox(PathBuf);

impl Mailbox {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Returns the file names, newest first: they begin with the time.
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(&self.0)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".eml") && !name.starts_with('.'))
            .collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        Ok(names)
    }

    fn read(&self, name: &str) -> Option<Mail> {
        Mail::read(&self.0, name)
    }

    /// Returns a mail by its name in the list. Other files can't be requested.
    fn find(&self, id: &str) -> Result<Option<Mail>, Error> {
        let names = self.names().map_err(Error::other)?;
        Ok(names.iter().find(|name| name.strip_suffix(".eml") == Some(id)).and_then(|name| self.read(name)))
    }
}

/// A mail as its recipient sees it.
struct Mail {
    id: String,
    from: String,
    to: String,
    subject: String,
    date: String,
    text: String,
    html: Option<String>,
}

impl Mail {
    fn read(folder: &Path, name: &str) -> Option<Self> {
        let bytes = fs::read(folder.join(name)).ok()?;
        let message = MessageParser::default().parse(&bytes)?;
        Some(Self {
            id: name.strip_suffix(".eml")?.to_owned(),
            from: addresses(message.from()),
            to: addresses(message.to()),
            subject: message.subject().unwrap_or_default().to_owned(),
            date: message.date().map(date_text).unwrap_or_default(),
            // Mails end each line in CRLF, and a page would show both.
            text: message.body_text(0).map(|text| text.replace("\r\n", "\n")).unwrap_or_default(),
            html: html_part(&message),
        })
    }

    /// Splits the text into words and returns whether each is a link.
    fn pieces(&self) -> Vec<(&str, bool)> {
        let is_link = |word: &str| word.starts_with("http://") || word.starts_with("https://");
        self.text.split_inclusive(char::is_whitespace).map(|word| (word, is_link(word))).collect()
    }
}

/// Formats a time as text that is the same in all languages.
fn date_text(date: &DateTime) -> String {
    let date = date.to_timezone(0);
    format!("{:04}-{:02}-{:02} {:02}:{:02} UTC", date.year, date.month, date.day, date.hour, date.minute)
}

fn html_part(message: &Parsed<'_>) -> Option<String> {
    let html = message.body_html(0)?.into_owned();
    // Links open outside of the frame.
    Some(html.replacen("<head>", "<head><base target=\"_top\">", 1))
}

fn addresses(address: Option<&Address<'_>>) -> String {
    let addresses = address.into_iter().flat_map(Address::iter);
    let addresses = addresses.map(|one| match (one.name(), one.address()) {
        (Some(name), Some(address)) => format!("{name} <{}>", to_display(address)),
        (None, Some(address)) => to_display(address).into_owned(),
        _ => String::new(),
    });
    addresses.collect::<Vec<_>>().join(", ")
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    texts: Localizer,
    mails: Vec<Mail>,
    more: usize,
}

impl MailboxPage {
    fn older(&self) -> String {
        self.texts.text(&Message::new("demo-mailbox-more").with("count", self.more))
    }
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    texts: &'a Localizer,
    mail: &'a Mail,
}

/// Serves `/dev/mailbox.css`.
pub(crate) async fn stylesheet() -> HttpResponse {
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(include_str!("../assets/mailbox.css"))
}

/// Serves `/dev/mailbox`.
pub(crate) async fn list(pow: web::Data<Pow>, mailbox: web::Data<Mailbox>, request: HttpRequest) -> HttpResponse {
    let names = match mailbox.names() {
        Ok(names) => names,
        Err(error) => return pow.fault(&request, &Error::other(error)),
    };
    let mails: Vec<Mail> = names.iter().take(MAX_LISTED).filter_map(|name| mailbox.read(name)).collect();
    let more = names.len().saturating_sub(MAX_LISTED);
    render_page(&pow, &request, "demo-mailbox", |texts, _| MailboxPage { texts, mails, more })
}

/// Serves `/dev/mailbox/{mail}`.
pub(crate) async fn mail(
    pow: web::Data<Pow>,
    mailbox: web::Data<Mailbox>,
    id: web::Path<String>,
    request: HttpRequest,
) -> HttpResponse {
    respond(&pow, &request, |conn| match mailbox.find(&id)? {
        None => conn.page(404, &ErrorPage::new(404)),
        Some(mail) => {
            let page =
                DemoPage { body: MailPage { texts: conn.cx().localizer(), mail: &mail }.render()?, title: "demo-mail" };
            Ok(conn.page(200, &page)?.header("content-security-policy", PAGE_POLICY))
        }
    })
}

/// Serves `/dev/mailbox/{mail}/html`, the content of the frame.
pub(crate) async fn html(
    pow: web::Data<Pow>,
    mailbox: web::Data<Mailbox>,
    id: web::Path<String>,
    request: HttpRequest,
) -> HttpResponse {
    match mailbox.find(&id) {
        Ok(Some(Mail { html: Some(html), .. })) => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header(("content-security-policy", MAIL_POLICY))
            .insert_header(("cache-control", "no-store"))
            .insert_header(("referrer-policy", "no-referrer"))
            .insert_header(("x-content-type-options", "nosniff"))
            .body(html),
        Ok(_) => respond(&pow, &request, |conn| conn.page(404, &ErrorPage::new(404))),
        Err(error) => pow.fault(&request, &error),
    }
}
