//! The rows of the outbox: written with the change that they announce, leased by one process at a time, deleted when sent.
//!
//! A process leases a row by incrementing its `attempts` in an UPDATE that requires the old value. Only one of several
//! processes succeeds. The new value then identifies the lease. After its lease has expired, a process can no longer delete
//! or change the row.

use std::{sync::Arc, time::Duration};

use super::{
    Backlog,
    delivery::{Delivery, DeliveryKind},
};
use crate::{
    Clock, Error,
    clock::millis,
    id::IdKind,
    keys::Sealer,
    random,
    record::Record,
    schema::{Field, FieldType, TableDef},
    store::{Condition, Filter, Prefix, Select, Store, Transaction},
};

const ID: Field<i64> = Field::new("id");
/// The namespace of the row. Several can share a database, each with different keys.
const SETUP: Field<String> = Field::new("setup");
/// The [kind of delivery](DeliveryKind).
const KIND: Field<String> = Field::new("kind");
/// The name of the mail or text, for administrators who read the table.
const MAIL: Field<String> = Field::new("mail");
const SEALED: Field<Vec<u8>> = Field::new("sealed");
/// The time of the next try, in milliseconds since the epoch. It is `i64::MAX` for dead letters.
const DUE_AT: Field<i64> = Field::new("due_at");
/// The end of the lease.
const TAKEN_UNTIL: Field<i64> = Field::new("taken_until");
const ATTEMPTS: Field<i64> = Field::new("attempts");
const QUEUED_AT: Field<i64> = Field::new("queued_at");
const DIED_AT: Field<Option<i64>> = Field::new("died_at");
const LAST_ERROR: Field<Option<String>> = Field::new("last_error");

/// The maximum length of a stored error, in characters.
const MAX_ERROR: usize = 300;
/// The length to which a sealed message without a recipient is truncated. Its row is deleted at once, but PostgreSQL keeps
/// deleted rows until the next `VACUUM`.
const UNSENT_BYTES: usize = 32;
/// The maximum number of rows in a list or a count.
const LISTED: u32 = 1_000;
/// The number of dead letters that a transaction deletes.
const BATCH: u32 = 100;

/// The table of the outbox, `pow_outbox`.
pub(crate) fn table() -> TableDef {
    TableDef::new("pow_outbox", ID.def().generated(), IdKind::Int, "core")
        .with(SETUP.def())
        .with(KIND.def().default_value(DeliveryKind::Mail.name().to_owned().into_value()))
        .with(MAIL.def())
        .with(SEALED.def().secret())
        .with(DUE_AT.def().indexed())
        .with(TAKEN_UNTIL.def())
        .with(ATTEMPTS.def())
        .with(QUEUED_AT.def())
        .with(DIED_AT.def().indexed())
        .with(LAST_ERROR.def())
        .shared()
}

/// Returns the table with only the columns that are needed to count messages. The messages themselves may be large.
pub(super) fn counted() -> TableDef {
    let mut table = table();
    let columns = [ID.name(), SETUP.name(), KIND.name(), DUE_AT.name(), QUEUED_AT.name(), DIED_AT.name()];
    let all = table.fields.into_iter().zip(table.owners);
    (table.fields, table.owners) = all.filter(|(field, _)| columns.contains(&field.name)).unzip();
    table
}

/// The rows of one namespace.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub(super) store: Arc<dyn Store>,
    pub(super) table: Arc<TableDef>,
    pub(super) counted: Arc<TableDef>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) sealer: Sealer,
    pub(super) setup: String,
}

/// A row that this process has leased.
#[derive(Debug)]
pub(super) struct Leased {
    pub(super) id: i64,
    pub(super) attempt: i64,
    pub(super) kind: String,
    pub(super) mail: String,
    pub(super) sealed: Vec<u8>,
}

/// A dead letter.
pub(super) struct Dead {
    pub(super) id: i64,
    pub(super) attempts: i64,
    pub(super) kind: String,
    pub(super) mail: String,
    pub(super) sealed: Vec<u8>,
    pub(super) queued_at: i64,
    pub(super) died_at: i64,
    pub(super) error: String,
}

