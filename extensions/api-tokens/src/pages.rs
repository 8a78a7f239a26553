//! The pages. An application replaces them in `Config::pages`.

use askama::Template;
use pow_core::{
    DateTime, Error,
    conn::CURRENT_PASSWORD,
    json::{Map, Value, json},
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
    secret::Secret,
};

use crate::{
    NewToken, PersonalToken,
    changeset::{EXPIRES_IN, MAX_NAME, NAME},
};

/// A token in the list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenItem {
    /// The token.
    pub token: PersonalToken,
    /// The path of the form that ends the token. Absent if the route was removed.
    pub action: Option<String>,
}

impl TokenItem {
    /// Creates an entry without the form.
    pub fn new(token: PersonalToken) -> Self {
        Self { token, action: None }
    }

    /// Sets the path of the form that ends the token.
    #[must_use]
    pub fn action(mut self, path: Option<String>) -> Self {
        self.action = path;
        self
    }

    fn data(&self) -> Value {
        json!({
            "id": self.token.id,
            "name": self.token.name,
            "scope": self.token.scopes.to_string(),
            "created_at": machine(self.token.created_at),
            "expires_at": self.token.expires_at.map(machine),
            "last_used_at": self.token.last_used_at.map(machine),
            "path": self.action,
        })
    }

    /// Returns the text that says when the token expires.
    #[must_use]
    pub fn expires(&self) -> Message {
        match self.token.expires_at {
            Some(at) => Message::new("api-tokens-expires").with("date", date(at)),
            None => Message::new("api-tokens-expires-never"),
        }
    }

    /// Returns the text that says when the token was last used.
    #[must_use]
    pub fn used(&self) -> Message {
        match self.token.last_used_at {
            Some(at) => Message::new("api-tokens-used").with("date", date(at)),
            None => Message::new("api-tokens-used-never"),
        }
    }
}

fn scope_label(scope: &str) -> Message {
    Message::new("api-tokens-scope").with("scope", scope)
}

fn machine(at: DateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn date(at: DateTime) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// The list. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokensIndex {
    /// The tokens, newest first.
    pub tokens: Vec<TokenItem>,
    /// The path of the form for a new token.
    pub new_path: Option<String>,
}

impl TokensIndex {
    /// Creates the list without the link to the form.
    pub fn new(tokens: Vec<TokenItem>) -> Self {
        Self { tokens, new_path: None }
    }

    /// Sets the path of the form for a new token.
    #[must_use]
    pub fn new_path(mut self, path: Option<String>) -> Self {
        self.new_path = path;
        self
    }
}

impl Page for TokensIndex {
    const NAME: &'static str = "api_tokens/index";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(IndexTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("api-tokens-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("tokens".to_owned(), self.tokens.iter().map(TokenItem::data).collect())])
    }
}

/// The form for a new token. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokensNew {
    /// The values and errors of the form.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The scopes to choose from. Each is a checkbox.
    pub scopes: Vec<String>,
    /// The longest lifetime in days. `None` lets the field be empty.
    pub max_days: Option<i64>,
    /// Whether the form asks for the current password.
    pub needs_password: bool,
    /// The path back to the list.
    pub back: Option<String>,
}

impl TokensNew {
    /// Creates the page. It has no longest lifetime, no password field and no link back.
    pub fn new(form: Form, action: String, scopes: Vec<String>) -> Self {
        let form = form.label(NAME, "api-tokens-field-name").label(EXPIRES_IN, "api-tokens-field-expires-in");
        let form = scopes.iter().fold(form, |form, scope| form.label(scope.clone(), scope_label(scope)));
        Self { form, action, scopes, max_days: None, needs_password: false, back: None }
    }

    /// Sets the longest lifetime in days.
    #[must_use]
    pub fn max_days(mut self, days: Option<i64>) -> Self {
        self.max_days = days;
        self
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

impl Page for TokensNew {
    const NAME: &'static str = "api_tokens/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("api-tokens-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The page that shows a new token, once. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokensCreated {
    /// The secret. No other page can show it.
    pub secret: Secret<String>,
    /// The token.
    pub token: NewToken,
    /// The path back to the list.
    pub back: Option<String>,
}

impl TokensCreated {
    /// Creates the page without a link back.
    pub fn new(secret: Secret<String>, token: NewToken) -> Self {
        Self { secret, token, back: None }
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for TokensCreated {
    const NAME: &'static str = "api_tokens/created";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(CreatedTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("api-tokens-created-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        let data = json!({
            "token": self.secret.expose(),
            "name": self.token.name,
            "scope": self.token.scopes.to_string(),
            "expires_at": self.token.expires_at.map(machine),
        });
        if let Value::Object(data) = data { data } else { Map::new() }
    }
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexTemplate<'a> {
    page: &'a TokensIndex,
    view: &'a View<'a>,
}

impl IndexTemplate<'_> {
    /// Returns the accessible name of an entry's form. It includes the position, because two tokens may have the same name.
    fn form_label(&self, item: &TokenItem, position: usize) -> String {
        format!("{position}. {}", item.token.name)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewTemplate<'a> {
    page: &'a TokensNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn name(&self) -> Input {
        Input::new(NAME, "api-tokens-field-name").hint("api-tokens-hint-name").max_length(MAX_NAME).required()
    }

    fn scope(&self, scope: &str) -> Input {
        Input::new(scope.to_owned(), scope_label(scope))
    }

    fn expires_in(&self) -> Input {
        let input = Input::new(EXPIRES_IN, "api-tokens-field-expires-in");
        match self.page.max_days {
            Some(max) => input.hint(Message::new("api-tokens-hint-expires-in").with("max", max)).required(),
            None => input.hint("api-tokens-hint-expires-never"),
        }
    }

    fn password(&self) -> Input {
        Input::new(CURRENT_PASSWORD, "field-current-password").autocomplete("current-password").required()
    }
}

#[derive(Template)]
#[template(path = "created.html")]
struct CreatedTemplate<'a> {
    page: &'a TokensCreated,
    view: &'a View<'a>,
}
