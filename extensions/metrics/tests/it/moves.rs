//! Each metric moves when its cause is made, and says nothing of a user.

use std::collections::BTreeSet;

use crate::files::{ALERTS, DASHBOARD, selected};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use pow_core::{
    Config, Error,
    extension::{Extension, Registry},
    extensions,
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_metrics::{Metrics, NAMES};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

/// Periodic work that fails.
#[derive(Debug)]
struct Failing;

impl Extension for Failing {
    fn id(&self) -> &'static str {
        "failing"
    }

    fn register(&self, registry: &mut Registry) {
        registry.periodic("work", std::time::Duration::from_secs(60), |_| {
            Box::pin(async { Err(Error::other("as always")) })
        });
    }
}

fn begin() -> (PrometheusHandle, TestApp) {
    // The other layer shows errors only.
    let shown = tracing_subscriber::fmt::layer().with_filter(EnvFilter::new("error"));
    tracing_subscriber::registry().with(shown).with(pow_ext_metrics::layer()).init();
    // As in the README.
    let durations = Matcher::Full("pow_action_duration_seconds".to_owned());
    let prometheus = PrometheusBuilder::new().set_buckets_for_metric(durations, &[0.01, 0.1, 1.0]).unwrap();
    let prometheus = prometheus.install_recorder().unwrap();
    pow_ext_metrics::describe();
    let all = || extensions![EmailConfirmation::default(), ResetPassword::default(), Failing, Metrics::default()];
    let app = TestApp::builder().config(move |config| Config { extensions: all(), ..config }).start();
    (prometheus, app)
}

/// The value of the line that begins with the name and has all these labels.
fn value(prometheus: &PrometheusHandle, name: &str, labels: &[&str]) -> f64 {
    let text = prometheus.render();
    let lines = text.lines().filter(|line| line.split(['{', ' ']).next() == Some(name));
    let of = |line: &&str| labels.iter().all(|label| line.contains(label));
    lines.filter(of).map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()).sum()
}

#[test]
fn each_metric_moves_with_its_cause() {
    if !pow_testing::alone() {
        return;
    }
    let (prometheus, app) = begin();
    let count = |name, labels: &[&str]| value(&prometheus, name, labels);
    let mut ann = app.client();

    assert_eq!(count("pow_actions_total", &[]), 0.0);
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    let created = ["action=\"core/registration#create\"", "outcome=\"ok\"", "set_up=\"\""];
    assert_eq!(count("pow_actions_total", &created), 1.0);
    assert_eq!(count("pow_action_duration_seconds_count", &created[..1]), 1.0);

    drop(app.mailbox());
    let mail = ["message=\"email_confirmation/confirm\"", "kind=\"mail\""];
    for outcome in ["outcome=\"queued\"", "outcome=\"sent\""] {
        assert_eq!(count("pow_messages_total", &[&mail[..], &[outcome]].concat()), 1.0, "{outcome}");
    }
    let denied = ["outcome=\"denied\"", "method=\"Proved\""];
    assert_eq!(count("pow_sign_ins_total", &denied), 1.0, "not confirmed yet");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(count("pow_sign_ins_total", &denied), 2.0);
    let link = app.mailed_link(ANN);
    assert_eq!(app.client().submit(&link, &link, &[]).status, 303);

    let failed = count("pow_sign_ins_total", &["outcome=\"failed\""]);
    assert_eq!(app.client().sign_in(ANN, "another-password").status, 422);
    assert_eq!(count("pow_sign_ins_total", &["outcome=\"failed\""]), failed + 1.0);
    let allowed = count("pow_sign_ins_total", &["outcome=\"allowed\""]);
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(count("pow_sign_ins_total", &["outcome=\"allowed\"", "method=\"Proved\""]), allowed + 1.0);

    assert_eq!(count("pow_tokens_total", &[]), 0.0);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    assert_eq!(count("pow_tokens_total", &["purpose=\"reset_password\"", "outcome=\"issued\""]), 1.0);

    assert_eq!(count("pow_refusals_total", &["reason=\"forged\""]), 0.0);
    assert_eq!(app.client().post("/session", &[("user[email]", ANN)]).status, 403);
    assert_eq!(count("pow_refusals_total", &["reason=\"forged\""]), 1.0);

    assert_eq!(count("pow_jobs_total", &[]), 0.0);
    // The gauges show the work of the run before.
    app.block_on(async { futures_twice(&app).await });
    assert_eq!(count("pow_jobs_total", &["work=\"failing/work\"", "outcome=\"failed\""]), 2.0);
    assert_eq!(count("pow_jobs_total", &["work=\"core/cache_sweep\"", "outcome=\"done\""]), 2.0);
    let at = count("pow_job_done_timestamp_seconds", &["work=\"core/cache_sweep\""]);
    assert!((at - 1_750_000_000.0).abs() < 3600.0, "{at}");
    assert_eq!(count("pow_job_done_timestamp_seconds", &["work=\"failing/work\""]), 0.0);

    assert_eq!((count("pow_ready", &[]), count("pow_up", &[])), (1.0, 3.0));
    assert!(count("pow_connections", &["state=\"size\""]) > 0.0);
    assert_eq!(count("pow_hashes_waiting", &[]), 0.0);
    app.pow.begin_shutdown();
    app.block_on(pow_ext_metrics::record(&app.pow));
    assert_eq!((count("pow_ready", &[]), count("pow_up", &[])), (0.0, 3.0));
    names_and_labels_are_those_of_the_list(&prometheus.render());
}