impl Rows {
    /// Writes a message in this transaction. A message without a recipient is written and deleted in the same transaction.
    /// This causes the same work, and leaves no row that would delay a real message.
    pub(super) async fn put(&self, tx: &mut dyn Transaction, delivery: &Delivery) -> Result<(), Error> {
        let now = self.clock.now_ms();
        let (mut sealed, mut due_at) = (delivery.seal(&self.sealer)?, now);
        if !delivery.is_sent() {
            sealed.truncate(UNSENT_BYTES);
            // All such rows have the same value, so that an index of PostgreSQL can store many of them in one entry.
            due_at = i64::MAX;
        }
        let row = vec![
            (SETUP.name(), self.setup.clone().into_value()),
            (KIND.name(), delivery.kind().name().to_owned().into_value()),
            (MAIL.name(), delivery.name().to_owned().into_value()),
            (SEALED.name(), sealed.into_value()),
            (DUE_AT.name(), due_at.into_value()),
            (TAKEN_UNTIL.name(), 0.into_value()),
            (ATTEMPTS.name(), 0.into_value()),
            (QUEUED_AT.name(), now.into_value()),
        ];
        let written = tx.insert(&self.table, row).await?;
        let row = written
            .map_err(|conflict| Error::database(format!("conflict when a mail was queued: {:?}", conflict.fields)))?;
        if !delivery.is_sent() {
            tx.delete(&self.table, Filter::eq(ID.name(), row.get(ID)?.into_value())).await?;
        }
        Ok(())
    }

    /// Leases at most `count` due rows, the oldest first. The result is empty only if no row is due.
    pub(super) async fn lease(&self, count: usize, lease: Duration) -> Result<Vec<Leased>, Error> {
        let mut window = count;
        loop {
            let due = self.select(self.due(), DUE_AT, window).await?;
            let seen = due.len();
            // After a conflict with another process, look further down the list.
            let skipped = if window > count { random_below(seen.saturating_sub(count) + 1)? } else { 0 };
            let wanted = due.into_iter().skip(skipped).take(count);
            let leased = self.lease_rows(wanted.collect(), lease).await?;
            if seen == 0 || !leased.is_empty() {
                return Ok(leased);
            }
            window = (window * 2).min(256);
        }
    }

