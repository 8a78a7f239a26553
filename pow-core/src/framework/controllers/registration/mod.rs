//! Registering, and the account's own pages.

mod account;

use std::sync::Arc;

use async_trait::async_trait;

use super::{Controller, session};
use crate::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::{CURRENT_PASSWORD, Conn, Reply},
    extension::{Access, Action, Method, Outcome, Registry, Route},
    identifier::email::to_display,
    messages::{Message, keys},
    pages::{AccountPart, Flash, Form, RegistrationEdit, RegistrationNew},
    policy::PageFlow,
    record::User,
    schema::{FieldDef, Kind, Value},
    users::{EMAIL, PASSWORD_HASH},
};

/// The registration page.
pub const NEW: Action = Action::new("core", "registration", "new");
/// Registering.
pub const CREATE: Action = Action::new("core", "registration", "create");
/// The account's page.
pub const EDIT: Action = Action::new("core", "registration", "edit");
/// The page to change the email address. It has a route only in [`PageFlow::Guided`], like the pages of the other parts.
pub const EDIT_EMAIL: Action = Action::new("core", "registration", "edit_email");
/// The page to change the user name.
pub const EDIT_USERNAME: Action = Action::new("core", "registration", "edit_username");
/// The page to change the password.
pub const EDIT_PASSWORD: Action = Action::new("core", "registration", "edit_password");
/// The page with the fields that extensions and the application add to the account.
pub const EDIT_DETAILS: Action = Action::new("core", "registration", "edit_details");
/// Changing the account.
pub const UPDATE: Action = Action::new("core", "registration", "update");
/// The page to delete the account. It has a route only in [`PageFlow::Guided`].
pub const CONFIRM_DELETE: Action = Action::new("core", "registration", "confirm_delete");
/// Deleting the account.
pub const DELETE: Action = Action::new("core", "registration", "delete");

pub(crate) fn register(registry: &mut Registry) {
    let is_guided = registry.policy().page_flow == PageFlow::Guided;
    let mut route = |methods: &[Method], path: &str, action, access| {
        registry.route(Route::new(methods, path, action, access, RegistrationController));
    };
    route(&[Method::Get], "/registration/new", NEW, Access::Guest);
    route(&[Method::Post], "/registration", CREATE, Access::Guest);
    route(&[Method::Get], "/registration/edit", EDIT, Access::Authenticated);
    route(&[Method::Patch, Method::Put], "/registration", UPDATE, Access::Authenticated);
    route(&[Method::Delete], "/registration", DELETE, Access::Authenticated);
    if is_guided {
        route(&[Method::Get], "/registration/edit/email", EDIT_EMAIL, Access::Authenticated);
        route(&[Method::Get], "/registration/edit/username", EDIT_USERNAME, Access::Authenticated);
        route(&[Method::Get], "/registration/edit/password", EDIT_PASSWORD, Access::Authenticated);
        route(&[Method::Get], "/registration/edit/details", EDIT_DETAILS, Access::Authenticated);
        route(&[Method::Get], "/registration/delete", CONFIRM_DELETE, Access::Authenticated);
    }
}

/// Returns the action that shows the page of a part.
pub fn edit_part(part: AccountPart) -> Action {
    match part {
        AccountPart::Email => EDIT_EMAIL,
        AccountPart::Username => EDIT_USERNAME,
        AccountPart::Password => EDIT_PASSWORD,
        AccountPart::Details => EDIT_DETAILS,
    }
}

/// The controller of registration and account.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegistrationController;

