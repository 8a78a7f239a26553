//! The log of a process, for tests: every line at every level, as an operator would read it.

use std::{
    fmt::Debug,
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use tracing::{Event, Level, Subscriber, field::Field, field::Visit};
use tracing_subscriber::{
    Layer, Registry,
    fmt::{MakeWriter, layer},
    layer::{Context, SubscriberExt},
};

/// The log of this process from the first [`Logs::capture`] on. Clones share it, and so do all tests of a process.
#[derive(Clone, Debug, Default)]
pub struct Logs(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    events: Vec<Logged>,
    text: Vec<u8>,
}

/// One event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Logged {
    /// Its target, such as `pow::session::created`.
    pub target: String,
    /// Its level.
    pub level: Level,
    /// The names and values of its fields, without the message.
    pub fields: Vec<(String, String)>,
}

impl Logged {
    /// Returns the value of a field, as it is shown.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Logs {
    /// Begins to keep all events of `tracing`, at every level and from every crate.
    ///
    /// # Panics
    /// If the test already has another subscriber.
    #[expect(clippy::expect_used, reason = "a test that can't read its log has failed")]
    pub fn capture() -> Self {
        static LOGS: OnceLock<Logs> = OnceLock::new();
        let install = || {
            let logs = Self::default();
            let written = layer().with_ansi(false).with_writer(logs.clone());
            let subscriber = Registry::default().with(written).with(Recorder(logs.clone()));
            tracing::subscriber::set_global_default(subscriber).expect("no other subscriber");
            logs
        };
        LOGS.get_or_init(install).clone()
    }

    /// Returns all events so far, the oldest first.
    #[must_use]
    pub fn events(&self) -> Vec<Logged> {
        self.kept().events.clone()
    }

    /// Returns the lines of one target.
    #[must_use]
    pub fn of(&self, target: &str) -> Vec<Logged> {
        self.kept().events.iter().filter(|event| event.target == target).cloned().collect()
    }

    /// Returns the log as `tracing_subscriber::fmt` writes it into a file.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept().text).into_owned()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept().text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Logs {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

struct Recorder(Logs);

impl<S: Subscriber> Layer<S> for Recorder {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let (target, level) = (event.metadata().target().to_owned(), *event.metadata().level());
        self.0.kept().events.push(Logged { target, level, fields: fields.0 });
    }
}

#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "message" {
            self.0.push((field.name().to_owned(), format!("{value:?}")));
        }
    }
}
