//! The account in parts: a page with a row for each part, and a page with a form for each.
//!
//! The form of a part can't set fields of other parts, because [`fields_of`] removes them. A form that names no part, such as
//! one from a program, can set all fields.

use std::sync::Arc;

use super::{CONFIRM_DELETE, DELETE, EDIT, UPDATE, edit_part, has_password, needs_password};
use crate::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::{CURRENT_PASSWORD, Conn, Reply},
    devices::{self, DeviceHandle},
    extension::Action,
    identifier::{UserIdField, email::to_display},
    messages::{Message, keys},
    pages::{
        Account, AccountDelete, AccountEmail, AccountPart, AccountPassword, AccountRow, AccountUsername, ErrorPage,
        FieldError, Form, RegistrationEdit,
        fields::{Input, OFFERED},
    },
    params::Params,
    policy::PageFlow,
    record::User,
    users::EMAIL,
};

const PASSWORD_FIELDS: [&str; 2] = ["password", "password_confirmation"];

/// The account before a change of a part.
struct Before {
    user: Arc<User>,
    /// The other devices on which the user was signed in.
    devices: Vec<DeviceHandle>,
}

/// Whether the account has a page for each part.
pub(super) fn is_in_parts(conn: &Conn) -> bool {
    conn.pow().policy().page_flow == PageFlow::Guided
}

/// The parts that the account has, in the order of their rows.
fn parts(conn: &Conn) -> Vec<AccountPart> {
    let is_filled = |slots: &std::collections::BTreeMap<_, Vec<_>>| slots.contains_key("fields");
    let username = (conn.pow().user_id_field() == UserIdField::Username).then_some(AccountPart::Username);
    let email = (username.is_none() || conn.pow().contact_field().is_some()).then_some(AccountPart::Email);
    let details = conn.pow().slots(<RegistrationEdit as crate::pages::Page>::NAME).is_some_and(is_filled);
    let details = details.then_some(AccountPart::Details);
    [username, email, Some(AccountPart::Password), details].into_iter().flatten().collect()
}

/// The part whose page the action shows.
pub(super) fn shown_by(conn: &Conn, action: Action) -> Option<AccountPart> {
    parts(conn).into_iter().find(|part| edit_part(*part) == action)
}

/// The part that the form names. `Err` if the account has no such part.
pub(super) fn named(conn: &Conn) -> Result<Option<AccountPart>, ()> {
    let name = conn.params().text(AccountPart::FIELD);
    let Some(name) = name.filter(|name| !name.is_empty() && is_in_parts(conn)) else { return Ok(None) };
    let has_page = |part: &AccountPart| parts(conn).contains(part) && conn.path(edit_part(*part)).is_some();
    AccountPart::parse(name).filter(has_page).map(Some).ok_or(())
}

pub(super) fn not_found(conn: &Conn) -> Result<Reply, Error> {
    conn.page(404, &ErrorPage::new(404))
}

/// Returns the form without the fields of the other parts. Fields of extensions, such as a code, stay.
pub(super) fn fields_of(conn: &Conn, part: AccountPart) -> Arc<Params> {
    let users = conn.pow().schema().users();
    let is_own = |name: &str| {
        let name = name.strip_suffix(OFFERED).unwrap_or(name);
        let owner = match name {
            name if PASSWORD_FIELDS.contains(&name) => Some(AccountPart::Password),
            name if name == UserIdField::Username.name() => Some(AccountPart::Username),
            name if name == EMAIL.name() => Some(AccountPart::Email),
            name => users.field(name).filter(|field| field.form).map(|_| AccountPart::Details),
        };
        owner.is_none_or(|owner| owner == part)
    };
    Arc::new(conn.params().retain_scoped(SCOPE, is_own))
}

/// Returns the errors of a password form without a new password. In other forms an empty password field means no change.
pub(super) fn missing_password(user: &Arc<User>, params: &Arc<Params>) -> Option<Changeset> {
    let is_blank = |name| params.scope(SCOPE).get(name).is_none_or(|param| param.text() == Some(""));
    if !is_blank("password") {
        return None;
    }
    let mut changeset = Changeset::new(Operation::UPDATE, Some(user.clone()), params.clone());
    changeset.error("password", Message::new(keys::ERROR_REQUIRED));
    if super::user_has_password(user) && is_blank(CURRENT_PASSWORD) {
        changeset.error(CURRENT_PASSWORD, Message::new(keys::ERROR_REQUIRED));
    }
    Some(changeset)
}

/// Keeps the account for the comparison in [`saved`].
pub(super) async fn note_before(conn: &Conn, part: AccountPart, user: &Arc<User>) {
    let devices = if part == AccountPart::Password { other_devices(conn, user).await } else { Vec::new() };
    conn.state().put(Before { user: user.clone(), devices });
}

/// The other devices on which the user is signed in. The list is empty if it can't be read, because that must not stop a change.
async fn other_devices(conn: &Conn, user: &User) -> Vec<DeviceHandle> {
    let this = conn.session().map(DeviceHandle::of_session);
    let Ok(id) = user.id() else { return Vec::new() };
    let known = devices::list(conn.cx(), id).await.unwrap_or_default();
    known.iter().map(|device| device.handle).filter(|handle| Some(*handle) != this).collect()
}

