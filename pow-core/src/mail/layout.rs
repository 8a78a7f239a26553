//! The layout of every mail.

use askama::Template;

use super::{Mail, MailBody, MailView};
use crate::{
    Error,
    messages::{Message, keys},
    pages::Html,
};

/// The layout of a mail: the site's name, the subject as a heading, the body, and a footer that names the sender. Below the
/// footer is the slot `footer`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailLayout {
    /// The subject of the mail.
    pub subject: Message,
    /// The body of the mail, with its translated subject.
    pub body: MailBody,
}

impl Mail for MailLayout {
    const NAME: &'static str = "layout";
    const SLOTS: &'static [&'static str] = &["footer"];

    fn subject(&self) -> Message {
        self.subject.clone()
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let (footer, more) = (footer(view), view.slot::<Self>("footer"));
        let text = LayoutText { mail: self, view, footer: &footer, more: &more }.render()?;
        let html =
            LayoutHtml { mail: self, view, subject: &self.body.subject, footer: &footer, more: &more }.render()?;
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
    more: &'a MailBody,
}

#[derive(Template)]
#[template(path = "mail/layout.txt")]
struct LayoutText<'a> {
    mail: &'a MailLayout,
    view: &'a MailView<'a>,
    footer: &'a str,
    more: &'a MailBody,
}
