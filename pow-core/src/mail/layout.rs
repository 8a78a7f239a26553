//! The frame around every mail.

use askama::Template;

use super::{Mail, MailBody, MailView};
use crate::{
    Error,
    messages::{Message, keys},
    pages::Html,
};

/// The frame around a mail: the site's name, the subject as a heading, and a last line that says who sent it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailLayout {
    /// What the mail says its subject is.
    pub subject: Message,
    /// The mail, with its subject in the reader's language.
    pub body: MailBody,
}

impl Mail for MailLayout {
    const NAME: &'static str = "layout";

    fn subject(&self) -> Message {
        self.subject.clone()
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let footer = footer(view);
        let text = LayoutText { mail: self, footer: &footer }.render()?;
        let html = LayoutHtml { mail: self, view, subject: &self.body.subject, footer: &footer }.render()?;
        Ok(MailBody::new(text, Html::trusted(html)))
    }
}

fn footer(view: &MailView<'_>) -> String {
    match view.site_name {
        Some(site) => view.text(&Message::new(keys::MAIL_FOOTER_NAMED).with("site", site).with("url", view.site_url)),
        None => view.text(&Message::new(keys::MAIL_FOOTER).with("url", view.site_url)),
    }
}

#[derive(Template)]
#[template(path = "mail/layout.html")]
struct LayoutHtml<'a> {
    mail: &'a MailLayout,
    view: &'a MailView<'a>,
    subject: &'a str,
    footer: &'a str,
}

#[derive(Template)]
#[template(path = "mail/layout.txt")]
struct LayoutText<'a> {
    mail: &'a MailLayout,
    footer: &'a str,
}