    async fn lease_rows(&self, wanted: Vec<Record>, lease: Duration) -> Result<Vec<Leased>, Error> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let until = self.after(lease);
        let mut leased = Vec::new();
        let mut tx = self.store.begin(&Prefix::default()).await?;
        for row in wanted {
            let (id, seen) = (row.get(ID)?, row.get(ATTEMPTS)?);
            let unchanged =
                self.of(id, seen).and(Condition::Eq(TAKEN_UNTIL.name(), row.get(TAKEN_UNTIL)?.into_value()));
            let attempt = seen.saturating_add(1);
            let changes = vec![(ATTEMPTS.name(), attempt.into_value()), (TAKEN_UNTIL.name(), until.into_value())];
            if tx.update(&self.table, unchanged, changes).await?.is_ok_and(|rows| rows == 1) {
                leased.push(Leased {
                    id,
                    attempt,
                    kind: row.get(KIND)?,
                    mail: row.get(MAIL)?,
                    sealed: row.get(SEALED)?,
                });
            }
        }
        tx.commit().await?;
        Ok(leased)
    }

    /// Deletes a row whose message was sent or dropped. Returns `false` if the lease has expired.
    pub(super) async fn complete(&self, row: &Leased) -> Result<bool, Error> {
        Ok(self.delete(self.of(row.id, row.attempt)).await? == 1)
    }

    /// Ends the lease of a row, and schedules the next try.
    pub(super) async fn retry(&self, row: &Leased, wait: Duration, error: &str) -> Result<(), Error> {
        let changes = vec![
            (DUE_AT.name(), self.after(wait).into_value()),
            (TAKEN_UNTIL.name(), 0.into_value()),
            (LAST_ERROR.name(), cut(error).into_value()),
        ];
        self.update(self.of(row.id, row.attempt), changes).await.map(drop)
    }

    /// Turns a row into a dead letter.
    pub(super) async fn dead_letter(&self, row: &Leased, error: &str) -> Result<(), Error> {
        let changes = vec![
            (DUE_AT.name(), i64::MAX.into_value()),
            (TAKEN_UNTIL.name(), 0.into_value()),
            (DIED_AT.name(), Some(self.clock.now_ms()).into_value()),
            (LAST_ERROR.name(), cut(error).into_value()),
        ];
        self.update(self.of(row.id, row.attempt), changes).await.map(drop)
    }

    /// Returns how long until the next row is due, or `None` if no row waits.
    pub(super) async fn next_due(&self) -> Result<Option<Duration>, Error> {
        let waiting = self.ours().and(Condition::Lt(DUE_AT.name(), i64::MAX.into_value()));
        let now = self.clock.now_ms();
        let mut next = None;
        for row in self.select(waiting, DUE_AT, 16).await? {
            let at = row.get(DUE_AT)?.max(row.get(TAKEN_UNTIL)?);
            next = Some(next.map_or(at, |next: i64| next.min(at)));
        }
        Ok(next.map(|at| Duration::from_millis(u64::try_from(at.saturating_sub(now)).unwrap_or_default())))
    }

    /// Returns whether a row is due, including leased rows.
    pub(super) async fn any_due(&self) -> Result<bool, Error> {
        let due = self.ours().and(Condition::Lt(DUE_AT.name(), self.soon()));
        Ok(!self.select(due, DUE_AT, 1).await?.is_empty())
    }

    pub(super) async fn waiting(&self, kind: Option<DeliveryKind>) -> Result<usize, Error> {
        Ok(self.count(self.waiting_of(kind), DUE_AT.name()).await?.len())
    }

    pub(super) async fn overdue(&self, kind: Option<DeliveryKind>, by: Duration) -> Result<usize, Error> {
        let limit = self.clock.now_ms().saturating_sub(millis(by));
        let overdue = self.of_kind(kind).and(Condition::Lt(DUE_AT.name(), limit.into_value()));
        Ok(self.count(overdue, DUE_AT.name()).await?.len())
    }

    /// Counts the waiting messages and the dead letters.
    pub(super) async fn backlog(&self) -> Result<Backlog, Error> {
        let waiting = self.count(self.waiting_of(None), DUE_AT.name()).await?;
        let queued: Vec<i64> = waiting.iter().map(|row| row.get(QUEUED_AT)).collect::<Result<_, _>>()?;
        let age = |at: i64| Duration::from_millis(u64::try_from(self.clock.now_ms().saturating_sub(at)).unwrap_or(0));
        let oldest = queued.iter().min().map(|at| age(*at));
        Ok(Backlog {
            waiting: waiting.len(),
            oldest,
            dead: self.count(self.dead_letters(), DIED_AT.name()).await?.len(),
        })
    }

    pub(super) async fn dead(&self) -> Result<Vec<Dead>, Error> {
        let select = Select::new(self.dead_letters()).order_by(DIED_AT.name()).limit(LISTED);
        let rows = self.store.select(&Prefix::default(), &self.table, select).await?;
        rows.iter().map(Dead::of).collect()
    }

    /// Queues a dead letter again, with as many tries as a new mail.
    pub(super) async fn requeue(&self, id: i64) -> Result<bool, Error> {
        let changes = vec![
            (DUE_AT.name(), self.clock.now_ms().into_value()),
            (ATTEMPTS.name(), 0.into_value()),
            (DIED_AT.name(), None::<i64>.into_value()),
        ];
        Ok(self.update(self.dead_letters().and(Condition::Eq(ID.name(), id.into_value())), changes).await? == 1)
    }

    pub(super) async fn discard(&self, id: i64) -> Result<bool, Error> {
        Ok(self.delete(self.dead_letters().and(Condition::Eq(ID.name(), id.into_value()))).await? == 1)
    }

    /// Deletes the dead letters that are older than this, in transactions of a bounded size.
    pub(super) async fn purge_dead(&self, age: Duration) -> Result<u64, Error> {
        let before = self.clock.now_ms().saturating_sub(millis(age));
        let old = self.ours().and(Condition::Lt(DIED_AT.name(), before.into_value()));
        let mut deleted = 0;
        loop {
            let select = Select::new(old.clone()).order_by(DIED_AT.name()).limit(BATCH);
            let rows = self.store.select(&Prefix::default(), &self.counted, select).await?;
            if rows.is_empty() {
                return Ok(deleted);
            }
            let mut tx = self.store.begin(&Prefix::default()).await?;
            for row in &rows {
                // A letter that was queued again meanwhile stays.
                let id = Condition::Eq(ID.name(), row.get(ID)?.into_value());
                deleted += tx.delete(&self.table, old.clone().and(id)).await?;
            }
            tx.commit().await?;
        }
    }

    fn ours(&self) -> Filter {
        Filter::eq(SETUP.name(), self.setup.clone().into_value())
    }

    fn of_kind(&self, kind: Option<DeliveryKind>) -> Filter {
        let of = |kind: DeliveryKind| Condition::Eq(KIND.name(), kind.name().to_owned().into_value());
        kind.into_iter().fold(self.ours(), |ours, kind| ours.and(of(kind)))
    }

    fn due(&self) -> Filter {
        let due = self.ours().and(Condition::Lt(DUE_AT.name(), self.soon()));
        due.and(Condition::Lt(TAKEN_UNTIL.name(), self.soon()))
    }

    fn waiting_of(&self, kind: Option<DeliveryKind>) -> Filter {
        self.of_kind(kind).and(Condition::Lt(DUE_AT.name(), i64::MAX.into_value()))
    }

    /// Selects the first rows of an index, so that no database prefers a scan.
    async fn count(&self, filter: Filter, index: &'static str) -> Result<Vec<Record>, Error> {
        let select = Select::new(filter).order_by(index).limit(LISTED);
        self.store.select(&Prefix::default(), &self.counted, select).await
    }

    fn dead_letters(&self) -> Filter {
        self.ours().and(Condition::Gt(DIED_AT.name(), 0.into_value()))
    }

    fn of(&self, id: i64, attempts: i64) -> Filter {
        let id = self.ours().and(Condition::Eq(ID.name(), id.into_value()));
        id.and(Condition::Eq(ATTEMPTS.name(), attempts.into_value()))
    }

    fn soon(&self) -> crate::schema::Value {
        self.clock.now_ms().saturating_add(1).into_value()
    }

    fn after(&self, wait: Duration) -> i64 {
        self.clock.now_ms().saturating_add(millis(wait))
    }

    async fn select(&self, filter: Filter, order: Field<i64>, limit: usize) -> Result<Vec<Record>, Error> {
        let select = Select::new(filter).order_by(order.name()).limit(u32::try_from(limit).unwrap_or(u32::MAX));
        self.store.select(&Prefix::default(), &self.table, select).await
    }

    async fn update(&self, filter: Filter, changes: Vec<(&'static str, crate::schema::Value)>) -> Result<u64, Error> {
        let mut tx = self.store.begin(&Prefix::default()).await?;
        let updated = tx.update(&self.table, filter, changes).await?;
        tx.commit().await?;
        updated
            .map_err(|conflict| Error::database(format!("conflict when the outbox was updated: {:?}", conflict.fields)))
    }

    async fn delete(&self, filter: Filter) -> Result<u64, Error> {
        let mut tx = self.store.begin(&Prefix::default()).await?;
        let deleted = tx.delete(&self.table, filter).await?;
        tx.commit().await?;
        Ok(deleted)
    }
}

impl Dead {
    fn of(row: &Record) -> Result<Self, Error> {
        Ok(Self {
            id: row.get(ID)?,
            attempts: row.get(ATTEMPTS)?,
            kind: row.get(KIND)?,
            mail: row.get(MAIL)?,
            sealed: row.get(SEALED)?,
            queued_at: row.get(QUEUED_AT)?,
            died_at: row.get(DIED_AT)?.unwrap_or_default(),
            error: row.get(LAST_ERROR)?.unwrap_or_default(),
        })
    }
}

fn cut(error: &str) -> Option<String> {
    Some(error.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_ERROR).collect())
}

/// Returns a random number below `end`, which must not be zero.
pub(super) fn random_below(end: usize) -> Result<usize, Error> {
    let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
    Ok(usize::try_from(u64::from_be_bytes(random::bytes()?) % end).unwrap_or_default())
}
