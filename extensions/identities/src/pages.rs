//! The pages. An application replaces them in `Config::pages`.

use std::time::Duration;

use askama::Template;
use pow_core::{
    DateTime, Error,
    conn::CURRENT_PASSWORD,
    json::{Map, Value, json},
    messages::Message,
    pages::{
        Form, Page, View, code_validity,
        fields::{self, FormMethod, Input},
    },
};

use crate::{Identity, IdentityKind, changeset::USERNAME, kind::MAX_NAME};

/// An address, a number or a name in the list, with what can be done with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityItem {
    /// The address, number or name.
    pub identity: Identity,
    /// The path of the page that asks for the code, if the identity is not proved.
    pub prove_path: Option<String>,
    /// The path of the form that makes the address the main one, if this is possible.
    pub primary_path: Option<String>,
    /// The path of the form that removes the identity, if this is possible.
    pub delete_path: Option<String>,
}

impl IdentityItem {
    /// Creates an entry without actions.
    pub fn new(identity: Identity) -> Self {
        Self { identity, prove_path: None, primary_path: None, delete_path: None }
    }

    /// Sets the path of the page that asks for the code.
    #[must_use]
    pub fn prove_path(mut self, path: Option<String>) -> Self {
        self.prove_path = path;
        self
    }

    /// Sets the path of the form that makes the address the main one.
    #[must_use]
    pub fn primary_path(mut self, path: Option<String>) -> Self {
        self.primary_path = path;
        self
    }

    /// Sets the path of the form that removes the identity.
    #[must_use]
    pub fn delete_path(mut self, path: Option<String>) -> Self {
        self.delete_path = path;
        self
    }

    /// Returns the label of the link to the page that asks for the code.
    #[must_use]
    pub fn prove_label(&self) -> Message {
        Message::new(self.identity.kind.text("identities-prove", "identities-prove-phone"))
    }

    /// Returns whether the identity is proved.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.identity.proved_at.is_some()
    }

    fn data(&self) -> Value {
        json!({
            "id": self.identity.id,
            "kind": self.identity.kind.name(),
            "value": self.identity.value,
            "is_primary": self.identity.is_primary,
            "is_proved": self.is_proved(),
            "proved_at": self.identity.proved_at.map(machine),
            "added_at": machine(self.identity.inserted_at),
            "prove_path": self.prove_path,
            "primary_path": self.primary_path,
            "delete_path": self.delete_path,
        })
    }
}

fn machine(at: DateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub(crate) fn password() -> Input {
    Input::new(CURRENT_PASSWORD, "field-current-password").autocomplete("current-password").required()
}

/// The list. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentitiesIndex {
    /// The addresses, the numbers and the name, the main address first.
    pub items: Vec<IdentityItem>,
    /// The path of the form for another address.
    pub new_path: Option<String>,
    /// The path that the form of an address is sent to.
    pub create_path: Option<String>,
    /// The path of the form for a phone number.
    pub phone_path: Option<String>,
    /// The path of the form for the user name.
    pub username_path: Option<String>,
    /// Whether the user has a user name.
    pub has_username: bool,
}

impl IdentitiesIndex {
    /// Creates the list without links.
    pub fn new(items: Vec<IdentityItem>) -> Self {
        Self { items, new_path: None, create_path: None, phone_path: None, username_path: None, has_username: false }
    }

    /// Sets the path of the form for another address.
    #[must_use]
    pub fn new_path(mut self, path: Option<String>) -> Self {
        self.new_path = path;
        self
    }

    /// Sets the path that the form of an address is sent to.
    #[must_use]
    pub fn create_path(mut self, path: Option<String>) -> Self {
        self.create_path = path;
        self
    }

    /// Sets the path of the form for a phone number.
    #[must_use]
    pub fn phone_path(mut self, path: Option<String>) -> Self {
        self.phone_path = path;
        self
    }

    /// Sets the path of the form for the user name, and whether the user has a user name.
    #[must_use]
    pub fn username_path(mut self, path: Option<String>, has_username: bool) -> Self {
        self.username_path = path;
        self.has_username = has_username;
        self
    }
}

impl Page for IdentitiesIndex {
    const NAME: &'static str = "identities/index";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(IndexTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("identities-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("identities".to_owned(), self.items.iter().map(IdentityItem::data).collect())])
    }
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexTemplate<'a> {
    page: &'a IdentitiesIndex,
    view: &'a View<'a>,
}

impl IndexTemplate<'_> {
    fn username(&self) -> Message {
        Message::new(if self.page.has_username { "identities-change-username" } else { "identities-add-username" })
    }

    /// Returns the accessible name of the form with this button.
    fn form_label(&self, button: &str, item: &IdentityItem) -> String {
        format!("{} · {}", self.view.t(button), self.view.email(&item.identity.value))
    }

    /// Whether the address is from before the extension and has no row yet.
    fn is_without_row(item: &IdentityItem) -> bool {
        item.identity.id.is_none() && !item.is_proved()
    }
}

