//! Proves an address or a number by its code.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, SCOPE},
    codes::{Redeemed, TypedCode},
    conn::{Conn, Reply},
    extension::Outcome,
    messages::{Message, keys},
    pages::{Flash, Form},
    record::User,
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};

use crate::{
    Identities, IdentityKind, PROVE, SEND,
    changeset::{CODE, Change, IN_USE, PROVE_IDENTITY, write},
    pages::IdentityProve,
    proof::to_list,
    rows::{self, Row},
    tokens::{codes, is_for},
};

/// The kind of the proved identity, for the message.
pub(crate) struct Proved(pub(crate) IdentityKind);

/// Returns the row of the path, if it belongs to the user.
pub(crate) async fn row_of_path(conn: &Conn, user: &User) -> Result<Option<Row>, Error> {
    let id = conn.request().path_param("id").unwrap_or_default();
    let Some(mut row) = rows::find(conn.cx(), user.id()?, id).await? else { return Ok(None) };
    if user.get(EMAIL)?.is_some_and(|main| row.is_address(&main)) {
        // The users' table says whether the main address is proved.
        row.proved_at = user.get(EMAIL_CONFIRMED_AT)?;
    }
    Ok(Some(row))
}

/// Redirects to the list with an error, which is a refusal for programs.
pub(crate) fn refused(conn: &mut Conn, status: u16, key: &'static str) -> Reply {
    conn.flash(Flash::error(Message::new(key)));
    to_list(conn).refuse(status, key)
}

/// Checks the code. Only with the right code does the answer tell whether another account has the address or number.
pub(crate) async fn check(extension: &Identities, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let row = match row_of_path(conn, &user).await? {
        Some(row) if row.proved_at.is_none() => row,
        Some(row) => return Ok(Outcome::Halt(refused(conn, 409, already_proved(row.kind)))),
        None => return Ok(Outcome::Halt(refused(conn, 404, "identities-not-there"))),
    };
    let typed = match TypedCode::of_field(conn.params().scope(SCOPE).get(CODE)) {
        Ok(typed) => typed,
        Err(message) => return Ok(invalid(conn, user, message)),
    };
    let codes = codes(extension, conn.cx(), row.kind)?;
    // A code of another address is not compared, and its tries are not used up.
    if codes.subject(conn).as_ref() != Some(&row.value) {
        return Ok(invalid(conn, user, Message::new(keys::ERROR_CODE_ENDED_NO_LINK)));
    }
    match codes.redeem(conn, &typed).await? {
        Redeemed::Right(payload) if is_for(&payload, &user, &row)? => proved(conn, user, row).await,
        other => {
            let message = other.refusal_without_link().unwrap_or_else(|| Message::new(keys::ERROR_CODE_WRONG));
            Ok(invalid(conn, user, message))
        }
    }
}

/// The message about a row that is already proved.
pub(crate) fn already_proved(kind: IdentityKind) -> &'static str {
    kind.text("identities-already-proved", "identities-already-proved-phone")
}

async fn proved(conn: &mut Conn, user: Arc<User>, row: Row) -> Result<Outcome, Error> {
    match write(conn, &user, Change::Prove(row.clone())).await? {
        Ok(user) => {
            conn.state().put(Proved(row.kind));
            Ok(Outcome::Ok(Some(user)))
        }
        Err(changeset) if changeset.has_error(CODE) => {
            rows::drop_unproved(conn.cx(), &row).await?;
            Ok(Outcome::Halt(refused(conn, 409, row.kind.text(IN_USE, "identities-in-use-phone"))))
        }
        Err(_) => Ok(Outcome::Halt(refused(conn, 409, keys::ERROR_CHANGED_MEANWHILE))),
    }
}

fn invalid(conn: &Conn, user: Arc<User>, message: Message) -> Outcome {
    let mut changeset = Changeset::new(PROVE_IDENTITY, Some(user), conn.params().clone());
    changeset.error(CODE, message);
    Outcome::Invalid(changeset)
}

/// The page of the code. It never shows a typed code again.
pub(crate) async fn page(extension: &Identities, conn: &mut Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let Some(user) = conn.user().cloned() else { return Ok(to_list(conn)) };
    let row = match row_of_path(conn, &user).await? {
        Some(row) if row.proved_at.is_none() => row,
        Some(_) => return Ok(to_list(conn)),
        None => return Ok(refused(conn, 404, "identities-not-there")),
    };
    let page = IdentityProve::new(form, conn.path_alike(PROVE).unwrap_or_default(), row.value, extension.code_ttl)
        .kind(row.kind)
        .resend_path(conn.path_alike(SEND))
        .back(conn.path(crate::INDEX));
    conn.page(status, &page)
}

/// Renders the page again after a failed code. For programs, a wrong or ended code is a 401, like a wrong password.
pub(crate) async fn wrong(extension: &Identities, conn: &mut Conn, changeset: Changeset) -> Result<Reply, Error> {
    let key = changeset.errors().first().map(|error| error.message.key.clone()).unwrap_or_default();
    let is_checked = key == keys::ERROR_CODE_WRONG || key == keys::ERROR_CODE_ENDED_NO_LINK;
    let page = page(extension, conn, 422, changeset.into_errors(Form::new(SCOPE))).await?;
    Ok(if is_checked && page.status == 422 { page.refuse(401, key) } else { page })
}
