//! The building blocks of forms and pages. The core's templates use them, and so can extensions and applications, so that all
//! pages look alike.
//!
//! ```
//! use pow_core::messages::MessagesBuilder;
//! use pow_core::pages::fields::{self, Input};
//! use pow_core::pages::{Form, View};
//!
//! let messages = MessagesBuilder::default().build()?;
//! let view = View::new(messages.negotiate(None, None, None));
//! let input = Input::new("email", "field-email").email().autocomplete("email").required();
//! let html = fields::text_field(&view, &Form::new("user"), &input)?;
//! assert!(html.as_str().contains(r#"name="user[email]""#));
//! # Ok::<(), pow_core::Error>(())
//! ```

use std::borrow::Cow;

use askama::Template;
use serde_json::json;

use super::form::{FieldError, Form, UserIdInput};
use super::html::Html;
use super::question::asked;
use super::view::View;
use crate::Error;
use crate::http::Method;
use crate::identifier::phone;
use crate::look::Classes;
use crate::messages::{Message, keys};

/// The method of a form. All forms are sent as POST. Other methods are named in the hidden field `_method`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormMethod {
    /// POST itself.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

impl From<Method> for FormMethod {
    /// Converts GET to POST, because no form is sent by GET.
    fn from(method: Method) -> Self {
        match method {
            Method::Get | Method::Post => Self::Post,
            Method::Put => Self::Put,
            Method::Patch => Self::Patch,
            Method::Delete => Self::Delete,
        }
    }
}

impl FormMethod {
    fn name(self) -> &'static str {
        self.hidden().unwrap_or("POST")
    }

    fn hidden(self) -> Option<&'static str> {
        match self {
            Self::Post => None,
            Self::Put => Some("PUT"),
            Self::Patch => Some("PATCH"),
            Self::Delete => Some("DELETE"),
        }
    }
}

/// The name, the label and the attributes of a field. The function that renders it determines its type.
#[derive(Clone, Debug)]
pub struct Input {
    name: Cow<'static, str>,
    label: Message,
    hint: Option<Message>,
    autocomplete: &'static str,
    required: bool,
    email: bool,
    phone: bool,
    min_length: Option<usize>,
    max_length: Option<usize>,
    is_last: bool,
    has_focus: bool,
    description: Option<&'static str>,
    is_repetition: bool,
    is_code: bool,
}

impl Input {
    /// Creates an optional field with `autocomplete="off"` and without a hint.
    pub fn new(name: impl Into<Cow<'static, str>>, label: impl Into<Message>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            autocomplete: "off",
            required: false,
            email: false,
            phone: false,
            min_length: None,
            max_length: None,
            is_last: false,
            has_focus: false,
            description: None,
            is_repetition: false,
            is_code: false,
        }
    }

    /// Creates the field of the user id, with `autocomplete="username"` for password managers.
    pub fn user_id(user_id: &UserIdInput) -> Self {
        let input = Self::new(user_id.name.clone(), user_id.label.clone()).autocomplete("username").required();
        let input = input.max_length(if user_id.email { 254 } else { 64 });
        Self { email: user_id.email, ..input }
    }

    /// Creates the required field for the first password of an account. `min_length` is in characters.
    pub fn password(min_length: usize) -> Self {
        let hint = Message::new(keys::HINT_PASSWORD).with("min", min_length);
        Self::new("password", keys::FIELD_PASSWORD)
            .autocomplete("new-password")
            .hint(hint)
            .min_length(min_length)
            .required()
    }

    /// Creates the field that repeats the first password. It is left out if the page can
    /// [show the password](crate::policy::PasswordPolicy::show_button).
    pub fn password_again() -> Self {
        let input = Self::new("password_confirmation", keys::FIELD_PASSWORD_CONFIRMATION);
        Self { is_repetition: true, ..input }.autocomplete("new-password").required()
    }

    /// Creates the optional field for a password that replaces another one. See [`required`](Self::required).
    pub fn replaced_password(min_length: usize) -> Self {
        let hint = Message::new(keys::HINT_PASSWORD_NEW).with("min", min_length);
        Self::new("password", keys::FIELD_PASSWORD_NEW).autocomplete("new-password").hint(hint).min_length(min_length)
    }

    /// Creates the field that repeats a new password. Like [`password_again`](Self::password_again), it is left out if the page
    /// can show the password.
    pub fn replaced_password_again() -> Self {
        let input = Self::new("password_confirmation", keys::FIELD_PASSWORD_CONFIRMATION_NEW);
        Self { is_repetition: true, ..input }.autocomplete("new-password")
    }

    /// Creates the required field in which the current password confirms a change.
    pub fn current_password() -> Self {
        Self::new("current_password", keys::FIELD_CURRENT_PASSWORD)
            .autocomplete("current-password")
            .hint(keys::HINT_CURRENT_PASSWORD)
            .required()
    }

    /// Creates the required field `code` for the digits of a mailed code. Phones show a keyboard of digits, and offer the code of
    /// a message that has just arrived.
    pub fn code() -> Self {
        Self { is_code: true, ..Self::new("code", keys::FIELD_CODE) }.autocomplete("one-time-code").required()
    }

    /// Creates the field `phone` for a phone number. Phones show a keypad, and offer to fill in their own number.
    pub fn phone() -> Self {
        let input = Self::new("phone", keys::FIELD_PHONE).hint(keys::HINT_PHONE).autocomplete("tel").required();
        Self { phone: true, ..input.max_length(phone::MAX_INPUT) }
    }

    /// Sets a hint below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Message>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the HTML attribute `autocomplete`: `username`, `email`, `current-password`, `new-password` …
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// Sets another label.
    #[must_use]
    pub fn label(mut self, label: impl Into<Message>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the minimum length in characters, for the browser and for password generators. The server checks it too.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// Sets the maximum length in characters. The browser then accepts no more.
    #[must_use]
    pub fn max_length(mut self, characters: usize) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// Marks the last field of a form. The keyboard of a phone then offers "Done" instead of "Next".
    #[must_use]
    pub fn last(mut self) -> Self {
        self.is_last = true;
        self
    }

    /// Gives the field the focus when the page opens. Use it for only one field of a page.
    #[must_use]
    pub fn focus(mut self) -> Self {
        self.has_focus = true;
        self
    }

    /// Sets the id of another element of the page that describes the field, such as the message of a failed sign-in.
    #[must_use]
    pub fn description(mut self, id: &'static str) -> Self {
        self.description = Some(id);
        self
    }

    /// Makes the field required.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the field an email field. Phones then show a keyboard with an @.
    #[must_use]
    pub fn email(mut self) -> Self {
        self.email = true;
        self
    }
}

