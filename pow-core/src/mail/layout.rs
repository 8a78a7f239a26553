//! The layout of every mail.

use askama::Template;

use super::{Mail, MailBody, MailView};
use crate::{
    Error,
    look::{Logo, Palette, Scheme},
    messages::{Message, keys},
    pages::Html,
};

/// Invisible characters after the preview. In the inbox, mail programs show them in place of the text that follows.
const FILLER: &str = "&#8199;&#847;";
/// How often the filler is repeated.
const FILLERS: usize = 40;

/// The layout of a mail: the site's name, the subject as a heading, the body, and a footer that names the sender. Below the
/// footer is the slot `footer`.
///
/// It consists of tables, because Outlook on Windows supports no other layout. It has rules for dark mode.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailLayout {
    /// The subject of the mail.
    pub subject: Message,
    /// The body of the mail, with its translated subject.
    pub body: MailBody,
    /// The preview, which mail programs show below the subject in the inbox. The mail itself does not show it.
    pub preview: String,
}

impl Mail for MailLayout {
    const NAME: &'static str = "layout";
    const SLOTS: &'static [&'static str] = &["footer"];

    fn subject(&self, _: &MailView<'_>) -> Message {
        self.subject.clone()
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let footer = footer(view);
        let more = view.slot::<Self>("footer");
        let text = LayoutText { mail: self, footer: &footer, more: &more }.render()?;
        let html = LayoutHtml {
            mail: self,
            view,
            subject: &self.body.subject,
            filler: Html::trusted(FILLER.repeat(FILLERS)),
            start: if view.localizer.dir() == "rtl" { "right" } else { "left" },
            colors: view.colors(),
            dark: (view.look.scheme == Scheme::Both).then(|| view.look.dark()),
            logo: logo(view),
            footer: footer.iter().map(|line| line.html(view.colors())).collect(),
            more: &more,
        };
        Ok(MailBody::new(text, Html::trusted(html.render()?)))
    }
}

/// A line of the footer, with the part of it that is a link.
struct Line {
    text: String,
    link: String,
    url: Option<String>,
}

impl Line {
    fn html(&self, colors: Palette) -> Html {
        let (text, link) = (Html::escape(&self.text), Html::escape(&self.link));
        let Some(url) = &self.url else { return text };
        let (url, color) = (Html::escape(url), colors.muted);
        let anchor = format!("<a class=\"mu\" href=\"{url}\" dir=\"ltr\" style=\"color:{color}\">{link}</a>");
        Html::trusted(text.as_str().replacen(link.as_str(), &anchor, 1))
    }
}

/// Returns the lines of the footer: the sender, the contact, and the links of the look.
fn footer(view: &MailView<'_>) -> Vec<Line> {
    let url = view.site_url;
    let sender = match view.site_name {
        Some(site) => Message::new(keys::MAIL_FOOTER_NAMED).with("site", site).with("url", url),
        None => Message::new(keys::MAIL_FOOTER).with("url", url),
    };
    let sender =
        Line { text: view.text(&sender), link: url.to_owned(), url: (!url.is_empty()).then(|| url.to_owned()) };
    let contact = view.look.support.as_deref().map(|contact| Line {
        text: view.text(&Message::new(keys::MAIL_FOOTER_CONTACT).with("contact", contact)),
        link: contact.to_owned(),
        url: view.look.support_url(),
    });
    let links = view.look.footer.iter().map(|link| {
        let url = link.url(url);
        let (label, shown) = (view.text(&link.label), url.trim_start_matches("mailto:").trim_start_matches("tel:"));
        let text = view.text(&Message::new(keys::MAIL_FACT).with("label", label).with("value", shown));
        Line { text, link: shown.to_owned(), url: Some(url) }
    });
    [sender].into_iter().chain(contact).chain(links).collect()
}

/// Returns the logo with a complete address. If the mail is always dark, it is the logo for dark backgrounds.
fn logo(view: &MailView<'_>) -> Option<Logo> {
    let mut logo = view.look.logo.clone()?;
    if let Some(dark) = logo.dark.clone().filter(|_| view.look.scheme == Scheme::Dark) {
        logo.path = dark;
    }
    logo.path = logo.url(view.site_url);
    Some(logo)
}

#[derive(Template)]
#[template(path = "mail/layout.html")]
struct LayoutHtml<'a> {
    mail: &'a MailLayout,
    view: &'a MailView<'a>,
    subject: &'a str,
    filler: Html,
    /// The side on which a line starts, for mail programs that ignore the text direction.
    start: &'static str,
    colors: Palette,
    /// The colours of dark mode, if the mail has one.
    dark: Option<Palette>,
    logo: Option<Logo>,
    footer: Vec<Html>,
    more: &'a MailBody,
}

#[derive(Template)]
#[template(path = "mail/layout.txt")]
struct LayoutText<'a> {
    mail: &'a MailLayout,
    footer: &'a [Line],
    more: &'a MailBody,
}
