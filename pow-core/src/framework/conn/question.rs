//! The question whether an address that looks mistyped is meant.

use crate::changeset::SCOPE;
use crate::conn::Conn;
use crate::extension::Action;
use crate::identifier::email::suggestion;
use crate::pages::{
    EmailQuestion, Form,
    question::{asked, chosen},
};

impl Conn {
    /// Asks once whether the address in a field is meant, if it looks mistyped. Call it before the form has any effect.
    ///
    /// Returns the form to show on the page, with the status of the reply: 422 with the question, and 200 with the chosen address
    /// after its answer. Returns `None` if there is nothing to ask. `action` is the one of the form.
    ///
    /// It is `None` for a client that reads JSON and without
    /// [`Policy::email_suggestions`](crate::policy::Policy::email_suggestions). It depends on the text alone, so it doesn't tell
    /// which addresses have an account.
    ///
    /// ```
    /// use pow_core::conn::{Conn, Reply};
    /// use pow_core::extension::{Action, Outcome};
    /// use pow_core::pages::Form;
    /// # use pow_core::Error;
    ///
    /// const CREATE: Action = Action::new("newsletter", "subscription", "create");
    ///
    /// fn subscribe(conn: &Conn, page: impl Fn(u16, Form) -> Result<Reply, Error>) -> Result<Outcome, Error> {
    ///     if let Some((status, form)) = conn.question_email("email", CREATE) {
    ///         return page(status, form).map(Outcome::Halt);
    ///     }
    ///     Ok(Outcome::Ok(None))
    /// }
    /// ```
    pub fn question_email(&self, field: &'static str, action: Action) -> Option<(u16, Form)> {
        // A program sends what it means, and the answers are for people.
        if self.request().client.reads_json() {
            return None;
        }
        let (form, sent) = (self.form(), self.params().scope(SCOPE));
        if sent.text(&chosen(field)).is_some() {
            return Some((200, form));
        }
        let typed = sent.text(field).map(str::trim).filter(|_| self.pow().policy().email_suggestions)?;
        if sent.text(&asked(field)) == Some(typed) {
            return None;
        }
        let path = self.path(action).unwrap_or_default();
        let question = EmailQuestion::new(field, typed, suggestion(typed)?, path).keep(self.outside_scope());
        let question = match self.request().method {
            Some(method) => question.method(method.into()),
            None => question,
        };
        Some((422, form.with_question(question)))
    }

    /// The fields outside the scope of the form, such as `request_path`. Those that the framework adds to every form are left out.
    fn outside_scope(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.request().body.iter().filter_map(|(name, param)| Some((name, param.text()?)));
        texts.filter(|(name, _)| !name.starts_with('_') && !name.contains("password"))
    }
}
