//! The pages: plain, accessible HTML that works without JavaScript.
//!
//! A page is a struct of data. An application can replace its template with a closure for the type of the struct. Askama or the
//! compiler still checks every field that the template uses. The layout is itself a page.
//!
//! ```
//! use pow_core::messages::MessagesBuilder;
//! use pow_core::pages::{ErrorPage, Pages, View};
//!
//! let messages = MessagesBuilder::default().build()?;
//! let view = View::new(messages.negotiate(None, None, None));
//! let pages = Pages::default().replace::<ErrorPage>(|page, _| Ok(format!("<h1>Oh dear: {}</h1>", page.status)));
//! let html = pages.render(&ErrorPage::new(404), &view)?;
//! assert!(html.contains("<h1>Oh dear: 404</h1>"));
//! # Ok::<(), pow_core::Error>(())
//! ```

mod account;
mod declared;
mod error;
mod example;
pub mod fields;
mod flash;
mod form;
mod html;
mod inbox;
pub(crate) mod json;
mod language;
mod layout;
mod link_ended;
pub(crate) mod question;
mod registration;
mod script;
mod session;
mod signed_in_already;
mod stylesheet;
#[cfg(test)]
pub(crate) mod tests;
mod view;

pub use account::{Account, AccountDelete, AccountEmail, AccountPart, AccountPassword, AccountRow, AccountUsername};
pub(crate) use declared::Notebook;
pub use error::ErrorPage;
pub use example::{Example, Sample};
pub use flash::{Flash, FlashKind};
pub use form::{FieldError, Form, UserIdInput};
pub use html::Html;
pub use inbox::{CheckInbox, code_validity};
pub use language::LanguageSwitch;
pub use layout::Layout;
pub use link_ended::{LinkEnded, NextStep};
pub use question::EmailQuestion;
pub use registration::{RegistrationEdit, RegistrationNew};
pub use script::{SCRIPT, script_file_name};
pub use session::SessionNew;
pub use signed_in_already::SignedInAlready;
pub use stylesheet::Stylesheet;
pub use view::{MenuItem, Slots, View};

use serde_json::{Map, Value};

use crate::Error;
use crate::base::overrides::Overrides;
use crate::messages::Message;

