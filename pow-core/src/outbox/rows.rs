//! The rows of the outbox: written with what they announce, taken by one process at a time, deleted when sent.
//!
//! A process takes a row by counting up its `attempts` in the same UPDATE that asks for the number that was read, so that of
//! several processes one takes it. The number then names the taking: a process whose time ran out deletes and changes
//! nothing any more.

use std::{sync::Arc, time::Duration};

use super::letter;
use crate::{
    Clock, Error,
    id::IdKind,
    keys::Sealer,
    mail::Envelope,
    random,
    record::Record,
    schema::{Field, FieldType, IndexDef, TableDef},
    store::{Condition, Filter, Prefix, Select, Store, Transaction},
};

const ID: Field<i64> = Field::new("id");
/// The set-up that it belongs to: several can share a database, each with keys of its own.
const SETUP: Field<String> = Field::new("setup");
/// The mail's name, for people who look into the table.
const MAIL: Field<String> = Field::new("mail");
const SEALED: Field<Vec<u8>> = Field::new("sealed");
/// When it is to be tried, in milliseconds since the epoch; dead letters have the greatest number.
const DUE_AT: Field<i64> = Field::new("due_at");
/// Until when a process has it.
const TAKEN_UNTIL: Field<i64> = Field::new("taken_until");
const ATTEMPTS: Field<i64> = Field::new("attempts");
const QUEUED_AT: Field<i64> = Field::new("queued_at");
const DIED_AT: Field<Option<i64>> = Field::new("died_at");
const LAST_ERROR: Field<Option<String>> = Field::new("last_error");

/// Longer errors are cut, in characters.
const MAX_ERROR: usize = 300;
/// How many bytes of a mail without a recipient are written. PostgreSQL keeps deleted rows until the next `VACUUM`.
const DECOY_BYTES: usize = 32;
/// At most so many rows are looked at for people.
const LISTED: u32 = 1_000;

/// The table of the outbox, `pow_outbox`.
pub(crate) fn table() -> TableDef {
    let mut table = TableDef::new("pow_outbox", ID.def().generated(), IdKind::Int, "core")
        .with(SETUP.def())
        .with(MAIL.def())
        .with(SEALED.def().secret())
        .with(DUE_AT.def())
        .with(TAKEN_UNTIL.def())
        .with(ATTEMPTS.def())
        .with(QUEUED_AT.def())
        .with(DIED_AT.def())
        .with(LAST_ERROR.def())
        .shared();
    table.indexes.push(IndexDef { fields: vec![DUE_AT.name()], unique: false });
    table
}

/// The rows of one set-up.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub(super) store: Arc<dyn Store>,
    pub(super) table: Arc<TableDef>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) sealer: Sealer,
    pub(super) setup: String,
}

/// A row that this process has for a while.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) id: i64,
    pub(super) attempt: i64,
    pub(super) mail: String,
    pub(super) sealed: Vec<u8>,
}

/// A row that is not tried any more.
pub(super) struct Dead {
    pub(super) id: i64,
    pub(super) attempts: i64,
    pub(super) mail: String,
    pub(super) sealed: Vec<u8>,
    pub(super) queued_at: i64,
    pub(super) died_at: i64,
    pub(super) error: String,
}

impl Rows {
    /// Writes a mail, in the transaction of what it announces. One without a recipient is written and deleted in that transaction:
    /// the same work, of which nothing is left that a real mail would wait behind.
    pub(super) async fn put(&self, tx: &mut dyn Transaction, envelope: &Envelope) -> Result<(), Error> {
        let now = self.clock.now_ms();
        let (mut sealed, mut due_at) = (letter::seal(&self.sealer, envelope)?, now);
        if !envelope.is_sent {
            sealed.truncate(DECOY_BYTES);
            // The same for all, so that an index of PostgreSQL holds one entry for many of them.
            due_at = i64::MAX;
        }
        let row = vec![
            (SETUP.name(), self.setup.clone().into_value()),
            (MAIL.name(), envelope.mail.name.clone().into_owned().into_value()),
            (SEALED.name(), sealed.into_value()),
            (DUE_AT.name(), due_at.into_value()),
            (TAKEN_UNTIL.name(), 0.into_value()),
            (ATTEMPTS.name(), 0.into_value()),
            (QUEUED_AT.name(), now.into_value()),
        ];
        let written = tx.insert(&self.table, row).await?;
        let row =
            written.map_err(|conflict| Error::database(format!("a new mail is in conflict: {:?}", conflict.fields)))?;
        if !envelope.is_sent {
            tx.delete(&self.table, Filter::eq(ID.name(), row.get(ID)?.into_value())).await?;
        }
        Ok(())
    }

    /// Takes at most so many rows that are due, the oldest first. None means that there are none.
    pub(super) async fn take(&self, places: usize, lease: Duration) -> Result<Vec<Taken>, Error> {
        let mut window = places;
        loop {
            let due = self.select(self.due(), ID, window).await?;
            let seen = due.len();
            // Who lost to another process looks further down the list.
            let skipped = if window > places { random_below(seen.saturating_sub(places) + 1)? } else { 0 };
            let wanted = due.into_iter().skip(skipped).take(places);
            let taken = self.take_these(wanted.collect(), lease).await?;
            if seen == 0 || !taken.is_empty() {
                return Ok(taken);
            }
            window = (window * 2).min(256);
        }
    }

