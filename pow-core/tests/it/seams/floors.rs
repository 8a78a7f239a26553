//! The order of the modules: `src/lib.rs` lists them by floor, the highest first, and no import runs up or in a circle.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

type Arrows = BTreeMap<(String, String), BTreeSet<PathBuf>>;

#[test]
fn no_import_runs_up() {
    let house = House::read();
    let arrows = house.arrows();
    let up: Vec<_> = arrows.iter().filter(|((from, to), _)| house.floor(from) < house.floor(to)).collect();
    println!("{} modules, {} arrows, {} up", house.floors.len(), arrows.len(), up.len());
    assert!(house.floors.len() > 10 && arrows.len() > 40, "the modules are read");
    assert!(up.is_empty(), "imports that run up, with the files that have them: {up:#?}");
}

#[test]
fn modules_of_one_floor_import_in_no_circle() {
    let house = House::read();
    let arrows = house.arrows();
    // What can be reached from a module; with 20 modules, trying all paths costs nothing.
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in arrows.keys() {
        reached.entry(from).or_default().insert(to);
    }
    for _ in 0..house.floors.len() {
        let further = reached.clone();
        for targets in reached.values_mut() {
            let more: Vec<_> = targets.iter().filter_map(|to| further.get(to)).flatten().copied().collect();
            targets.extend(more);
        }
    }
    let circles: Vec<_> = reached.iter().filter(|(from, targets)| targets.contains(*from)).collect();
    assert!(circles.is_empty(), "modules that reach themselves: {circles:#?}");
}

// The controls: a path that runs up is seen, and a name is found in the module that defines it.
#[test]
fn paths_are_read_from_groups_and_from_code_and_not_from_comments() {
    let source = "//! [`crate::docs`]\nuse crate::{\n    Error, cx::Cx,\n    mail::{Mail, queue::{a, b}},\n};\n\
                  use crate::store::Store;\nfn f() -> crate::users::Written { crate::base::x() } // crate::comment\n";
    let names: Vec<_> = names(source).into_iter().collect();
    assert_eq!(names, ["Error", "base", "cx", "mail", "store", "users"]);
    let house = House::read();
    assert_eq!(house.module("Error"), Some("base"));
    assert_eq!(house.module("cx"), Some("framework"));
    assert_eq!(house.module("record"), Some("schema"));
    assert!(house.floor("actix") > house.floor("framework") && house.floor("mail") > house.floor("base"));
}

struct House {
    source: PathBuf,
    /// The modules with their floors, counted from the ground.
    floors: BTreeMap<String, usize>,
    /// Names that `lib.rs` exports from modules.
    exports: BTreeMap<String, String>,
}

impl House {
    fn read() -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let lib = text(&source.join("lib.rs"));
        let code: String = lib.lines().filter(|line| !line.starts_with("//")).map(|line| format!("{line}\n")).collect();
        let paragraphs: Vec<_> = lib.split("\n\n").collect();
        let mut floors = BTreeMap::new();
        for (n, paragraph) in paragraphs.iter().rev().enumerate() {
            let module = |line: &str| {
                let (_, name) = line.strip_suffix(';')?.split_once("mod ")?;
                Some((name.to_owned(), n))
            };
            floors.extend(paragraph.lines().filter_map(module));
        }
        let mut exports = BTreeMap::new();
        for statement in code.split(';').filter_map(|statement| statement.split_once("use ")) {
            if let Some((module, names)) = statement.1.trim().split_once("::")
                && floors.contains_key(module)
            {
                let words = names.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
                exports.extend(words.filter(|word| *word != "self").map(|word| (word.to_owned(), module.to_owned())));
            }
        }
        Self { source, floors, exports }
    }

    fn floor(&self, module: &str) -> usize {
        self.floors.get(module).copied().unwrap_or_else(|| panic!("`{module}` is not in the list of lib.rs"))
    }

    /// The module behind a name at the root of the crate; macros and constants of `lib.rs` itself have none.
    fn module<'h>(&'h self, name: &'h str) -> Option<&'h str> {
        if self.floors.contains_key(name) { Some(name) } else { self.exports.get(name).map(String::as_str) }
    }

    /// Which module imports from which, and in which files. Tests may look everywhere.
    fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for file in files(&self.source) {
            let path = file.strip_prefix(&self.source).unwrap();
            let module = path.components().next().unwrap().as_os_str().to_string_lossy();
            let module = module.trim_end_matches(".rs").to_owned();
            let is_test = path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
            if module == "lib" || is_test {
                continue;
            }
            let source = text(&file);
            for name in names(without_tests(&source)) {
                if let Some(to) = self.module(&name).filter(|to| *to != module) {
                    arrows.entry((module.clone(), to.to_owned())).or_default().insert(path.to_owned());
                }
            }
        }
        arrows
    }
}

/// The code before a module of tests in the same file.
fn without_tests(source: &str) -> &str {
    let is_module = |at: &usize| {
        let line = source[*at..].lines().find(|line| !line.starts_with("#["));
        line.is_some_and(|line| line.contains("mod ") && line.ends_with('{'))
    };
    let end = source.match_indices("#[cfg(test)]").map(|(at, _)| at).find(is_module);
    &source[..end.unwrap_or(source.len())]
}

/// The names behind `crate::`, alone or in a group.
fn names(source: &str) -> BTreeSet<String> {
    let code: String =
        source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(members(group)),
            None => names.extend(word(rest)),
        }
    }
    names
}

/// The first word of each member of a group, up to its closing brace.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut members, mut begin) = (0_usize, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                members.extend(word(group[begin..at].trim_start()));
                begin = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    members
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    Some(word).filter(|word| !word.is_empty())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "rs"));
    files.chain(folders.iter().flat_map(|folder| self::files(folder))).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