/// Returns the message about the change.
pub(super) async fn saved(conn: &Conn, part: Option<AccountPart>, user: &User) -> Message {
    let Some(before) = conn.state().get::<Before>() else { return Message::new(keys::ACCOUNT_UPDATED) };
    let value = |user: &User, part| text_of(conn, user, part);
    match part {
        Some(AccountPart::Password) => {
            let still = other_devices(conn, user).await;
            match before.devices.iter().filter(|handle| !still.contains(handle)).count() {
                0 => Message::new(keys::ACCOUNT_PASSWORD_SAVED),
                count => Message::new(keys::ACCOUNT_PASSWORD_SAVED_DEVICES).with("count", count),
            }
        }
        Some(part @ AccountPart::Email) => match (value(&before.user, part), value(user, part)) {
            (old, Some(new)) if old.as_ref() == Some(&new) => Message::new(keys::ACCOUNT_EMAIL_KEPT).with("email", new),
            (_, Some(new)) => Message::new(keys::ACCOUNT_EMAIL_SAVED).with("email", new),
            (_, None) => Message::new(keys::ACCOUNT_UPDATED),
        },
        Some(part @ AccountPart::Username) => match value(user, part) {
            Some(new) if value(&before.user, part).as_ref() != Some(&new) => {
                Message::new(keys::ACCOUNT_USERNAME_SAVED).with("username", new)
            }
            _ => Message::new(keys::ACCOUNT_UPDATED),
        },
        _ => Message::new(keys::ACCOUNT_UPDATED),
    }
}

fn text_of(conn: &Conn, user: &User, part: AccountPart) -> Option<String> {
    match part {
        AccountPart::Username => conn.user_id_of(user),
        AccountPart::Email => match user.value(EMAIL.name()) {
            Some(crate::schema::Value::Text(text)) => Some(to_display(text).into_owned()),
            _ => None,
        },
        AccountPart::Password | AccountPart::Details => None,
    }
}

/// The page of the account.
pub(super) async fn account_page(conn: &Conn) -> Result<Reply, Error> {
    let Some(user) = conn.user().cloned() else { return not_found(conn) };
    let mut rows: Vec<_> = parts(conn).into_iter().map(|part| row(conn, &user, part)).collect();
    for section in conn.pow().sections().iter().filter(|section| (section.shown)(&user)) {
        let value = match &section.value {
            Some(value) => value(conn).await?.map(|message| conn.cx().localizer().text(&message)),
            None => None,
        };
        let path = conn.path(section.action);
        if path.is_some() {
            rows.push(AccountRow::new(section.title).value(value).path(path));
        }
    }
    let delete = conn.path(DELETE).and_then(|_| conn.path(CONFIRM_DELETE));
    conn.page(200, &Account::new(rows).delete_path(delete))
}

fn row(conn: &Conn, user: &User, part: AccountPart) -> AccountRow {
    let path = conn.path(UPDATE).and_then(|_| conn.path(edit_part(part)));
    let title = match part {
        AccountPart::Email => keys::FIELD_EMAIL,
        AccountPart::Username => keys::FIELD_USERNAME,
        AccountPart::Password => keys::FIELD_PASSWORD,
        AccountPart::Details => keys::ACCOUNT_DETAILS_TITLE,
    };
    let mut row = AccountRow::new(title).part(part).value(text_of(conn, user, part)).path(path);
    if part == AccountPart::Password {
        let has_password = super::user_has_password(user);
        let value = if has_password { keys::ACCOUNT_HAS_PASSWORD } else { keys::ACCOUNT_HAS_NO_PASSWORD };
        row = row.value(Some(conn.cx().localizer().t(value)));
        if !has_password {
            row.link = Message::new(keys::ACCOUNT_SET);
        }
    }
    row
}

/// The page of a part.
pub(super) fn part_page(conn: &Conn, status: u16, part: AccountPart, form: Form) -> Result<Reply, Error> {
    let Some(action) = conn.path(UPDATE) else { return not_found(conn) };
    let (back, has_password) = (conn.path(EDIT), has_password(conn));
    let user_id = Input::user_id(&conn.user_id_input());
    match part {
        AccountPart::Username => {
            let page = AccountUsername::new(form, action, user_id).has_password(has_password).back(back);
            conn.page(status, &page)
        }
        AccountPart::Email => {
            let contact = conn.contact_input();
            let name = contact.as_ref().and_then(|_| conn.user_id_of(conn.user()?));
            let page = AccountEmail::new(form, action, contact.unwrap_or(user_id)).username(name);
            conn.page(status, &page.has_password(has_password).back(back))
        }
        AccountPart::Password => {
            let page = AccountPassword::new(form, action)
                .has_password(has_password)
                .min_length(conn.pow().policy().password.min_length)
                .back(back);
            conn.page(status, &page)
        }
        AccountPart::Details => {
            let page =
                RegistrationEdit::new(form, action, conn.user_id_input()).has_password(has_password).details_only(back);
            conn.page(status, &page)
        }
    }
}

/// Adds the errors of a changeset to the form, each at a field that the page of the part has.
pub(super) fn errors_of(part: AccountPart, changeset: &Changeset, form: Form) -> Form {
    let first = match part {
        AccountPart::Email => EMAIL.name(),
        AccountPart::Username => UserIdField::Username.name(),
        AccountPart::Password => PASSWORD_FIELDS[0],
        AccountPart::Details => CURRENT_PASSWORD,
    };
    // The error of a stale row is at the user id, a field that this page may not have.
    let place = |error: &FieldError| match error.is_stale() {
        true => FieldError::new(first, error.message.clone()),
        false => error.clone(),
    };
    form.with_errors(changeset.errors().iter().map(place).collect())
}

/// The page to delete the account.
pub(super) fn delete_page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let Some(action) = conn.path(DELETE) else { return not_found(conn) };
    let page = AccountDelete::new(form, action).needs_password(needs_password(conn)).back(conn.path(EDIT));
    conn.page(status, &page)
}
