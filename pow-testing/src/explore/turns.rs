//! The turns of requests. One request runs at a time, and a schedule says which one continues at each operation of the cache.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pow_core::cache::Key;
use tokio::sync::oneshot::{self, Receiver, Sender};

/// One decision of a schedule.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Step {
    /// Selects the waiting request that continues: the remainder when this is divided by the number of waiting requests.
    pub(super) turn: u8,
    /// Whether the operation happens in the same millisecond as the previous one.
    pub(super) at_once: bool,
    /// The fault of the operation.
    pub(super) fault: Option<Fault>,
}

/// How an operation fails.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// The operation is not done.
    Before,
    /// The operation is done, but the caller gets an error, as if the answer of the store was lost.
    After,
}

/// The turns of one application. Clones share everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// Whether time passes. It does not pass until an application under exploration begins.
    begun: bool,
    schedule: VecDeque<Step>,
    names: Vec<&'static str>,
    /// The running request. The next operation of the cache belongs to it.
    running: Option<usize>,
    waiting: BTreeMap<usize, Waiting>,
    /// The turns that were given, for a report.
    told: Option<Vec<String>>,
}

#[derive(Debug)]
struct Waiting {
    /// The next operation of the request.
    next: String,
    go: Sender<Step>,
}

impl Turns {
    /// Begins a schedule. After its last step, the first waiting request continues each time, without faults.
    pub(super) fn begin(&self, schedule: Vec<Step>, tells: bool) {
        *self.state() =
            State { begun: true, schedule: schedule.into(), told: tells.then(Vec::new), ..State::default() };
    }

    /// Lets requests with these names wait for their first turn, and gives one of them the first turn.
    pub(super) fn line_up(&self, names: Vec<&'static str>) -> Vec<Receiver<Step>> {
        let mut state = self.state();
        let begun = (0..names.len()).map(|at| state.wait(at, "begins".to_owned())).collect();
        state.names = names;
        state.give();
        begun
    }

    /// Ends the running request.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.running = None;
        state.give();
    }

    /// Waits for the turn of an operation. If no requests are interleaved, the operation has its turn at once, and nothing fails.
    pub(super) async fn wait(&self, operation: &'static str, key: Option<&Key>) -> Step {
        let go = {
            let mut state = self.state();
            let Some(running) = state.running.take() else {
                let step = state.schedule.pop_front().unwrap_or_default();
                return Step { at_once: step.at_once || !state.begun, fault: None, ..step };
            };
            let next = state.told.as_ref().map(|_| format!("{operation} {}", key.map(words).unwrap_or_default()));
            let go = state.wait(running, next.unwrap_or_default());
            state.give();
            go
        };
        go.await.unwrap_or_default()
    }

    /// Returns the turns that were given, a line each.
    pub(super) fn told(&self) -> Vec<String> {
        self.state().told.take().unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wait(&mut self, who: usize, next: String) -> Receiver<Step> {
        let (go, turn) = oneshot::channel();
        self.waiting.insert(who, Waiting { next, go });
        turn
    }

    fn give(&mut self) {
        let Some(last) = self.waiting.len().checked_sub(1) else { return };
        let step = self.schedule.pop_front().unwrap_or_default();
        let who = self.waiting.keys().nth(usize::from(step.turn) % (last + 1)).copied().unwrap_or_default();
        let Some(Waiting { next, go }) = self.waiting.remove(&who) else { return };
        if let Some(told) = &mut self.told {
            let when = if step.at_once { ", in the same millisecond" } else { "" };
            let wrong = match step.fault {
                None => "",
                Some(Fault::Before) => ", which fails",
                Some(Fault::After) => ", which is done and fails",
            };
            told.push(format!("{}: {next}{when}{wrong}", self.names.get(who).copied().unwrap_or_default()));
        }
        self.running = Some(who);
        // A request that was dropped takes no turn.
        if go.send(step).is_err() {
            self.running = None;
            self.give();
        }
    }
}

/// Returns the readable parts of a key: its namespace and names.
fn words(key: &Key) -> String {
    let bytes = key.as_bytes().split(|byte| !byte.is_ascii_alphabetic() && *byte != b'_');
    let words = bytes.filter(|word| word.len() > 3).map(|word| String::from_utf8_lossy(word));
    words.collect::<Vec<_>>().join("/")
}
