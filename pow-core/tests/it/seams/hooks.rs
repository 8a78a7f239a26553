//! The core serves no single extension: each hook, each declaration and each setting has at least two users.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What a hook or a setting is asked for by, where that has another name.
const ASKED_BY: [(&str, &str); 12] = [
    ("before_attempt", "users::ask_for_link("),
    ("after_attempt", "users::ask_for_link("),
    ("may_recover", "users::may_recover("),
    ("claim", "users::is_unclaimed("),
    ("resend_claim", "users::resend_claim("),
    ("clients", "devices::list("),
    ("recovery_page", "recovery_page()"),
    ("find_user", "users::find"),
    ("notice_addresses", "users::notice_recipients"),
    ("gives_way", "users::gives_way("),
    ("email_check", "policy.check_email("),
    ("reserved_usernames", "policy.reserves("),
];

#[test]
fn each_hook_is_used_by_two_at_least() {
    let (hooks, crates) = (methods(&text("framework/extension/mod.rs"), "pub trait Extension"), crates());
    assert!(hooks.len() > 12 && crates.len() > 10, "{hooks:?}");
    assert_shared(&hooks, &crates, implements);
}

#[test]
fn each_declaration_is_used_by_two_at_least() {
    let registry = methods(&text("framework/extension/registry.rs"), "impl Registry");
    assert!(registry.len() > 15, "{registry:?}");
    assert_shared(&registry, &crates(), declares);
}

/// A setting is used by the application that sets it, and by the core or by two extensions.
#[test]
fn each_setting_is_read_by_the_core_or_by_two_extensions() {
    let all = crates();
    for (source, head, reads) in [
        ("policy.rs", "pub struct Policy", reads_policy as fn(&str, &str) -> bool),
        ("framework/config.rs", "pub struct Config", reads_config),
    ] {
        let settings = fields(&text(source), head);
        assert!(settings.len() > 10, "{settings:?}");
        let lonely = lonely(&settings, &all, reads);
        let lonely: Vec<_> = lonely.iter().filter(|(_, users)| !users.contains("core")).collect();
        assert!(lonely.is_empty(), "settings that serve one extension: {lonely:?}");
    }
}

// The control: a hook, a declaration and a setting with one user are found, and with a second one they are not.
#[test]
fn lonely_hook_is_found() {
    let hook = "pub trait Extension {\n    fn id(&self);\n    async fn lonely(&self);\n}\n";
    let mut crates = vec![Crate::of("one", "impl Extension for One {\n    async fn lonely(&self) {}\n}\n")];
    assert_eq!(methods(hook, "pub trait Extension"), ["lonely"]);
    assert_eq!(lonely(&["lonely".to_owned()], &crates, implements).len(), 1);
    assert_eq!(lonely(&["lonely".to_owned()], &crates, declares).len(), 1);
    crates.push(Crate::of("two", "impl Extension for Two {\n    fn register(&self, registry: &mut Registry) {\n        \
                                  registry.lonely(1);\n    }\n    async fn lonely(&self) {}\n}\nfn of(policy: &Policy) {\n    policy.lonely;\n}"));
    assert!(lonely(&["lonely".to_owned()], &crates, implements).is_empty());
    assert_eq!(lonely(&["lonely".to_owned()], &crates, declares).len(), 1);
    assert_eq!(lonely(&["lonely".to_owned()], &crates, reads_policy).len(), 1);
    assert_eq!(
        fields("pub struct Policy {\n    /// Doc: a.\n    pub lonely: u8,\n}\n", "pub struct Policy"),
        ["lonely"]
    );
}

/// A crate of the workspace, without its tests.
struct Crate {
    name: String,
    files: Vec<String>,
}

impl Crate {
    fn of(name: &str, source: &str) -> Self {
        Self { name: name.to_owned(), files: vec![source.to_owned()] }
    }
}

fn assert_shared(names: &[String], crates: &[Crate], uses: fn(&str, &str) -> bool) {
    let lonely = lonely(names, crates, uses);
    assert!(lonely.is_empty(), "these serve one user, or none: {lonely:?}");
}

