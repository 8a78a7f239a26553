//! The layout of every page.

use askama::Template;

use super::flash::FlashKind;
use super::{Html, Page, View, fields};
use crate::Error;
use crate::look::{Logo, Scheme};
use crate::messages::{Message, keys};

/// The layout of a page: the document's head, the header with the menu and the sign-out button, and the flash messages. Slot:
/// `banner`, above the content of every page.
///
/// An extension fills the slot by `registry.slot::<Layout>("banner", …)`. A custom layout must show
/// `view.slots.get(Layout::BANNER)`. A complete document of the application must do so, too
/// ([`Conn::html`](crate::conn::Conn::html)).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Layout {
    /// The page's title.
    pub title: Message,
    /// The markup of the page.
    pub body: Html,
    /// Whether the page shows a form with errors.
    pub has_errors: bool,
    /// The description for search engines, or `None` for a page that they must not index.
    pub description: Option<Message>,
}

impl Layout {
    /// The slot above the content of every page.
    pub const BANNER: &'static str = "banner";

    /// Creates the layout of a page.
    pub fn new(title: Message, body: Html, has_errors: bool) -> Self {
        Self { title, body, has_errors, description: None }
    }

    /// Sets the description for search engines.
    #[must_use]
    pub fn description(mut self, description: Option<Message>) -> Self {
        self.description = description;
        self
    }

    /// Returns the text for `<title>`. It begins with "Error:" if there are errors, and ends with the site's name.
    pub fn document_title(&self, view: &View<'_>) -> String {
        let title = view.text(&self.title);
        let wrong = self.has_errors || view.flash.iter().any(|flash| flash.kind == FlashKind::Error);
        let title = if wrong { view.text(&Message::new(keys::TITLE_ERROR).with("title", title)) } else { title };
        match view.site_name {
            Some(site) => format!("{title} · {site}"),
            None => title,
        }
    }
}

impl Page for Layout {
    const NAME: &'static str = "layout";
    const SLOTS: &'static [&'static str] = &[Self::BANNER];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(LayoutTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        self.title.clone()
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }
}

#[derive(Template)]
#[template(path = "logo.html")]
struct LogoTemplate<'a> {
    logo: &'a Logo,
    name: String,
    src: &'a str,
    dark: Option<&'a str>,
}

impl<'a> LogoTemplate<'a> {
    fn new(logo: &'a Logo, name: String, scheme: Scheme) -> Self {
        let dark = logo.dark.as_deref();
        let src = dark.filter(|_| scheme == Scheme::Dark).unwrap_or(&logo.path);
        Self { logo, name, src, dark: dark.filter(|_| scheme == Scheme::Both) }
    }
}

#[derive(Template)]
#[template(path = "layout.html")]
struct LayoutTemplate<'a> {
    page: &'a Layout,
    view: &'a View<'a>,
}

impl LayoutTemplate<'_> {
    /// Returns the logo or the site's name, or "Home" if there is neither.
    fn brand(&self) -> Result<Html, Error> {
        let name = self.view.site_name.map_or_else(|| self.view.t("home"), str::to_owned);
        match &self.view.look.logo {
            Some(logo) => Html::render(&LogoTemplate::new(logo, name, self.view.look.scheme)),
            None => Ok(Html::escape(&name)),
        }
    }

    fn signed_in_as(&self, user: &str) -> String {
        self.view.text(&Message::new(keys::SIGNED_IN_AS).with("name", user))
    }
}
