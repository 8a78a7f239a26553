//! What every page gets besides its own data.

use std::collections::HashMap;

use super::flash::{Flash, FlashKind};
use super::html::Html;
use super::language::LanguageSwitch;
use super::stylesheet::stylesheet_file_name;
use crate::messages::{Localizer, Message};

/// What every page gets besides its own data: the reader's language, the CSRF token, who is signed in, and what the
/// extensions put into its slots.
///
/// ```
/// use pow_core::messages::MessagesBuilder;
/// use pow_core::pages::View;
///
/// let messages = MessagesBuilder::default().build()?;
/// let mut view = View::new(messages.negotiate(None, None, None));
/// view.csrf_token = "masked-token";
/// view.user_label = Some("ada@example.com");
/// assert_eq!(view.t("sign-out"), "Sign out");
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct View<'a> {
    /// The texts in the reader's language.
    pub localizer: Localizer,
    /// The token for the hidden field `_csrf_token` of every form.
    pub csrf_token: &'a str,
    /// Messages that are shown once.
    pub flash: &'a [Flash],
    /// The signed-in user, as the page names them; `None` for a visitor.
    pub user_label: Option<&'a str>,
    /// The account pages, for someone who is signed in.
    pub menu: Vec<MenuItem>,
    /// What the extensions add to this page.
    pub slots: Slots,
    /// The site's name, shown in the header and in `<title>`.
    pub site_name: Option<&'a str>,
    /// The path of this page, so that the menu can mark it.
    pub current_path: Option<&'a str>,
    /// The languages to choose from; `None` shows no switch.
    pub language_switch: Option<LanguageSwitch>,
    /// The path of [`STYLESHEET`](super::STYLESHEET). Default: `/` and its file name.
    pub stylesheet_path: String,
    /// The path of the application's start page. Default: `/`.
    pub home_path: &'a str,
    /// Where the sign-out form goes. Default: `/session`.
    pub sign_out_path: &'a str,
}

impl<'a> View<'a> {
    /// A view for a visitor: signed out, no flash, no menu, empty slots, the default paths.
    pub fn new(localizer: Localizer) -> Self {
        Self {
            localizer,
            csrf_token: "",
            flash: &[],
            user_label: None,
            menu: Vec::new(),
            slots: Slots::default(),
            site_name: None,
            current_path: None,
            language_switch: None,
            stylesheet_path: format!("/{}", stylesheet_file_name()),
            home_path: "/",
            sign_out_path: "/session",
        }
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.localizer.t(key)
    }

    /// The text of a message.
    pub fn text(&self, message: &Message) -> String {
        self.localizer.text(message)
    }

    /// The flash messages that have a text: CSS class, ARIA role, text.
    pub fn flashes(&self) -> impl Iterator<Item = (&'static str, &'static str, String)> {
        self.flash.iter().filter_map(|flash| {
            let (class, role) = match flash.kind {
                FlashKind::Info => ("flash flash-info", "status"),
                FlashKind::Error => ("flash flash-error", "alert"),
            };
            Some((class, role, self.localizer.optional(&flash.message)?))
        })
    }

    /// Is this the page at that path?
    pub fn is_current(&self, path: &str) -> bool {
        self.current_path == Some(path)
    }
}

/// An entry of the menu of account pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MenuItem {
    /// What it says.
    pub label: Message,
    /// Where it leads.
    pub path: String,
}

impl MenuItem {
    /// An entry.
    pub fn new(label: impl Into<Message>, path: impl Into<String>) -> Self {
        Self { label: label.into(), path: path.into() }
    }
}

/// The named places of a page, filled by the extensions in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots(HashMap<&'static str, Vec<Html>>);

impl Slots {
    /// Adds a fragment at the end of a slot.
    pub fn push(&mut self, slot: &'static str, fragment: Html) {
        self.0.entry(slot).or_default().push(fragment);
    }

    /// The fragments of a slot, in the order in which they were added.
    pub fn get(&self, slot: &str) -> &[Html] {
        self.0.get(slot).map(Vec::as_slice).unwrap_or_default()
    }
}
