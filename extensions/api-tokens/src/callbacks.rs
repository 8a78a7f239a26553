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
    users,
};

use crate::{ApiTokens, Grant, Jwt, Scopes, Subject, bearer, refresh, rows, secret, services};

/// Finds the user of a request's token, and passes the grant to the guard.
pub(crate) async fn authenticate(extension: &ApiTokens, conn: &Conn) -> Result<Option<Recognised>, Error> {
    let Some(text) = bearer::token(conn.request()) else { return Ok(None) };
    match &extension.jwt {
        _ if secret::is_token(&extension.prefix, text) => personal(extension, conn, text).await,
        Some(jwt) => signed(extension, jwt, conn, text).await,
        None => Ok(None),
    }
}

/// Authenticates a request by a personal token.
async fn personal(extension: &ApiTokens, conn: &Conn, text: &str) -> Result<Option<Recognised>, Error> {
    let Some(found) = rows::find(conn.cx(), &secret::hash(text)).await? else { return Ok(None) };
    let Some(user) = refresh::user_of(conn.cx(), found.user, found.epoch).await? else { return Ok(None) };
    if let Err(error) = rows::note_use(conn.cx(), &found.token).await {
        log_unnoted(&error);
    }
    conn.state().put(Grant::new(Subject::User(found.user), extension.granted(&found.token.scopes)));
    Ok(Some(Recognised::Limited(user)))
}

/// Authenticates a request by a signed token of a user or of a service account.
async fn signed(extension: &ApiTokens, jwt: &Jwt, conn: &Conn, text: &str) -> Result<Option<Recognised>, Error> {
    let cx = conn.cx();
    let Some(claims) = jwt.open(text, cx.now()) else { return Ok(None) };
    let scopes = Scopes::parse(&claims.scope);
    let Some(epoch) = claims.epoch else {
        services::recognise(extension, conn, &claims, &scopes);
        return Ok(None);
    };
    let (Ok(id), Some(family)) = (claims.sub.parse(), claims.sid.as_deref().and_then(refresh::parse_family)) else {
        return Ok(None);
    };
    if !refresh::is_alive(cx, id, family).await? {
        return Ok(None);
    }
    let Some(user) = refresh::user_of(cx, id, epoch).await? else { return Ok(None) };
    conn.state().put(Grant::new(Subject::User(id), extension.granted(&scopes)));
    Ok(Some(Recognised::Limited(user)))
}

/// Logs that the use of a token could not be recorded. The request continues, because only the time of the use is lost.
fn log_unnoted(error: &Error) {
    static UNNOTED: LogGate = LogGate::new();
    if let Some(held_back) = UNNOTED.open_now() {
        tracing::warn!(
            target: "pow::api_tokens::unnoted",
            error = %plain(error),
            held_back,
            "the time at which a personal token was used could not be stored"
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
    let (behind, id) = (cx.clone(), user.id()?);
    cx.after_commit(async move { refresh::remove_all(&behind, id).await });
    let ended = rows::delete_all(cx, tx, id).await?;
    if ended > 0 {
        tracing::info!(
            target: "pow::api_tokens::all_ended",
            user = %user.id()?,
            ended,
            "the personal tokens of a user were deleted, because the account was changed or deleted"
        );
    }
    Ok(())
}
