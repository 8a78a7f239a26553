//! The real Prometheus reads the example, with its configuration and the alert rules: each metric moves with its cause.

use std::{
    fs,
    net::SocketAddr,
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use pow_testing::{
    Client, Program,
    client::{ANN, PASSWORD, encode, together},
    smtp::Sink,
};
use pow_testing_servers::{Kind, Server, ServerConfig, ask, temp_folder};

use crate::{start_with, wait_until};

const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/prometheus.yml");
const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../extensions/metrics/prometheus/alerts.yml");

/// Runs Prometheus' own tool on a file. Returns what it prints.
fn promtool(command: [&str; 2], file: &str) -> Option<String> {
    let prometheus = PathBuf::from(ask(Kind::Prometheus)?);
    let output = Command::new(prometheus.with_file_name("promtool")).args(command).arg(file).output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{text}");
    Some(text)
}

#[test]
fn prometheus_accepts_the_rules_and_the_configuration() {
    let Some(text) = promtool(["check", "rules"], RULES) else { return };
    let written = fs::read_to_string(RULES).unwrap().matches("- alert: ").count();
    assert!(written > 10 && text.contains(&format!("{written} rules found")), "{text}");
    assert!(promtool(["check", "config"], CONFIG).unwrap().contains(&format!("{written} rules found")));
}

/// Daily, hourly and once-failed work. A value stands for five minutes, so 288 of them are a day.
const FAILED_WORK: &str = r#"
evaluation_interval: 5m
tests:
  - interval: 5m
    input_series:
      - series: pow_jobs_total{outcome="failed",work="api_tokens/sweep"}
        values: 0x287 1x287 2x12
      - series: pow_jobs_total{outcome="failed",work="identities/sweep"}
        values: 0x575 1x12
      - series: pow_jobs_total{outcome="failed",work="invitation/sweep"}
        values: 0x287 1x287 2x12
      - series: pow_jobs_total{outcome="failed",work="email_confirmation/purge"}
        values: 0x563 1x11 2x12
    alert_rule_test:
      - eval_time: 48h32m
        alertname: PowJobFailed
        exp_alerts:
          - exp_labels: {work: api_tokens/sweep}
            exp_annotations: {summary: periodic work api_tokens/sweep failed more than once}
          - exp_labels: {work: email_confirmation/purge}
            exp_annotations: {summary: periodic work email_confirmation/purge failed more than once}
"#;

#[test]
fn work_that_fails_twice_in_a_row_raises_an_alert_also_if_it_is_done_once_a_day() {
    let folder = temp_folder().unwrap();
    let file = folder.path().join("failed.yml");
    fs::write(&file, format!("rule_files: [\"{RULES}\"]{FAILED_WORK}")).unwrap();
    promtool(["test", "rules"], &file.display().to_string());
}

/// Prometheus, which reads one application each second.
struct Prometheus {
    server: Server,
    checked: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Prometheus {
    fn start(app: SocketAddr) -> Self {
        let folder = temp_folder().unwrap();
        let rules = folder.path().join("alerts.yml");
        fs::copy(RULES, &rules).unwrap();
        let mut config = fs::read_to_string(CONFIG).unwrap();
        for (printed, own) in [
            ("interval: 5s", "interval: 1s"),
            ("../../extensions/metrics/prometheus/alerts.yml", &rules.display().to_string()),
            ("127.0.0.1:9100", &app.to_string()),
        ] {
            assert!(config.contains(printed), "{CONFIG} has no {printed}");
            config = config.replace(printed, own);
        }
        let config = ServerConfig { config, certificate_and_key: None };
        let server = Server::start_configured(Kind::Prometheus, config, folder.path()).unwrap();
        Self { server, checked: Vec::new(), _folder: folder }
    }

    fn get(&self, path: &str) -> pow_core::json::Value {
        let address = ([127, 0, 0, 1], self.server.port()).into();
        // Prometheus cancels the query of a client that closes its half of the connection, as `get` does.
        let request = Client::new(address).bytes("GET", path, None);
        let answer = together(address, &[request])[0].json();
        assert_eq!(answer["status"], "success", "{path}: {answer}");
        answer["data"].clone()
    }

    /// The sum of what an expression selects; 0 if it is nothing.
    fn value(&self, expression: &str) -> f64 {
        let data = self.get(&format!("/api/v1/query?{}", encode(&[("query", &format!("sum({expression})"))])));
        data["result"][0]["value"][1].as_str().map_or(0.0, |value| value.parse().unwrap())
    }

    /// Makes the cause, and waits until each of the metrics is higher.
    fn rise(&mut self, metrics: &[&str], cause: impl FnOnce()) {
        let before: Vec<f64> = metrics.iter().map(|metric| self.value(metric)).collect();
        cause();
        for (metric, before) in metrics.iter().zip(before) {
            wait_until(&format!("{metric} is above {before}"), || self.value(metric) > before);
            self.checked.push((*metric).to_owned());
        }
    }

    fn wait_for(&self, expression: &str, value: f64) {
        wait_until(&format!("{expression} is {value}"), || self.value(expression) == value);
    }

    fn wait_for_alert(&self, name: &str) {
        wait_until(&format!("{name} is raised"), || self.value(&format!("ALERTS{{alertname=\"{name}\"}}")) > 0.0);
    }

    fn has_alert(&self, name: &str) -> bool {
        self.value(&format!("ALERTS{{alertname=\"{name}\"}}")) > 0.0
    }
}

/// Asks for a link to a new password.
fn reset(app: &Program, email: &str) {
    let answer = app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", email)]);
    assert_eq!(answer.status, 303);
}

fn database(app: &Program) -> SqliteConnection {
    SqliteConnection::establish(&app.folder().join("app.db").display().to_string()).unwrap()
}

/// Sets the flag also if the test fails. Its threads would never end otherwise.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Signs in by many browsers until the end of `meanwhile`.
fn under_sign_ins(app: &Program, meanwhile: impl FnOnce()) {
    let (ends, address) = (AtomicBool::new(false), app.address());
    thread::scope(|scope| {
        let _ends = Ends(&ends);
        for _ in 0..24 {
            scope.spawn(|| {
                while !ends.load(Ordering::Relaxed) {
                    // With the database locked it is a 503.
                    let page = Client::new(address).get("/session/new");
                    let fields = [("user[email]", ANN), ("user[password]", PASSWORD)];
                    if page.status == 200 {
                        let mut client = Client::new(address);
                        client.keep(&page);
                        client.submit_form(&page.text(), "/session", &fields);
                    }
                }
            });
        }
        meanwhile();
    });
}

#[test]
fn each_metric_moves_in_prometheus_when_its_cause_is_made() {
    if ask(Kind::Prometheus).is_none() {
        return;
    }
    let sink = Sink::start(Duration::ZERO);
    let (app, address) = start_with(&[("SMTP_URL", &sink.url())]);
    let mut prometheus = Prometheus::start(address);
    rules_are_loaded(&prometheus);
    prometheus.wait_for("pow_ready", 1.0);
    prometheus.wait_for("pow_up", 3.0);
    prometheus.wait_for("pow_connections{state=\"size\"} > bool 0", 1.0);

    // No sign-in was allowed yet, so there is no such counter.
    let failed = |prometheus: &mut Prometheus, times: usize| {
        prometheus.rise(&["pow_sign_ins_total{outcome=\"failed\"}"], || {
            (0..times).for_each(|_| assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422));
        });
    };
    failed(&mut prometheus, 1);
    assert!(!prometheus.has_alert("PowPasswordGuessing"), "one mistake is no attack");
    failed(&mut prometheus, 60);
    prometheus.wait_for_alert("PowPasswordGuessing");

    let registered = [
        "pow_events_total{target=\"pow::user::written\"}",
        "pow_actions_total{action=\"core/registration#create\",outcome=\"ok\"}",
        "pow_action_duration_seconds_count{action=\"core/registration#create\"}",
        "pow_action_duration_seconds_bucket{action=\"core/registration#create\",le=\"5\"}",
        "pow_sign_ins_total{outcome=\"allowed\"}",
    ];
    prometheus.rise(&registered, || assert_eq!(app.client().register(ANN, PASSWORD).status, 303));
    prometheus.rise(&["pow_refusals_total{reason=\"forged\"}"], || {
        assert_eq!(app.client().post("/session", &[("user[email]", ANN)]).status, 403);
    });
    let outbox = "{work=\"core/outbox\",outcome=\"done\"}";
    let outbox_at = "pow_job_done_timestamp_seconds{work=\"core/outbox\"}";
    prometheus.rise(&[&format!("pow_jobs_total{outbox}"), outbox_at], || {});

    mails(&app, &sink, &mut prometheus);
    load(&app, &mut prometheus);
    broken_schema(&app, &prometheus);
    prometheus.checked.extend(["pow_ready".to_owned(), "pow_up".to_owned()]);
    for name in pow_ext_metrics::NAMES {
        assert!(prometheus.checked.iter().any(|metric| metric.starts_with(name.name)), "{} was not moved", name.name);
    }
}

fn rules_are_loaded(prometheus: &Prometheus) {
    let groups = prometheus.get("/api/v1/rules");
    let rules = groups["groups"][0]["rules"].as_array().unwrap().clone();
    assert_eq!(rules.len(), fs::read_to_string(RULES).unwrap().matches("- alert: ").count());
    wait_until("each rule was evaluated", || {
        let groups = prometheus.get("/api/v1/rules");
        groups["groups"][0]["rules"].as_array().unwrap().iter().all(|rule| rule["health"] == "ok")
    });
}

/// The mail server accepts, is away, and refuses.
fn mails(app: &Program, sink: &Sink, prometheus: &mut Prometheus) {
    let (away, refused) = ("away@example.com", "refused@example.com");
    for email in [away, refused] {
        assert_eq!(app.client().register(email, PASSWORD).status, 303);
    }
    let sent = [
        "pow_tokens_total{purpose=\"reset_password\",outcome=\"issued\"}",
        "pow_messages_total{message=\"reset_password/link\",outcome=\"queued\"}",
        "pow_messages_total{outcome=\"sent\"}",
    ];
    prometheus.rise(&sent, || reset(app, ANN));
    sink.kill();
    let waiting = ["pow_messages_total{outcome=\"retried\"}", "pow_outbox_waiting", "pow_outbox_oldest_seconds"];
    prometheus.rise(&waiting, || reset(app, away));
    sink.restart();
    prometheus.wait_for("pow_outbox_waiting", 0.0);
    assert!(!prometheus.has_alert("PowDeadLetters"));
    sink.refuse(Some("550 5.1.1 unknown"));
    let dead = ["pow_messages_total{outcome=\"dead\"}", "pow_outbox_dead_letters"];
    prometheus.rise(&dead, || reset(app, refused));
    prometheus.wait_for_alert("PowDeadLetters");
}

/// More sign-ins than the threads can hash, and a database that is locked.
fn load(app: &Program, prometheus: &mut Prometheus) {
    under_sign_ins(app, || prometheus.rise(&["pow_hashes_waiting"], || {}));
    prometheus.wait_for("pow_connections{state=\"in_use\"}", 0.0);
    under_sign_ins(app, || {
        let mut other = database(app);
        other.batch_execute("PRAGMA busy_timeout = 30000; BEGIN IMMEDIATE").unwrap();
        prometheus.rise(&["pow_connections{state=\"in_use\"}"], || {});
        other.batch_execute("ROLLBACK").unwrap();
    });
}

fn broken_schema(app: &Program, prometheus: &Prometheus) {
    prometheus.wait_for("pow_ready", 1.0);
    let rename = |from, to| {
        let renamed = format!("PRAGMA busy_timeout = 30000; ALTER TABLE users RENAME COLUMN {from} TO {to}");
        database(app).batch_execute(&renamed).unwrap();
    };
    rename("auth_epoch", "other");
    prometheus.wait_for("pow_up{part=\"schema\"} == bool 0", 1.0);
    prometheus.wait_for("pow_ready == bool 0", 1.0);
    prometheus.wait_for_alert("PowPartFailed");
    rename("other", "auth_epoch");
    prometheus.wait_for("pow_up", 3.0);
    prometheus.wait_for("pow_ready", 1.0);
}
