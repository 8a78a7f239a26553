//! Findings for operators: weakened settings, tables that don't match the schema, mails that are not sent.

use std::time::Duration;

use super::pow::Pow;
use crate::{
    Error,
    cache::Key,
    clock::millis,
    schema::{ID, Value},
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
/// The maximum number of users that are counted.
const COUNTED: usize = 100;

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
    /// | `identifiers` | names or addresses aren't stored in their normalised form |
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
                // Rows can't be read until the tables match the schema.
                return Ok(sentences(&text)
                    .map(|(problem, remedy)| Finding::new("schema", Severity::Error, problem, remedy))
                    .collect());
            }
            Err(error) => return Err(error),
        }
        found.extend(self.cache_findings().await);
        found.extend(self.outbox_findings().await?);
        found.extend(self.late_findings().await?);
        found.extend(self.user_findings().await?);
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

    /// Reads the identifier and the registration time of each user.
    async fn user_findings(&self) -> Result<Vec<Finding>, Error> {
        let table = self.schema().users();
        let name = self.user_id_field().name();
        let latest = self.clock().now() + SKEW;
        let (mut strange, mut future, mut last) = (0_usize, 0_usize, None);
        loop {
            let filter = last.take().map_or_else(Filter::all, |id| Filter::all().and(Condition::Gt(ID.name(), id)));
            let rows =
                self.store().select(self.tenant(), table, Select::new(filter).order_by(ID.name()).limit(BATCH)).await?;
            for row in &rows {
                if let Some(Value::Text(text)) = row.value(name) {
                    let normalised = self.user_id_field().normalize(text, self.policy().email_grammar);
                    strange += usize::from(normalised.as_ref() != Ok(text));
                }
                future += usize::from(row.get(INSERTED_AT)? > latest);
            }
            match rows.last().and_then(|row| row.value(ID.name())) {
                Some(id) if rows.len() == BATCH as usize && strange < COUNTED => last = Some(id.clone()),
                _ => break,
            }
        }
        let mut found = Vec::new();
        if strange > 0 {
            let (more, table) = (if strange >= COUNTED { "at least " } else { "" }, &table.name);
            found.push(Finding::new(
                "identifiers",
                Severity::Error,
                format!(
                    "{more}{strange} users can't sign in, because their stored `{name}` is not normalised; for \
                     example, it contains capital letters"
                ),
                format!(
                    "merge users whose `{name}` differs only in capital letters, then run `UPDATE {table} SET {name} = \
                     lower({name})`"
                ),
            ));
        }
        if future > 0 {
            found.push(Finding::new(
                "clock",
                Severity::Warning,
                format!("{future} users have a registration time in the future"),
                "synchronise the clocks of all machines, for example with NTP",
            ));
        }
        Ok(found)
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
