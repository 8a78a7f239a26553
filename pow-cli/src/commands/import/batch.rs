//! Rows that are written in one transaction.
//!
//! A row is never written if its address or name already has a user. A run that was killed has lost its last transaction. When it
//! is repeated, it finds the users of the earlier transactions. Because of the unique index, even two concurrent runs write no
//! user twice.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    mem, slice,
    time::Duration,
};

use pow_core::{
    Error, Pow,
    cx::Cx,
    messages::{Message, keys},
    record::User,
    schema::Value,
    store::{Filter, Transaction},
    users,
};
use tokio::time::sleep;

use super::{
    progress::Progress,
    row::{Checked, Row, errors},
    source::Place,
};
use crate::failure::Failure;

/// The number of rows in a transaction. A longer transaction would hold its locks for longer.
const ROWS: usize = 500;

/// How often a row is tried again while another run holds its locks.
const TRIES: u32 = 10;

/// The rows of the next transaction.
pub(crate) struct Batch {
    pow: Pow,
    is_dry_run: bool,
    rows: Vec<Checked>,
    /// The addresses or names of the rows, and where each row is in the file. A dry run remembers those of all batches, and the
    /// other unique values, because the database doesn't have them.
    places: HashMap<Digest, Place>,
    hashers: [RandomState; 2],
}

/// The digest of a unique value. Two values have the same one with a probability that doesn't matter.
type Digest = [u64; 2];

impl Batch {
    pub(crate) fn new(pow: &Pow, is_dry_run: bool) -> Self {
        Self { pow: pow.clone(), is_dry_run, rows: Vec::new(), places: HashMap::new(), hashers: Default::default() }
    }

    /// Checks a row and adds it. A full batch is written.
    ///
    /// # Errors
    /// Faults of the database or of an extension.
    pub(crate) async fn add(&mut self, row: Row, progress: &mut Progress) -> Result<(), Failure> {
        let (cx, place) = (self.pow.cx(), row.place.clone());
        let mut checked = match row.check(&cx).await? {
            Ok(checked) => checked,
            Err(reason) => {
                progress.refused(&place, &reason);
                return Ok(());
            }
        };
        let name = checked.name(&cx);
        let digest = self.digest("", &name);
        if let Some(earlier) = self.places.get(&digest) {
            progress.refused(&place, &format!("{name} is also {}: leave out one of the two rows", earlier.within()));
            return Ok(());
        }
        if is_there(&cx, &checked, &name, progress).await? {
            return Ok(());
        }
        if self.is_dry_run {
            let values = self.unique_values(&cx, &checked);
            let taken = values.iter().find(|(_, digest)| self.places.contains_key(digest)).map(|(field, _)| *field);
            if let Some(field) = taken {
                checked.changeset.error(field, Message::new(keys::ERROR_TAKEN));
                progress.refused(&place, &errors(&cx, &checked.changeset));
                return Ok(());
            }
            self.places.extend(values.into_iter().map(|(_, digest)| (digest, place.clone())));
        }
        self.places.insert(digest, place);
        self.rows.push(checked);
        match self.rows.len() {
            ROWS.. => self.write(progress).await,
            _ => Ok(()),
        }
    }

    fn digest(&self, index: &str, value: &str) -> Digest {
        self.hashers.each_ref().map(|hasher| hasher.hash_one((index, value)))
    }

    /// Returns the digests of the row's unique values other than its address or name, each with the field that shows a conflict.
    fn unique_values(&self, cx: &Cx, row: &Checked) -> Vec<(&'static str, Digest)> {
        let user_id = cx.pow().user_id_field().name();
        let indexes = cx.pow().schema().users().unique_indexes();
        let others = indexes.into_iter().filter(|(_, fields)| *fields != [user_id]);
        others
            .filter_map(|(index, fields)| {
                let values = fields.iter().map(|field| row.changeset.change_value(field));
                // NULL conflicts with no other value.
                let values = values.map(|value| value.filter(|value| **value != Value::Null));
                let values = values.collect::<Option<Vec<_>>>()?;
                Some((*fields.first()?, self.digest(&index, &format!("{values:?}"))))
            })
            .collect()
    }

