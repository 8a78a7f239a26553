//! The OpenAPI document of a set-up's routes.

mod inputs;
mod schemas;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use self::inputs::Inputs;
use super::pow::Pow;
use crate::extension::{Access, Method, Route};

impl Pow {
    /// Describes all routes of the core and the extensions as an OpenAPI 3.1 document, for clients that read JSON.
    ///
    /// Create the document once, when the application starts. Add your own operations to `paths`, and serve it at a path of
    /// your choice.
    ///
    /// ```no_run
    /// # async fn example(pow: &pow_core::Pow) {
    /// let mut document = pow.openapi().await;
    /// document["paths"]["/api/profile"]["get"] = pow_core::json::json!({ "responses": { "200": { "description": "OK" } } });
    /// # }
    /// ```
    ///
    /// All routes have the same description of their answers, which includes the data of a page. A route that declares a
    /// [`document`](Route::document), [`document_status`](Route::document_status) or [`failures`](Route::failures) has its own
    /// description.
    ///
    /// The inputs of a form are taken from its page. To find them, each page without path parameters is rendered three times:
    /// for a visitor, for a made-up user with a password, and for one without. A field is required if the page requires it each
    /// time and does not fill it in. `current_password` is therefore never required. The fields of a form that needs a link or
    /// an earlier step come from the examples of its page, if the route names the page ([`Route::form_of`]). A form that may be
    /// sent again without fields requires none ([`Route::repeatable_form`]).
    pub async fn openapi(&self) -> Value {
        let inputs = Inputs::of(self).await;
        let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        for route in self.routes_table() {
            let path = format!("{}{}", self.path_prefix(), route.path);
            for method in &route.methods {
                let operation = operation(route, *method, inputs.schema(route, &path));
                paths.entry(path.clone()).or_default().insert(method.as_str().to_ascii_lowercase(), operation.into());
            }
        }
        json!({
            "openapi": "3.1.0",
            "info": { "title": self.site_name().unwrap_or("Accounts"), "version": "1" },
            "servers": [{ "url": self.base_url().origin() }],
            "paths": paths,
            "components": { "schemas": schemas::all(), "securitySchemes": {
                "session": { "type": "apiKey", "in": "header", "name": "Pow-Session" },
            } },
        })
    }
}

fn operation(route: &Route, method: Method, fields: Option<Value>) -> Map<String, Value> {
    let action = route.action;
    let id = [action.extension, action.controller, action.name, method.as_str()].join("_").to_ascii_lowercase();
    let names = route.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameters: Vec<Value> = names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let mut operation = Map::from_iter([
        ("operationId".to_owned(), Value::from(id)),
        ("tags".to_owned(), json!([action.extension])),
        ("parameters".to_owned(), parameters.into()),
        ("responses".to_owned(), responses(route)),
    ]);
    if method != Method::Get {
        let fields = fields.unwrap_or_else(|| reference("Fields"));
        operation.insert("requestBody".to_owned(), json!({ "content": content("application/json", &fields) }));
    }
    if route.access == Access::Authenticated {
        operation.insert("security".to_owned(), json!([{ "session": [] }]));
    }
    operation
}

/// A success is any status of 200 to 299, because an action may answer with a status other than 200. A status that the route
/// documents has an entry, which takes precedence over that of its range.
fn responses(route: &Route) -> Value {
    let success = route.document.clone().unwrap_or_else(|| reference("Answer"));
    let (kind, failure) = match &route.failures {
        Some(failures) => ("application/json", failures.schema.clone()),
        None => ("application/problem+json", reference("Problem")),
    };
    let failure_content = content(kind, &failure);
    let failure =
        json!({ "description": "The request was rejected, or the server failed", "content": failure_content });
    let success = json!({
        "description": "The data of the page, or the result of the action",
        "content": content("application/json", &success),
    });
    let ranges = [("2XX", success), ("4XX", failure.clone()), ("5XX", failure)];
    let ranges = ranges.map(|(range, answer)| (range.to_owned(), answer));
    let documented = route.documented_statuses.iter().map(|(status, schema)| {
        let mut contents = content("application/json", schema);
        let failures = failure_content.as_object().cloned().unwrap_or_default();
        contents.as_object_mut().into_iter().for_each(|contents| contents.extend(failures.clone()));
        let text = "The answer of the action, or the request failed before it";
        (status.to_string(), json!({ "description": text, "content": contents }))
    });
    ranges.into_iter().chain(documented).collect::<Map<_, _>>().into()
}

fn content(kind: &str, schema: &Value) -> Value {
    json!({ kind: { "schema": schema } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
