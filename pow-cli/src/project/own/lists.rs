//! The lists of the pages and mails that an application has taken over, `src/accounts/pages/mod.rs` and
//! `src/accounts/mails/mod.rs`, and their lines in `src/accounts.rs`.

use std::collections::BTreeSet;

use super::catalog::Kind;
use crate::{failure::Failure, files::Plan};

/// The last line of the configuration, as `pow install` writes it.
const END: &str = "        ..Config::from_env()\n";

/// Adds the modules to the list, and the list to the configuration.
pub(crate) fn add(plan: &mut Plan, kind: Kind, stems: &[String], accounts: &str) -> Result<(), Failure> {
    let path = format!("src/accounts/{}/mod.rs", kind.plural());
    let present = plan.read(&path)?;
    let known: BTreeSet<_> = present.iter().flat_map(|text| modules(text)).collect();
    let all: BTreeSet<_> = known.iter().map(String::as_str).chain(stems.iter().map(String::as_str)).collect();
    match present {
        Some(_) if all.len() == known.len() => {}
        Some(text) if text != list(kind, &known.iter().map(String::as_str).collect()) => {
            let lines = stems.iter().map(|stem| format!("    mod {stem};\n    .replace({stem}::render)\n"));
            plan.note(format!("`{path}` is left as it is. Add these lines:\n\n{}", lines.collect::<String>()));
        }
        _ => plan.write(path, list(kind, &all))?,
    }
    let (module, setting) = lines(kind);
    if accounts.contains(&setting) {
        return Ok(());
    }
    match with(accounts, kind) {
        Some(text) => plan.write("src/accounts.rs", text),
        None => {
            plan.note(format!("`src/accounts.rs` is left as it is. Add these lines:\n\n{module}\n    {setting}"));
            Ok(())
        }
    }
}

/// Returns the names of the modules in a list.
fn modules(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

fn list(kind: Kind, modules: &BTreeSet<&str>) -> String {
    let (plural, ty) = (kind.plural(), format!("{}s", kind.trait_name()));
    let from = match kind {
        Kind::Page => "pages",
        Kind::Mail => "mail",
    };
    let mods: String = modules.iter().map(|name| format!("mod {name};\n")).collect();
    let calls: Vec<_> = modules.iter().map(|name| format!(".replace({name}::render)")).collect();
    let line = format!("{ty}::default(){}", calls.concat());
    // The chain is broken as rustfmt does it.
    let chain = if line.len() <= 60 { line } else { format!("{ty}::default()\n        {}", calls.join("\n        ")) };
    format!(
        "//! The {plural} that this application has taken over. `pow gen {word}` adds to them.\n\n{mods}\n\
         use pow_core::{from}::{ty};\n\n\
         /// The {plural}, in the place of those of pow.\npub fn {plural}() -> {ty} {{\n    {chain}\n}}\n",
        word = kind.word()
    )
}

/// Returns the module and the setting in `src/accounts.rs`. `src/bin/pow.rs` includes that file by its path, so the module needs
/// a path, too.
fn lines(kind: Kind) -> (String, String) {
    let plural = kind.plural();
    (format!("#[path = \"accounts/{plural}/mod.rs\"]\nmod {plural};\n"), format!("{plural}: {plural}::{plural}(),"))
}

/// Returns the file with the list in its configuration, or `None` if the file differs from what `pow install` writes.
fn with(accounts: &str, kind: Kind) -> Option<String> {
    let (module, setting) = lines(kind);
    let plural = kind.plural();
    let imports = accounts.find("\nuse ")?;
    let has_other = [format!("{plural}:"), format!("mod {plural};")].iter().any(|text| accounts.contains(text));
    if accounts.matches(END).count() != 1 || has_other {
        return None;
    }
    let (before, rest) = accounts.split_at(imports + 1);
    Some(format!("{before}{module}\n{}", rest.replace(END, &format!("        {setting}\n{END}"))))
}
