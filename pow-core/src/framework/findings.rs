//! Findings for operators: weakened settings, tables that don't match the schema, mails that are not sent.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::BuildHasher,
    sync::Arc,
    time::Duration,
};

use uuid::Uuid;

use super::pow::Pow;
use crate::{
    Error, UserId,
    cache::Key,
    clock::millis,
    id::IdKind,
    record::User,
    schema::{ID, TableDef, Value},
    store::{Condition, Filter, Select, database_table},
    telemetry::plain,
    users::INSERTED_AT,
};

/// How late the ticker may be. It removes expired entries and sends mails at least once a minute.
const LATE: Duration = Duration::from_secs(15 * 60);
/// How far the time of a row may be in the future, because the clocks of several machines differ.
const SKEW: Duration = Duration::from_secs(60);
/// How many users one statement reads.
const BATCH: u32 = 1_000;
/// The maximum number of users that are counted, and that are read at the start.
const COUNTED: u32 = 100;
/// How many ids a finding names.
const NAMED: usize = 3;

/// A problem that weakens or breaks a set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The stable name, such as `policy` or `schema`.
    pub name: &'static str,
    /// The severity.
    pub severity: Severity,
    /// The problem, in one sentence.
    pub problem: String,
    /// The remedy, in one sentence.
    pub remedy: String,
}

/// How bad a [`Finding`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// The set-up protects less than the default, or will fail for some users.
    Warning,
    /// Requests fail, or an attacker can take over accounts.
    Error,
}

impl Finding {
    /// A finding of the application or a tool.
    pub fn new(name: &'static str, severity: Severity, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, severity, problem: problem.into(), remedy: remedy.into() }
    }
}

impl Pow {
    /// Returns the problems of the set-up, its database, its cache and its outbox. Problems of the settings come first. The
    /// list is empty if there are no problems.
    ///
    /// It reads the identifier of each user, which takes some seconds per million users. Run it from time to time, not at each
    /// start. The command `pow doctor` prints the result.
    ///
    /// | name | finding |
    /// |---|---|
    /// | `policy` | a setting protects less than the default |
    /// | `cookies` | cookies travel unencrypted |
    /// | `proxies` | the number of proxies doesn't fit the address |
    /// | `database` | the database can't be used |
    /// | `schema` | a table, column or index is missing or has the wrong type |
    /// | `cache` | the cache store can't be used |
    /// | `outbox` | mails could not be delivered |
    /// | `ticker` | expired entries or mails have waited too long |
    /// | `clock` | rows have a time in the future |
    /// | `identifiers` | names or addresses aren't stored in their normalised form, or several users share one |
    pub async fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.weakened().iter().map(|setting| weakened(setting)).collect();
        found.extend(self.address_findings());
        match self.database_findings().await {
            Ok(more) => found.extend(more),
            Err(error) => found.push(broken(
                "database",
                &error,
                "start the database, and check its URL and the permissions of its user",
            )),
        }
        found
    }

    fn address_findings(&self) -> Vec<Finding> {
        let (base_url, proxies) = (self.base_url(), self.trusted_proxies());
        let origin = base_url.origin();
        let mut found = Vec::new();
        if !base_url.is_secure() && !base_url.is_loopback() {
            found.push(Finding::new(
                "cookies",
                Severity::Error,
                format!("cookies and passwords travel unencrypted, because `base_url` is {origin}"),
                "let a proxy terminate https, set `base_url` to the https address, and remove `danger_insecure_cookies`",
            ));
        }
        if base_url.is_loopback() && proxies > 0 {
            found.push(Finding::new(
                "proxies",
                Severity::Error,
                format!(
                    "`trusted_proxies` is {proxies}, but `base_url` is {origin}, which only this machine can reach"
                ),
                "set `base_url` to the address that browsers see, or leave `trusted_proxies` out",
            ));
        }
        if base_url.is_secure() && !base_url.is_loopback() && proxies == 0 {
            found.push(Finding::new(
                "proxies",
                Severity::Warning,
                "`trusted_proxies` is 0, so a proxy in front of the application counts as the client of every request",
                "set `trusted_proxies` to the number of your proxies; 0 is right only if the application itself \
                 terminates https",
            ));
        }
        found
    }

    async fn database_findings(&self) -> Result<Vec<Finding>, Error> {
        let mut found = Vec::new();
        match self.verify().await {
            Ok(()) => {}
            Err(Error::Config(text)) => {
                let differences = sentences(&text);
                found.extend(
                    differences.map(|(problem, remedy)| Finding::new("schema", Severity::Error, problem, remedy)),
                );
                // Other rows can't be read until the tables match the schema. Identifiers must be correct before a migration
                // can build the index on them.
                if let Some(table) = self.present_columns().await {
                    match self.user_findings(&table, false).await {
                        Ok(more) => found.extend(more),
                        Err(error) => found.push(Finding::new(
                            "identifiers",
                            Severity::Error,
                            format!("a row of `{}` can't be read ({})", table.name, plain(&error)),
                            "correct the row, so that the others can be checked",
                        )),
                    }
                }
                return Ok(found);
            }
            Err(error) => return Err(error),
        }
        found.extend(self.cache_findings().await);
        found.extend(self.outbox_findings().await?);
        found.extend(self.late_findings().await?);
        let table = self.schema().users().only(&[ID.name(), self.user_id_field().name(), INSERTED_AT.name()]);
        found.extend(self.user_findings(&Arc::new(table), true).await?);
        Ok(found)
    }
}

