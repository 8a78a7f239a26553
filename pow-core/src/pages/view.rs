//! The data that every page receives besides its struct.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::declared::Notebook;
use super::flash::{Flash, FlashKind};
use super::form::FieldError;
use super::html::Html;
use super::language::LanguageSwitch;
use super::stylesheet::Stylesheet;
use crate::identifier::email::to_display;
use crate::look::Look;
use crate::messages::{Localizer, Message};
use crate::record::User;

/// The data that every page receives besides its struct: the language, the CSRF token, the signed-in user and the content of
/// the slots.
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
    /// The title of the page, which is the accessible name of its [form](super::fields::form_start). `None` in a slot and in a
    /// document of the application.
    pub title: Option<Message>,
    /// The token for the hidden field `_csrf_token` of every form.
    pub csrf_token: &'a str,
    /// The flash messages.
    pub flash: &'a [Flash],
    /// The signed-in user, or `None` for a visitor.
    pub user: Option<&'a User>,
    /// The name of the signed-in user, or `None` for a visitor.
    pub user_label: Option<&'a str>,
    /// The menu of account pages, for a signed-in user.
    pub menu: Vec<MenuItem>,
    /// The content that extensions add to this page.
    pub slots: Slots,
    /// The site's name, shown in the header and in `<title>`.
    pub site_name: Option<&'a str>,
    /// The path of this page, so that the menu can mark it.
    pub current_path: Option<&'a str>,
    /// The language switch, or `None` to show none.
    pub language_switch: Option<LanguageSwitch>,
    /// The path of the [`Stylesheet`]. Default: `/` and the file name of the default look's stylesheet.
    pub stylesheet_path: String,
    /// The path of the script that shows passwords, or `None` if pages have no script.
    pub script_path: Option<String>,
    /// The look: logo, stylesheets, footer and contact.
    pub look: &'a Look,
    /// The path of the application's start page. Default: `/`.
    pub home_path: &'a str,
    /// The URL of the sign-out form. Default: `/session`.
    pub sign_out_path: &'a str,
    /// Records the forms of the page, if it is rendered for a client that reads JSON.
    pub(crate) notebook: Option<Notebook>,
}

impl<'a> View<'a> {
    /// Creates a view for a visitor. It has no flash messages, no menu, empty slots and the default paths.
    pub fn new(localizer: Localizer) -> Self {
        static DEFAULT: LazyLock<Stylesheet> = LazyLock::new(|| Stylesheet::new(Look::plain()));
        Self {
            localizer,
            title: None,
            csrf_token: "",
            flash: &[],
            user: None,
            user_label: None,
            menu: Vec::new(),
            slots: Slots::default(),
            site_name: None,
            current_path: None,
            language_switch: None,
            stylesheet_path: format!("/{}", DEFAULT.file_name),
            script_path: None,
            look: Look::plain(),
            home_path: "/",
            sign_out_path: "/session",
            notebook: None,
        }
    }

    /// Returns the text of a key.
    pub fn t(&self, key: &str) -> String {
        self.localizer.t(key)
    }

    /// Returns the text of a message.
    pub fn text(&self, message: &Message) -> String {
        self.localizer.text(message)
    }

    /// Returns an email address in its readable form, with an international domain in its own script. Any other text is returned
    /// unchanged.
    pub fn email(&self, address: &str) -> String {
        to_display(address).into_owned()
    }

    /// Returns the text of an error, as the page shows it at the field.
    pub(super) fn error(&self, error: &FieldError) -> String {
        error.specific(&self.localizer).unwrap_or_else(|| self.text(&error.message))
    }

    /// Returns the CSS class, the ARIA role and the text of each flash message that has a text.
    pub fn flashes(&self) -> impl Iterator<Item = (&str, &'static str, String)> {
        let classes = &self.look.classes;
        self.flash.iter().filter_map(|flash| {
            let (class, role) = match flash.kind {
                FlashKind::Info => (&*classes.flash_info, "status"),
                FlashKind::Error => (&*classes.flash_error, "alert"),
            };
            Some((class, role, self.localizer.optional(&flash.message)?))
        })
    }

    /// Returns whether this page has the path.
    pub fn is_current(&self, path: &str) -> bool {
        self.current_path == Some(path)
    }
}

/// An entry of the menu of account pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MenuItem {
    /// The label.
    pub label: Message,
    /// The path of the page.
    pub path: String,
}

impl MenuItem {
    /// Creates an entry.
    pub fn new(label: impl Into<Message>, path: impl Into<String>) -> Self {
        Self { label: label.into(), path: path.into() }
    }
}

/// The slots of a page, filled by the extensions in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots(HashMap<&'static str, Vec<Html>>);

impl Slots {
    /// Adds a fragment at the end of a slot.
    pub fn push(&mut self, slot: &'static str, fragment: Html) {
        self.0.entry(slot).or_default().push(fragment);
    }

    /// Returns the fragments of a slot, in the order in which they were added.
    pub fn get(&self, slot: &str) -> &[Html] {
        self.0.get(slot).map(Vec::as_slice).unwrap_or_default()
    }
}
