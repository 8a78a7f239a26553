//! A connection for each worker of actix-web, on the worker's own runtime.
//!
//! While a connection waits for an answer, the questions of other requests are collected. They are then sent together as one
//! statement.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use diesel_async::pooled_connection::SetupCallback;
use tokio::{
    runtime::{Handle, Id, RuntimeFlavor},
    sync::{mpsc, oneshot},
    task::{AbortHandle, JoinHandle},
    time::timeout,
};

use super::{Near, Pair};
use crate::{
    Error,
    cache::Key,
    schema::{FieldType, TableDef, Value},
    store::{
        Condition, Filter, Prefix, Select,
        cache::{EXPIRES_AT, KEY, VALUE, database_table},
        dialect::Dialect,
        fault::{answered, fault},
        record,
        statement::Statement,
        threads::PATIENCE,
    },
};

/// How long a connection is used before it is replaced. A new connection follows a change of the primary server.
const LIFETIME: Duration = Duration::from_secs(60);
/// The time between two attempts to connect.
const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(1);
/// The maximum number of questions in a statement, and of questions that may wait.
const TOGETHER: usize = 64;
const WAITING: usize = 1_024;

/// The connections. Each belongs to one runtime, which drives it.
pub(crate) struct Workers<DB: Dialect> {
    setup: Arc<SetupCallback<DB::Connection>>,
    url: Arc<str>,
    limit: usize,
    slots: Mutex<Vec<Slot>>,
}

struct Slot {
    runtime: Id,
    /// A task that ends only with its runtime.
    runs: AbortHandle,
    state: State,
}

enum State {
    Opening,
    Open(Line),
    /// The connection was lost, and its task may still wait for an answer.
    Failed(Instant, Option<JoinHandle<()>>),
}

/// An open connection.
struct Line {
    questions: mpsc::Sender<Question>,
    since: Instant,
    /// The task that answers the questions.
    serves: JoinHandle<()>,
}

/// Two keys, the time of the question, and the channel for the answer. Without an answer the channel is dropped.
struct Question {
    keys: [Key; 2],
    now_ms: i64,
    reply: oneshot::Sender<Pair>,
}

/// Returns how many of a pool's connections are reserved for workers: one for each core, but at most half. It is 0 for a pool
/// with fewer than four connections.
pub(crate) fn reserved(connections: usize) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if connections < 4 { 0 } else { cores.min(connections / 2) }
}

impl<DB: Dialect> Workers<DB> {
    /// Allows at most `limit` connections. Each is opened when its worker reads the first session.
    pub(crate) fn new(limit: usize, url: &str, setup: Arc<SetupCallback<DB::Connection>>) -> Self {
        Self { setup, url: url.into(), limit, slots: Mutex::new(Vec::new()) }
    }

    /// Returns the connection of the current runtime. If it has none yet, one is opened in the background.
    fn of_this_worker(self: &Arc<Self>) -> Option<mpsc::Sender<Question>> {
        let handle = Handle::try_current().ok()?;
        // A worker's runtime has one thread, so no other thread has to wake it for the answer.
        if handle.runtime_flavor() != RuntimeFlavor::CurrentThread {
            return None;
        }
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match slots.iter_mut().find(|slot| slot.runtime == handle.id()) {
            Some(slot) => match &slot.state {
                State::Open(line) if line.since.elapsed() < LIFETIME => return Some(line.questions.clone()),
                State::Failed(at, _) if at.elapsed() < BETWEEN_ATTEMPTS => return None,
                State::Opening => return None,
                State::Open(_) | State::Failed(..) => match mem::replace(&mut slot.state, State::Opening) {
                    State::Open(line) => Some(line.serves),
                    State::Failed(_, before) => before,
                    State::Opening => None,
                },
            },
            None => {
                slots.retain(|slot| !slot.runs.is_finished());
                if slots.len() >= self.limit {
                    return None;
                }
                let runs = handle.spawn(std::future::pending::<()>()).abort_handle();
                slots.push(Slot { runtime: handle.id(), runs, state: State::Opening });
                None
            }
        };
        drop(slots);
        handle.spawn(self.open(handle.id(), before));
        None
    }