impl Pow {
    async fn cache_findings(&self) -> Vec<Finding> {
        let key = Key::new("pow").name("findings");
        let value = self.clock().now_ms().to_string().into_bytes();
        let asked = async {
            self.cache().put(&key, value.clone().into(), Some(SKEW)).await?;
            let read = self.cache().get(&key).await?;
            self.cache().delete(&key).await?;
            Ok::<_, Error>(read)
        };
        match asked.await {
            Ok(Some(read)) if read == value => Vec::new(),
            Ok(_) => vec![Finding::new(
                "cache",
                Severity::Error,
                "the cache store does not return the value that was written to it",
                "configure the cache server to keep entries until they expire, and let all processes use the same \
                 server",
            )],
            Err(error) => vec![broken("cache", &error, "start the cache server, or name another store in `cache`")],
        }
    }

    async fn outbox_findings(&self) -> Result<Vec<Finding>, Error> {
        let Some(outbox) = self.outbox() else { return Ok(Vec::new()) };
        let (dead, late) = (outbox.dead_letters().await?, outbox.overdue(LATE).await?);
        let mut found = Vec::new();
        if let Some(last) = dead.last() {
            found.push(Finding::new(
                "outbox",
                Severity::Error,
                format!(
                    "{} mails could not be delivered; the error of the last mail is: {}",
                    dead.len(),
                    plain(&last.error)
                ),
                "correct the cause, and queue the mails again with `Outbox::requeue`, or remove them with \
                 `Outbox::discard`",
            ));
        }
        if late > 0 {
            found.push(Finding::new(
                "ticker",
                Severity::Error,
                format!("{late} mails have waited for more than 15 minutes, and no process sends them"),
                TICKER,
            ));
        }
        Ok(found)
    }

    /// Entries of the cache that should have been removed.
    async fn late_findings(&self) -> Result<Vec<Finding>, Error> {
        let table = database_table();
        let Some(table) = self.schema().table(&table.name) else { return Ok(Vec::new()) };
        let limit = self.clock().now_ms().saturating_sub(millis(LATE));
        let expired = Filter::default().and(Condition::Lt("expires_at", Value::Int(limit)));
        let rows = self.store().select(&Default::default(), table, Select::new(expired).limit(1)).await?;
        Ok(rows
            .first()
            .map(|_| {
                Finding::new(
                    "ticker",
                    Severity::Warning,
                    "sessions that expired more than 15 minutes ago are still stored",
                    TICKER,
                )
            })
            .into_iter()
            .collect())
    }

