//! Actions and their routes.

use pow_core::{
    extension::{Access, Action, Method, Registry, Route},
    json::{Value, json},
};

use crate::{HealthController, ID};

/// Answers as long as the process is alive.
pub const ALIVE: Action = Action::new(ID, "alive", "show");
/// Answers whether requests should be sent to the process.
pub const READY: Action = Action::new(ID, "ready", "show");

pub(crate) fn register(registry: &mut Registry) {
    let controller = HealthController::default();
    let route = |path: &str, action| {
        Route::new(&[Method::Get], path, action, Access::Anyone, controller.clone())
            .without_cookies()
            .document(schema())
    };
    let ready = route("/health/ready", READY).document_status(503, schema());
    registry.route(route("/health/alive", ALIVE)).route(ready);
}

fn schema() -> Value {
    let part = json!({ "enum": ["ok", "failed"] });
    json!({
        "type": "object",
        "required": ["status"],
        "properties": {
            "status": { "enum": ["alive", "ready", "not ready", "shutting down"] },
            "parts": { "type": "object", "properties": { "database": part, "schema": part, "cache": part } },
        },
    })
}
