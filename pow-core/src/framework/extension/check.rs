//! Checks of the declarations at start. Each error names the extension and the remedy.

use super::{ExtensionId, Frozen, Registry, Route, registry::Job};
use crate::{Config, Error, mail::Mail, pages::Page, schema::TableDef};

/// Ids that could be mistaken for the framework's or the application's.
const RESERVED: [&str; 3] = ["core", "app", "application"];

/// Runs the checks that need the declarations of all extensions.
pub(super) fn all(registry: &mut Registry, extensions: &[ExtensionId]) {
    ids(registry, extensions);
    required_fields(registry);
    sections(registry);
    without(registry);
}

fn ids(registry: &mut Registry, extensions: &[ExtensionId]) {
    if let Some((_, id)) =
        extensions.iter().enumerate().find(|(at, id)| extensions.iter().take(*at).any(|earlier| earlier == *id))
    {
        // An extension that is listed twice registers everything twice. One error is enough.
        registry.errors = vec![format!("the extension `{id}` is in the list twice: remove one of the two")];
        return;
    }
    for id in extensions {
        let snake_case = id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if id.is_empty() || !snake_case || RESERVED.contains(id) {
            registry.errors.push(format!(
                "`{id}` can't be the id of an extension: use lowercase letters, digits and `_`, but none of \
                 {RESERVED:?}"
            ));
        }
    }
}

fn required_fields(registry: &mut Registry) {
    for (owner, wanted) in &registry.requires_fields {
        let name = wanted.name;
        let error = match registry.users_table().field(name) {
            None => format!(
                "the extension `{owner}` needs the field `{name}`, which is not registered: add the field to \
                 `Config::fields`, or set the `user_id_field` that registers it"
            ),
            Some(found) if found.kind != wanted.kind => format!(
                "the extension `{owner}` needs the field `{name}` with the type {:?}, but the field is registered with \
                 the type {:?}: register it with the first of the two types",
                wanted.kind, found.kind
            ),
            Some(found) if found.nullable && !wanted.nullable => format!(
                "the extension `{owner}` needs a value in the field `{name}` of every row, but the field may be NULL: \
                 register the field without `Option`"
            ),
            Some(_) => continue,
        };
        registry.errors.push(error);
    }
}

fn sections(registry: &mut Registry) {
    for action in registry.sections.iter().map(|section| section.action) {
        if !registry.routes.iter().any(|route| route.action == action) {
            registry.errors.push(format!(
                "a section of the account page names the action {action}, which has no route: register a route with \
                 `Registry::route`"
            ));
        }
    }
}

fn without(registry: &mut Registry) {
    for (owner, action) in &registry.without {
        if !registry.routes.iter().any(|route| route.action == *action) {
            let what = match *owner {
                "app" => "`without`".to_owned(),
                owner => format!("the extension `{owner}` removes a route and"),
            };
            registry.errors.push(format!(
                "{what} names the action {action}, which has no route: remove the action, or add the extension that \
                 has this action"
            ));
        }
    }
}

/// Checks that the table's name is not in use, and that no field of the table occurs twice.
pub(super) fn table(registry: &mut Registry, table: &TableDef) {
    let (owner, name) = (registry.owner, &table.name);
    if registry.users_table().name == *name || registry.tables.iter().any(|known| known.name == *name) {
        registry.errors.push(format!(
            "the extension `{owner}` registers the table `{name}`, but another table of the configuration has this \
             name: give the extension's table another name"
        ));
    }
    if let Some(field) = twice(table) {
        registry.errors.push(format!(
            "the field `{field}` is twice in the table `{name}` of the extension `{owner}`: remove one of the two"
        ));
    }
}

/// Returns the name of a field that occurs twice in the table.
fn twice(table: &TableDef) -> Option<&'static str> {
    let mut fields = table.fields.iter().enumerate();
    fields.find(|(at, field)| table.position(field.name) != Some(*at)).map(|(_, field)| field.name)
}

/// Checks that the page has this slot.
pub(super) fn slot<P: Page>(registry: &mut Registry, slot: &str) {
    has_slot(registry, "page", P::NAME, P::SLOTS, slot);
}

/// Checks that the mail has this slot.
pub(super) fn mail_slot<M: Mail>(registry: &mut Registry, slot: &str) {
    has_slot(registry, "mail", M::NAME, M::SLOTS, slot);
}

fn has_slot(registry: &mut Registry, what: &str, name: &str, slots: &[&str], slot: &str) {
    if !slots.contains(&slot) {
        registry.errors.push(format!(
            "the extension `{}` fills the slot `{slot}`, which the {what} {name} doesn't have: use one of the slots \
             {slots:?}",
            registry.owner
        ));
    }
}

/// Checks the interval and the name of a job. Without an interval, the job would run all the time. With a shared name, the log
/// could not show which job failed.
pub(super) fn job(registry: &mut Registry, job: &Job, name: &str) {
    let owner = registry.owner;
    if job.every.is_zero() {
        registry.errors.push(format!(
            "the periodic work `{name}` of the extension `{owner}` has an interval of zero: set a longer interval"
        ));
    }
    if registry.periodic.iter().any(|known| known.name == job.name) {
        registry.errors.push(format!(
            "the extension `{owner}` registers periodic work with the name `{name}` twice: give one of the two another \
             name"
        ));
    }
}

