//! The registration of the framework's routes and files with actix-web.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse, guard,
    http::header,
    web::{self, Bytes, Payload, ServiceConfig},
};

use super::{response::see_other, routes::answer};
use crate::{
    extension::{Method, Route},
    pages::SCRIPT,
    pow::Pow,
};

impl Pow {
    /// Returns all routes of the core and the extensions: `App::new().configure(pow.routes())`.
    ///
    /// A route that the application defines before this call has precedence. Call it on the `App` or on a scope without a path,
    /// because `path_prefix` determines the paths. For `/admin/session/new` set it to `/admin`.
    pub fn routes(&self) -> impl FnOnce(&mut ServiceConfig) + Clone + use<> {
        let routes = Routes::of(self);
        move |config| routes.configure(config)
    }
}

/// The routes of a `Pow`, by path.
#[derive(Clone)]
pub struct Routes {
    pow: Pow,
    paths: Arc<BTreeMap<String, Vec<Route>>>,
}

impl Routes {
    fn of(pow: &Pow) -> Self {
        let mut paths: BTreeMap<String, Vec<Route>> = BTreeMap::new();
        for route in pow.routes_table() {
            paths.entry(route.path.clone()).or_default().push(route.clone());
        }
        Self { pow: pow.clone(), paths: Arc::new(paths) }
    }

    /// Registers the routes. Paths without parameters come first, so that `/invitations/new` is not taken for a token.
    fn configure(&self, config: &mut ServiceConfig) {
        let prefix = self.pow.path_prefix();
        let css = Bytes::from(self.pow.stylesheet().css.clone());
        hashed_file(config, self.pow.stylesheet_path(), "text/css; charset=utf-8", css);
        if let Some(path) = self.pow.script_path() {
            hashed_file(config, path, "text/javascript; charset=utf-8", Bytes::from_static(SCRIPT.as_bytes()));
        }
        if prefix.is_empty()
            && let Some(page) = self.pow.password_page()
        {
            let see_page = move || std::future::ready(see_other(&page));
            config.route("/.well-known/change-password", web::get().to(see_page));
        }
        let (plain, with_params): (Vec<_>, Vec<_>) = self.paths.keys().partition(|path| !path.contains('{'));
        for path in plain.into_iter().chain(with_params) {
            let (pow, paths, key) = (self.pow.clone(), self.paths.clone(), path.clone());
            let handler = move |request: HttpRequest, payload: Payload| {
                let (pow, routes) = (pow.clone(), paths.get(&key).cloned().unwrap_or_default());
                async move { answer(&pow, &routes, request, payload).await }
            };
            config.service(web::resource(format!("{prefix}{path}")).to(handler));
            if self.has_page(path) {
                config.route(&format!("{prefix}{path}/"), web::get().to(without_slash));
            }
        }
    }

    /// Whether the path answers to GET.
    fn has_page(&self, path: &str) -> bool {
        self.paths.get(path).into_iter().flatten().any(|route| route.methods.contains(&Method::Get))
    }
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.paths.keys()).finish()
    }
}

/// Serves a file whose name contains the hash of its content. During a rolling deployment, a page of another version may
/// request another hash. It then gets this file with `no-cache`, so the browser checks it again.
fn hashed_file(config: &mut ServiceConfig, path: String, content_type: &'static str, content: Bytes) {
    let (start, extension) = path.rsplit_once('.').unwrap_or((&path, ""));
    let (start, _) = start.rsplit_once('-').unwrap_or((start, ""));
    let pattern = format!("{start}-{{hash:[0-9a-f]+}}.{extension}");
    let serve = move |request: HttpRequest| {
        let is_present = request.path() == path;
        let cache_control = if is_present { "public, max-age=31536000, immutable" } else { "no-cache" };
        let response = HttpResponse::Ok()
            .content_type(content_type)
            .insert_header((header::CACHE_CONTROL, cache_control))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .body(content.clone());
        std::future::ready(response)
    };
    config.route(&pattern, web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(serve));
}

/// Redirects from a path with a trailing slash to the page. The path belongs to a route, so it is on the application's own
/// origin.
async fn without_slash(request: HttpRequest) -> HttpResponse {
    let uri = request.uri();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    see_other(&format!("{}{query}", uri.path().trim_end_matches('/')))
}
