//! Adds an address or a number, which has no effect until it is proved, and sets the user name.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    codes::Issued,
    conn::Conn,
    cx::Cx,
    extension::Outcome,
    identifier::{UserIdField, phone::PhoneNumber},
    limit::Limit,
    mail::MailAddress,
    messages::{Message, keys},
    random,
    record::User,
    users::{self, EMAIL, EMAIL_CONFIRMED_AT},
};

use crate::{
    ID, Identities, IdentityCodeMail, IdentityCodeText, IdentityKind,
    changeset::{Change, SET_USERNAME, USERNAME, is_full, too_many, write},
    kind, proof,
    rows::{self, NewRow, Row},
    tokens::{codes, payload},
};

/// The operation of a changeset with errors of an address or a number.
pub(crate) const ADD: Operation = Operation("add_identity");

/// The id of the row that a form was about, for the redirect.
pub(crate) struct Asked(pub(crate) String);

/// The row of a typed address or number.
enum Added {
    Row(Row),
    /// The user has already proved the value.
    Own,
    TooMany,
}

/// Whether users of this set-up may choose a user name in this extension.
pub(crate) fn has_usernames(extension: &Identities, conn: &Conn) -> bool {
    extension.usernames && conn.pow().user_id_field() == UserIdField::Email
}

/// The field of the phone number: `user[phone]`.
pub(crate) const PHONE: &str = "phone";

/// Whether users of this set-up may add phone numbers, and the form has one.
pub(crate) fn is_of_phone(extension: &Identities, conn: &Conn) -> bool {
    extension.phones && conn.params().scope(SCOPE).get(PHONE).is_some()
}

/// Adds an address or a number and sends a code to it. The answer and the work are the same whether or not another account has it.
pub(crate) async fn contact(
    extension: &Identities,
    conn: &mut Conn,
    user: Arc<User>,
    kind: IdentityKind,
) -> Result<Outcome, Error> {
    let field = if kind == IdentityKind::Phone { PHONE } else { EMAIL.name() };
    let mut changeset = Changeset::new(ADD, Some(user.clone()), conn.params().clone());
    let value = typed(conn, field).map_err(|message| changeset.error(field, message)).ok();
    if let Some((field, message)) = proof::missing(extension, conn, field).await? {
        changeset.error(field, message);
    }
    let Some(value) = value.filter(|_| changeset.is_valid()) else { return Ok(Outcome::Invalid(changeset)) };
    users::ask_for_link(conn.cx(), &value).await?;
    match add(extension, conn.cx(), &user, kind, &value).await? {
        Added::Row(row) => {
            send(extension, conn, &user, &row).await?;
            conn.state().put(Asked(row.id));
            return Ok(Outcome::Ok(Some(user)));
        }
        Added::Own => changeset.error(field, Message::new(kind.text("identities-own", "identities-own-phone"))),
        Added::TooMany => changeset.error(field, too_many(extension)),
    }
    Ok(Outcome::Invalid(changeset))
}

/// Returns the normalised value of the field.
fn typed(conn: &Conn, field: &str) -> Result<String, Message> {
    match conn.params().scope(SCOPE).get(field).map(|param| param.text().map(str::trim)) {
        None | Some(Some("")) => Err(Message::new(keys::ERROR_REQUIRED)),
        Some(None) => Err(Message::new(keys::ERROR_INVALID)),
        Some(Some(text)) if field == PHONE => {
            let number = PhoneNumber::parse(text).map_err(|error| Message::new(error.key()))?;
            Ok(number.as_str().to_owned())
        }
        Some(Some(text)) => conn.pow().policy().check_email(text).map(|email| email.as_str().to_owned()),
    }
}

