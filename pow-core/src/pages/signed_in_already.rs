//! The page of a mailed link for visitors, opened by a signed-in user.

use askama::Template;

use super::{
    Page, View,
    fields::{self, FormMethod},
};
use crate::Error;
use crate::messages::{Message, keys};

/// The page that a signed-in user sees after opening a mailed link that is only for visitors, such as a link to reset a password.
/// It names the signed-in user, and offers to sign out or to stay signed in. Slots: `notices`, `links`.
///
/// ```
/// use pow_core::pages::SignedInAlready;
///
/// let page = SignedInAlready::new().link_path(Some("/reset-password/~handle".to_owned()));
/// assert!(page.link_path.is_some());
/// ```
///
/// # Security
/// The page is the same for a valid and an invalid link.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SignedInAlready {
    /// The path that continues with the link after the sign-out, without the token. `None` if the user must open the mailed link
    /// again.
    pub link_path: Option<String>,
}

impl SignedInAlready {
    /// The status of the page: 409 (Conflict).
    pub const STATUS: u16 = 409;
    /// The name of the hidden field that sends [`link_path`](Self::link_path) with the sign-out form.
    pub const FIELD: &'static str = "link";

    /// Creates a page without a path: after the sign-out, the user must open the link again.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the path that continues with the link after the sign-out.
    #[must_use]
    pub fn link_path(mut self, path: Option<String>) -> Self {
        self.link_path = path;
        self
    }
}

impl Page for SignedInAlready {
    const NAME: &'static str = "signed_in_already";
    const SLOTS: &'static [&'static str] = &["notices", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(SignedInAlreadyTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::SIGNED_IN_LINK_TITLE)
    }

    fn refusal(&self) -> Option<Message> {
        Some(Message::new(keys::SIGNED_IN_ALREADY))
    }
}

#[derive(Template)]
#[template(path = "signed_in_already.html")]
struct SignedInAlreadyTemplate<'a> {
    page: &'a SignedInAlready,
    view: &'a View<'a>,
}

impl SignedInAlreadyTemplate<'_> {
    fn signed_in_as(&self, user: &str) -> String {
        self.view.text(&Message::new(keys::SIGNED_IN_LINK_USER).with("user", user))
    }

    fn sign_out(&self) -> Message {
        Message::new(if self.page.link_path.is_some() { keys::SIGNED_IN_LINK_CONTINUE } else { keys::SIGN_OUT })
    }
}
