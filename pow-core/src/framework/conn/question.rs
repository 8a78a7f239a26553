//! The question whether an address that looks mistyped is correct.

use crate::changeset::SCOPE;
use crate::conn::Conn;
use crate::extension::Action;
use crate::identifier::email::suggestion;
use crate::pages::{
    EmailQuestion, Form,
    question::{asked, chosen},
};

impl Conn {
    /// Asks once whether the address in a field is correct, if it looks mistyped. Call this method before the form has any
    /// effect.
    ///
    /// Returns the form to show on the page, and the status of the reply. The status is 422 for a form with the question, and
    /// 200 for a form with the address that the visitor chose in answer to the question. Returns `None` if there is nothing to
    /// ask. `action` is the action of the form.
    ///
    /// A client that reads JSON is never asked. [`Policy::email_suggestions`](crate::policy::Policy::email_suggestions) can
    /// turn the question off. The question depends only on the text, so it doesn't reveal which addresses have an account.
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
        // The question is only for people. A program sends the address that it means.
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

    /// The fields outside the scope of the form, such as `request_path`. Fields that the framework adds to every form are left
    /// out.
    fn outside_scope(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.request().body.iter().filter_map(|(name, param)| Some((name, param.text()?)));
        texts.filter(|(name, _)| !name.starts_with('_') && !name.contains("password"))
    }
}