    async fn take_these(&self, wanted: Vec<Record>, lease: Duration) -> Result<Vec<Taken>, Error> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let until = self.after(lease);
        let mut taken = Vec::new();
        let mut tx = self.store.begin(&Prefix::default()).await?;
        for row in wanted {
            let (id, seen) = (row.get(ID)?, row.get(ATTEMPTS)?);
            let unchanged =
                self.of(id, seen).and(Condition::Eq(TAKEN_UNTIL.name(), row.get(TAKEN_UNTIL)?.into_value()));
            let attempt = seen.saturating_add(1);
            let changes = vec![(ATTEMPTS.name(), attempt.into_value()), (TAKEN_UNTIL.name(), until.into_value())];
            if tx.update(&self.table, unchanged, changes).await?.is_ok_and(|rows| rows == 1) {
                taken.push(Taken { id, attempt, mail: row.get(MAIL)?, sealed: row.get(SEALED)? });
            }
        }
        tx.commit().await?;
        Ok(taken)
    }

    /// Deletes a row: the mail is sent, or not wanted. `false` if this process had it for too long.
    pub(super) async fn settle(&self, taken: &Taken) -> Result<bool, Error> {
        Ok(self.delete(self.of(taken.id, taken.attempt)).await? == 1)
    }

    /// Gives a row back, to be tried after a while.
    pub(super) async fn retry(&self, taken: &Taken, wait: Duration, error: &str) -> Result<(), Error> {
        let changes = vec![
            (DUE_AT.name(), self.after(wait).into_value()),
            (TAKEN_UNTIL.name(), 0.into_value()),
            (LAST_ERROR.name(), cut(error).into_value()),
        ];
        self.update(self.of(taken.id, taken.attempt), changes).await.map(drop)
    }

    /// Keeps a row as a dead letter.
    pub(super) async fn bury(&self, taken: &Taken, error: &str) -> Result<(), Error> {
        let changes = vec![
            (DUE_AT.name(), i64::MAX.into_value()),
            (TAKEN_UNTIL.name(), 0.into_value()),
            (DIED_AT.name(), Some(self.clock.now_ms()).into_value()),
            (LAST_ERROR.name(), cut(error).into_value()),
        ];
        self.update(self.of(taken.id, taken.attempt), changes).await.map(drop)
    }

    /// When the next row is due: `None` if none waits.
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

    /// Whether a row is due, also one that a process has at the moment.
    pub(super) async fn any_due(&self) -> Result<bool, Error> {
        let due = self.ours().and(Condition::Lt(DUE_AT.name(), self.soon()));
        Ok(!self.select(due, ID, 1).await?.is_empty())
    }

    pub(super) async fn waiting(&self) -> Result<usize, Error> {
        let waiting = self.ours().and(Condition::Lt(DUE_AT.name(), i64::MAX.into_value()));
        Ok(self.store.select(&Prefix::default(), &self.table, Select::new(waiting).limit(LISTED)).await?.len())
    }

    pub(super) async fn dead(&self) -> Result<Vec<Dead>, Error> {
        let select = Select::new(self.buried()).order_by(ID.name()).limit(LISTED);
        let rows = self.store.select(&Prefix::default(), &self.table, select).await?;
        rows.iter().map(Dead::of).collect()
    }

    /// Lets a dead letter be tried anew, as often as a new one.
    pub(super) async fn revive(&self, id: i64) -> Result<bool, Error> {
        let changes = vec![
            (DUE_AT.name(), self.clock.now_ms().into_value()),
            (ATTEMPTS.name(), 0.into_value()),
            (DIED_AT.name(), None::<i64>.into_value()),
        ];
        Ok(self.update(self.buried().and(Condition::Eq(ID.name(), id.into_value())), changes).await? == 1)
    }

    pub(super) async fn discard(&self, id: i64) -> Result<bool, Error> {
        Ok(self.delete(self.buried().and(Condition::Eq(ID.name(), id.into_value()))).await? == 1)
    }

    /// Deletes the dead letters that are older than this.
    pub(super) async fn forget_dead(&self, age: Duration) -> Result<u64, Error> {
        let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
        let before = self.clock.now_ms().saturating_sub(age);
        self.delete(self.ours().and(Condition::Lt(DIED_AT.name(), before.into_value()))).await
    }

    fn ours(&self) -> Filter {
        Filter::eq(SETUP.name(), self.setup.clone().into_value())
    }

    fn due(&self) -> Filter {
        let due = self.ours().and(Condition::Lt(DUE_AT.name(), self.soon()));
        due.and(Condition::Lt(TAKEN_UNTIL.name(), self.soon()))
    }

    fn buried(&self) -> Filter {
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
        self.clock.now_ms().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
    }

    async fn select(&self, filter: Filter, order: Field<i64>, limit: usize) -> Result<Vec<Record>, Error> {
        let select = Select::new(filter).order_by(order.name()).limit(u32::try_from(limit).unwrap_or(u32::MAX));
        self.store.select(&Prefix::default(), &self.table, select).await
    }

    async fn update(&self, filter: Filter, changes: Vec<(&'static str, crate::schema::Value)>) -> Result<u64, Error> {
        let mut tx = self.store.begin(&Prefix::default()).await?;
        let updated = tx.update(&self.table, filter, changes).await?;
        tx.commit().await?;
        updated.map_err(|conflict| Error::database(format!("the outbox is in conflict: {:?}", conflict.fields)))
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

/// A random number below this one, which is not zero.
pub(super) fn random_below(end: usize) -> Result<usize, Error> {
    let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
    Ok(usize::try_from(u64::from_be_bytes(random::bytes()?) % end).unwrap_or_default())
}
