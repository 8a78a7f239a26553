//! Choosing a language.

use async_trait::async_trait;

use super::Controller;
use crate::{
    Error,
    conn::{Conn, Reply},
    extension::{Access, Action, Method, Outcome, Registry, Route},
    path::LocalPath,
};

/// Stores the form's `language` in a cookie and redirects to the form's `request_path`. It has a route only with
/// [`Config::language_switch`](crate::Config::language_switch).
pub const UPDATE: Action = Action::new("core", "language", "update");

pub(crate) fn register(registry: &mut Registry) {
    registry.route(Route::new(&[Method::Post], "/language", UPDATE, Access::Anyone, LanguageController));
}

/// The controller of [`UPDATE`].
#[derive(Clone, Copy, Debug, Default)]
pub struct LanguageController;

#[async_trait]
impl Controller for LanguageController {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let wanted = conn.params().text("language").and_then(|tag| conn.pow().messages().offered(tag)).cloned();
        // An unknown language is ignored.
        if let Some(lang) = wanted {
            conn.set_language(&lang)?;
        }
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        if let Outcome::Halt(reply) = outcome {
            return Ok(reply);
        }
        let wanted = conn.params().text("request_path");
        let back = wanted.and_then(|path| LocalPath::parse(path, conn.pow().base_url()));
        Ok(Reply::redirect(back.as_ref().map_or(conn.pow().home_path(), LocalPath::as_str)))
    }
}