/// Renders a text field with its label, hint and errors.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn text_field(view: &View<'_>, form: &Form, input: &Input) -> Result<Html, Error> {
    let kind = match input {
        Input { email: true, .. } => "email",
        Input { phone: true, .. } => "tel",
        _ => "text",
    };
    note(view, form, input, kind);
    let field = FieldTemplate { value: form.value(&input.name), kind, ..FieldTemplate::new(view, form, input) };
    let field = Html::render(&field)?;
    let asked = asked(&input.name);
    match form.value(&asked) {
        questioned if input.email && !questioned.is_empty() => {
            let hidden = hidden_field(&form.field_name(&asked), questioned)?;
            Ok(Html::trusted(format!("{hidden}\n{field}")))
        }
        _ => Ok(field),
    }
}

/// Renders a password field with its label, hint and errors. It never has a value.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn password_field(view: &View<'_>, form: &Form, input: &Input) -> Result<Html, Error> {
    password_field_with(view, form, input, &[])
}

/// Renders a password field with content beside its label, such as the link "Forgot your password?". In the document the content
/// follows the field, so that the key Tab reaches the field first.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn password_field_with(view: &View<'_>, form: &Form, input: &Input, aside: &[Html]) -> Result<Html, Error> {
    let can_show = view.script_path.is_some();
    if can_show && input.is_repetition {
        return Ok(Html::default());
    }
    note(view, form, input, "password");
    let show = can_show.then(|| (view.t(keys::PASSWORD_SHOW), view.t(keys::PASSWORD_HIDE)));
    Html::render(&FieldTemplate { kind: "password", show, aside, ..FieldTemplate::new(view, form, input) })
}

/// Notes the input for clients that read JSON.
fn note(view: &View<'_>, form: &Form, input: &Input, kind: &str) {
    if let Some(notebook) = &view.notebook {
        let checked = matches!(form.value(&input.name), "true" | "on");
        let data = json!({
            "name": input.name,
            "kind": kind,
            "label": view.text(&input.label),
            "hint": input.hint.as_ref().map(|hint| view.text(hint)),
            "required": input.required,
            "autocomplete": input.autocomplete,
            "checked": (kind == "checkbox").then_some(checked),
        });
        notebook.input(form.scope(), data);
    }
}

/// The suffix of the hidden field beside a checkbox, see [`checkbox`].
pub const OFFERED: &str = "_offered";