/// Returns the routes, with the application's paths and controllers. Routes that the application or an extension removed are left
/// out.
pub(crate) fn routes(config: &Config, frozen: &Frozen) -> Result<Vec<Route>, Error> {
    let (registered, without) = (&frozen.routes, &frozen.without);
    let known = |action| registered.iter().any(|route| route.action == action);
    let named = config.paths.keys().chain(config.controllers.keys());
    if let Some(action) = named.copied().find(|action| !known(*action)) {
        return Err(Error::Config(format!(
            "`paths` or `controllers` names the action {action}, which has no route: remove the action, or add the \
             extension that has this action"
        )));
    }
    prefix(&config.path_prefix)?;
    let kept = registered.iter().filter(|route| !without.contains(&route.action));
    let routes: Vec<Route> = kept.map(|route| replaced(route.clone(), config)).collect::<Result<_, _>>()?;
    required_routes(frozen, &routes)?;
    for (at, route) in routes.iter().enumerate() {
        path(route)?;
        if let Some(earlier) = routes.iter().take(at).find(|earlier| clash(earlier, route)) {
            return Err(Error::Config(format!(
                "the actions {} and {} have the same route {}: set another path in `paths` for one of them",
                earlier.action, route.action, route.path
            )));
        }
    }
    Ok(routes)
}

fn required_routes(frozen: &Frozen, routes: &[Route]) -> Result<(), Error> {
    let is_there = |action| routes.iter().any(|route| route.action == action);
    match frozen.requires_routes.iter().find(|(_, action)| !is_there(*action)) {
        None => Ok(()),
        Some((owner, action)) => Err(Error::Config(format!(
            "the extension `{owner}` links to the action {action}, which has no route: remove the action from \
             `without`. To change the path, use `paths`; to change the behaviour, use `controllers`"
        ))),
    }
}

fn replaced(mut route: Route, config: &Config) -> Result<Route, Error> {
    if let Some(path) = config.paths.get(&route.action) {
        if parameters(path) != parameters(&route.path) {
            return Err(Error::Config(format!(
                "`paths` gives the action {} the path {path:?}, whose parameters differ from those of the default path \
                 {:?}: use the same parameters in the same order",
                route.action, route.path
            )));
        }
        route.path.clone_from(path);
    }
    if let Some(controller) = config.controllers.get(&route.action) {
        route.controller = controller.clone();
    }
    Ok(route)
}

/// Returns the names of the parameters in a path, or `None` if its braces are not balanced.
fn parameters(path: &str) -> Option<Vec<&str>> {
    let mut parts = path.split('{');
    let literal = parts.next()?;
    let names: Vec<&str> = parts
        .map(|part| part.split_once('}').filter(|(_, rest)| !rest.contains('}')).map(|(name, _)| name))
        .collect::<Option<_>>()?;
    (!literal.contains('}') && !names.contains(&"")).then_some(names)
}

fn prefix(prefix: &str) -> Result<(), Error> {
    if prefix.is_empty() || prefix.starts_with('/') && !prefix.ends_with('/') && !prefix.contains(['{', '}']) {
        return Ok(());
    }
    Err(Error::Config(format!("`path_prefix` is {prefix:?}: write it like \"/admin\", without parameters")))
}

fn path(route: &Route) -> Result<(), Error> {
    if !route.path.starts_with('/') {
        return Err(Error::Config(format!("the path of {} is {:?}: begin it with a `/`", route.action, route.path)));
    }
    if parameters(&route.path).is_none() {
        return Err(Error::Config(format!(
            "the path of {} is {:?}: write each parameter as a name in a pair of braces",
            route.action, route.path
        )));
    }
    if route.is_secret_link && parameters(&route.path).is_none_or(|names| names.len() != 1) {
        return Err(Error::Config(format!(
            "the path of the secret link {} is {:?}: use exactly one parameter, the token",
            route.action, route.path
        )));
    }
    Ok(())
}

/// Whether a request could match both routes. The names of the parameters make no difference.
fn clash(one: &Route, other: &Route) -> bool {
    let same_path = shape(&one.path).eq(shape(&other.path));
    same_path && one.methods.iter().any(|method| other.methods.contains(method))
}

fn shape(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment })
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn parameters_are_names_in_pairs_of_braces() {
        assert_eq!(parameters("/reset-password/{token}"), Some(vec!["token"]));
        assert_eq!(parameters("/{a}/x/{b}"), Some(vec!["a", "b"]));
        assert_eq!(parameters("/session/new"), Some(vec![]));
        for bad in ["/a/{b", "/a/b}", "/{}", "/{a{b}}", "/{a}}", "/}a{"] {
            assert_eq!(parameters(bad), None, "{bad}");
        }
    }
}
