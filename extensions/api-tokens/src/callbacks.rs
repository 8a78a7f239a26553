//! Hooks into requests and into changes of users.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    extension::Recognised,
    record::User,
    store::Transaction,
    telemetry::{LogGate, plain},
    users::{self, AUTH_EPOCH},
};

use crate::{ApiTokens, Grant, Subject, bearer, rows, secret};

/// Finds the user of a request's token, and leaves the grant for the guard.
pub(crate) async fn authenticate(extension: &ApiTokens, conn: &Conn) -> Result<Option<Recognised>, Error> {
    let Some(text) = bearer::token(conn.request()).filter(|text| secret::is_token(&extension.prefix, text)) else {
        return Ok(None);
    };
    let Some(found) = rows::find(conn.cx(), &secret::hash(text)).await? else { return Ok(None) };
    let user = conn.pow().users().get(conn.cx(), found.user).await?;
    let Some(user) = user.filter(|user| user.get(AUTH_EPOCH).is_ok_and(|now| now == found.epoch)) else {
        return Ok(None);
    };
    if let Err(error) = rows::note_use(conn.cx(), &found.token).await {
        log_unnoted(&error);
    }
    conn.state().put(Grant::new(Subject::User(found.user), extension.granted(&found.token.scopes)));
    Ok(Some(Recognised::Limited(user)))
}

/// The request goes on: when a token was used is no reason to refuse it.
fn log_unnoted(error: &Error) {
    static UNNOTED: LogGate = LogGate::new();
    if let Some(held_back) = UNNOTED.open_now() {
        tracing::warn!(
            target: "pow::api_tokens::unnoted",
            error = %plain(error),
            held_back,
            "the use of a personal token could not be noted"
        );
    }
}

/// Deletes the tokens of a user who is deleted, locked, or has a new password or address.
pub(crate) async fn end_with_the_account(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    if changeset.operation() != Operation::DELETE && !users::changes_authority(cx, changeset) {
        return Ok(());
    }
    let ended = rows::delete_all(cx, tx, user.id()?).await?;
    if ended > 0 {
        tracing::info!(
            target: "pow::api_tokens::all_ended",
            user = %user.id()?,
            ended,
            "the personal tokens of a user ended with a change of the account"
        );
    }
    Ok(())
}