/// Renders a checkbox with the value `true`. It is ticked if the form's value is `true` or `on`.
///
/// A browser sends nothing for an unticked checkbox. A second field beside it, `user[newsletter_offered]` for `user[newsletter]`,
/// shows that the checkbox was on the page. An unticked checkbox then sets the field to `false`. Without the second field, the
/// field stays unchanged.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn checkbox(view: &View<'_>, form: &Form, input: &Input) -> Result<Html, Error> {
    note(view, form, input, "checkbox");
    Html::render(&CheckboxTemplate {
        field: FieldTemplate::new(view, form, input),
        mark: form.field_name(&format!("{}{OFFERED}", input.name)),
        checked: matches!(form.value(&input.name), "true" | "on"),
    })
}

/// Renders the submit button of a form.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn submit_button(view: &View<'_>, label: &Message) -> Result<Html, Error> {
    Html::render(&SubmitTemplate { label: view.text(label), class: &view.look.classes.button })
}

/// Renders the button that sends a form which deletes or ends something.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn danger_button(view: &View<'_>, label: &Message) -> Result<Html, Error> {
    Html::render(&SubmitTemplate { label: view.text(label), class: &view.look.classes.danger })
}

/// Renders a less important button that sends a form.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn quiet_button(view: &View<'_>, label: &Message) -> Result<Html, Error> {
    Html::render(&SubmitTemplate { label: view.text(label), class: &view.look.classes.quiet })
}

/// Renders the start tag of a form and its hidden fields `_csrf_token` and `_method`. The page adds `</form>`. The accessible
/// name of the form is the [title of the page](View::title). Use [`labelled_form_start`] for further forms of the page.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn form_start(view: &View<'_>, method: FormMethod, action: &str) -> Result<Html, Error> {
    start(view, method, action, view.title.as_ref().map(|title| view.text(title)))
}

/// Like [`form_start`], but with this accessible name. A named form is a landmark, so no two forms of a page may have the same
/// name.
///
/// ```
/// # use pow_core::messages::MessagesBuilder;
/// use pow_core::pages::View;
/// use pow_core::pages::fields::{self, FormMethod};
///
/// # let messages = MessagesBuilder::default().build()?;
/// let view = View::new(messages.negotiate(None, None, None));
/// let html = fields::labelled_form_start(&view, FormMethod::Delete, "/notes/7", "Delete the note of Monday")?;
/// assert!(html.as_str().contains(r#" aria-label="Delete the note of Monday" "#));
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn labelled_form_start(view: &View<'_>, method: FormMethod, action: &str, label: &str) -> Result<Html, Error> {
    start(view, method, action, Some(label.to_owned()))
}

fn start(view: &View<'_>, method: FormMethod, action: &str, label: Option<String>) -> Result<Html, Error> {
    if let Some(notebook) = &view.notebook {
        notebook.form(method.name(), action);
    }
    Html::render(&FormStartTemplate { csrf_token: view.csrf_token, method: method.hidden(), action, label })
}

/// Renders a hidden field, such as `request_path`.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn hidden_field(name: &str, value: &str) -> Result<Html, Error> {
    Html::render(&HiddenTemplate { name, value })
}

/// Renders a hidden user id for a form that only asks for a password. It is not sent. Password managers read it to find the
/// right password.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn hidden_user_id(user_id: &str) -> Result<Html, Error> {
    Html::render(&HiddenUserIdTemplate { user_id })
}

/// Renders a form that consists of one secondary button, such as "Sign out" or "Send the link again". The text of the button is
/// also the accessible name of the form.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn button_form(view: &View<'_>, method: FormMethod, action: &str, label: &Message) -> Result<Html, Error> {
    let label = view.text(label);
    let start = labelled_form_start(view, method, action, &label)?;
    Html::render(&ButtonFormTemplate { start, label, class: &view.look.classes.quiet })
}

/// Renders a link that opens the inbox of an address in a new tab, such as "Open Gmail". The result is empty if the mail provider
/// is unknown. Use it beside a form that stays open, such as the form for a mailed code.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn open_inbox(view: &View<'_>, address: &str) -> Result<Html, Error> {
    let class = &view.look.classes.quiet;
    let link = super::inbox::open(view, address).map(|(label, url)| OpenInboxTemplate { class, label, url });
    link.map_or_else(|| Ok(Html::default()), |link| Html::render(&link))
}

/// Renders a link, such as "Forgot your password?".
///
/// # Security
/// The path is escaped but not checked. It must belong to the application.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn link(view: &View<'_>, label: &Message, path: &str) -> Result<Html, Error> {
    Html::render(&LinkTemplate { label: view.text(label), path })
}

/// Renders a notice at the top of a page, such as "Please confirm your address".
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn notice(view: &View<'_>, message: &Message) -> Result<Html, Error> {
    Html::render(&NoticeTemplate { text: view.text(message), class: &view.look.classes.notice })
}

