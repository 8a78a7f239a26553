//! The controller of the pages.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{self, Changeset},
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    messages::Message,
    pages::{FieldError, Flash, Form},
    record::User,
    secret::Secret,
};

use crate::{
    ApiTokens, CREATE, CREATE_TOKEN, DELETE, INDEX, NEW, NewToken,
    changeset::{EXPIRES_IN, SCOPE, proposed, read},
    pages::{TokenItem, TokensCreated, TokensIndex, TokensNew},
    proof, rows,
};

/// The controller of all four actions.
#[derive(Clone, Debug)]
pub struct ApiTokensController(ApiTokens);

/// Passes the new token from `process` to `respond`.
struct Made(Secret<String>, NewToken);

impl ApiTokensController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: ApiTokens) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for ApiTokensController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match (action, conn.user().cloned()) {
            (CREATE, Some(user)) => create(&self.0, conn, user).await,
            (DELETE, Some(user)) => delete(&self.0, conn, &user).await,
            (_, user) => Ok(Outcome::Ok(user)),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (CREATE, Outcome::Invalid(changeset)) => self.new_page(conn, 422, self.form(conn, &changeset)),
            (CREATE, _) => created_page(conn),
            (NEW, _) => {
                let days = proposed(&self.0).to_string();
                let form = Form::new(changeset::SCOPE).values([(EXPIRES_IN, days)]);
                self.new_page(conn, 200, form.values(conn.form().all_values()))
            }
            _ => index_page(conn).await,
        }
    }
}

/// Creates a token. This requires a recent sign-in or the current password.
async fn create(extension: &ApiTokens, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(CREATE_TOKEN, Some(user), conn.params().clone());
    let new = read(extension, &mut changeset, conn.cx().now());
    if let Some((field, missing)) = proof::missing(extension, conn).await? {
        changeset.error(field, missing);
    }
    if !changeset.is_valid() {
        return Ok(Outcome::Invalid(changeset));
    }
    Ok(match extension.issue_by(conn.cx(), changeset, new.clone()).await? {
        Ok(text) => {
            conn.state().put(Made(text, new));
            Outcome::Ok(conn.user().cloned())
        }
        Err(changeset) => Outcome::Invalid(changeset),
    })
}

async fn delete(extension: &ApiTokens, conn: &mut Conn, user: &User) -> Result<Outcome, Error> {
    let id = conn.request().path_param("id").unwrap_or_default().to_owned();
    let is_ended = extension.end(conn.cx(), user, &id).await?;
    let reply = Reply::redirect(conn.path(INDEX).unwrap_or_else(|| conn.pow().home_path().to_owned()));
    Ok(Outcome::Halt(match is_ended {
        true => {
            conn.flash(Flash::info(Message::new("api-tokens-ended")));
            reply
        }
        false => {
            conn.flash(Flash::error(Message::new("api-tokens-not-there")));
            reply.refuse(404, "api-tokens-not-there")
        }
    }))
}

async fn index_page(conn: &Conn) -> Result<Reply, Error> {
    let Some(user) = conn.user() else { return Ok(Reply::redirect(conn.pow().home_path())) };
    let item = |token| {
        let item = TokenItem::new(token);
        let path = conn.pow().path_with(DELETE, &item.token.id);
        item.action(path)
    };
    let items = rows::list(conn.cx(), user).await?.into_iter().map(item).collect();
    conn.page(200, &TokensIndex::new(items).new_path(conn.path(CREATE).and_then(|_| conn.path(NEW))))
}

fn created_page(conn: &Conn) -> Result<Reply, Error> {
    let Some(made) = conn.state().get::<Made>() else {
        return Err(Error::other("the new token was lost before the response"));
    };
    conn.page(201, &TokensCreated::new(made.0.clone(), made.1.clone()).back(conn.path(INDEX)))
}

impl ApiTokensController {
    fn new_page(&self, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
        let page = TokensNew::new(form, conn.path(CREATE).unwrap_or_default(), self.0.scopes.clone())
            .max_days(self.0.max_days())
            .needs_password(proof::needs_password(&self.0, conn))
            .back(conn.path(INDEX));
        conn.page(status, &page)
    }

    /// Returns the submitted form with its errors. An error of the scopes is shown at the first checkbox, unless the scopes were
    /// sent as one text.
    fn form(&self, conn: &Conn, changeset: &Changeset) -> Form {
        let has_text = changeset.params().get(SCOPE).is_some();
        let first = self.0.scopes.first().filter(|_| !has_text).cloned().unwrap_or_else(|| SCOPE.to_owned());
        let place = |error: &FieldError| match error.field == SCOPE {
            true => FieldError::new(first.clone(), error.message.clone()),
            false => error.clone(),
        };
        conn.form().with_errors(changeset.errors().iter().map(place).collect())
    }
}

/// Returns the value of the account's section: the number of tokens.
pub(crate) async fn count(conn: &Conn) -> Result<Option<Message>, Error> {
    let Some(user) = conn.user() else { return Ok(None) };
    let count = rows::list(conn.cx(), user).await?.len();
    Ok(Some(Message::new("api-tokens-count").with("count", count)))
}
