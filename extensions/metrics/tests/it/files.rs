//! The files for Prometheus and Grafana name only metrics that exist, and the documentation names all.

use std::collections::BTreeSet;

use pow_core::json::{self, Value};
use pow_ext_metrics::NAMES;

pub(crate) const ALERTS: &str = include_str!("../../prometheus/alerts.yml");
pub(crate) const DASHBOARD: &str = include_str!("../../grafana/dashboard.json");
const README: &str = include_str!("../../README.md");
const OPERATIONS: &str = include_str!("../../../../guides/operations.md");

/// The words that look like a metric, with what Prometheus adds to a histogram.
pub(crate) fn selected(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("pow_") && !["pow_core", "pow_ext_metrics"].contains(word)).collect()
}

/// The same, without what Prometheus adds to a histogram.
fn named(text: &str) -> BTreeSet<&str> {
    selected(text).into_iter().map(|word| word.strip_suffix("_bucket").unwrap_or(word)).collect()
}

fn known() -> BTreeSet<&'static str> {
    NAMES.iter().map(|name| name.name).collect()
}

#[test]
fn alerts_and_dashboard_name_only_metrics_that_exist() {
    for (file, text) in [("alerts.yml", ALERTS), ("dashboard.json", DASHBOARD)] {
        let unknown: Vec<_> = named(text).difference(&known()).copied().collect();
        assert!(unknown.is_empty(), "{file} names {unknown:?}");
        assert!(named(text).len() > 8, "{file} is read");
    }
    assert!(named("rate(pow_no_such_total[5m])").contains("pow_no_such_total"), "an unknown name would be found");
}

#[test]
fn dashboard_shows_every_metric() {
    let dashboard: Value = json::from_str(DASHBOARD).unwrap();
    assert!(dashboard["panels"].as_array().unwrap().len() > 10);
    assert_eq!(named(DASHBOARD), known());
}

/// Without buckets the exporter renders a histogram as a summary, which has no `_bucket`.
#[test]
fn documentation_sets_the_buckets_that_the_dashboard_reads() {
    let selected = selected(DASHBOARD);
    let histograms: Vec<_> = selected.iter().filter_map(|word| word.strip_suffix("_bucket")).collect();
    assert!(!histograms.is_empty());
    for histogram in histograms {
        assert!(README.contains(&format!("Matcher::Full(\"{histogram}\".to_owned())")), "{histogram} has no buckets");
    }
    assert!(README.contains(".set_buckets_for_metric("));
}

#[test]
fn alert_of_failed_work_names_the_work_that_is_done_once_a_day() {
    let daily = OPERATIONS.lines().filter(|line| line.starts_with("| `") && line.contains("` | 24 h |"));
    let daily: Vec<_> = daily.map(|line| line.split('`').nth(1).unwrap()).collect();
    assert!(daily.len() > 1, "the table is not where it was");
    let named = ALERTS.split("work=~\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(named.split('|').collect::<BTreeSet<_>>(), daily.into_iter().collect());
}

#[test]
fn documentation_names_every_metric_with_its_labels() {
    for name in NAMES {
        let row = README.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{}`", name.name)));
        let row = row.unwrap_or_else(|| panic!("{} has no row", name.name));
        let missing: Vec<_> = name.labels.iter().filter(|label| !row.contains(&format!("`{label}`"))).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", name.name);
    }
    assert_eq!(named(README), known());
}

/// Prometheus adds `job` and `instance` to each metric, and renames a metric's own label of that name: the expressions would find nothing.
#[test]
fn no_label_is_one_that_prometheus_adds() {
    for name in NAMES {
        assert!(!name.labels.iter().any(|label| ["job", "instance", "le"].contains(label)), "{}", name.name);
    }
}

/// The expressions use only labels that the metric has.
#[test]
fn alerts_select_by_labels_that_exist() {
    for name in NAMES {
        for rest in ALERTS.split(&format!("{}{{", name.name)).skip(1) {
            let label = rest.split(['=', '!']).next().unwrap();
            assert!(name.labels.contains(&label), "{} has no label `{label}`", name.name);
        }
    }
}
