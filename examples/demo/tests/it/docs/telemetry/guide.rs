//! The table of the guide.

use std::collections::BTreeSet;

const GUIDE: &str = include_str!("../../../../../../guides/telemetry.md");

/// A row.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) target: String,
    /// Whether a test can't bring it about.
    pub(crate) is_rare: bool,
    pub(crate) level: String,
    pub(crate) fields: BTreeSet<String>,
}

pub(crate) fn rows() -> Vec<Row> {
    let rows: Vec<Row> = GUIDE.lines().filter(|line| line.starts_with("| `pow::")).map(row).collect();
    assert!(rows.len() > 40, "the table is not where it was");
    let targets: BTreeSet<&str> = rows.iter().map(|row| row.target.as_str()).collect();
    assert_eq!(targets.len(), rows.len(), "a target has two rows");
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [_, target, level, fields, _, _] = cells[..] else { panic!("not four cells: {line}") };
    let fields = fields.split(',').map(|field| field.trim().trim_matches('`').to_owned());
    Row {
        is_rare: target.contains('†'),
        target: target.split('`').nth(1).unwrap_or_default().to_owned(),
        level: level.to_owned(),
        fields: fields.filter(|field| !field.is_empty()).collect(),
    }
}
