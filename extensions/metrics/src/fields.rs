//! The fields of an event that become labels or values.

use std::fmt::Debug;

use tracing::{Event, field::Field, field::Visit};

/// The fields whose values are bounded: names in the code, never what a visitor sent.
const LABELS: [&str; 9] = ["action", "outcome", "set_up", "method", "kind", "mail", "text", "purpose", "job"];

/// The known fields of an event.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    labels: Vec<(&'static str, String)>,
    pub(crate) duration_us: Option<u64>,
    pub(crate) held_back: u64,
}

impl Fields {
    pub(crate) fn of(event: &Event<'_>) -> Self {
        let mut fields = Self::default();
        event.record(&mut fields);
        fields
    }

    /// The value of a label, or an empty one.
    pub(crate) fn label(&self, name: &str) -> String {
        let found = self.labels.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn keep(&mut self, field: &Field, value: impl FnOnce() -> String) {
        if let Some(name) = LABELS.iter().find(|name| **name == field.name()) {
            self.labels.push((name, value()));
        }
    }
}

impl Visit for Fields {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "duration_us" => self.duration_us = Some(value),
            "held_back" => self.held_back = value,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, || value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.keep(field, || present(&format!("{value:?}")));
    }
}

/// The value of an optional field, or an empty one.
fn present(shown: &str) -> String {
    let inner = shown.strip_prefix("Some(").and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(if shown == "None" { "" } else { shown }).to_owned()
}