    /// Writes the rows in one transaction. If the database rejects one of them, each row is written in its own transaction.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub(crate) async fn write(&mut self, progress: &mut Progress) -> Result<(), Failure> {
        if !self.is_dry_run {
            self.places.clear();
        }
        let mut rows = mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let cx = self.pow.cx();
        match self.write_together(&cx, &mut rows).await {
            Ok(true) => rows.iter().for_each(|row| progress.imported(row.has_password())),
            Ok(false) => return self.write_each(rows, progress).await,
            // Another run holds locks that this run needs.
            Err(Error::Busy { retry_after }) => {
                sleep(retry_after).await;
                return self.write_each(rows, progress).await;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Writes all rows or none. Returns whether they were written.
    async fn write_together(&self, cx: &Cx, rows: &mut [Checked]) -> Result<bool, Error> {
        let mut tx = cx.begin().await?;
        for row in rows {
            if users::write_within(cx, tx.as_mut(), &mut row.changeset).await?.is_none() {
                tx.rollback().await?;
                return Ok(false);
            }
        }
        self.end(cx, tx).await?;
        Ok(true)
    }

    async fn write_each(&self, rows: Vec<Checked>, progress: &mut Progress) -> Result<(), Failure> {
        for row in rows {
            let mut left = self.write_one(row.row, progress).await?;
            for _ in 0..TRIES {
                let Some((row, retry_after)) = left.take() else { break };
                sleep(retry_after).await;
                left = self.write_one(row, progress).await?;
            }
            if let Some((_, retry_after)) = left {
                return Err(Error::Busy { retry_after }.into());
            }
        }
        Ok(())
    }

    /// Writes a row. Returns it if another run holds locks that the write needs.
    async fn write_one(&self, row: Row, progress: &mut Progress) -> Result<Option<(Row, Duration)>, Failure> {
        let (cx, place) = (self.pow.cx(), row.place.clone());
        let mut row = match row.check(&cx).await? {
            Ok(row) => row,
            Err(reason) => {
                progress.refused(&place, &reason);
                return Ok(None);
            }
        };
        let name = row.name(&cx);
        if is_there(&cx, &row, &name, progress).await? {
            return Ok(None);
        }
        match self.write_together(&cx, slice::from_mut(&mut row)).await {
            Ok(true) => progress.imported(row.has_password()),
            Err(Error::Busy { retry_after }) => return Ok(Some((row.row, retry_after))),
            Err(error) => return Err(error.into()),
            // Another run may have written the user in the meantime.
            Ok(false) if is_there(&cx, &row, &name, progress).await? => {}
            Ok(false) => progress.refused(&place, &errors(&cx, &row.changeset)),
        }
        Ok(None)
    }

    /// Commits, unless this is a dry run.
    async fn end(&self, cx: &Cx, mut tx: Box<dyn Transaction>) -> Result<(), Error> {
        if self.is_dry_run {
            return tx.rollback().await;
        }
        cx.mails().post_in(tx.as_mut()).await?;
        tx.commit().await?;
        cx.run_after_commit().await;
        Ok(())
    }
}

/// Returns whether the row's user already exists. An existing user is never changed. If the user differs from the row, this is
/// reported.
async fn is_there(cx: &Cx, row: &Checked, name: &str, progress: &mut Progress) -> Result<bool, Failure> {
    match existing(cx, name).await? {
        Some(user) if row.is_imported(&user) => progress.already_there(),
        Some(_) => {
            progress.refused(&row.row.place, &format!("{name} has an account with other values, which was not changed"))
        }
        None => return Ok(false),
    }
    Ok(true)
}

async fn existing(cx: &Cx, name: &str) -> Result<Option<User>, Failure> {
    let filter = Filter::eq(cx.pow().user_id_field().name(), Value::Text(name.to_owned()));
    Ok(cx.pow().store().find(cx.prefix(), cx.pow().schema().users(), filter).await?)
}
