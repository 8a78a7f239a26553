//! The statements that connections send to SQLite files, and which of them scan a table.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use diesel::{
    Connection, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation},
    sql_query,
    sql_types::Text,
};

/// The statements, by the path of the database file.
static SENT: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::new(BTreeMap::new());

/// Records the statements of every connection that is opened from now on in this process. Call it before the application starts.
///
/// ```
/// use pow_testing::{TestApp, statements};
///
/// statements::record();
/// let app = TestApp::start();
/// app.client().register("ann@example.com", "correct horse battery staple");
/// assert!(!statements::sent_to(app.database().url()).is_empty());
/// assert_eq!(statements::scans(&app), Vec::<String>::new());
/// ```
///
/// # Panics
/// If another thread panicked while it called this function.
#[expect(clippy::expect_used, reason = "a test that can't read the statements has failed")]
pub fn record() {
    set_default_instrumentation(|| Some(Box::<Recorder>::default())).expect("the instrumentation is free");
}

#[derive(Default)]
struct Recorder(String);

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.0),
            InstrumentationEvent::StartQuery { query, .. } => self.keep(&query.to_string()),
            _ => {}
        }
    }
}

impl Recorder {
    /// Records the statement without its values.
    fn keep(&self, query: &str) {
        let statement = query.split(" -- binds").next().unwrap_or_default();
        let mut sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
        sent.entry(self.0.clone()).or_default().insert(statement.to_owned());
    }
}

/// Returns the statements that were sent to the database, each once. Only statements to SQLite are recorded.
#[must_use]
pub fn sent_to(url: &str) -> BTreeSet<String> {
    let path = url.strip_prefix("sqlite://").unwrap_or(url);
    SENT.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned().unwrap_or_default()
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Returns the statements of the application so far that scan one of its tables, each with its plan.
///
/// # Panics
/// If SQLite can't explain a statement.
#[must_use]
#[expect(clippy::expect_used, reason = "a test without a plan has failed")]
pub fn scans(app: &crate::TestApp) -> Vec<String> {
    let url = app.database().url();
    let path = url.strip_prefix("sqlite://").unwrap_or(url);
    let mut connection = SqliteConnection::establish(path).expect("the database is there");
    let schema = app.pow.schema();
    let tables: Vec<_> = schema.tables().iter().map(|table| table.name.clone()).collect();
    let is_scan = |step: &String| tables.iter().any(|table| is_scan_of(step, table));
    let mut plan = |statement: &str| -> Vec<String> {
        let steps = sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load::<Step>(&mut connection);
        steps.expect("a plan").into_iter().map(|step| step.detail).collect()
    };
    let found = sent_to(url).into_iter().filter(|statement| reads_rows(statement)).filter_map(|statement| {
        let plan = plan(&statement);
        plan.iter().any(is_scan).then(|| format!("{statement}: {plan:?}"))
    });
    found.collect()
}

/// Returns whether the step scans the table. A scan of a whole index counts, too.
fn is_scan_of(step: &str, table: &str) -> bool {
    step.strip_prefix("SCAN ").is_some_and(|rest| rest.split(' ').next() == Some(table))
}

fn reads_rows(statement: &str) -> bool {
    ["SELECT", "UPDATE", "DELETE"].iter().any(|verb| statement.starts_with(verb))
        && !statement.contains("sqlite_master")
}