#[async_trait]
impl Controller for RegistrationController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match (action, conn.user().cloned()) {
            (CREATE, _) => match conn.question_email(EMAIL.name(), CREATE) {
                Some((status, form)) => new_page(conn, status, &form).map(Outcome::Halt),
                None => written(conn.pow().users().create(conn.cx(), conn.params()).await?),
            },
            (UPDATE, Some(user)) => update(conn, &user).await,
            (DELETE, Some(user)) => delete(conn, &user).await,
            (_, user) => Ok(Outcome::Ok(user)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (CREATE, Outcome::Ok(Some(user))) => {
                conn.sign_in_after(&user, keys::ACCOUNT_CREATED_SIGN_IN).await?.into_outcome(user, conn)
            }
            // The session is renewed at every change of the account, as in Pow. The user's other sessions have ended if the
            // authority changed.
            (UPDATE, Outcome::Ok(Some(user))) => {
                let missed = conn.renew_session_after(&user, keys::ACCOUNT_UPDATED_SIGN_IN).await?;
                Ok(missed.map_or(Outcome::Ok(Some(user)), Outcome::Halt))
            }
            // The account is deleted, and its sessions with it: a fault of the cache must not hide that.
            (DELETE, Outcome::Ok(user)) => {
                conn.sign_out_after().await;
                Ok(Outcome::Ok(user))
            }
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        // The page tells before the form is filled in that it would be refused.
        if let EDIT_EMAIL | EDIT_USERNAME | EDIT_PASSWORD | EDIT_DETAILS | CONFIRM_DELETE = action
            && conn.needs_sign_in(conn.pow().policy().reauthentication)
        {
            conn.flash(Flash::info(Message::new(keys::SIGN_IN_AGAIN)));
        }
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (CREATE, Outcome::Ok(Some(_))) => Ok(created(conn)),
            (CREATE, Outcome::Invalid(changeset)) => new_page(conn, 422, &changeset.into_errors(conn.form())),
            (UPDATE, Outcome::Ok(Some(user))) => Ok(updated(conn, &user).await),
            (UPDATE, Outcome::Invalid(changeset)) => not_updated(conn, changeset),
            (DELETE, Outcome::Ok(_)) => deleted(conn),
            (DELETE, Outcome::Invalid(changeset)) => not_deleted(conn, &changeset),
            (EDIT, _) if account::is_in_parts(conn) => account::account_page(conn).await,
            // An outdated form is shown again with the typed values.
            (EDIT, _) => edit_page(conn, 200, typed(conn), None),
            (EDIT_EMAIL | EDIT_USERNAME | EDIT_PASSWORD | EDIT_DETAILS, _) => match account::shown_by(conn, action) {
                Some(part) => account::part_page(conn, 200, part, typed(conn)),
                None => account::not_found(conn),
            },
            (CONFIRM_DELETE, _) => account::delete_page(conn, 200, Form::new(SCOPE)),
            _ => new_page(conn, 200, &conn.form()),
        }
    }
}

fn written(written: crate::users::Written) -> Result<Outcome, Error> {
    Ok(match written {
        Ok(user) => Outcome::Ok(Some(user)),
        Err(changeset) => Outcome::Invalid(changeset),
    })
}

fn created(conn: &mut Conn) -> Reply {
    conn.flash(Flash::info(Message::new(keys::ACCOUNT_CREATED)));
    let redirects = conn.pow().redirects().clone();
    Reply::redirect(redirects.after_registration(conn))
}

/// Changes the part of the account that the form names, or all parts.
async fn update(conn: &mut Conn, user: &Arc<User>) -> Result<Outcome, Error> {
    let Ok(part) = account::named(conn) else { return account::not_found(conn).map(Outcome::Halt) };
    if let Some((status, form)) = question(conn, user, part) {
        return edited(conn, status, part, form).map(Outcome::Halt);
    }
    if let Some(refused) = conn.ask_for_sign_in(conn.pow().policy().reauthentication, EDIT) {
        return Ok(Outcome::Halt(refused));
    }
    let users = conn.pow().users();
    let Some(part) = part else { return written(users.update(conn.cx(), user, conn.params()).await?) };
    let params = account::fields_of(conn, part);
    if part == AccountPart::Password
        && let Some(missing) = account::missing_password(user, &params)
    {
        return Ok(Outcome::Invalid(missing));
    }
    account::note_before(conn, part, user).await;
    written(users.update(conn.cx(), user, &params).await?)
}

/// Returns the question about a new address. The form of the whole account always contains the present address, which is not
/// questioned.
fn question(conn: &Conn, user: &User, part: Option<AccountPart>) -> Option<(u16, Form)> {
    if part.is_some_and(|part| part != AccountPart::Email) {
        return None;
    }
    let (status, form) = conn.question_email(EMAIL.name(), UPDATE)?;
    let present = user.get(EMAIL).ok().flatten().unwrap_or_default();
    let is_present = to_display(&present) == form.value(EMAIL.name()).trim();
    (form.question().is_none() || !is_present).then_some((status, form))
}

async fn updated(conn: &mut Conn, user: &User) -> Reply {
    // A message of an extension is more specific.
    if !conn.has_flash() {
        let part = account::named(conn).ok().flatten();
        let message = account::saved(conn, part, user).await;
        conn.flash(Flash::info(message));
    }
    let redirects = conn.pow().redirects().clone();
    Reply::redirect(redirects.after_user_updated(conn))
}

/// Shows the page of an invalid form again. The form of a part has its own page.
fn not_updated(conn: &Conn, changeset: Changeset) -> Result<Reply, Error> {
    let part = account::named(conn).ok().flatten();
    let form = match part {
        Some(part) => account::errors_of(part, &changeset, conn.form()),
        None => changeset.into_errors(conn.form()),
    };
    edited(conn, 422, part, form)
}

