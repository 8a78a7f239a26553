//! `pow upgrade`: shows what has changed in the pages and mails of pow since the application copied them.

use std::{fs, path::Path};

use clap::Args;
use similar::TextDiff;

use super::{
    catalog::{Catalog, Entry, Kind},
    copy::{self, TAKEN},
    original, packages,
};
use crate::{
    failure::Failure,
    files::{Plan, Writing},
};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Records that you have adopted the changes, so that they are not shown again. Your own files stay as they are.
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let mut plan = Plan::new(Path::new("."));
    let catalog = Catalog::read(packages::of_application()?)?;
    let mut changes = 0;
    for kind in Kind::ALL {
        let entries = catalog.entries(kind);
        for stem in taken(kind)? {
            match entries.iter().find(|entry| entry.stem() == stem) {
                Some(entry) => changes += compare(&mut plan, entry)?,
                None => {
                    changes += 1;
                    println!("{} `{stem}`: no longer part of pow, or its extension was removed", kind.word());
                }
            }
        }
    }
    if changes == 0 {
        println!("nothing has changed");
    }
    match options.accept {
        true => plan.finish(&options.writing).map(drop),
        false => Ok(()),
    }
}

/// Returns the names of the modules that were taken over.
fn taken(kind: Kind) -> Result<Vec<String>, Failure> {
    let folder = original(&format!("src/accounts/{}/mod.rs", kind.plural())).replace("/mod.rs", "");
    let Ok(files) = fs::read_dir(Path::new(&folder)) else { return Ok(Vec::new()) };
    let names = files.map(|file| file.map(|file| file.file_name().to_string_lossy().into_owned()));
    let names = names.collect::<Result<Vec<_>, _>>();
    let names = names.map_err(|error| Failure::io("read", Path::new(&folder), &error))?;
    let mut stems: Vec<_> = names.iter().filter_map(|name| name.strip_suffix(".rs")).map(str::to_owned).collect();
    stems.sort();
    Ok(stems)
}

/// Prints the changes in the files of a page or a mail. Returns how many files have changed.
fn compare(plan: &mut Plan, entry: &Entry<'_>) -> Result<usize, Failure> {
    let copy = copy::of(entry)?;
    let mut changes = 0;
    for (path, now) in [&copy.module].into_iter().chain(&copy.templates) {
        let old = plan.read(&original(path))?.unwrap_or_default();
        let (from, before) = split(&old);
        let (to, after) = split(now);
        if before != after {
            changes += 1;
            let diff = TextDiff::from_lines(before, after);
            print!("{}", diff.unified_diff().header(&format!("{path} ({from})"), &format!("{path} ({to})")));
        }
        plan.write(original(path), now.clone())?;
    }
    Ok(changes)
}

/// Separates the first line, which names the origin, from the rest.
fn split(text: &str) -> (&str, &str) {
    match text.split_once('\n') {
        Some((first, rest)) if first.contains(TAKEN) => {
            let origin = first.split(TAKEN).nth(1).unwrap_or_default();
            (origin.split(". ").next().unwrap_or_default(), rest)
        }
        _ => ("", text),
    }
}
