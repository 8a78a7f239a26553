//! The content of a form: the values typed before, and their errors.

use std::borrow::Cow;

use super::EmailQuestion;
use crate::identifier::UserIdField;
use crate::messages::{Localizer, Message, keys};

/// An error of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, such as `email`.
    pub field: Cow<'static, str>,
    /// The error message.
    pub message: Message,
}

impl FieldError {
    /// Creates an error of a field.
    pub fn new(field: impl Into<Cow<'static, str>>, message: impl Into<Message>) -> Self {
        Self { field: field.into(), message: message.into() }
    }

    /// Returns the text that names the field, such as the text of `error-required-email`, if there is one.
    pub(super) fn specific(&self, localizer: &Localizer) -> Option<String> {
        let field = self.field.replace('_', "-");
        let key = match &*self.message.key {
            keys::ERROR_REQUIRED => format!("error-required-{field}"),
            keys::ERROR_TAKEN => format!("error-taken-{field}"),
            _ => return None,
        };
        localizer.optional(&Message::new(key))
    }

    /// Returns whether another account has the value. The message is [`ERROR_TAKEN`](keys::ERROR_TAKEN).
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.message.key == keys::ERROR_TAKEN
    }

    /// Returns whether another write came first. The message is [`ERROR_CHANGED_MEANWHILE`](keys::ERROR_CHANGED_MEANWHILE).
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.message.key == keys::ERROR_CHANGED_MEANWHILE
    }
}

/// The values and the errors of a form.
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
    question: Option<EmailQuestion>,
}

impl Form {
    /// Creates an empty form with fields named `scope[field]`, or `field` if the scope is empty.
    pub fn new(scope: impl Into<Cow<'static, str>>) -> Self {
        let scope = scope.into();
        Self { id_prefix: scope.clone(), scope, ..Self::default() }
    }

    /// Sets the prefix of element ids, for a second form on a page. Default: the scope.
    #[must_use]
    pub fn id_prefix(mut self, prefix: impl Into<Cow<'static, str>>) -> Self {
        self.id_prefix = prefix.into();
        self
    }

    /// Adds values.
    ///
    /// # Security
    /// Values of fields with `password` in their name are dropped, so that no page can show them.
    #[must_use]
    pub fn values<N: Into<String>, V: Into<String>>(mut self, values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.values.extend(values.filter(|(name, _)| !name.contains("password")));
        self
    }

    /// Adds errors.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Adds a question about an address that looks mistyped.
    #[must_use]
    pub fn with_question(mut self, question: EmailQuestion) -> Self {
        self.values.push(question.note());
        self.question = Some(question);
        self
    }

    /// Returns the question about an address that looks mistyped.
    pub fn question(&self) -> Option<&EmailQuestion> {
        self.question.as_ref()
    }

    /// Sets the label of a field in the summary of errors, if the page uses another label than `field-<name>`.
    #[must_use]
    pub fn label(mut self, field: impl Into<Cow<'static, str>>, label: impl Into<Message>) -> Self {
        self.labels.push((field.into(), label.into()));
        self
    }

    /// Returns the label of a field: the one that was set, or else `field-<name>`, which may have no text.
    pub fn label_of(&self, field: &str) -> Message {
        let given = self.labels.iter().rev().find(|(name, _)| name == field).map(|(_, label)| label.clone());
        given.unwrap_or_else(|| Message::new(format!("field-{}", field.replace('_', "-"))))
    }

    /// Returns the value of a field, or an empty string.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Returns the scope of the fields. It is empty for fields without a scope.
    pub(super) fn scope(&self) -> &str {
        &self.scope
    }

    /// Returns the names and values of all fields, without passwords. If a name has several values, the last one counts.
    pub fn all_values(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_last = |at: usize, name: &str| !self.values.iter().skip(at + 1).any(|(other, _)| other == name);
        let all = self.values.iter().enumerate().filter(move |(at, (name, _))| is_last(*at, name));
        all.map(|(_, (name, value))| (name.as_str(), value.as_str()))
    }

    /// Returns the errors of a field.
    pub fn errors(&self, field: &str) -> impl Iterator<Item = &FieldError> {
        self.errors.iter().filter(move |error| error.field == field)
    }

    /// Returns all errors, in order.
    pub fn all_errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Returns whether there are errors.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Returns the `name` attribute of a field: `user[email]`.
    pub fn field_name(&self, field: &str) -> String {
        if self.scope.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.scope) }
    }

    /// Returns the `id` attribute of a field: `user_email`.
    pub fn field_id(&self, field: &str) -> String {
        if self.id_prefix.is_empty() { field.to_owned() } else { format!("{}_{field}", self.id_prefix) }
    }
}

/// The field of the user id: an email address or a user name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserIdInput {
    /// The name of the field: `email`, `username`, or another name that the application chose.
    pub name: Cow<'static, str>,
    /// Its label.
    pub label: Message,
    /// Whether it is an email address, for which phones show another keyboard.
    pub email: bool,
}

impl UserIdInput {
    /// Creates the user id field of a set-up.
    pub(crate) fn of(field: UserIdField) -> Self {
        match field {
            UserIdField::Email => Self::email(),
            UserIdField::Username => Self::username(),
        }
    }

    /// Creates the field `email`.
    pub fn email() -> Self {
        Self { name: "email".into(), label: Message::new(keys::FIELD_EMAIL), email: true }
    }

    /// Creates the field `username`.
    pub fn username() -> Self {
        Self { name: "username".into(), label: Message::new(keys::FIELD_USERNAME), email: false }
    }

    /// Creates a field with another name, which is not an email address.
    pub fn named(name: impl Into<Cow<'static, str>>, label: impl Into<Message>) -> Self {
        Self { name: name.into(), label: label.into(), email: false }
    }
}
