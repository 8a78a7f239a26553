//! What a form shows: the values typed before, and what is wrong with them.

use std::borrow::Cow;

use crate::messages::{Message, keys};

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, such as `email`.
    pub field: Cow<'static, str>,
    /// What is wrong, for the reader's language.
    pub message: Message,
}

impl FieldError {
    /// An error of a field.
    pub fn new(field: impl Into<Cow<'static, str>>, message: impl Into<Message>) -> Self {
        Self { field: field.into(), message: message.into() }
    }

    /// Whether another account has the value: the message is [`ERROR_TAKEN`](keys::ERROR_TAKEN).
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.message.key == keys::ERROR_TAKEN
    }

    /// Whether another write came first: the message is [`ERROR_CHANGED_MEANWHILE`](keys::ERROR_CHANGED_MEANWHILE).
    #[must_use]
    pub fn is_overtaken(&self) -> bool {
        self.message.key == keys::ERROR_CHANGED_MEANWHILE
    }
}

/// A form's values and errors.
///
/// ```
/// use pow_core::pages::{FieldError, Form};
///
/// let form = Form::new("user")
///     .values([("email", "ada@example.com"), ("password", "never kept")])
///     .with_errors(vec![FieldError::new("email", "error-taken")]);
/// assert_eq!(form.value("email"), "ada@example.com");
/// assert_eq!(form.value("password"), "");
/// assert_eq!(form.errors("email").count(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    scope: Cow<'static, str>,
    id_prefix: Cow<'static, str>,
    values: Vec<(String, String)>,
    errors: Vec<FieldError>,
    labels: Vec<(Cow<'static, str>, Message)>,
}

impl Form {
    /// An empty form whose fields are named `scope[field]`, or `field` if the scope is empty.
    pub fn new(scope: impl Into<Cow<'static, str>>) -> Self {
        let scope = scope.into();
        Self { id_prefix: scope.clone(), scope, ..Self::default() }
    }

    /// What the elements' ids begin with, for a second form on a page. Default: the scope.
    #[must_use]
    pub fn id_prefix(mut self, prefix: impl Into<Cow<'static, str>>) -> Self {
        self.id_prefix = prefix.into();
        self
    }

    /// Adds values to show.
    ///
    /// # Security
    /// The value of a field with `password` in its name is dropped here, so that no page can echo it.
    #[must_use]
    pub fn values<N: Into<String>, V: Into<String>>(mut self, values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.values.extend(values.filter(|(name, _)| !name.contains("password")));
        self
    }

    /// Adds what is wrong.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Names a field in the summary of errors, where the page has another label for it than `field-<name>`.
    #[must_use]
    pub fn label(mut self, field: impl Into<Cow<'static, str>>, label: impl Into<Message>) -> Self {
        self.labels.push((field.into(), label.into()));
        self
    }

    /// The label of a field: the one that was given, else `field-<name>`, which need not have a text.
    pub fn label_of(&self, field: &str) -> Message {
        let given = self.labels.iter().rev().find(|(name, _)| name == field).map(|(_, label)| label.clone());
        given.unwrap_or_else(|| Message::new(format!("field-{}", field.replace('_', "-"))))
    }

    /// A field's value, or an empty string.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// A field's errors.
    pub fn errors(&self, field: &str) -> impl Iterator<Item = &FieldError> {
        self.errors.iter().filter(move |error| error.field == field)
    }

    /// All errors, in their order.
    pub fn all_errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Is anything wrong?
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The `name` of a field's element: `user[email]`.
    pub fn field_name(&self, field: &str) -> String {
        if self.scope.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.scope) }
    }

    /// The `id` of a field's element: `user_email`.
    pub fn field_id(&self, field: &str) -> String {
        if self.id_prefix.is_empty() { field.to_owned() } else { format!("{}_{field}", self.id_prefix) }
    }
}

/// The field that names a user: an email address or a user name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserIdInput {
    /// The field's name: `email`, `username`, or the application's own.
    pub name: Cow<'static, str>,
    /// Its label.
    pub label: Message,
    /// Is it an email address? It decides the keyboard of a phone.
    pub email: bool,
}

impl UserIdInput {
    /// The field `email`.
    pub fn email() -> Self {
        Self { name: "email".into(), label: Message::new(keys::FIELD_EMAIL), email: true }
    }

    /// The field `username`.
    pub fn username() -> Self {
        Self { name: "username".into(), label: Message::new(keys::FIELD_USERNAME), email: false }
    }

    /// A field of the application's own, which is no email address.
    pub fn named(name: impl Into<Cow<'static, str>>, label: impl Into<Message>) -> Self {
        Self { name: name.into(), label: label.into(), email: false }
    }
}