    /// Opens a connection for this runtime. The previous connection must have ended, because the server may allow no more
    /// connections than the pool's size. If opening fails, the store's threads report why.
    fn open(
        self: &Arc<Self>,
        runtime: Id,
        before: Option<JoinHandle<()>>,
    ) -> impl Future<Output = ()> + Send + 'static {
        let (workers, setup, url) = (Arc::downgrade(self), Arc::clone(&self.setup), Arc::clone(&self.url));
        async move {
            if let Some(mut before) = before
                && timeout(PATIENCE, &mut before).await.is_err()
            {
                before.abort();
            }
            let opened = timeout(PATIENCE, setup(&url)).await;
            let Some(workers) = workers.upgrade() else { return };
            workers.set(
                runtime,
                match opened {
                    Ok(Ok(connection)) => {
                        let (questions, asked) = mpsc::channel(WAITING);
                        let serves = tokio::spawn(serve::<DB>(connection, asked));
                        State::Open(Line { questions, since: Instant::now(), serves })
                    }
                    Ok(Err(_)) | Err(_) => State::Failed(Instant::now(), None),
                },
            );
        }
    }

    fn set(&self, runtime: Id, state: State) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.iter_mut().find(|slot| slot.runtime == runtime) {
            slot.state = state;
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.runs.abort();
    }
}

#[async_trait]
impl<DB: Dialect> Near for Arc<Workers<DB>> {
    async fn read_pair(&self, keys: [&Key; 2], now_ms: i64) -> Option<Result<Pair, Error>> {
        let connection = self.of_this_worker()?;
        let (reply, answer) = oneshot::channel();
        let question = Question { keys: keys.map(Key::clone), now_ms, reply };
        match connection.try_send(question) {
            Ok(()) => Some(answer.await.map_err(Error::database)),
            Err(mpsc::error::TrySendError::Full(_)) => None,
            Err(closed @ mpsc::error::TrySendError::Closed(_)) => Some(Err(Error::database(closed.to_string()))),
        }
    }

    fn lost(&self) {
        let Ok(handle) = Handle::try_current() else { return };
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = slots.iter_mut().find(|slot| slot.runtime == handle.id()) else { return };
        match mem::replace(&mut slot.state, State::Opening) {
            State::Open(line) => slot.state = State::Failed(Instant::now(), Some(line.serves)),
            // A connection that is being opened is not the one that was lost.
            other => slot.state = other,
        }
    }
}

/// Answers questions until one fails or all senders are gone.
async fn serve<DB: Dialect>(mut connection: DB::Connection, mut asked: mpsc::Receiver<Question>) {
    let (table, mut questions) = (Arc::new(database_table()), Vec::new());
    while asked.recv_many(&mut questions, TOGETHER).await > 0 {
        let Ok(found) = find::<DB>(&mut connection, &table, &questions).await else { return };
        for question in questions.drain(..) {
            let live = |key: &Key| {
                let (value, expires_at) = found.get(key.as_bytes())?;
                (*expires_at > question.now_ms).then(|| value.clone())
            };
            // The request may have ended meanwhile.
            let _ = question.reply.send(question.keys.each_ref().map(live));
        }
    }
}

/// Returns the rows of all questions, by key: the value and its expiry.
async fn find<DB: Dialect>(
    connection: &mut DB::Connection,
    table: &Arc<TableDef>,
    questions: &[Question],
) -> Result<HashMap<Vec<u8>, (Bytes, i64)>, Error> {
    let keys = questions.iter().flat_map(|question| &question.keys);
    let keys = keys.map(|key| Value::Bytes(key.as_bytes().to_vec())).collect();
    let first = questions.iter().map(|question| question.now_ms).min().unwrap_or_default();
    let live = Filter::all().and(Condition::Gt(EXPIRES_AT.name(), first.into_value()));
    let select = Statement::<DB>::select(&Prefix::default(), table, Select::new(live), None)?;
    let rows = answered(DB::load(connection, select.one_of(KEY.name(), keys)?)).await.map_err(fault::<DB>)?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in &rows {
        let row = record::<DB>(row, table, None)?;
        found.insert(row.get(KEY)?, (row.get(VALUE)?.into(), row.get(EXPIRES_AT)?));
    }
    Ok(found)
}