/// The form for another address. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentitiesNew {
    /// The values and errors of the form.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// Whether the form asks for the current password.
    pub needs_password: bool,
    /// The path back to the list.
    pub back: Option<String>,
}

impl IdentitiesNew {
    /// Creates the page. It has no password field and no link back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), needs_password: false, back: None }
    }

    /// Sets whether the form asks for the current password.
    #[must_use]
    pub fn needs_password(mut self, needs: bool) -> Self {
        self.needs_password = needs;
        self
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for IdentitiesNew {
    const NAME: &'static str = "identities/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let input = Input::new("email", "field-email").email().autocomplete("email").max_length(254).required();
        let texts = ["identities-new-title", "identities-new-text"];
        let (submit, asks) = (Message::new("identities-new-submit"), self.needs_password.then(password));
        let (form, action, back) = (&self.form, self.action.as_str(), &self.back);
        Ok(NewTemplate { form, action, back, view, input, texts, submit, asks }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("identities-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The form for the user name. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UsernameNew {
    /// The values and errors of the form.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// Whether the form asks for the current password.
    pub needs_password: bool,
    /// The path back to the list.
    pub back: Option<String>,
}

impl UsernameNew {
    /// Creates the page. It has no password field and no link back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), needs_password: false, back: None }
    }

    /// Sets whether the form asks for the current password.
    #[must_use]
    pub fn needs_password(mut self, needs: bool) -> Self {
        self.needs_password = needs;
        self
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for UsernameNew {
    const NAME: &'static str = "identities/username";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let input = Input::new(USERNAME, IdentityKind::Username.label())
            .hint("identities-username-hint")
            .autocomplete("username")
            .max_length(MAX_NAME)
            .required();
        let texts = ["identities-username-title", "identities-username-text"];
        let (submit, asks) = (Message::new("identities-username-submit"), self.needs_password.then(password));
        let (form, action, back) = (&self.form, self.action.as_str(), &self.back);
        Ok(NewTemplate { form, action, back, view, input, texts, submit, asks }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("identities-username-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
pub(crate) struct NewTemplate<'a> {
    pub(crate) form: &'a Form,
    pub(crate) action: &'a str,
    pub(crate) back: &'a Option<String>,
    pub(crate) view: &'a View<'a>,
    pub(crate) input: Input,
    /// The keys of the title and the text.
    pub(crate) texts: [&'static str; 2],
    pub(crate) submit: Message,
    pub(crate) asks: Option<Input>,
}

/// The page that asks for the code of an address or a number. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityProve {
    /// The errors of the code. The code is not shown again.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The address or number to which the code was sent.
    pub address: String,
    /// The kind: an address or a number.
    pub kind: IdentityKind,
    /// How long the code works.
    pub ttl: Duration,
    /// The path to which the button "Send another code" posts.
    pub resend_path: Option<String>,
    /// The path back to the list.
    pub back: Option<String>,
}

impl IdentityProve {
    /// Creates the page for an email address. It has no resend button and no link back.
    pub fn new(form: Form, action: impl Into<String>, address: impl Into<String>, ttl: Duration) -> Self {
        let (action, address, kind) = (action.into(), address.into(), IdentityKind::Email);
        Self { form, action, address, kind, ttl, resend_path: None, back: None }
    }

    /// Sets the kind: an address or a number.
    #[must_use]
    pub fn kind(mut self, kind: IdentityKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the path to which the button "Send another code" posts.
    #[must_use]
    pub fn resend_path(mut self, path: Option<String>) -> Self {
        self.resend_path = path;
        self
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }

    /// Returns how long the code works.
    pub fn validity(&self) -> Option<Message> {
        Some(code_validity(self.ttl))
    }
}

impl Page for IdentityProve {
    const NAME: &'static str = "identities/prove";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ProveTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(self.kind.text("identities-prove-title", "identities-prove-title-phone"))
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("address".to_owned(), self.address.as_str().into()),
            ("kind".to_owned(), self.kind.name().into()),
            ("code_seconds".to_owned(), self.ttl.as_secs().into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "prove.html")]
struct ProveTemplate<'a> {
    page: &'a IdentityProve,
    view: &'a View<'a>,
}

impl ProveTemplate<'_> {
    fn text(&self) -> &'static str {
        self.page.kind.text("identities-prove-text", "identities-prove-text-phone")
    }

    /// Whether the page has the hint about spam. Texts are not taken for spam, as mails are.
    fn has_hint(&self) -> bool {
        self.page.kind != IdentityKind::Phone
    }
}