    /// Returns the users' table with its key, its identifier and, if the database has it, the time of the registration. Returns
    /// `None` if the database lacks the other two, or if they have other types.
    async fn present_columns(&self) -> Option<Arc<TableDef>> {
        let (key, identifier) = (ID.name(), self.user_id_field().name());
        for names in [&[key, identifier, INSERTED_AT.name()][..], &[key, identifier]] {
            let table = Arc::new(self.schema().users().only(names));
            if self.first_users(&table).await.is_ok() {
                return Some(table);
            }
        }
        None
    }

    /// Reads the columns of a narrowed table, of a bounded number of users.
    async fn first_users(&self, table: &Arc<TableDef>) -> Result<Vec<User>, Error> {
        let lowest = match table.id_kind {
            IdKind::Int => UserId::Int(i64::MIN),
            IdKind::Uuid => UserId::Uuid(Uuid::nil()),
        };
        let behind = Filter::all().and(Condition::Gt(ID.name(), Value::Id(lowest)));
        let select = Select::new(behind).order_by(ID.name()).limit(COUNTED);
        self.store().select(self.tenant(), table, select).await
    }

    /// Logs a warning if one of the first users has an identifier that is not normalised. It reads at most a hundred rows by their
    /// key, because it runs at each start. [`Pow::findings`] reads all.
    pub(crate) async fn warn_of_identifiers(&self) {
        let field = self.user_id_field().name();
        let table = Arc::new(self.schema().users().only(&[ID.name(), field]));
        let Ok(users) = self.first_users(&table).await else { return };
        if users.iter().any(|user| matches!(self.spelling(user), Spelling::Capitals | Spelling::Invalid)) {
            tracing::warn!(
                target: "pow::setup::identifiers",
                field,
                "the identifiers of some users are not stored in their normalised form, so these users can't sign in: \
                 run `pow doctor`"
            );
        }
    }

    fn spelling(&self, user: &User) -> Spelling {
        let Some(Value::Text(text)) = user.value(self.user_id_field().name()) else { return Spelling::Normalised };
        match self.user_id_field().normalize(text, self.policy().email_grammar) {
            Ok(normalised) if normalised == *text => Spelling::Normalised,
            // `lower` of SQLite changes only these letters.
            Ok(normalised) if normalised == text.to_ascii_lowercase() => Spelling::Capitals,
            _ => Spelling::Invalid,
        }
    }

    /// Reads the identifier and the registration time of each user. Without a unique index, it also compares the identifiers.
    async fn user_findings(&self, table: &Arc<TableDef>, has_index: bool) -> Result<Vec<Finding>, Error> {
        let latest = self.clock().now() + SKEW;
        let mut seen = if has_index { None } else { Some(Seen::default()) };
        let (mut rows_of, mut last) = (UserRows::default(), None);
        loop {
            let filter = last.take().map_or_else(Filter::all, |id| Filter::all().and(Condition::Gt(ID.name(), id)));
            let rows =
                self.store().select(self.tenant(), table, Select::new(filter).order_by(ID.name()).limit(BATCH)).await?;
            for row in &rows {
                match self.spelling(row) {
                    Spelling::Normalised => {}
                    Spelling::Capitals => rows_of.capitals.add(row),
                    Spelling::Invalid => rows_of.invalid.add(row),
                }
                if let (Some(seen), Some(Value::Text(text))) = (&mut seen, row.value(self.user_id_field().name()))
                    && seen.is_again(
                        self.user_id_field().normalize(text, self.policy().email_grammar).as_ref().unwrap_or(text),
                    )
                {
                    rows_of.again.add(row);
                }
                let is_future = matches!(row.value(INSERTED_AT.name()), Some(Value::DateTime(at)) if *at > latest);
                rows_of.future += usize::from(is_future);
            }
            rows_of.are_all = rows.len() < BATCH as usize;
            let is_enough = seen.is_none() && rows_of.capitals.number + rows_of.invalid.number >= COUNTED as usize;
            match rows.last().and_then(|row| row.value(ID.name())) {
                Some(id) if !rows_of.are_all && !is_enough => last = Some(id.clone()),
                _ => break,
            }
        }
        Ok(rows_of.findings(&table.name, self.user_id_field().name()))
    }
}

