//! The source: no line without a target of the guide, no row without a line.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::guide;

const MACROS: [&str; 6] = ["error!(", "warn!(", "info!(", "debug!(", "trace!(", "info_span!("];

#[test]
fn every_line_in_the_source_has_a_target_of_the_guide_and_every_row_a_line() {
    let rows = guide::rows();
    let known: BTreeSet<&str> = rows.iter().map(|row| row.target.as_str()).collect();
    let (mut found, mut wrong) = (BTreeSet::new(), Vec::new());
    for file in sources() {
        let source = fs::read_to_string(&file).unwrap();
        let code: String =
            source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for call in calls(&code) {
            match target(call) {
                Some(target) if known.contains(target) => drop(found.insert(target.to_owned())),
                Some(target) => wrong.push(format!("{}: guides/telemetry.md has no row for {target}", file.display())),
                None => {
                    wrong.push(format!("{}: a line without `target: \"pow::…\"`: {}", file.display(), first_line(call)))
                }
            }
        }
    }
    let unwritten: Vec<_> = known.iter().filter(|target| !found.contains(**target)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unwritten.is_empty(), "rows that no source writes: {unwritten:?}");
}

/// The sources of the core, of the extensions and of the stores.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for entry in fs::read_dir(root).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name == "pow-core" || name.starts_with("pow-ext-") {
            collect(&entry.path().join("src"), &mut files);
        } else if name == "extensions" {
            for extension in fs::read_dir(entry.path()).unwrap().map(Result::unwrap) {
                collect(&extension.path().join("src"), &mut files);
            }
        } else if name == "stores" {
            collect(&entry.path(), &mut files);
        }
    }
    assert!(files.len() > 100);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn calls(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("tracing::")
        .map(|(at, start)| &code[at + start.len()..])
        .filter(|rest| MACROS.iter().any(|name| rest.starts_with(name)))
}

fn target(call: &str) -> Option<&str> {
    let arguments = call.split_once('(')?.1.trim_start();
    let target = arguments.strip_prefix("target: \"")?.split('"').next()?;
    target.starts_with("pow::").then_some(target)
}

fn first_line(call: &str) -> String {
    call.lines().take(3).map(str::trim).collect()
}
