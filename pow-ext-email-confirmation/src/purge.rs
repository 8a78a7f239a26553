//! Deletion of accounts that were never confirmed, so that a stranger can't block an address for long. (V21)

use std::{sync::Arc, time::Duration};

use pow_core::{
    DateTime, Error,
    cx::Cx,
    extension::Registry,
    record::User,
    schema::Value,
    store::{Condition, Filter, Select},
    users::{self, INSERTED_AT},
};

use crate::{
    EmailConfirmation,
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT},
    tokens::{StoredLink, USED},
};

/// The interval of the periodic job.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(3600);
/// How many rows one query returns.
const BATCH: u32 = 100;
/// The default age at which an unconfirmed account is deleted.
const DEFAULT_AGE: Duration = Duration::from_secs(30 * 24 * 3600);

/// When an account that was registered and never confirmed is deleted. See [`purge_unconfirmed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PurgeUnconfirmed {
    /// After 30 days, or after the lifetime of links if that is longer. Never if links don't expire, as in profile
    /// `pow`.
    #[default]
    Policy,
    /// After this duration, at least a day.
    After(Duration),
    /// Never. The address is then free again only after a password reset or a manual deletion.
    Never,
}

impl PurgeUnconfirmed {
    fn age(self, extension: &EmailConfirmation, cx: &Cx) -> Option<Duration> {
        match self {
            Self::Policy => extension.link_ttl(cx).map(|ttl| ttl.max(DEFAULT_AGE)),
            Self::After(age) => Some(age),
            Self::Never => None,
        }
    }
}

/// Deletes the accounts that are older than `older_than` and were never confirmed, and returns how many were deleted.
///
/// A new link extends the time: an account with a younger link is kept until the account is twice `older_than` old.
///
/// An account that was confirmed once stays, even if its address has changed since. An account from before the
/// extension was installed stays, too, and so does a locked one. An account that the database refuses to delete stays,
/// and the error is logged.
///
/// # Errors
/// If the database fails otherwise.
pub async fn purge_unconfirmed(cx: &Cx, older_than: Duration) -> Result<usize, Error> {
    let now_ms = cx.pow().clock().now_ms();
    let age = i64::try_from(older_than.as_millis()).unwrap_or(i64::MAX);
    let (before, twice_before) = (now_ms.saturating_sub(age), now_ms.saturating_sub(age.saturating_mul(2)));
    let (mut deleted, mut last) = (0, String::new());
    loop {
        let candidates = candidates(cx, before, last.clone()).await?;
        let found = candidates.len();
        for user in candidates {
            let registered_ms = user.get(INSERTED_AT)?.timestamp_millis();
            let link = user.get(EMAIL_CONFIRMATION_TOKEN)?.unwrap_or_default();
            let made = StoredLink::read(&link);
            last = link;
            let is_stale =
                |made: StoredLink| made.is_registration && (made.at_ms < before || registered_ms < twice_before);
            // A locked account stays. Otherwise a new registration would evade the lock.
            if made.is_some_and(is_stale) && users::may_recover(cx, &user)? {
                // A concurrent confirmation raises the epoch, so that this deletion fails.
                deleted += usize::from(users::delete_or_skip(cx, &Arc::new(user)).await?);
            }
        }
        if found < BATCH as usize {
            return Ok(deleted);
        }
    }
}

/// Returns the next rows that have a link and were not confirmed. The query uses the index of the links and doesn't scan all
/// users: a stored link begins with its time, so it sorts before the markers of used links.
async fn candidates(cx: &Cx, before_ms: i64, last: String) -> Result<Vec<User>, Error> {
    let Some(before) = DateTime::from_timestamp_millis(before_ms) else { return Ok(Vec::new()) };
    let filter = Filter::all()
        .and(Condition::IsNull(EMAIL_CONFIRMED_AT.name()))
        .and(Condition::Gt(EMAIL_CONFIRMATION_TOKEN.name(), Value::Text(last)))
        .and(Condition::Lt(EMAIL_CONFIRMATION_TOKEN.name(), Value::Text(USED.to_owned())))
        .and(Condition::Lt(INSERTED_AT.name(), Value::DateTime(before)));
    let select = Select::new(filter).order_by(EMAIL_CONFIRMATION_TOKEN.name()).limit(BATCH);
    cx.pow().store().select(cx.prefix(), cx.pow().schema().users(), select).await
}

/// Registers the periodic job.
pub(crate) fn register(registry: &mut Registry, extension: &EmailConfirmation) {
    if extension.purge == PurgeUnconfirmed::Never {
        return;
    }
    let extension = Arc::new(extension.clone());
    registry.periodic("purge", CLEANUP_INTERVAL, move |cx| {
        let extension = extension.clone();
        Box::pin(async move {
            let Some(age) = extension.purge.age(&extension, &cx) else { return Ok(()) };
            let deleted = purge_unconfirmed(&cx, age).await?;
            if deleted > 0 {
                tracing::info!(target: "pow::email_confirmation::purged", deleted, "unconfirmed accounts were deleted");
            }
            Ok(())
        })
    });
}
