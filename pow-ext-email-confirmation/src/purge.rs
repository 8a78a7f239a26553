//! Accounts that were never confirmed: a stranger doesn't block an address for ever. (V21)

use std::{sync::Arc, time::Duration};

use pow_core::{
    DateTime, Error,
    cx::Cx,
    extension::Registry,
    record::User,
    schema::{ID, Value},
    store::{Condition, Filter, Select},
    users::{AUTH_EPOCH, INSERTED_AT},
};

use crate::{
    EmailConfirmation,
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT},
    tokens::Made,
};

/// How often the ticker looks.
const EVERY: Duration = Duration::from_secs(3600);
/// So many at a time.
const BATCH: u32 = 100;
/// What [`PurgeUnconfirmed::Policy`] leaves a user.
const USUAL: Duration = Duration::from_secs(30 * 24 * 3600);

/// When an account that was registered and never confirmed is deleted: [`purge_unconfirmed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PurgeUnconfirmed {
    /// After 30 days, or as long as links work if that is longer. Never where links work for ever, as in profile `pow`.
    #[default]
    Policy,
    /// After so long, a day at least.
    After(Duration),
    /// Never: its address is free again only by a new password behind a mailed link, or by hand.
    Never,
}

impl PurgeUnconfirmed {
    fn age(self, extension: &EmailConfirmation, cx: &Cx) -> Option<Duration> {
        match self {
            Self::Policy => extension.link_ttl(cx).map(|ttl| ttl.max(USUAL)),
            Self::After(age) => Some(age),
            Self::Never => None,
        }
    }
}

/// Deletes the accounts that were registered so long ago and never confirmed, and returns how many those were. One whose
/// user has asked for another link since then has as long again.
///
/// An account that was ever confirmed stays, whatever became of its address since, and so does one that was there before
/// the extension.
///
/// # Errors
/// Faults of the database.
pub async fn purge_unconfirmed(cx: &Cx, older_than: Duration) -> Result<usize, Error> {
    let now_ms = cx.pow().clock().now_ms();
    let age = i64::try_from(older_than.as_millis()).unwrap_or(i64::MAX);
    let (before, long_before) = (now_ms.saturating_sub(age), now_ms.saturating_sub(age.saturating_mul(2)));
    let (mut deleted, mut last) = (0, None);
    loop {
        let candidates = candidates(cx, before, last).await?;
        let found = candidates.len();
        last = candidates.last().map(User::id).transpose()?;
        for user in candidates {
            let registered_ms = user.get(INSERTED_AT)?.timestamp_millis();
            let made = user.get(EMAIL_CONFIRMATION_TOKEN)?.as_deref().and_then(Made::read);
            let is_stale = |made: Made| made.with_the_account && (made.at_ms < before || registered_ms < long_before);
            if made.is_some_and(is_stale) {
                // Whoever confirms at this moment has raised the epoch, and stays.
                deleted += usize::from(cx.pow().users().delete(cx, &Arc::new(user)).await?.is_ok());
            }
        }
        if found < BATCH as usize {
            return Ok(deleted);
        }
    }
}

/// The next rows with a link whose authority never changed: a confirmation, a new password and another address raise the
/// epoch.
async fn candidates(cx: &Cx, before_ms: i64, last: Option<pow_core::UserId>) -> Result<Vec<User>, Error> {
    let Some(before) = DateTime::from_timestamp_millis(before_ms) else { return Ok(Vec::new()) };
    let mut filter = Filter::eq(AUTH_EPOCH.name(), Value::Int(0))
        .and(Condition::IsNull(EMAIL_CONFIRMED_AT.name()))
        .and(Condition::Gt(EMAIL_CONFIRMATION_TOKEN.name(), Value::Text(String::new())))
        .and(Condition::Lt(INSERTED_AT.name(), Value::DateTime(before)));
    if let Some(last) = last {
        filter = filter.and(Condition::Gt(ID.name(), Value::Id(last)));
    }
    let select = Select::new(filter).order_by(ID.name()).limit(BATCH);
    cx.pow().store().select(cx.prefix(), cx.pow().schema().users(), select).await
}

/// Gives the ticker its work.
pub(crate) fn register(registry: &mut Registry, extension: &EmailConfirmation) {
    if extension.purge == PurgeUnconfirmed::Never {
        return;
    }
    let extension = Arc::new(extension.clone());
    registry.periodic("purge", EVERY, move |cx| {
        let extension = extension.clone();
        Box::pin(async move {
            let Some(age) = extension.purge.age(&extension, &cx) else { return Ok(()) };
            let deleted = purge_unconfirmed(&cx, age).await?;
            if deleted > 0 {
                tracing::info!(target: "pow::email_confirmation::purged", deleted, "accounts that were never confirmed are deleted");
            }
            Ok(())
        })
    });
}