/// Returns the user's row with this value. A missing row is inserted. The user's row is locked first, so that concurrent requests
/// count each other's rows.
async fn add(extension: &Identities, cx: &Cx, user: &User, kind: IdentityKind, value: &str) -> Result<Added, Error> {
    let id = user.id()?;
    let is_main = kind == IdentityKind::Email && user.get(EMAIL)?.as_deref() == Some(value);
    if is_main && user.get(EMAIL_CONFIRMED_AT)?.is_some() {
        return Ok(Added::Own);
    }
    let mut tx = cx.begin().await?;
    rows::lock(cx, tx.as_mut(), id).await?;
    let all = rows::all_in(cx, tx.as_mut(), id).await?;
    let added = match all.iter().find(|row| row.kind == kind && row.value == value) {
        Some(row) if row.proved_at.is_some() => Added::Own,
        Some(row) => Added::Row(row.clone()),
        None if !is_main && is_full(extension, user, &all)? => Added::TooMany,
        None => {
            let new = NewRow { kind, value, is_claimed: is_main, proved_at: None };
            let row = rows::insert(cx, tx.as_mut(), id, &new).await?;
            Added::Row(row.ok_or_else(|| Error::other("the main address is claimed by another user"))?)
        }
    };
    tx.commit().await?;
    Ok(added)
}

/// Sends a code for the row, by mail or by text. Above the limit no message is sent, and the answer is the same.
///
/// # Errors
/// [`Error::TooMany`] if the user has asked for too many texts.
pub(crate) async fn send(extension: &Identities, conn: &mut Conn, user: &User, row: &Row) -> Result<(), Error> {
    if row.kind == IdentityKind::Phone {
        count(conn.cx(), user, "texts", extension.texts, &random::bytes::<16>()?).await?;
    }
    let codes = codes(extension, conn.cx(), row.kind)?;
    let issued = codes.issue(conn, &row.value, Some(&payload(user, row)?)).await?;
    let cx = conn.cx().for_reader(Some(user));
    let sent = match queue(extension, &cx, row, &issued) {
        Ok(()) => cx.mails().post().await,
        fault => fault,
    };
    if sent.is_err() {
        // A code that was not sent must not keep the user from getting the next one.
        codes.withdraw(issued).await?;
    }
    sent
}

/// Counts an event of the user, up to the limit. The same event counts only once.
async fn count(cx: &Cx, user: &User, what: &'static str, limit: Option<Limit>, event: &[u8]) -> Result<(), Error> {
    let Some(limit) = limit else { return Ok(()) };
    let key = cx.cache().key().name(ID).name(what).id(user.id()?);
    match cx.cache().limiter().try_acquire(&key, limit, event).await? {
        Ok(_) => Ok(()),
        Err(retry_after) => Err(Error::TooMany { retry_after }),
    }
}

fn queue(extension: &Identities, cx: &Cx, row: &Row, issued: &Issued) -> Result<(), Error> {
    let (code, until) = (issued.code.clone(), cx.now() + extension.code_ttl);
    if row.kind == IdentityKind::Phone {
        let number = PhoneNumber::parse(&row.value).map_err(Error::other)?;
        return cx.texts().send_code(number, issued, &IdentityCodeText::new(code, until));
    }
    let to = issued.is_live.then(|| MailAddress::parse(&row.value)).transpose()?;
    cx.mails().send(to, &IdentityCodeMail::new(code, until))
}

/// Sets the user name. The answer can't hide whether a name is taken, so the names that a user tries are counted.
///
/// # Errors
/// [`Error::TooMany`] if the user has tried too many names.
pub(crate) async fn username(extension: &Identities, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(SET_USERNAME, Some(user.clone()), conn.params().clone());
    let typed = conn.params().scope(SCOPE).get(USERNAME).map(|param| param.text().map(str::to_owned));
    let name = match typed {
        None => Err(Message::new(keys::ERROR_REQUIRED)),
        Some(None) => Err(Message::new(keys::ERROR_INVALID)),
        Some(Some(text)) => kind::username(conn.pow().policy(), &text),
    };
    let name = name.map_err(|message| changeset.error(USERNAME, message)).ok();
    if let Some((field, message)) = proof::missing(extension, conn, USERNAME).await? {
        changeset.error(field, message);
    }
    let Some(name) = name.filter(|_| changeset.is_valid()) else { return Ok(Outcome::Invalid(changeset)) };
    count(conn.cx(), &user, "usernames", extension.username_tries, name.as_bytes()).await?;
    match write(conn, &user, Change::Name(name)).await? {
        Ok(user) => Ok(Outcome::Ok(Some(user))),
        Err(changeset) => Ok(Outcome::Invalid(changeset)),
    }
}
