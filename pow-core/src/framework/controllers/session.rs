//! Signing in and out.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Controller, registration};
use crate::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, Reply, link, note_unfinished},
    extension::{Access, Action, Method, Outcome, Registry, Route},
    messages::{Message, keys},
    pages::{ErrorPage, Flash, Form, SessionNew},
    schema,
    users::Credentials,
};

/// The sign-in page.
pub const NEW: Action = Action::new("core", "session", "new");
/// Tells which user is signed in. A browser is redirected instead: a user to the target of a sign-in, a visitor to the sign-in
/// page.
pub const SHOW: Action = Action::new("core", "session", "show");
/// Signing in.
pub const CREATE: Action = Action::new("core", "session", "create");
/// Signing out.
pub const DELETE: Action = Action::new("core", "session", "delete");

pub(crate) fn register(registry: &mut Registry) {
    let mut route = |methods: &[Method], path: &str, action, access| {
        registry.route(Route::new(methods, path, action, access, SessionController));
    };
    route(&[Method::Get], "/session/new", NEW, Access::Guest);
    route(&[Method::Get], "/session", SHOW, Access::Anyone);
    route(&[Method::Post], "/session", CREATE, Access::Guest);
    route(&[Method::Delete], "/session", DELETE, Access::Authenticated);
}

/// The controller of [`NEW`], [`SHOW`], [`CREATE`] and [`DELETE`].
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionController;

#[async_trait]
impl Controller for SessionController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            CREATE => match create(conn).await {
                Err(Error::TooMany { retry_after }) => refused(conn, retry_after).map(Outcome::Halt),
                created => created,
            },
            DELETE => match conn.sign_out().await {
                Ok(()) => Ok(Outcome::Ok(None)),
                Err(error) => unfinished(conn, &error).map(Outcome::Halt),
            },
            _ => Ok(Outcome::Ok(None)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (CREATE, Outcome::Ok(Some(user))) => conn.sign_in(&user).await?.into_outcome(user, conn),
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        let redirects = conn.pow().redirects().clone();
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (SHOW, _) if conn.request().client.reads_json() => Ok(Reply::data(200, signed_in(conn))),
            (SHOW, _) if conn.user().is_some() => Ok(Reply::redirect(redirects.after_sign_in(conn))),
            (SHOW, _) => Ok(Reply::redirect(redirects.session_path(conn))),
            (CREATE, Outcome::Ok(Some(_))) => {
                conn.flash(Flash::info(Message::new(keys::SIGNED_IN)));
                Ok(Reply::redirect(redirects.after_sign_in(conn)))
            }
            (CREATE, Outcome::Invalid(changeset)) if !changeset.is_valid() => {
                let form = changeset.into_errors(conn.form());
                conn.page(422, &sign_in(conn, form))
            }
            (CREATE, _) => {
                // The form that asks for a new password is then filled in with the user id.
                let typed = conn.form().value(conn.pow().user_id_field().name()).trim().to_owned();
                conn.keep_user_id(&typed)?;
                let page = sign_in(conn, conn.form()).failure(keys::SIGN_IN_FAILED, recovery(conn));
                Ok(conn.page(422, &page)?.refuse(401, keys::SIGN_IN_FAILED))
            }
            (DELETE, _) => {
                conn.flash(Flash::info(Message::new(keys::SIGNED_OUT)));
                let path = link::continued(conn).unwrap_or_else(|| redirects.after_sign_out(conn));
                conn.clear_site_data(Reply::redirect(path))
            }
            _ => page(conn, 200),
        }
    }
}

/// Returns the signed-in user: the primary key as `id`, and the user id and the address under their names in forms.
fn signed_in(conn: &Conn) -> Map<String, Value> {
    let Some(user) = conn.user() else { return Map::from_iter([("signed_in".to_owned(), false.into())]) };
    let contact = conn.pow().contact_field().map(|field| field.name);
    let fields = [Some(conn.pow().user_id_field().name()), contact].into_iter().flatten();
    let texts = fields.filter_map(|name| match user.value(name) {
        Some(schema::Value::Text(text)) => Some((name.to_owned(), Value::from(text.as_str()))),
        _ => None,
    });
    let id = user.id().map(|id| id.to_string()).ok();
    let user: Map<_, _> = [("id".to_owned(), id.into())].into_iter().chain(texts).collect();
    Map::from_iter([("signed_in".to_owned(), true.into()), ("user".to_owned(), user.into())])
}

/// Signs out while the sessions can't be read, so the user is unknown.
pub(crate) async fn leave_unseen(conn: &mut Conn, cause: &Error) -> Result<Reply, Error> {
    conn.note_store(cause);
    // Extensions must forget this browser, too. A second fault would add nothing to the first.
    let _ = conn.sign_out().await;
    unfinished(conn, cause)
}

/// Answers a sign-out that could not end the session in the store. The answer must not say that the session has ended. The
/// browser still forgets the session, so that the next user of the machine doesn't find it. (F5)
fn unfinished(conn: &mut Conn, error: &Error) -> Result<Reply, Error> {
    note_unfinished(error);
    let page = ErrorPage::unfinished_sign_out();
    let reply = conn.page(page.status, &page)?;
    conn.clear_site_data(reply)
}

async fn create(conn: &Conn) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(Operation("sign_in"), None, conn.params().clone());
    // An empty field is no attempt, and costs no hash. A browser always sends both fields, so a missing field counts as an
    // attempt.
    let (user_id, form) = (conn.pow().user_id_field().name(), conn.params().scope(SCOPE));
    let typed = [(user_id, form.text(user_id).map(str::trim)), ("password", form.text("password"))];
    for (field, _) in typed.into_iter().filter(|(_, text)| *text == Some("")) {
        changeset.error(field, Message::new(keys::ERROR_REQUIRED));
    }
    if !changeset.is_valid() {
        return Ok(Outcome::Invalid(changeset));
    }
    let credentials = Credentials::from_params(conn.params().scope(SCOPE), conn.pow().user_id_field().name());
    match conn.pow().users().authenticate(conn.cx(), &credentials).await? {
        Some(user) => Ok(Outcome::Ok(Some(user))),
        None => Ok(Outcome::Invalid(changeset)),
    }
}

/// Shows the form again, without the password. The answer is the same whether or not the user exists.
fn refused(conn: &mut Conn, retry_after: Duration) -> Result<Reply, Error> {
    let error = ErrorPage::new(429).retry_after(retry_after);
    conn.flash(Flash::error(error.text()));
    if let Some(when) = error.retry_message() {
        conn.flash(Flash::error(when));
    }
    let seconds = error.retry_seconds().unwrap_or_default();
    Ok(page(conn, 429)?.header("retry-after", seconds.to_string()))
}

fn page(conn: &Conn, status: u16) -> Result<Reply, Error> {
    let form = match conn.kept_user_id().filter(|_| conn.request().method == Some(Method::Get)) {
        Some(user_id) => conn.form().values([(conn.pow().user_id_field().name(), user_id)]),
        None => conn.form(),
    };
    conn.page(status, &sign_in(conn, form))
}

fn sign_in(conn: &Conn, form: Form) -> SessionNew {
    let action = conn.path(CREATE).unwrap_or_default();
    SessionNew::new(form, action, conn.user_id_input())
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .registration_path(conn.path_carrying_on(registration::NEW))
}

/// The page for users who forgot their password.
fn recovery(conn: &Conn) -> Option<(Message, String)> {
    let page = conn.pow().recovery_page()?;
    Some((Message::new(page.button), conn.path(page.action)?))
}