/// The names that have fewer than two users.
fn lonely<'c>(names: &[String], crates: &'c [Crate], uses: fn(&str, &str) -> bool) -> Vec<(String, BTreeSet<&'c str>)> {
    let users = |name: &String| -> BTreeSet<&'c str> {
        let asked = ASKED_BY.iter().find(|(known, _)| known == name).map(|(_, call)| *call);
        let is_user = |file: &String| uses(file, name) || asked.is_some_and(|call| file.contains(call));
        crates.iter().filter(|user| user.files.iter().any(is_user)).map(|user| user.name.as_str()).collect()
    };
    names.iter().map(|name| (name.clone(), users(name))).filter(|(_, users)| users.len() < 2).collect()
}

/// Whether a file implements the hook.
fn implements(file: &str, hook: &str) -> bool {
    blocks(file, "impl Extension for").any(|block| block.contains(&format!("fn {hook}(")))
}

/// Whether a file calls the method of the registry. The registry itself may pass on to another of its methods.
fn declares(file: &str, method: &str) -> bool {
    let calls = |file: &str| file.contains(&format!(".{method}(")) || file.contains(&format!(".{method}::<"));
    match file.contains("pub struct Registry {") {
        true => file.contains(&format!("self.{method}(")),
        false => {
            (file.contains("&mut Registry") || file.contains("&Registry") || file.contains("Registry::new("))
                && calls(file)
        }
    }
}

fn reads_policy(file: &str, setting: &str) -> bool {
    ["policy.", "policy()."].iter().any(|before| reads(file, &format!("{before}{setting}")))
}

fn reads_config(file: &str, setting: &str) -> bool {
    reads(file, &format!("config.{setting}"))
}

/// Whether the text is in the file as whole words.
fn reads(file: &str, text: &str) -> bool {
    let ends = |at: usize| !file[at + text.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    file.match_indices(text).any(|(at, _)| ends(at))
}

/// The items that begin with this head, up to the brace in the first column.
fn blocks<'f>(file: &'f str, head: &'f str) -> impl Iterator<Item = &'f str> {
    file.match_indices(head).map(|(at, _)| {
        let block = &file[at..];
        &block[..block.find("\n}").unwrap_or(block.len())]
    })
}

/// The methods of a trait or of an `impl` block that users call or implement.
fn methods(source: &str, head: &str) -> Vec<String> {
    let block = blocks(source, head).next().unwrap_or_default();
    let is_public = head.starts_with("pub trait");
    let name = |line: &str| {
        let code = if is_public { line } else { line.strip_prefix("    pub ")? };
        let code = code.trim_start().trim_start_matches("async ").strip_prefix("fn ")?;
        (line.starts_with("    ") && !line.starts_with("     ")).then(|| word(code))
    };
    let names = block.lines().filter_map(name);
    // Without these two nothing is an extension.
    names.filter(|name| !["id", "register"].contains(&name.as_str())).collect()
}

/// The public fields of a struct.
fn fields(source: &str, head: &str) -> Vec<String> {
    let block = blocks(source, head).next().unwrap_or_default();
    block.lines().filter_map(|line| line.strip_prefix("    pub ")).map(word).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The core, the extensions and the examples, each by its sources, and the guides by their code.
fn crates() -> Vec<Crate> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |folder: &Path, ending: &str| {
        files(folder, ending).iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    };
    let folders = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut crates = vec![
        Crate { name: "core".to_owned(), files: read(&workspace.join("pow-core/src"), "rs") },
        Crate { name: "guides".to_owned(), files: read(&workspace.join("guides"), "md") },
    ];
    let extensions = folders(workspace).into_iter().chain(if workspace.join("extensions").exists() {
        folders(&workspace.join("extensions"))
    } else {
        Vec::new()
    });
    let extensions = extensions.filter(|folder| {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("pow-ext-") || folder.parent().is_some_and(|parent| parent.ends_with("extensions"))
    });
    for folder in extensions.chain(folders(&workspace.join("examples"))).filter(|folder| folder.join("src").exists()) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        crates.push(Crate { name, files: read(&folder.join("src"), "rs") });
    }
    // What a comment shows is no use, and neither is what only a test does.
    for file in crates.iter_mut().filter(|user| user.name != "guides").flat_map(|user| &mut user.files) {
        let code = file.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        *file =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
    }
    crates
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|found| found == ending));
    files.chain(folders.iter().flat_map(|folder| self::files(folder, ending))).collect()
}

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)).unwrap()
}