async fn futures_twice(app: &TestApp) {
    app.pow.tick().await;
    app.pow.tick().await;
}

fn names_and_labels_are_those_of_the_list(text: &str) {
    for name in NAMES {
        assert!(text.contains(name.name), "{} is not in the output", name.name);
    }
    let shown: BTreeSet<&str> = text.lines().filter_map(|line| line.split(['{', ' ']).next()).collect();
    for file in [ALERTS, DASHBOARD] {
        let missing: Vec<_> = selected(file).difference(&shown).copied().collect();
        assert!(missing.is_empty(), "queried, but not in the output: {missing:?}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let metric = line.split(['{', ' ']).next().unwrap();
        let is_known = |known: &str| {
            metric == known || ["_bucket", "_sum", "_count"].iter().any(|end| metric.strip_suffix(end) == Some(known))
        };
        let name = NAMES.iter().find(|name| is_known(name.name)).unwrap_or_else(|| panic!("{metric} is in no list"));
        let labels = line.split_once('{').map_or("", |(_, rest)| rest.split('}').next().unwrap());
        for label in labels.split("\",").filter_map(|pair| pair.split('=').next()).filter(|label| !label.is_empty()) {
            assert!(label == "le" || name.labels.contains(&label), "{metric} has the label {label}: {line}");
        }
    }
    for secret in [ANN, "ann@", "example.com", PASSWORD, "another-password"] {
        assert!(!text.contains(secret), "{secret} is in the metrics");
    }
}

#[test]
fn labels_don_t_grow_with_users() {
    if !pow_testing::alone() {
        return;
    }
    let (prometheus, app) = begin();
    let live = |n: usize| {
        let email = format!("user{n}@example.org");
        app.client().register(&email, PASSWORD);
        app.client().sign_in(&email, "another-password");
        app.client().get(&format!("/reset-password/{n}"));
        app.client().get(&format!("/no/such/page/{n}"));
        app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", &email)]);
        drop(app.mailbox());
    };
    let lines = || prometheus.render().lines().count();
    (0..3).for_each(live);
    let before = lines();
    assert!(before > 30, "{before}");
    (3..20).for_each(live);
    assert_eq!(lines(), before);
}

/// Lines that are held back are counted with the next one that is written.
#[test]
fn held_back_lines_are_counted() {
    if !pow_testing::alone() {
        return;
    }
    let (prometheus, app) = begin();
    tracing::warn!(target: "pow::request::busy", held_back = 41_u64, "busy");
    tracing::warn!(target: "pow::request::repeated", "no refusal");
    tracing::warn!(target: "elsewhere::request::busy", held_back = 5_u64, "of another crate");
    assert_eq!(value(&prometheus, "pow_refusals_total", &[]), 42.0);
    assert_eq!(value(&prometheus, "pow_events_total", &["target=\"pow::request::busy\"", "level=\"WARN\""]), 42.0);
    assert!(!prometheus.render().contains("elsewhere"));
    drop(app);
}
