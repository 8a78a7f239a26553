//! The pages, and the checkbox for pages of others. An application replaces them in `Config::pages`.

use askama::Template;
use pow_core::{
    Error,
    conn::Conn,
    messages::Message,
    pages::{
        Form, Html, Page, View,
        fields::{self, FormMethod, Input},
    },
};

use crate::{actions, fields::CHECKBOX};

/// The terms.
#[derive(Clone, Copy, Debug)]
pub struct TermsShow;

/// The page that asks for consent during a sign-in. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TermsEdit {
    /// The errors of the checkbox.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The path of the terms, if the route is there.
    pub terms_path: Option<String>,
    /// The page that the visitor requested.
    pub request_path: Option<String>,
}

/// Renders the checkbox for the form of another page, with a link to the terms.
///
/// # Errors
/// [`Error::Render`] if the template can't be rendered.
pub fn consent(conn: &Conn, view: &View<'_>, form: &Form) -> Result<Html, Error> {
    consent_with(view, form, conn.path(actions::SHOW).as_deref())
}

fn consent_with(view: &View<'_>, form: &Form, terms_path: Option<&str>) -> Result<Html, Error> {
    let checkbox = fields::checkbox(view, form, &Input::new(CHECKBOX, "terms-accepted-label").required())?;
    let link = terms_path.map(|path| fields::link(view, &Message::new("terms-accepted-link"), path)).transpose()?;
    Html::render(&ConsentTemplate { checkbox, link })
}

impl Page for TermsShow {
    const NAME: &'static str = "terms/show";

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ShowTemplate { view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("terms-accepted-show-title")
    }
}

impl Page for TermsEdit {
    const NAME: &'static str = "terms/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let consent = consent_with(view, &self.form, self.terms_path.as_deref())?;
        Ok(EditTemplate { page: self, view, consent }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("terms-accepted-edit-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentTemplate {
    checkbox: Html,
    link: Option<Html>,
}

#[derive(Template)]
#[template(path = "terms_show.html")]
struct ShowTemplate<'a> {
    view: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "terms_edit.html")]
struct EditTemplate<'a> {
    page: &'a TermsEdit,
    view: &'a View<'a>,
    consent: Html,
}