fn edited(conn: &Conn, status: u16, part: Option<AccountPart>, form: Form) -> Result<Reply, Error> {
    match part {
        Some(part) => account::part_page(conn, status, part, form),
        None => edit_page(conn, status, form, None),
    }
}

/// Deletes the account. This requires a recent sign-in or the password (ASVS 7.5.3).
async fn delete(conn: &mut Conn, user: &Arc<User>) -> Result<Outcome, Error> {
    if let Some(refused) = conn.ask_for_sign_in(conn.pow().policy().reauthentication, EDIT) {
        return Ok(Outcome::Halt(refused));
    }
    if needs_password(conn)
        && let Some(wrong) = conn.wrong_password().await?
    {
        let mut changeset = Changeset::new(Operation::DELETE, Some(user.clone()), conn.params().clone());
        changeset.error(CURRENT_PASSWORD, wrong);
        return Ok(Outcome::Invalid(changeset));
    }
    written(conn.pow().users().delete(conn.cx(), user).await?)
}

fn deleted(conn: &mut Conn) -> Result<Reply, Error> {
    conn.flash(Flash::info(Message::new(keys::ACCOUNT_DELETED)));
    let redirects = conn.pow().redirects().clone();
    let reply = Reply::redirect(redirects.after_user_deleted(conn));
    conn.clear_site_data(reply)
}

fn not_deleted(conn: &mut Conn, changeset: &Changeset) -> Result<Reply, Error> {
    // An error of the password is shown beside its field.
    if !changeset.has_error(CURRENT_PASSWORD) {
        conn.flash(Flash::error(Message::new(keys::ACCOUNT_NOT_DELETED)));
    }
    let form = Form::new(SCOPE);
    if account::is_in_parts(conn) {
        let shown = changeset.errors().iter().filter(|error| error.field == CURRENT_PASSWORD).cloned();
        return account::delete_page(conn, 422, form.with_errors(shown.collect()));
    }
    edit_page(conn, 422, stored(conn), Some(form.with_errors(changeset.errors().to_vec())))
}

fn needs_password(conn: &Conn) -> bool {
    conn.needs_password(conn.pow().policy().reauthentication)
}

fn new_page(conn: &Conn, status: u16, form: &Form) -> Result<Reply, Error> {
    let action = conn.path(CREATE).unwrap_or_default();
    let page = RegistrationNew::new(form.clone(), action, conn.user_id_input())
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .email(conn.contact_input())
        .sign_in_path(conn.path_carrying_on(session::NEW))
        .min_length(conn.pow().policy().password.min_length);
    conn.page(status, &page)
}

fn edit_page(conn: &Conn, status: u16, form: Form, delete: Option<Form>) -> Result<Reply, Error> {
    let action = conn.path(UPDATE).unwrap_or_default();
    let mut page = RegistrationEdit::new(form, action, conn.user_id_input())
        .email(conn.contact_input())
        .has_password(has_password(conn))
        .min_length(conn.pow().policy().password.min_length);
    if let Some(path) = conn.path(DELETE) {
        page = page.delete(path, needs_password(conn));
    }
    if let Some(form) = delete {
        page = page.delete_form(form);
    }
    conn.page(status, &page)
}

fn has_password(conn: &Conn) -> bool {
    conn.user().is_some_and(|user| user_has_password(user))
}

fn user_has_password(user: &User) -> bool {
    !matches!(user.get(PASSWORD_HASH), Ok(None))
}

/// Returns the form with the present values of the account: every field that a form may set, the user id and the address beside
/// it.
fn stored(conn: &Conn) -> Form {
    let user_id = conn.pow().user_id_field().name();
    let contact = conn.pow().contact_field().map(|field| field.name);
    let is_shown = |field: &&FieldDef| field.form || field.name == user_id || contact == Some(field.name);
    let fields = conn.pow().schema().users().fields.iter().filter(is_shown);
    let user = conn.user().cloned();
    let values = fields.filter_map(|field| {
        let text = text(field.kind, user.as_ref()?.value(field.name)?)?;
        let is_email = field.name == EMAIL.name();
        Some((field.name, if is_email { to_display(&text).into_owned() } else { text }))
    });
    Form::new(SCOPE).values(values)
}

/// Returns the form with the present values of the account, replaced by the typed values where there are any.
fn typed(conn: &Conn) -> Form {
    stored(conn).values(conn.form().all_values())
}

fn text(kind: Kind, value: &Value) -> Option<String> {
    match (kind, value) {
        (_, Value::Text(text)) => Some(text.clone()),
        (_, Value::Bool(set)) => Some(set.to_string()),
        (_, Value::Int(number)) => Some(number.to_string()),
        (_, Value::DateTime(at)) => Some(at.to_rfc3339()),
        _ => None,
    }
}
