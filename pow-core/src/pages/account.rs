//! The account: a page with a row for each part, and for each part a page with a form.

use askama::Template;
use serde_json::{Map, Value, json};

use super::fields::{self, FormMethod, Input};
use super::{Form, Html, Page, View};
use crate::Error;
use crate::messages::{Message, keys};

/// A part of the account. Each part has a page with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccountPart {
    /// The email address.
    Email,
    /// The user name.
    Username,
    /// The password.
    Password,
    /// The fields that extensions and the application add.
    Details,
}

impl AccountPart {
    const ALL: [Self; 4] = [Self::Email, Self::Username, Self::Password, Self::Details];

    /// The hidden form field that names the part.
    pub const FIELD: &'static str = "part";

    /// Returns the name in paths and forms, such as `email`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Username => "username",
            Self::Password => "password",
            Self::Details => "details",
        }
    }

    /// Returns the part with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// A row of the page [`Account`]: a title, a value, and a link to another page.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountRow {
    /// The part that the row shows. Its name is the name of the slot below the row. `None` for a section of an extension.
    pub part: Option<AccountPart>,
    /// The title.
    pub title: Message,
    /// The value that the row shows, such as the email address.
    pub value: Option<String>,
    /// The path of the page that the row links to.
    pub path: Option<String>,
    /// The text of the link.
    pub link: Message,
}

impl AccountRow {
    /// Creates a row with the link text "Manage". It has no value and no path.
    pub fn new(title: impl Into<Message>) -> Self {
        Self { part: None, title: title.into(), value: None, path: None, link: Message::new(keys::ACCOUNT_MANAGE) }
    }

    /// Sets the part, and the link text "Change".
    #[must_use]
    pub fn part(mut self, part: AccountPart) -> Self {
        self.part = Some(part);
        self.link = Message::new(keys::ACCOUNT_CHANGE);
        self
    }

    /// Sets the value.
    #[must_use]
    pub fn value(mut self, value: Option<String>) -> Self {
        self.value = value;
        self
    }

    /// Sets the path.
    #[must_use]
    pub fn path(mut self, path: Option<String>) -> Self {
        self.path = path;
        self
    }

    /// Returns what extensions add below this row.
    pub fn fragments<'v>(&self, view: &'v View<'_>) -> &'v [Html] {
        self.part.map(|part| view.slots.get(part.name())).unwrap_or_default()
    }
}

/// The page of the account. It has a row for each part, for each section of an extension, and for the deletion of the account.
///
/// The slots `email`, `username`, `password` and `details` are each below the row of that part. The slot `notices` is above all
/// rows, and `sections` is below the rows of the extensions. All slots may contain forms.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Account {
    /// The rows.
    pub rows: Vec<AccountRow>,
    /// The path of the page to delete the account, or `None` if there is no such page.
    pub delete_path: Option<String>,
}

impl Account {
    /// Creates the page without a row for the deletion.
    pub fn new(rows: Vec<AccountRow>) -> Self {
        Self { rows, delete_path: None }
    }

    /// Sets the path of the page to delete the account.
    #[must_use]
    pub fn delete_path(mut self, path: Option<String>) -> Self {
        self.delete_path = path;
        self
    }
}

