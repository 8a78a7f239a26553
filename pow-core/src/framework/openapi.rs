//! The OpenAPI document of a set-up's routes.

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
        let mut paths: Map<String, Value> = Map::new();
        for route in self.routes_table() {
            let path = paths.entry(format!("{}{}", self.path_prefix(), route.path)).or_insert_with(|| json!({}));
            for method in &route.methods {
                path[method.as_str().to_ascii_lowercase()] = operation(route, *method);
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

fn operation(route: &Route, method: Method) -> Value {
    let action = route.action;
    let id = [action.extension, action.controller, action.name, method.as_str()].join("_").to_ascii_lowercase();
    let names = route.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameters: Vec<Value> = names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let content =
        |kind: &str, schema: &str| json!({ kind: { "schema": { "$ref": format!("#/components/schemas/{schema}") } } });
    let problem =
        json!({ "description": "A refusal or a fault", "content": content("application/problem+json", "Problem") });
    let mut operation = json!({
        "operationId": id,
        "tags": [action.extension],
        "parameters": parameters,
        "responses": {
            "200": { "description": "The page or the outcome", "content": content("application/json", "Answer") },
            "4XX": problem,
            "5XX": problem,
        },
    });
    if method != Method::Get {
        operation["requestBody"] = json!({ "content": content("application/json", "Fields") });
    }
    if route.access == Access::Authenticated {
        operation["security"] = json!([{ "session": [] }]);
    }
    operation
}

fn schemas() -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let list = |name: &str| json!({ "type": "array", "items": reference(name) });
    let (text, texts) = (json!({ "type": "string" }), json!({ "type": ["string", "null"] }));
    let message = json!({ "code": text, "detail": text, "args": { "type": "object" } });
    let with = |mut fields: Value, name: &str, schema: &Value| {
        fields[name] = schema.clone();
        json!({ "type": "object", "properties": fields, "required": ["code", "detail", "args", name] })
    };
    let common = json!({ "flash": list("Flash"), "meta": reference("Meta"), "location": text, "page": text,
        "form": reference("Form"), "forms": list("Form") });
    let (mut answer, mut problem) = (common.clone(), common);
    answer["title"] = text.clone();
    for (name, schema) in [("type", &text), ("title", &text), ("code", &text), ("detail", &text)] {
        problem[name] = schema.clone();
    }
    problem["status"] = json!({ "type": "integer" });
    problem["errors"] = list("FieldError");
    json!({
        "Plain": { "type": ["string", "integer", "boolean", "null"] },
        "Fields": { "type": "object", "maxProperties": 256, "additionalProperties": { "anyOf": [
            reference("Plain"),
            { "type": "object", "additionalProperties": reference("Plain") },
        ] } },
        "Answer": { "type": "object", "properties": answer, "required": ["flash", "meta"] },
        "Problem": { "type": "object", "properties": problem,
            "required": ["type", "title", "status", "code", "detail", "errors", "flash", "meta"] },
        "Flash": with(message.clone(), "kind", &json!({ "enum": ["info", "error"] })),
        "FieldError": with(message, "field", &text),
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
