//! Turns events into counters and histograms.

use metrics::{counter, histogram};
use tracing::{Event, Metadata, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer,
    filter::{FilterFn, Filtered, filter_fn},
    layer::Context,
    registry::LookupSpan,
};

use crate::{
    fields::Fields,
    names::{ACTIONS, DURATION, EVENTS, JOBS, MESSAGES, REFUSALS, SIGN_INS, TOKENS},
};

/// The prefix of the targets of the framework and its extensions.
const PREFIX: &str = "pow::";

/// Returns the layer for a subscriber. It sees the framework's events down to the level DEBUG, whatever the other layers show.
///
/// ```no_run
/// use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};
///
/// let shown = tracing_subscriber::fmt::layer().with_filter(EnvFilter::new("info"));
/// tracing_subscriber::registry().with(shown).with(pow_ext_metrics::layer()).init();
/// ```
///
/// A filter of the whole subscriber, such as `.with(EnvFilter::new("info"))`, also hides events from this layer. Give each layer a
/// separate filter instead.
pub fn layer<S>() -> Filtered<MetricsLayer, FilterFn<IsOurs>, S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let is_ours: IsOurs = |metadata| metadata.is_event() && metadata.target().starts_with(PREFIX);
    MetricsLayer(()).with_filter(filter_fn(is_ours).with_max_level_hint(LevelFilter::DEBUG))
}

/// Whether an event is the framework's.
pub type IsOurs = fn(&Metadata<'_>) -> bool;

/// Turns the framework's events into metrics: see [`layer`].
#[derive(Debug)]
pub struct MetricsLayer(());

impl<S: Subscriber> Layer<S> for MetricsLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let (fields, metadata) = (Fields::of(event), event.metadata());
        let lines = fields.held_back.saturating_add(1);
        counter!(EVENTS, "target" => metadata.target(), "level" => metadata.level().as_str()).increment(lines);
        let mut path = metadata.target().split("::").skip(1);
        if let Some(topic) = path.next() {
            count(topic, path.next().unwrap_or_default(), &fields, lines);
        }
    }
}

/// Counts the events that have a separate metric.
fn count(topic: &'static str, last: &'static str, fields: &Fields, lines: u64) {
    match topic {
        "action" => action(fields),
        "sign_in" if matches!(last, "allowed" | "denied" | "challenged" | "failed") => {
            counter!(SIGN_INS, "outcome" => last, "method" => fields.label("method")).increment(lines);
        }
        // A form that was sent twice was answered, so it is not a refusal.
        "request" if last != "repeated" => counter!(REFUSALS, "reason" => last).increment(lines),
        "token" if matches!(last, "issued" | "spent" | "refused") => {
            counter!(TOKENS, "purpose" => fields.label("purpose"), "outcome" => last).increment(lines);
        }
        "mail" | "text" if is_outcome(last) => message(last, fields, lines),
        "job" => counter!(JOBS, "work" => fields.label("job"), "outcome" => last).increment(lines),
        _ => {}
    }
}

fn action(fields: &Fields) {
    let (name, set_up) = (fields.label("action"), fields.label("set_up"));
    let outcome = fields.label("outcome");
    counter!(ACTIONS, "action" => name.clone(), "outcome" => outcome, "set_up" => set_up.clone()).increment(1);
    if let Some(us) = fields.duration_us {
        let seconds = std::time::Duration::from_micros(us).as_secs_f64();
        histogram!(DURATION, "action" => name, "set_up" => set_up).record(seconds);
    }
}

/// Whether the last part of a target is the outcome of one message.
fn is_outcome(last: &str) -> bool {
    matches!(last, "queued" | "sent" | "withheld" | "expired" | "retried" | "dead" | "failed" | "lost")
}

fn message(outcome: &'static str, fields: &Fields, lines: u64) {
    let (mail, text) = (fields.label("mail"), fields.label("text"));
    let (message, kind) = match (text.is_empty(), fields.label("kind")) {
        (false, _) => (text, "text".to_owned()),
        (true, kind) if kind.is_empty() => (mail, "mail".to_owned()),
        (true, kind) => (mail, kind),
    };
    counter!(MESSAGES, "message" => message, "kind" => kind, "outcome" => outcome).increment(lines);
}