/// The data of a page and its built-in template.
///
/// # Security
/// An implementation must escape every value. Askama does so for templates whose name ends in `.html`.
///
/// # Example
/// A page of an extension, which uses the building blocks of the core:
/// ```
/// use pow_core::messages::{Message, MessagesBuilder};
/// use pow_core::pages::fields::{self, FormMethod, Input};
/// use pow_core::pages::{Form, Page, Pages, View};
///
/// /// The page that asks for the address of a forgotten account.
/// #[non_exhaustive]
/// pub struct ResetPasswordNew {
///     pub form: Form,
///     pub action: String,
/// }
///
/// impl Page for ResetPasswordNew {
///     const NAME: &'static str = "reset_password/new";
///
///     fn render_default(&self, view: &View<'_>) -> Result<String, pow_core::Error> {
///         let email = Input::new("email", "field-email").email().autocomplete("email").required();
///         Ok(format!(
///             "<h1>{}</h1>{}{}{}{}</form>",
///             pow_core::pages::Html::escape(&view.text(&self.title())),
///             fields::error_summary(view, &self.form)?,
///             fields::form_start(view, FormMethod::Post, &self.action)?,
///             fields::text_field(view, &self.form, &email)?,
///             fields::submit_button(view, &Message::new("reset-password-new-submit"))?,
///         ))
///     }
///
///     fn title(&self) -> Message {
///         Message::new("reset-password-new-title")
///     }
///
///     fn form(&self) -> Option<&Form> {
///         Some(&self.form)
///     }
/// }
///
/// let texts = "reset-password-new-title = Forgot your password?\nreset-password-new-submit = Send me a link";
/// let messages = MessagesBuilder::default().resource("reset_password", "en".parse()?, texts).build()?;
/// let view = View::new(messages.negotiate(None, None, None));
/// let page = ResetPasswordNew { form: Form::new("user"), action: "/reset-password".to_owned() };
/// assert!(Pages::default().render(&page, &view)?.contains("<title>Forgot your password?</title>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Page: Sized + Send + Sync + 'static {
    /// The unique name of the page, such as `session/new`. It is used in logs, and as the key of its slots.
    const NAME: &'static str;

    /// The slots that extensions can fill, in the order in which the page shows them.
    const SLOTS: &'static [&'static str] = &[];

    /// Slots of other pages whose fragments this page also shows. Each entry has the name of a page and the name of a slot. This
    /// page's slot of the same name shows those fragments first, then its own. For example, a page that creates an account can
    /// ask for everything that the registration asks for.
    ///
    /// ```
    /// use pow_core::pages::{Page, RegistrationNew};
    ///
    /// const SHARES: &[(&str, &str)] = &[(RegistrationNew::NAME, "fields")];
    /// # assert_eq!(SHARES, [("registration/new", "fields")]);
    /// ```
    const SHARES: &'static [(&'static str, &'static str)] = &[];

    /// Renders the built-in template, without the layout.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    fn render_default(&self, view: &View<'_>) -> Result<String, Error>;

    /// Returns the title, which the layout shows in `<title>`. It is also the accessible name of the page's
    /// [form](fields::form_start).
    fn title(&self) -> Message;

    /// Returns the description for search engines. A page without one is not indexed. Default: none.
    fn description(&self) -> Option<Message> {
        None
    }

    /// Returns the form to which extensions add fields, if the page has one.
    fn form(&self) -> Option<&Form> {
        None
    }

    /// Returns all errors that the page shows at fields. A page with several forms returns those of each.
    fn errors(&self) -> Vec<FieldError> {
        self.form().map(|form| form.all_errors().to_vec()).unwrap_or_default()
    }

    /// Returns the data that the page shows in addition to its form, such as the entries of a list. It is for clients that read
    /// JSON. Default: no data.
    ///
    /// ```
    /// use pow_core::json::{Map, Value};
    ///
    /// fn data(colors: &[&str]) -> Map<String, Value> {
    ///     Map::from_iter([("colors".to_owned(), colors.into())])
    /// }
    /// # assert_eq!(data(&["red"]).len(), 1);
    /// ```
    ///
    /// # Security
    /// Include nothing that the page doesn't show, and no password.
    fn data(&self, _view: &View<'_>) -> Map<String, Value> {
        Map::new()
    }

    /// Returns the message of a page that refuses the request. Its key is the code for clients that read JSON. This method is
    /// called only if the status is 400 or above. Without a message, the code is that of the status.
    fn refusal(&self) -> Option<Message> {
        None
    }

    /// Returns whether the page shows a form with errors or a question. The layout then begins `<title>` with "Error:".
    fn has_errors(&self) -> bool {
        !self.errors().is_empty() || self.form().is_some_and(|form| form.question().is_some())
    }
}

/// Templates that replace the built-in ones. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Pages(Overrides);

type RenderFn<P> = dyn Fn(&P, &View<'_>) -> Result<String, Error> + Send + Sync;

struct Replacement<P>(Box<RenderFn<P>>);

impl Pages {
    /// Replaces the template of the page `P`. The closure renders the page without the layout. Replace [`Layout`] to change the
    /// layout of all pages. The closure can fall back to [`Page::render_default`].
    ///
    /// # Security
    /// The markup is sent unchanged. The closure must escape every value.
    #[must_use]
    pub fn replace<P: Page>(
        mut self,
        render: impl Fn(&P, &View<'_>) -> Result<String, Error> + Send + Sync + 'static,
    ) -> Self {
        self.0.insert::<P, Replacement<P>>(P::NAME, Replacement(Box::new(render)));
        self
    }

    /// Renders a complete document: the page within the layout.
    ///
    /// # Errors
    /// The errors of the templates.
    pub fn render<P: Page>(&self, page: &P, view: &View<'_>) -> Result<String, Error> {
        let body = Html::trusted(self.render_body(page, view)?);
        let layout = Layout::new(page.title(), body, page.has_errors()).description(page.description());
        self.render_body(&layout, view)
    }

    /// Renders a page without the layout.
    ///
    /// # Errors
    /// The errors of the template.
    pub fn render_body<P: Page>(&self, page: &P, view: &View<'_>) -> Result<String, Error> {
        match self.0.get::<P, Replacement<P>>() {
            Some(Replacement(render)) => render(page, view),
            None => page.render_default(view),
        }
    }
}
