//! Adds an address, which counts for nothing until it is proved, and the user name.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::Conn,
    cx::Cx,
    extension::Outcome,
    identifier::{UserIdField, email::EmailAddress},
    mail::MailAddress,
    messages::{Message, keys},
    record::User,
    users::{self, EMAIL, EMAIL_CONFIRMED_AT},
};

use crate::{
    Identities, IdentityCodeMail, IdentityKind,
    changeset::{Change, SET_USERNAME, USERNAME, is_full, too_many, write},
    kind, proof,
    rows::{self, NewRow, Row},
    tokens::{codes, payload},
};

/// The operation of the errors of an address.
pub(crate) const ADD: Operation = Operation("add_identity");

/// The row that a form was about, for the redirect.
pub(crate) struct Asked(pub(crate) String);

/// The row of a typed address.
enum Added {
    Row(Row),
    /// The user has proved it already.
    Own,
    TooMany,
}

/// Whether users of this set-up choose user names here.
pub(crate) fn has_usernames(extension: &Identities, conn: &Conn) -> bool {
    extension.usernames && conn.pow().user_id_field() == UserIdField::Email
}

/// Adds an address and mails a code to it. The answer and the work are the same whether or not another account has the address.
pub(crate) async fn email(extension: &Identities, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let mut changeset = Changeset::new(ADD, Some(user.clone()), conn.params().clone());
    let email = typed(conn).map_err(|message| changeset.error(EMAIL.name(), message)).ok();
    if let Some((field, message)) = proof::missing(extension, conn, EMAIL.name()).await? {
        changeset.error(field, message);
    }
    let Some(email) = email.filter(|_| changeset.is_valid()) else { return Ok(Outcome::Invalid(changeset)) };
    users::ask_for_link(conn.cx(), email.as_str()).await?;
    match add(extension, conn.cx(), &user, email.as_str()).await? {
        Added::Row(row) => {
            send(extension, conn, &user, &row).await?;
            conn.state().put(Asked(row.id));
            return Ok(Outcome::Ok(Some(user)));
        }
        Added::Own => changeset.error(EMAIL.name(), Message::new("identities-own")),
        Added::TooMany => changeset.error(EMAIL.name(), too_many(extension)),
    }
    Ok(Outcome::Invalid(changeset))
}

fn typed(conn: &Conn) -> Result<EmailAddress, Message> {
    match conn.params().scope(SCOPE).get(EMAIL.name()).map(|param| param.text().map(str::trim)) {
        None | Some(Some("")) => Err(Message::new(keys::ERROR_REQUIRED)),
        Some(None) => Err(Message::new(keys::ERROR_INVALID)),
        Some(Some(text)) => conn.pow().policy().check_email(text),
    }
}

/// Returns the user's row of the address. It is inserted if it is missing. Of several requests at once, each counts the rows of those
/// before.
async fn add(extension: &Identities, cx: &Cx, user: &User, address: &str) -> Result<Added, Error> {
    let id = user.id()?;
    let is_main = user.get(EMAIL)?.as_deref() == Some(address);
    if is_main && user.get(EMAIL_CONFIRMED_AT)?.is_some() {
        return Ok(Added::Own);
    }
    let mut tx = cx.begin().await?;
    rows::lock(cx, tx.as_mut(), id).await?;
    let all = rows::all_in(cx, tx.as_mut(), id).await?;
    let added = match all.iter().find(|row| row.is_address(address)) {
        Some(row) if row.proved_at.is_some() => Added::Own,
        Some(row) => Added::Row(row.clone()),
        None if !is_main && is_full(extension, user, &all)? => Added::TooMany,
        None => {
            let new = NewRow { kind: IdentityKind::Email, value: address, is_claimed: is_main, proved_at: None };
            let row = rows::insert(cx, tx.as_mut(), id, &new).await?;
            Added::Row(row.ok_or_else(|| Error::other("the main address is claimed by another user"))?)
        }
    };
    tx.commit().await?;
    Ok(added)
}

/// Mails a code for the row. Above the limit of mails neither is made, and the answer is the same.
pub(crate) async fn send(extension: &Identities, conn: &mut Conn, user: &User, row: &Row) -> Result<(), Error> {
    let codes = codes(extension, conn.cx())?;
    let issued = codes.issue(conn, &row.value, Some(&payload(user, row)?)).await?;
    let to = issued.is_live.then(|| MailAddress::parse(&row.value)).transpose()?;
    let cx = conn.cx().for_reader(Some(user));
    let mail = IdentityCodeMail::new(issued.code.clone(), cx.now() + extension.code_ttl);
    let sent = match cx.mails().send(to, &mail) {
        Ok(()) => cx.mails().post().await,
        fault => fault,
    };
    if sent.is_err() {
        // A code that no mail carries must not keep its owner from the next one.
        codes.withdraw(issued).await?;
    }
    sent
}

/// Sets the user name. Whether a name is taken can't be hidden.
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
    match write(conn, &user, Change::Name(name)).await? {
        Ok(user) => Ok(Outcome::Ok(Some(user))),
        Err(changeset) => Ok(Outcome::Invalid(changeset)),
    }
}
