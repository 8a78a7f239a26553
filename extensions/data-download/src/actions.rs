//! Actions and their routes. Other extensions hook them; applications move or replace them.

use pow_core::{
    extension::{Access, Action, Method, Registry, Route},
    json::json,
};

use crate::{DataDownload, DownloadController, ID};

/// Shows the page with the button.
pub const NEW: Action = Action::new(ID, "downloads", "new");
/// Sends the file.
pub const CREATE: Action = Action::new(ID, "downloads", "create");

pub(crate) fn register(registry: &mut Registry, extension: &DataDownload) {
    let controller = DownloadController::new(extension.clone());
    let route =
        |method, action| Route::new(&[method], "/data-download", action, Access::Authenticated, controller.clone());
    let file = json!({
        "type": "object",
        "required": ["exported_at", "origin", "data"],
        "properties": {
            "exported_at": { "type": "string", "format": "date-time" },
            "origin": { "type": "string" },
            "data": { "type": "object", "additionalProperties": { "type": "object" } },
        },
    });
    registry.route(route(Method::Get, NEW)).route(route(Method::Post, CREATE).document(file));
}
