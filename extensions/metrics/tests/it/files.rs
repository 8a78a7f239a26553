//! The files for Prometheus and Grafana name only metrics that exist, and the documentation names all.

use std::collections::BTreeSet;

use pow_core::json::{self, Value};
use pow_ext_metrics::NAMES;

const ALERTS: &str = include_str!("../../prometheus/alerts.yml");
const DASHBOARD: &str = include_str!("../../grafana/dashboard.json");
const README: &str = include_str!("../../README.md");

/// The words that look like a metric, without what Prometheus adds to a histogram.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let metrics = words.filter(|word| word.starts_with("pow_") && !["pow_core", "pow_ext_metrics"].contains(word));
    metrics.map(|word| word.strip_suffix("_bucket").unwrap_or(word)).collect()
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
