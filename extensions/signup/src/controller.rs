//! The controller of all actions. It passes each action to its step.

use pow_core::{
    Error, async_trait,
    changeset::SCOPE,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    pages::Form,
    users::EMAIL,
};

use crate::{
    CHECK, CODE, CONFIRM, CONFIRM_SHOW, CREATE, DETAILS, FINISH, FOLLOW, LINK, Mode, NEW, SENT, Signup, address, code,
    details, flow::Step, form_first,
};

/// The controller of all actions.
#[derive(Clone, Debug)]
pub struct SignupController(Signup);

impl SignupController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: Signup) -> Self {
        Self(extension)
    }

    fn is_form_first(&self) -> bool {
        self.0.mode == Mode::FormFirst
    }

    /// The page with the field of the address.
    async fn address_page(&self, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
        match self.is_form_first() {
            true => form_first::page(&self.0, conn, status, form).await,
            false => address::page(conn, status, form).await,
        }
    }
}

#[async_trait]
impl Controller for SignupController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            NEW => address::open(conn).await,
            CREATE => match conn.question_email(EMAIL.name(), CREATE) {
                Some((status, form)) => self.address_page(conn, status, form).await.map(Outcome::Halt),
                None if self.is_form_first() => form_first::send(&self.0, conn).await,
                None => address::ask(&self.0, conn).await,
            },
            CHECK => code::check(&self.0, conn).await,
            FOLLOW => code::follow(&self.0, conn).await,
            FINISH => details::finish(&self.0, conn).await,
            CONFIRM => form_first::confirm(&self.0, conn).await,
            _ => Ok(Outcome::Ok(None)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (FINISH | CONFIRM | CREATE, Outcome::Ok(Some(user))) => {
                conn.sign_in_after(&user, "signup-created-sign-in").await?.into_outcome(user, conn)
            }
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        let extension = &self.0;
        let empty = || Form::new(SCOPE);
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (FINISH | CONFIRM | CREATE, Outcome::Ok(Some(_))) => Ok(details::finished(conn)),
            (NEW, _) => self.address_page(conn, 200, conn.form()).await,
            (CREATE, Outcome::Invalid(changeset)) => {
                self.address_page(conn, 422, changeset.into_errors(conn.form())).await
            }
            (CREATE, _) if self.is_form_first() => Ok(form_first::sent(conn)),
            (CREATE, _) => address::asked(conn).await,
            (CODE, _) => code::page(extension, conn, 200, empty()).await,
            (CHECK, Outcome::Invalid(changeset)) => code::wrong(extension, conn, changeset).await,
            (CHECK | FOLLOW, _) => Ok(Reply::redirect(address::path_of(conn, Step::Details))),
            (LINK, _) => code::link_page(extension, conn).await,
            (DETAILS, _) => details::page(extension, conn, 200, empty()).await,
            (FINISH, Outcome::Invalid(changeset)) => {
                let form = changeset.into_errors(conn.form());
                details::page(extension, conn, 422, form).await
            }
            (SENT, _) => form_first::sent_page(conn).await,
            (CONFIRM_SHOW, _) => form_first::confirm_page(extension, conn, 200, empty()).await,
            (CONFIRM, Outcome::Invalid(changeset)) => {
                let form = changeset.into_errors(conn.form());
                form_first::confirm_page(extension, conn, 422, form).await
            }
            _ => Ok(Reply::redirect(address::path_of(conn, Step::Address))),
        }
    }
}
