//! `guides/reference-settings.md`: each setting with its default, from the comments of the fields.

use super::{
    cell, extensions, heading,
    source::{Item, fields, setters},
    table,
};
use crate::docs::{assert_current, read};

/// The structs of the core: the setting that holds each, the source and the name.
const CORE: [(&str, &str, &str, &str); 8] = [
    ("Configuration", "", "pow-core/src/framework/config.rs", "Config"),
    ("Policy", "policy.", "pow-core/src/policy.rs", "Policy"),
    ("Passwords", "policy.password.", "pow-core/src/password/policy.rs", "PasswordPolicy"),
    ("Sessions", "policy.session.", "pow-core/src/session/settings.rs", "SessionSettings"),
    ("Text messages", "policy.text_limits.", "pow-core/src/text/limit.rs", "TextLimits"),
    ("Look", "look.", "pow-core/src/look/mod.rs", "Look"),
    ("Outbox", "delivery: OutboxSettings.", "pow-core/src/mail/delivery.rs", "OutboxSettings"),
    ("Hashing threads", "hashing.", "pow-core/src/password/pool.rs", "PoolSettings"),
];

const BEGIN: &str = "# Settings

This page lists every setting of the core and of the extensions. A test generates the page from the comments in the code. The comments
contain more details: run `cargo doc --open -p pow-core`. The [limits](limits.md) are compared by profile on their own page.

A setting of the core is a field: `Config { home_path: \"/start\".into(), ..Config::default() }`. A setting of an extension is a method:
`Lockout::default().client(None)`. `pow doctor` names the settings that protect less than their default.
";

#[test]
fn reference_names_every_setting() {
    let mut page = BEGIN.to_owned();
    for (title, prefix, path, name) in CORE {
        let items = fields(&read(path), name);
        assert!(!items.is_empty(), "{path} has no `{name}`");
        page += &format!("\n## {title}\n{}", of(prefix, &items).trim_start());
    }
    for folder in extensions() {
        let source = ["lib", "config"].map(|file| read_or_empty(&format!("{folder}/src/{file}.rs"))).concat();
        let items = of_extension(&source);
        if !items.is_empty() {
            page += &heading(&folder);
            page += &of("", &items);
        }
    }
    assert!(page.lines().count() > 150, "the sources are not where they were");
    assert_current("guides/reference-settings.md", &page);
}

fn read_or_empty(path: &str) -> String {
    std::fs::read_to_string(super::root().join(path)).unwrap_or_default()
}

/// The fields of the struct that is configured, then the methods without a field of that name. A list with a method that adds one
/// entry, such as `service_accounts` with `service_account`, is one setting: the method.
fn of_extension(source: &str) -> Vec<Item> {
    let structs = source.lines().filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(" {"));
    let named = structs.filter(|name| !setters(source, name).is_empty());
    named
        .flat_map(|name| {
            let mut items = fields(source, name);
            let more = setters(source, name);
            items.retain(|item| more.iter().all(|setter| item.name != format!("{}s", setter.name)));
            more.into_iter().for_each(|setter| {
                if items.iter().all(|item| item.name != setter.name) {
                    items.push(setter);
                }
            });
            items
        })
        .collect()
}

fn of(prefix: &str, items: &[Item]) -> String {
    let rows: Vec<_> = items
        .iter()
        .map(|item| {
            let (about, stated) = split(&item.about);
            let is_required = item.about.to_lowercase().contains("no default");
            let stated = stated.or_else(|| is_required.then(|| "required".to_owned()));
            let default = stated.or_else(|| item.default.as_deref().map(value)).unwrap_or_else(|| "–".to_owned());
            vec![format!("`{prefix}{}`", item.name), cell(&about), cell(&default)]
        })
        .collect();
    table(&["setting", "meaning", "default"], &rows)
}

/// The first sentence, and the default if the comment states it.
fn split(about: &str) -> (String, Option<String>) {
    let sentences: Vec<_> = about.split_inclusive(". ").map(str::trim).collect();
    let stated = sentences.iter().find_map(|sentence| sentence.strip_prefix("Default: "));
    let meaning = sentences.iter().find(|sentence| !sentence.starts_with("Default: ")).copied().unwrap_or_default();
    (meaning.trim_end_matches('.').to_owned(), stated.map(|default| default.trim_end_matches('.').to_owned()))
}

/// An expression as people read it.
fn value(expression: &str) -> String {
    let inner = expression.strip_prefix("Some(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(expression);
    match inner {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        "Vec::new()" | "BTreeSet::new()" => "none".to_owned(),
        "MINUTE" => "1 minute".to_owned(),
        _ if inner.bytes().all(|byte| byte.is_ascii_digit()) => inner.to_owned(),
        _ if inner.ends_with(" * MINUTE") => inner.replace(" * MINUTE", " minutes"),
        _ if inner.starts_with("Duration::from_millis(") => {
            inner.replace("Duration::from_millis(", "").replace(')', " ms")
        }
        _ if inner.contains("Arc::new(") => {
            let types = inner.split("Arc::new(").skip(1).filter_map(|rest| rest.split("::").next());
            types.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        }
        _ => format!("`{inner}`"),
    }
}
