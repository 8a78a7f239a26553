//! The question about an address that looks mistyped.

use std::borrow::Cow;

use askama::Template;

use super::fields::{self, FormMethod};
use super::{Form, Html, View};
use crate::Error;
use crate::messages::{Message, keys};

/// The question about an address that looks mistyped, such as `ann@gmial.com`. It is part of a [`Form`].
/// [`fields::error_summary`] shows it with two buttons, one for each address. Each button only shows the form again, filled in
/// with that address.
///
/// ```
/// use pow_core::pages::{EmailQuestion, Form};
///
/// let question = EmailQuestion::new("email", "ann@gmial.com", "ann@gmail.com", "/registration");
/// let form = Form::new("user").values([("email", "ann@gmial.com")]).with_question(question);
/// assert_eq!(form.value("email_asked"), "ann@gmial.com");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailQuestion {
    field: Cow<'static, str>,
    typed: String,
    meant: String,
    action: String,
    method: FormMethod,
    kept: Vec<(String, String)>,
}

impl EmailQuestion {
    /// Creates a question about the address in this field. `action` is the path of the form. The answers are sent there by POST.
    pub fn new(
        field: impl Into<Cow<'static, str>>,
        typed: impl Into<String>,
        meant: impl Into<String>,
        action: impl Into<String>,
    ) -> Self {
        let (field, typed, meant, action) = (field.into(), typed.into(), meant.into(), action.into());
        Self { field, typed, meant, action, method: FormMethod::Post, kept: Vec::new() }
    }

    /// Sets the method of the form.
    #[must_use]
    pub fn method(mut self, method: FormMethod) -> Self {
        self.method = method;
        self
    }

    /// Adds hidden fields that are outside the scope of the form.
    #[must_use]
    pub fn keep<N: Into<String>, V: Into<String>>(mut self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        self.kept.extend(fields.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Returns the name and the value of the hidden field that keeps the typed address.
    pub(super) fn note(&self) -> (String, String) {
        (asked(&self.field), self.typed.clone())
    }

    pub(super) fn render(&self, view: &View<'_>, form: &Form) -> Result<Html, Error> {
        let text = view.text(&Message::new(keys::EMAIL_SUGGESTION).with("address", self.meant.as_str()));
        let answers = [
            self.answer(view, form, &self.meant, keys::EMAIL_SUGGESTION_USE)?,
            self.answer(view, form, &self.typed, keys::EMAIL_SUGGESTION_KEEP)?,
        ];
        Html::render(&QuestionTemplate { class: &view.look.classes.notice, text, answers })
    }

    /// Renders an answer: a form with one button. It sends this address, and all other values as they were typed.
    fn answer(&self, view: &View<'_>, form: &Form, address: &str, key: &'static str) -> Result<Html, Error> {
        let (chosen, asked) = (chosen(&self.field), asked(&self.field));
        let own = [(&*self.field, address), (&asked, &self.typed), (&chosen, "1")];
        let is_own = |name: &str| own.iter().any(|(replaced, _)| *replaced == name);
        let label = Message::new(key).with("address", address);
        let mut html = fields::labelled_form_start(view, self.method, &self.action, &view.text(&label))?.to_string();
        for (name, value) in form.all_values().filter(|(name, _)| !is_own(name)).chain(own) {
            html += fields::hidden_field(&form.field_name(name), value)?.as_str();
        }
        for (name, value) in &self.kept {
            html += fields::hidden_field(name, value)?.as_str();
        }
        html += fields::quiet_button(view, &label)?.as_str();
        Ok(Html::trusted(html + "</form>"))
    }
}

/// Returns the name of the hidden field that keeps the typed address.
pub(crate) fn asked(field: &str) -> String {
    format!("{field}_asked")
}

/// Returns the name of the hidden field that marks an answer.
pub(crate) fn chosen(field: &str) -> String {
    format!("{field}_chosen")
}

#[derive(Template)]
#[template(path = "email_question.html")]
struct QuestionTemplate<'a> {
    class: &'a str,
    text: String,
    answers: [Html; 2],
}