impl Page for Account {
    const NAME: &'static str = "account";
    const SLOTS: &'static [&'static str] = &["notices", "email", "username", "password", "details", "sections"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(AccountTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::REGISTRATION_EDIT_TITLE)
    }

    fn data(&self, view: &View<'_>) -> Map<String, Value> {
        let rows = self.rows.iter().map(|row| {
            let part = row.part.map(AccountPart::name);
            json!({ "part": part, "title": view.text(&row.title), "value": row.value, "path": row.path })
        });
        Map::from_iter([
            ("rows".to_owned(), rows.collect()),
            ("delete_path".to_owned(), self.delete_path.as_deref().into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountTemplate<'a> {
    page: &'a Account,
    view: &'a View<'a>,
}

/// The page to change the email address. Its slots are `notices` and `fields`, in this order. `fields` is inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountEmail {
    /// The values, and their errors.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// The field of the address.
    pub input: Input,
    /// Whether the account has a password. If it has one, a change requires the current password.
    pub has_password: bool,
    /// The user name, for password managers. `None` if users sign in with the address.
    pub username: Option<String>,
    /// The path of the account's page.
    pub back: Option<String>,
}

impl AccountEmail {
    /// Creates the page for an account that has a password. It has no user name and no link back.
    pub fn new(form: Form, action: impl Into<String>, input: Input) -> Self {
        Self { form, action: action.into(), input, has_password: true, username: None, back: None }
    }

    /// Sets the user name.
    #[must_use]
    pub fn username(mut self, username: Option<String>) -> Self {
        self.username = username;
        self
    }

    /// Sets whether the account has a password.
    #[must_use]
    pub fn has_password(mut self, has_password: bool) -> Self {
        self.has_password = has_password;
        self
    }

    /// Sets the path of the account's page.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for AccountEmail {
    const NAME: &'static str = "account/email";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let inputs = vec![fields::text_field(view, &self.form, &self.input)?];
        let part = PartTemplate::new(view, AccountPart::Email, self.title(), &self.form, &self.action, inputs);
        let part = part.user_id(self.username.as_deref());
        part.render_with(self.has_password, keys::ACCOUNT_EMAIL_SUBMIT, self.back.as_deref())
    }

    fn title(&self) -> Message {
        Message::new(keys::ACCOUNT_EMAIL_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The page to change the user name. Its slots are `notices` and `fields`, in this order. `fields` is inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountUsername {
    /// The values, and their errors.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// The field of the name.
    pub input: Input,
    /// Whether the account has a password. If it has one, a change requires the current password.
    pub has_password: bool,
    /// The path of the account's page.
    pub back: Option<String>,
}

impl AccountUsername {
    /// Creates the page for an account that has a password. It has no link back.
    pub fn new(form: Form, action: impl Into<String>, input: Input) -> Self {
        Self { form, action: action.into(), input, has_password: true, back: None }
    }

    /// Sets whether the account has a password.
    #[must_use]
    pub fn has_password(mut self, has_password: bool) -> Self {
        self.has_password = has_password;
        self
    }

    /// Sets the path of the account's page.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for AccountUsername {
    const NAME: &'static str = "account/username";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let inputs = vec![fields::text_field(view, &self.form, &self.input)?];
        let part = PartTemplate::new(view, AccountPart::Username, self.title(), &self.form, &self.action, inputs);
        part.render_with(self.has_password, keys::ACCOUNT_USERNAME_SUBMIT, self.back.as_deref())
    }

    fn title(&self) -> Message {
        Message::new(keys::ACCOUNT_USERNAME_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// The page to change the password, or to set the first one. Its slots are `notices` and `fields`, in this order. `fields` is
/// inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountPassword {
    /// The errors.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// Whether the account has a password. If it has one, a change requires the current password.
    pub has_password: bool,
    /// The minimum length of a password, for the hint.
    pub min_length: usize,
    /// The path of the account's page.
    pub back: Option<String>,
}

impl AccountPassword {
    /// Creates the page for an account that has a password. It has no link back, and the hint names a minimum of 8 characters.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), has_password: true, min_length: 8, back: None }
    }

    /// Sets whether the account has a password.
    #[must_use]
    pub fn has_password(mut self, has_password: bool) -> Self {
        self.has_password = has_password;
        self
    }

    /// Sets the minimum length of a password.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }

    /// Sets the path of the account's page.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }

    /// Returns the fields of the new password and of its repetition.
    pub fn inputs(&self) -> [Input; 2] {
        if !self.has_password {
            return [Input::password(self.min_length), Input::password_again()];
        }
        let hint = Message::new(keys::HINT_PASSWORD).with("min", self.min_length);
        let new = Input::replaced_password(self.min_length).hint(hint).required();
        [new, Input::replaced_password_again().required()]
    }
}

impl Page for AccountPassword {
    const NAME: &'static str = "account/password";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let form = if self.has_password { with_labels_of_new_password(self.form.clone()) } else { self.form.clone() };
        let [new, again] = self.inputs();
        let inputs = vec![fields::password_field(view, &form, &new)?, fields::password_field(view, &form, &again)?];
        let part = PartTemplate::new(view, AccountPart::Password, self.title(), &form, &self.action, inputs);
        part.user_id(view.user_label).render_with(
            self.has_password,
            keys::ACCOUNT_PASSWORD_SUBMIT,
            self.back.as_deref(),
        )
    }

    fn title(&self) -> Message {
        Message::new(if self.has_password { keys::ACCOUNT_PASSWORD_TITLE } else { keys::ACCOUNT_PASSWORD_TITLE_FIRST })
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// Sets the labels of the new password, for the summary of errors.
pub(super) fn with_labels_of_new_password(form: Form) -> Form {
    let confirmation = keys::FIELD_PASSWORD_CONFIRMATION_NEW;
    form.label("password", keys::FIELD_PASSWORD_NEW).label("password_confirmation", confirmation)
}

/// A part's page.
#[derive(Template)]
#[template(path = "account_part.html")]
struct PartTemplate<'a> {
    view: &'a View<'a>,
    part: AccountPart,
    title: Message,
    form: &'a Form,
    action: &'a str,
    inputs: Vec<Html>,
    /// The user id for password managers, on a page that has no field for it.
    user_id: Option<&'a str>,
    has_password: bool,
    submit: &'static str,
    back: Option<&'a str>,
}

impl<'a> PartTemplate<'a> {
    fn new(
        view: &'a View<'a>,
        part: AccountPart,
        title: Message,
        form: &'a Form,
        action: &'a str,
        inputs: Vec<Html>,
    ) -> Self {
        Self { view, part, title, form, action, inputs, user_id: None, has_password: true, submit: "", back: None }
    }

    fn user_id(self, user_id: Option<&'a str>) -> Self {
        Self { user_id, ..self }
    }

    fn render_with(self, has_password: bool, submit: &'static str, back: Option<&'a str>) -> Result<String, Error> {
        Ok(Self { has_password, submit, back, ..self }.render()?)
    }
}

/// The page to delete the account. It explains the consequences and has the button. Its slots are `notices`, `consequences` and
/// `fields`, in this order. `consequences` is a list of items. `fields` is inside the form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountDelete {
    /// The errors.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// Whether the deletion requires the password.
    pub needs_password: bool,
    /// The path of the account's page.
    pub back: Option<String>,
}

impl AccountDelete {
    /// Creates the page without a field for the password and without a link back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), needs_password: false, back: None }
    }

    /// Sets whether the deletion requires the password.
    #[must_use]
    pub fn needs_password(mut self, needs_password: bool) -> Self {
        self.needs_password = needs_password;
        self
    }

    /// Sets the path of the account's page.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for AccountDelete {
    const NAME: &'static str = "account/delete";
    const SLOTS: &'static [&'static str] = &["notices", "consequences", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(DeleteTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::ACCOUNT_DELETE_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "account_delete.html")]
struct DeleteTemplate<'a> {
    page: &'a AccountDelete,
    view: &'a View<'a>,
}

impl DeleteTemplate<'_> {
    fn text(&self, user: &str) -> String {
        self.view.text(&Message::new(keys::ACCOUNT_DELETE_USER).with("user", user))
    }
}
