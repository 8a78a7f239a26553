//! The page after a mail with a link was sent.

use std::time::Duration;

use askama::Template;
use serde_json::{Map, Value};

use super::{
    Page, View,
    fields::{self, FormMethod},
};
use crate::Error;
use crate::messages::{Message, keys};

/// The page "Check your inbox", for every flow that goes on with a link in a mail. Slots: `notices`, `links`.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{messages::Message, pages::CheckInbox};
///
/// let page = CheckInbox::new(Message::new("my-extension-inbox-text"))
///     .address(Some("ada@gmail.com".to_owned()))
///     .ttl(Some(Duration::from_secs(48 * 3600)))
///     .resend_path(Some("/my-extension/link".to_owned()));
/// assert_eq!(page.provider(), Some(("Gmail", "https://mail.google.com/mail/")));
/// ```
///
/// # Security
/// Show the page for every address that a form accepts, whether an account has the address or not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckInbox {
    /// The sentence that says which mail was sent.
    pub text: Message,
    /// The address as the visitor typed it, or `None` to show no address.
    pub address: Option<String>,
    /// How long the link works, or `None` if it doesn't expire.
    pub ttl: Option<Duration>,
    /// The path to which the button "Send it again" posts.
    pub resend_path: Option<String>,
    /// The path of the form in which the visitor corrects the address.
    pub change_path: Option<String>,
    /// Whether the visitor has just pressed "Send it again".
    pub sent_again: bool,
}

impl CheckInbox {
    /// Creates a page that shows no address. It offers neither to send the mail again nor to change the address.
    pub fn new(text: impl Into<Message>) -> Self {
        Self { text: text.into(), address: None, ttl: None, resend_path: None, change_path: None, sent_again: false }
    }

    /// Sets the address as the visitor typed it.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// Sets how long the link works.
    #[must_use]
    pub fn ttl(mut self, ttl: Option<Duration>) -> Self {
        self.ttl = ttl;
        self
    }

    /// Sets the path to which the button "Send it again" posts.
    #[must_use]
    pub fn resend_path(mut self, path: Option<String>) -> Self {
        self.resend_path = path;
        self
    }

    /// Sets the path of the form in which the visitor corrects the address.
    #[must_use]
    pub fn change_path(mut self, path: Option<String>) -> Self {
        self.change_path = path;
        self
    }

    /// Sets whether the visitor has just pressed "Send it again".
    #[must_use]
    pub fn sent_again(mut self, sent_again: bool) -> Self {
        self.sent_again = sent_again;
        self
    }

    /// Returns how long the link works, in whole hours or in minutes.
    pub fn validity(&self) -> Option<Message> {
        let minutes = (self.ttl?.as_secs() / 60).max(1);
        let hours = if minutes.is_multiple_of(60) { minutes / 60 } else { 0 };
        Some(Message::new(keys::CHECK_INBOX_VALIDITY).with("minutes", minutes).with("hours", hours))
    }

    /// Returns the name and the start page of the address's mail provider, if it is a known one.
    pub fn provider(&self) -> Option<(&'static str, &'static str)> {
        provider(self.address.as_ref()?)
    }
}

/// Returns the sentence on the page that asks for a code: how long the code works, in minutes.
pub fn code_validity(ttl: Duration) -> Message {
    Message::new(keys::CODE_VALIDITY).with("minutes", (ttl.as_secs() / 60).max(1))
}

fn provider(address: &str) -> Option<(&'static str, &'static str)> {
    let domain = address.rsplit_once('@')?.1.to_ascii_lowercase();
    let is_one_of = |names: &&[&str]| names.contains(&domain.as_str());
    PROVIDERS.iter().find(|(_, _, domains)| is_one_of(domains)).map(|(name, url, _)| (*name, *url))
}

/// Returns the label and the address of the link to the provider of an email address, such as "Open Gmail", if it is a known one.
pub(super) fn open(view: &View<'_>, address: &str) -> Option<(String, &'static str)> {
    let (name, url) = provider(address)?;
    Some((view.text(&Message::new(keys::CHECK_INBOX_OPEN).with("provider", name)), url))
}

/// Name, start page and domains of providers with a mailbox on the web.
const PROVIDERS: [(&str, &str, &[&str]); 15] = [
    ("Gmail", "https://mail.google.com/mail/", &["gmail.com", "googlemail.com"]),
    (
        "Outlook",
        "https://outlook.live.com/mail/",
        &[
            "outlook.com",
            "outlook.de",
            "outlook.fr",
            "outlook.es",
            "outlook.jp",
            "outlook.dk",
            "outlook.com.br",
            "hotmail.com",
            "hotmail.de",
            "hotmail.fr",
            "hotmail.es",
            "hotmail.co.uk",
            "hotmail.co.jp",
            "hotmail.com.br",
            "live.com",
            "live.de",
            "live.fr",
            "live.dk",
            "live.co.uk",
            "live.jp",
            "msn.com",
        ],
    ),
    ("Yahoo!メール", "https://mail.yahoo.co.jp/", &["yahoo.co.jp"]),
    (
        "Yahoo Mail",
        "https://mail.yahoo.com/",
        &[
            "yahoo.com",
            "yahoo.de",
            "yahoo.fr",
            "yahoo.es",
            "yahoo.co.uk",
            "yahoo.com.br",
            "ymail.com",
            "rocketmail.com",
        ],
    ),
    ("iCloud Mail", "https://www.icloud.com/mail/", &["icloud.com", "me.com", "mac.com"]),
    ("Proton Mail", "https://mail.proton.me/", &["proton.me", "protonmail.com", "pm.me"]),
    ("AOL Mail", "https://mail.aol.com/", &["aol.com"]),
    ("Fastmail", "https://app.fastmail.com/", &["fastmail.com", "fastmail.fm"]),
    ("GMX", "https://www.gmx.net/", &["gmx.de", "gmx.net", "gmx.at", "gmx.ch"]),
    ("WEB.DE", "https://web.de/", &["web.de"]),
    ("Telekom", "https://email.t-online.de/", &["t-online.de", "magenta.de"]),
    ("Orange", "https://messagerie.orange.fr/", &["orange.fr", "wanadoo.fr"]),
    ("UOL", "https://email.uol.com.br/", &["uol.com.br", "bol.com.br"]),
    ("QQ邮箱", "https://mail.qq.com/", &["qq.com", "foxmail.com"]),
    ("网易邮箱", "https://email.163.com/", &["163.com", "126.com", "yeah.net"]),
];

impl Page for CheckInbox {
    const NAME: &'static str = "check_inbox";
    const SLOTS: &'static [&'static str] = &["notices", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(CheckInboxTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::CHECK_INBOX_TITLE)
    }

    fn data(&self, view: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("text".to_owned(), view.text(&self.text).into()),
            ("address".to_owned(), self.address.as_deref().into()),
            ("link_seconds".to_owned(), self.ttl.map(|ttl| ttl.as_secs()).into()),
            ("change_path".to_owned(), self.change_path.as_deref().into()),
            ("sent_again".to_owned(), self.sent_again.into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "check_inbox.html")]
struct CheckInboxTemplate<'a> {
    page: &'a CheckInbox,
    view: &'a View<'a>,
}

impl CheckInboxTemplate<'_> {
    /// Returns the label and the address of the link to the provider.
    fn open(&self) -> Option<(String, &'static str)> {
        open(self.view, self.page.address.as_ref()?)
    }
}
