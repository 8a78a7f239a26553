//! `guides/reference-routes.md`: each route of the core and of the extensions, from a set-up with all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use pow_core::extension::{Access, Action, Route};
use pow_ext_signup::Mode;
use pow_testing::TestApp;

use super::{cell, extensions, heading, package, source::items, table};
use crate::{
    docs::{assert_current, read, root},
    every_extension,
};

const BEGIN: &str = "# Routes

This page lists every route of the core and of the extensions, as `pow routes` does for your application. A test writes it from a set-up with
all of them.

* `Config::paths` moves a route, and `Config::without` removes it: `config.without(registration::DELETE)`.
* `Config::path_prefix` stands before every path.
* A browser gets pages, and another client [JSON](api.md). Forms send `PUT`, `PATCH` and `DELETE` as `POST` with the field `_method`.
* A visitor who opens a route for users is led to the sign-in page and back. A user who opens a route for guests is led to the start page.
* The profile `pow` has fewer pages: the account is one form, and no page says \"Check your inbox\".
* The core also serves its stylesheet, at a path with a hash of its content.
";

#[test]
fn reference_names_every_route() {
    let routes = routes();
    let about = about();
    let mut page = format!("{BEGIN}\n## pow-core\n{}", of(&routes, "core", &about).trim_start());
    let mut count = routes.iter().filter(|route| route.action.extension == "core").count();
    for folder in extensions() {
        let id = id(&folder);
        let own = routes.iter().filter(|route| route.action.extension == id).count();
        count += own;
        if own > 0 {
            page += &heading(&folder);
            page += &of(&routes, &id, &about);
        }
    }
    assert_eq!(count, routes.len(), "each route belongs to the core or to an extension");
    assert_current("guides/reference-routes.md", &page);
    let routed: BTreeSet<_> = routes.iter().map(|route| key(route.action)).collect();
    assert_eq!(about.into_keys().collect::<BTreeSet<_>>(), routed, "each action is a route of the set-up");
}

/// The routes of all extensions, and those of another mode of the sign-up and of codes.
fn routes() -> Vec<Route> {
    let mut routes = of_app(&every_extension::start(Mode::default()));
    let form_first = of_app(&every_extension::start(Mode::FormFirst));
    let with_codes = of_app(&every_extension::with_codes());
    for route in form_first.into_iter().chain(with_codes) {
        if routes.iter().all(|known| known.action != route.action || known.methods != route.methods) {
            routes.push(route);
        }
    }
    routes
}

fn of_app(app: &TestApp) -> Vec<Route> {
    app.pow.routes_table().to_vec()
}

fn of(routes: &[Route], id: &str, about: &BTreeMap<String, (String, String)>) -> String {
    let rows: Vec<_> =
        routes.iter().filter(|route| route.action.extension == id).map(|route| row(route, about)).collect();
    table(&["request", "for", "effect", "action"], &rows)
}

fn row(route: &Route, about: &BTreeMap<String, (String, String)>) -> Vec<String> {
    let methods: Vec<_> = route.methods.iter().map(|method| method.as_str()).collect();
    let access = match route.access {
        Access::Anyone => "all",
        Access::Authenticated => "users",
        Access::Guest => "guests",
    };
    let (constant, effect) = about.get(&key(route.action)).unwrap_or_else(|| panic!("{} has no comment", route.action));
    vec![format!("`{} {}`", methods.join(", "), route.path), access.to_owned(), cell(effect), format!("`{constant}`")]
}

fn key(action: Action) -> String {
    action.to_string()
}

fn id(folder: &str) -> String {
    let source = read(&format!("{folder}/src/lib.rs"));
    let line = source.lines().find(|line| line.starts_with("pub const ID: ExtensionId")).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

/// The constant and the first sentence of its comment, for each action.
fn about() -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    let core = "pow-core/src/framework/controllers";
    collect(&root().join(core), "core", "", &mut all);
    for folder in extensions() {
        let krate = package(&folder).replace('-', "_");
        collect(&root().join(&folder).join("src"), &id(&folder), &krate, &mut all);
    }
    all
}

fn collect(folder: &Path, id: &str, krate: &str, all: &mut BTreeMap<String, (String, String)>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, id, krate, all);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let declared = |line: &str| line.starts_with("pub const ") && line.contains("Action::new(");
        let declared: BTreeMap<_, _> =
            lines.iter().filter(|line| declared(line)).map(|line| (name(line), *line)).collect();
        for item in items(&lines, |line| line.strip_prefix("pub const ")?.split_once(':').map(|(name, _)| name)) {
            let Some(line) = declared.get(item.name.as_str()) else { continue };
            let words: Vec<_> = line.split('"').skip(1).step_by(2).collect();
            let [.., controller, action] = words.as_slice() else { continue };
            let module = if krate.is_empty() { *controller } else { krate };
            let effect = item.about.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned();
            all.insert(format!("{id}/{controller}#{action}"), (format!("{module}::{}", item.name), effect));
        }
    }
}

fn name(line: &str) -> &str {
    line.trim_start_matches("pub const ").split(':').next().unwrap_or_default()
}
