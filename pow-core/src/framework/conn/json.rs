//! The answers of an action for a client that reads JSON.

use std::mem;

use serde_json::{Map, Value, json};

use super::{Conn, Reply};
use crate::{
    Error,
    messages::Message,
    pages::{ErrorPage, Notebook, Page, View, json as data},
};

impl Conn {
    /// Returns the data of a page instead of its markup. The page's default template is rendered all the same, because it
    /// declares the inputs of the page and of the extensions.
    ///
    /// # Errors
    /// Faults of the templates of the page and of its slots.
    pub(crate) fn page_data<P: Page>(&self, status: u16, page: &P) -> Result<Reply, Error> {
        let (body_notes, slot_notes) = (Notebook::default(), Notebook::default());
        let mut view = View::new(self.cx().localizer().clone());
        view.script_path = self.pow().script_path();
        view.notebook = Some(slot_notes.clone());
        view.slots = self.slots(page, &view)?;
        view.notebook = Some(body_notes.clone());
        drop(page.render_default(&view)?);
        let forms = Notebook::forms(&body_notes, &slot_notes);
        let mut body = page.data(&view);
        body.insert("page".to_owned(), P::NAME.into());
        body.insert("title".to_owned(), view.text(&page.title()).into());
        if let Some(form) = page.form() {
            body.insert("form".to_owned(), data::form(form, forms.first()));
        }
        body.insert("forms".to_owned(), forms.into());
        if status >= 400 {
            body.insert("errors".to_owned(), data::errors(&view.localizer, &page.errors()));
        }
        let reply = Reply::data(status, body).header("content-language", view.localizer.lang().to_string());
        Ok(match page.refusal().filter(|_| status >= 400) {
            Some(why) => reply.refuse(status, why.key),
            None => reply,
        })
    }

    /// Returns the status and the JSON body of a reply. For a redirect the body has the target address, and for a refusal it
    /// has the code.
    pub(crate) fn represent(&self, reply: &mut Reply) -> (u16, Map<String, Value>) {
        let localizer = self.cx().localizer();
        let (mut status, mut body) = (reply.status, mem::take(&mut reply.data));
        if let Some(at) = reply.headers.iter().position(|(name, _)| name.eq_ignore_ascii_case("location")) {
            body.insert("location".to_owned(), reply.headers.remove(at).1.into());
            status = if (300..400).contains(&status) { 200 } else { status };
        }
        let said = reply.refusal.take().map(|(status, code)| (status, Message::new(code)));
        if let Some((refused, why)) = said.or_else(|| (status >= 400).then(|| (status, ErrorPage::new(status).code())))
        {
            status = refused;
            data::refuse(&mut body, localizer, &why);
        }
        let earlier = if reply.shows_flash { self.shown_flash.as_slice() } else { &[] };
        body.insert("flash".to_owned(), data::flashes(localizer, earlier.iter().chain(&self.effects.flash)));
        body.insert("meta".to_owned(), self.meta());
        (status, body)
    }

    /// Whether a user is signed in, and whether this request began or ended the session.
    fn meta(&self) -> Value {
        let (had, has) = (self.had_session, self.session.is_some());
        json!({ "signed_in": self.user.is_some(), "session_began": has && !had, "session_ended": had && !has })
    }
}