/// Renders the summary of the errors at the top of a form, with links to the fields, or the [question](super::EmailQuestion)
/// about the address. The result is empty if there are neither errors nor a question. Call this function before [`form_start`],
/// because a question contains forms.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn error_summary(view: &View<'_>, form: &Form) -> Result<Html, Error> {
    match form.question() {
        Some(question) => question.render(view, form),
        None => Html::render(&SummaryTemplate { view, form }),
    }
}

#[derive(Template)]
#[template(path = "field.html")]
struct FieldTemplate<'a> {
    id: String,
    name: String,
    kind: &'static str,
    value: &'a str,
    label: String,
    hint: Option<String>,
    errors: Vec<String>,
    /// The labels of the button that shows and hides the password.
    show: Option<(String, String)>,
    aside: &'a [Html],
    input: &'a Input,
    classes: &'a Classes,
}

impl<'a> FieldTemplate<'a> {
    fn new(view: &View<'a>, form: &Form, input: &'a Input) -> Self {
        Self {
            id: form.field_id(&input.name),
            name: form.field_name(&input.name),
            kind: "text",
            value: "",
            label: view.text(&input.label),
            hint: input.hint.as_ref().map(|hint| view.text(hint)),
            errors: form.errors(&input.name).map(|error| view.error(error)).collect(),
            show: None,
            aside: &[],
            input,
            classes: &view.look.classes,
        }
    }

    fn input_class(&self) -> &str {
        if self.errors.is_empty() { &self.classes.input } else { &self.classes.input_invalid }
    }

    /// Returns the ids for `aria-describedby`, if there is a hint or an error.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id));
        let error = (!self.errors.is_empty()).then(|| format!("{}-error", self.id));
        let description = self.input.description.map(str::to_owned);
        let ids: Vec<_> = [description, hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

#[derive(Template)]
#[template(path = "checkbox.html")]
struct CheckboxTemplate<'a> {
    field: FieldTemplate<'a>,
    mark: String,
    checked: bool,
}

#[derive(Template)]
#[template(source = r#"<button class="{{ class }}" type="submit">{{ label }}</button>"#, ext = "html")]
struct SubmitTemplate<'a> {
    label: String,
    class: &'a str,
}

#[derive(Template)]
#[template(
    source = r#"<a class="{{ class }}" href="{{ url }}" target="_blank" rel="noreferrer">{{ label }}</a>"#,
    ext = "html"
)]
struct OpenInboxTemplate<'a> {
    class: &'a str,
    label: String,
    url: &'static str,
}

#[derive(Template)]
#[template(path = "form_start.html")]
struct FormStartTemplate<'a> {
    csrf_token: &'a str,
    method: Option<&'static str>,
    action: &'a str,
    /// The accessible name.
    label: Option<String>,
}

#[derive(Template)]
#[template(
    source = r#"<input type="text" value="{{ user_id }}" autocomplete="username" readonly hidden>"#,
    ext = "html"
)]
struct HiddenUserIdTemplate<'a> {
    user_id: &'a str,
}

#[derive(Template)]
#[template(source = r#"<input type="hidden" name="{{ name }}" value="{{ value }}">"#, ext = "html")]
struct HiddenTemplate<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Template)]
#[template(
    source = r#"{{ start }}<button class="{{ class }}" type="submit">{{ label }}</button></form>"#,
    ext = "html"
)]
struct ButtonFormTemplate<'a> {
    start: Html,
    label: String,
    class: &'a str,
}

#[derive(Template)]
#[template(source = r#"<a href="{{ path }}">{{ label }}</a>"#, ext = "html")]
struct LinkTemplate<'a> {
    label: String,
    path: &'a str,
}

#[derive(Template)]
#[template(source = r#"<p class="{{ class }}">{{ text }}</p>"#, ext = "html")]
struct NoticeTemplate<'a> {
    text: String,
    class: &'a str,
}

#[derive(Template)]
#[template(path = "error_summary.html")]
struct SummaryTemplate<'a> {
    view: &'a View<'a>,
    form: &'a Form,
}

impl SummaryTemplate<'_> {
    fn title(&self) -> String {
        self.view.text(&Message::new(keys::ERROR_SUMMARY).with("count", self.form.all_errors().len()))
    }

    /// Returns an error with the label of its field, if the label has a text. "Please fill this in" would be unclear alone.
    fn item(&self, error: &FieldError) -> String {
        if let Some(text) = error.specific(&self.view.localizer) {
            return text;
        }
        let text = self.view.text(&error.message);
        match self.view.localizer.optional(&self.form.label_of(&error.field)) {
            Some(label) => {
                self.view.text(&Message::new(keys::ERROR_SUMMARY_ITEM).with("label", label).with("error", text))
            }
            None => text,
        }
    }
}
