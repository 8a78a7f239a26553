//! Paths and addresses of the set-up's actions.

use super::Pow;
use crate::{
    Error,
    controllers::session,
    extension::{Access, Action, Method, Route},
    path::{BaseUrl, LocalPath},
};

impl Pow {
    /// The path of an action, without parameters filled in; `None` if it has no route.
    pub fn path(&self, action: Action) -> Option<String> {
        self.0
            .derived
            .routes
            .iter()
            .find(|route| route.action == action)
            .map(|route| format!("{}{}", self.0.config.path_prefix, route.path))
    }

    /// Returns the route of the page with the form of an action. The page is found by the names of the actions. For an action with
    /// a name of its own, the page at the same path comes first.
    pub(crate) fn page_of_form(&self, action: Action) -> Option<&Route> {
        let page = |is_it: &dyn Fn(&Route) -> bool| {
            self.routes_table().iter().find(|route| route.methods.contains(&Method::Get) && is_it(route))
        };
        let named = |names: &[&'static str]| {
            names.iter().find_map(|name| page(&|route| route.action == Action { name, ..action }))
        };
        match action.name {
            "create" => named(&["new", "show", "index"]),
            "delete" => named(&["confirm_delete", "edit", "show", "index"]),
            "update" => named(&["edit", "show", "index"]),
            _ => {
                let form = self.routes_table().iter().find(|route| route.action == action)?;
                page(&|route| route.path == form.path).or_else(|| named(&["edit", "sent", "show", "index"]))
            }
        }
    }

    /// The path of an action with its one parameter filled in.
    pub fn path_with(&self, action: Action, param: &str) -> Option<String> {
        let path = self.path(action)?;
        let (start, rest) = path.split_once('{')?;
        let (_, end) = rest.split_once('}')?;
        Some(format!("{start}{param}{end}"))
    }

    /// The whole address of an action with its one parameter filled in, for links in mails; `None` if it has no route.
    pub fn url_with(&self, action: Action, param: &str) -> Option<String> {
        let path = LocalPath::parse(&self.path_with(action, param)?, &self.0.derived.base_url)?;
        Some(self.0.derived.base_url.join(&path))
    }

    /// As [`Pow::url_with`], for a mail or a page that is useless without the link. The extension must declare the route with
    /// [`Registry::requires_route`](crate::extension::Registry::requires_route), so that a missing route stops the start and not
    /// this call.
    ///
    /// # Errors
    /// [`Error::Config`] if the action has no route with a parameter.
    pub fn link(&self, action: Action, token: &str) -> Result<String, Error> {
        let nowhere = || {
            Error::Config(format!(
                "the action {action} has no route with a token as its parameter, so no link can lead to it"
            ))
        };
        self.url_with(action, token).ok_or_else(nowhere)
    }

    /// The whole address of an action without parameters, for links in mails; `None` if it has no route.
    pub fn url(&self, action: Action) -> Option<String> {
        let path = LocalPath::parse(&self.path(action)?, &self.0.derived.base_url)?;
        Some(self.0.derived.base_url.join(&path))
    }

    /// All routes, in the order of their registration.
    pub fn routes_table(&self) -> &[Route] {
        &self.0.derived.routes
    }

    /// Whether the path can be shown after a sign-in. A page for guests would redirect again, and an action without a page
    /// can't be shown.
    pub(crate) fn is_destination(&self, path: &LocalPath) -> bool {
        let path = path.as_str().split('?').next().unwrap_or_default();
        let Some(path) = path.strip_prefix(self.path_prefix()) else { return true };
        let mut ours = self.0.derived.routes.iter().filter(|route| route.path == path).peekable();
        let is_page = |route: &Route| {
            let leads_away = route.access == Access::Guest || route.action == session::SHOW;
            !leads_away && route.methods.contains(&Method::Get)
        };
        ours.peek().is_none() || ours.any(is_page)
    }

    /// The address of the application.
    pub fn base_url(&self) -> &BaseUrl {
        &self.0.derived.base_url
    }

    pub(crate) fn trusted_proxies(&self) -> usize {
        self.0.config.trusted_proxies
    }

    pub(crate) fn path_prefix(&self) -> &str {
        &self.0.config.path_prefix
    }
}
