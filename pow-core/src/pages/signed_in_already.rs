//! The page of a mailed link for visitors, opened by a signed-in user.

use askama::Template;

use super::{
    Page, View,
    fields::{self, FormMethod},
};
use crate::Error;
use crate::messages::{Message, keys};

/// The page of a mailed link that is only for visitors, such as one to reset a password, opened while a user is signed in. It says
/// who that is, and offers to sign out or to stay. Slots: `notices`, `links`.
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
    /// The path at which the link goes on after the sign-out, without its token. `None` if the link must be opened again.
    pub link_path: Option<String>,
}

impl SignedInAlready {
    /// The status of the page: 409 (Conflict).
    pub const STATUS: u16 = 409;
    /// The hidden field of the sign-out with [`link_path`](Self::link_path).
    pub const FIELD: &'static str = "link";

    /// Creates a page after whose sign-out the link must be opened again.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the path at which the link goes on after the sign-out.
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