/// How an identifier is stored.
enum Spelling {
    Normalised,
    /// It differs from the normalised form only in ASCII capital letters.
    Capitals,
    /// It is invalid, or differs in other ways.
    Invalid,
}

/// The digests of the identifiers that were read: 8 bytes each, because there may be millions.
#[derive(Default)]
struct Seen {
    digests: HashSet<u64>,
    state: RandomState,
}

impl Seen {
    fn is_again(&mut self, identifier: &str) -> bool {
        !self.digests.insert(self.state.hash_one(identifier))
    }
}

/// Users with the same problem.
#[derive(Default)]
struct Affected {
    number: usize,
    /// The first ids.
    ids: Vec<String>,
}

impl Affected {
    fn add(&mut self, user: &User) {
        self.number += 1;
        if let (true, Ok(id)) = (self.ids.len() < NAMED, user.id()) {
            self.ids.push(id.to_string());
        }
    }

    fn ids(&self) -> String {
        let more = if self.number > self.ids.len() { " and others" } else { "" };
        format!("(id {}{more})", self.ids.join(", "))
    }
}

/// The problems of the users' rows.
#[derive(Default)]
struct UserRows {
    capitals: Affected,
    invalid: Affected,
    /// Users with the identifier of an earlier row.
    again: Affected,
    future: usize,
    are_all: bool,
}

impl UserRows {
    fn findings(&self, table: &str, name: &str) -> Vec<Finding> {
        let more = if self.are_all { "" } else { "at least " };
        let mut found = Vec::new();
        let mut add = |problem: String, remedy: String| {
            found.push(Finding::new("identifiers", Severity::Error, problem, remedy));
        };
        if self.capitals.number > 0 {
            let (number, ids) = (self.capitals.number, self.capitals.ids());
            add(
                format!(
                    "{more}{number} users can't sign in, because their stored `{name}` contains capital letters {ids}"
                ),
                format!(
                    "merge users whose `{name}` differs only in capital letters, then run `UPDATE {table} SET {name} = \
                     lower({name})`"
                ),
            );
        }
        if self.invalid.number > 0 {
            let (number, ids) = (self.invalid.number, self.invalid.ids());
            add(
                format!(
                    "{more}{number} users can't sign in, because their stored `{name}` is invalid or not normalised, for \
                     example because of a space {ids}"
                ),
                format!("correct the `{name}` of each of these users by hand, because `lower` doesn't"),
            );
        }
        if self.again.number > 0 {
            let (number, ids) = (self.again.number, self.again.ids());
            add(
                format!("{more}{number} users have the same `{name}` as another user {ids}"),
                format!(
                    "merge the users or change one `{name}`, because its index is unique; `SELECT lower({name}) FROM \
                     {table} GROUP BY lower({name}) HAVING count(*) > 1` lists the values"
                ),
            );
        }
        if self.future > 0 {
            found.push(Finding::new(
                "clock",
                Severity::Warning,
                format!("{} users have a registration time in the future", self.future),
                "synchronise the clocks of all machines, for example with NTP",
            ));
        }
        found
    }
}

const TICKER: &str = "keep the value of `pow.start_ticker()` until the program ends, or run `pow.tick()` on a schedule";

fn weakened(setting: &str) -> Finding {
    Finding::new(
        "policy",
        Severity::Warning,
        format!("the setting `{setting}` protects less than its default"),
        "remove the setting, or accept the risk that its documentation describes",
    )
}

fn broken(name: &'static str, error: &Error, remedy: &str) -> Finding {
    Finding::new(name, Severity::Error, plain(error).to_string(), remedy)
}

/// Splits the lines of a comparison with the database into problem and remedy. The first and the last line contain no problem.
fn sentences(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.trim().trim_end_matches('.').split_once(": "))
}
