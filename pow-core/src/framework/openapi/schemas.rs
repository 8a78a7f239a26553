//! The schemas of bodies and answers.

use serde_json::{Map, Value, json};

use super::reference;

/// The schemas that the operations name.
pub(super) fn all() -> Value {
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
