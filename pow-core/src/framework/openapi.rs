//! The OpenAPI document of a set-up's routes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::pow::Pow;
use crate::extension::{Access, Method, Route};

impl Pow {
    /// Describes all routes of the core and the extensions as an OpenAPI 3.1 document, for clients that read JSON.
    ///
    /// Serve it at a path of your choice. Add your own operations to `paths` before.
    ///
    /// ```no_run
    /// # fn example(pow: &pow_core::Pow) {
    /// let mut document = pow.openapi();
    /// document["paths"]["/api/profile"]["get"] = pow_core::json::json!({ "responses": { "200": { "description": "OK" } } });
    /// # }
    /// ```
    ///
    /// Every answer that the document describes is the same for all routes, with the data of a page beside it. A page lists
    /// its inputs in `form`.
    pub fn openapi(&self) -> Value {
        let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        for route in self.routes_table() {
            let path = paths.entry(format!("{}{}", self.path_prefix(), route.path)).or_default();
            for method in &route.methods {
                path.insert(method.as_str().to_ascii_lowercase(), operation(route, *method).into());
            }
        }
        json!({
            "openapi": "3.1.0",
            "info": { "title": self.site_name().unwrap_or("Accounts"), "version": "1" },
            "servers": [{ "url": self.base_url().origin() }],
            "paths": paths,
            "components": { "schemas": schemas(), "securitySchemes": {
                "session": { "type": "apiKey", "in": "header", "name": "Pow-Session" },
            } },
        })
    }
}

fn operation(route: &Route, method: Method) -> Map<String, Value> {
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
        operation.insert("requestBody".to_owned(), json!({ "content": content("application/json", &reference("Fields")) }));
    }
    if route.access == Access::Authenticated {
        operation.insert("security".to_owned(), json!([{ "session": [] }]));
    }
    operation
}

/// A success is any status of 200 to 299, because an action may answer with another than 200.
fn responses(route: &Route) -> Value {
    let success = route.document.clone().unwrap_or_else(|| reference("Answer"));
    let (kind, failure) = match &route.failures {
        Some(failures) => ("application/json", failures.schema.clone()),
        None => ("application/problem+json", reference("Problem")),
    };
    let failure = json!({ "description": "A refusal or a fault", "content": content(kind, &failure) });
    json!({
        "2XX": { "description": "The page or the outcome", "content": content("application/json", &success) },
        "4XX": failure,
        "5XX": failure,
    })
}

fn content(kind: &str, schema: &Value) -> Value {
    json!({ kind: { "schema": schema } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn schemas() -> Value {
    let list = |name: &str| json!({ "type": "array", "items": reference(name) });
    let (text, texts) = (json!({ "type": "string" }), json!({ "type": ["string", "null"] }));
    let of_message = |name: &str, schema: Value| {
        let fields = json!({ "code": text, "detail": text, "args": { "type": "object" }, name: schema });
        json!({ "type": "object", "properties": fields, "required": ["code", "detail", "args", name] })
    };
    let of_answer = |more: Map<String, Value>, required: &[&str]| {
        let common = [
            ("flash", list("Flash")),
            ("meta", reference("Meta")),
            ("location", text.clone()),
            ("page", text.clone()),
            ("title", text.clone()),
            ("form", reference("Form")),
            ("forms", list("Form")),
        ];
        let all: Map<_, _> = common.into_iter().map(|(name, schema)| (name.to_owned(), schema)).chain(more).collect();
        json!({ "type": "object", "properties": all, "required": required })
    };
    let texts_of_problem = ["type", "code", "detail"].map(|name| (name.to_owned(), text.clone()));
    let of_problem = [("status", json!({ "type": "integer" })), ("errors", list("FieldError"))];
    let of_problem = of_problem.map(|(name, schema)| (name.to_owned(), schema));
    let problem: Map<_, _> = texts_of_problem.into_iter().chain(of_problem).collect();
    json!({
        "Plain": { "type": ["string", "integer", "boolean", "null"] },
        "Fields": { "type": "object", "maxProperties": 256, "additionalProperties": { "anyOf": [
            reference("Plain"),
            { "type": "object", "additionalProperties": reference("Plain") },
        ] } },
        "Answer": of_answer(Map::new(), &["flash", "meta"]),
        "Problem": of_answer(problem, &["type", "title", "status", "code", "detail", "errors", "flash", "meta"]),
        "Flash": of_message("kind", json!({ "enum": ["info", "error"] })),
        "FieldError": of_message("field", text.clone()),
        "Meta": { "type": "object", "required": ["signed_in", "session_began", "session_ended"], "properties": {
            "signed_in": { "type": ["boolean", "null"] },
            "session_began": { "type": "boolean" },
            "session_ended": { "type": "boolean" },
        } },
        "Form": { "type": "object", "properties": {
            "method": text, "path": text, "scope": text, "csrf_token": text,
            "values": { "type": "object", "additionalProperties": text },
            "inputs": list("Input"),
        } },
        "Input": { "type": "object", "required": ["name", "kind", "label", "required"], "properties": {
            "name": text, "kind": text, "label": text, "hint": texts, "autocomplete": text,
            "required": { "type": "boolean" },
            "checked": { "type": ["boolean", "null"] },
        } },
    })
}
