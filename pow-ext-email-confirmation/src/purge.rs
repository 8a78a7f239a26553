//! Accounts that nobody ever confirmed: an address is not blocked for ever by who doesn't own it. (V21)

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error,
    cx::Cx,
    extension::Registry,
    record::User,
    schema::Value,
    store::{Condition, Filter, Select},
    users::INSERTED_AT,
};

use crate::fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT};

/// How often the ticker looks.
const EVERY: Duration = Duration::from_secs(3600);
/// So many at a time.
const BATCH: u32 = 100;

/// Deletes the accounts that were registered so long ago and never confirmed, and returns how many those were.
///
/// Only accounts that a link was made for are looked at: those that were there before the extension stay, unless their
/// users have tried to sign in since.
///
/// # Errors
/// Faults of the database.
pub async fn purge_unconfirmed(cx: &Cx, older_than: Duration) -> Result<usize, Error> {
    let mut deleted = 0;
    loop {
        let stale = stale(cx, older_than).await?;
        let (found, before) = (stale.len(), deleted);
        for user in stale {
            // Whoever confirms at this moment has raised the epoch, and stays.
            deleted += usize::from(cx.pow().users().delete(cx, &Arc::new(user)).await?.is_ok());
        }
        if found < BATCH as usize || deleted == before {
            return Ok(deleted);
        }
    }
}

async fn stale(cx: &Cx, older_than: Duration) -> Result<Vec<User>, Error> {
    let Some(before) = pow_core::DateTime::from_timestamp_millis(
        cx.pow().clock().now_ms().saturating_sub(i64::try_from(older_than.as_millis()).unwrap_or(i64::MAX)),
    ) else {
        return Ok(Vec::new());
    };
    let filter = Filter::all()
        .and(Condition::IsNull(EMAIL_CONFIRMED_AT.name()))
        .and(Condition::Gt(EMAIL_CONFIRMATION_TOKEN.name(), Value::Text(String::new())))
        .and(Condition::Lt(INSERTED_AT.name(), Value::DateTime(before)));
    cx.pow().store().select(cx.prefix(), cx.pow().schema().users(), Select::new(filter).limit(BATCH)).await
}

/// Gives the ticker its work, where the configuration asks for it.
pub(crate) fn register(registry: &mut Registry, after: Option<Duration>) {
    let Some(after) = after else { return };
    registry.periodic("email_confirmation_purge", EVERY, move |cx| {
        Box::pin(async move {
            let deleted = purge_unconfirmed(&cx, after).await?;
            if deleted > 0 {
                tracing::info!(target: "pow::user::tidied", deleted, "accounts that were never confirmed are deleted");
            }
            Ok(())
        })
    });
}
