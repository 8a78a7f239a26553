//! Routes: which request leads to which action, and who may use it.

use std::sync::Arc;

use super::Action;
use crate::controllers::Controller;

/// Methods that a route can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method's name, as in HTTP.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Only who is signed in.
    Authenticated,
    /// Only who is not signed in.
    Guest,
}

/// A route: methods, path, action, and who may use it.
#[derive(Clone)]
pub struct Route {
    /// The methods, of which the first is used for links.
    pub methods: Vec<Method>,
    /// The path below the set-up's prefix, with parameters in braces: `/reset-password/{token}`.
    pub path: String,
    /// What it does.
    pub action: Action,
    /// Who may use it.
    pub access: Access,
    /// Who does it.
    pub controller: Arc<dyn Controller>,
}

impl Route {
    /// A route. Several actions can share a controller that is cheap to copy.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::extension::{Access, Action, Method, Route};
    ///
    /// const SHOW: Action = Action::new("terms_accepted", "terms", "show");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct TermsController;
    /// # #[async_trait]
    /// # impl Controller for TermsController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Get], "/terms", SHOW, Access::Anyone, TermsController);
    /// assert_eq!(route.path, "/terms");
    /// ```
    pub fn new(
        methods: &[Method],
        path: impl Into<String>,
        action: Action,
        access: Access,
        controller: impl Controller,
    ) -> Self {
        Self { methods: methods.to_vec(), path: path.into(), action, access, controller: Arc::new(controller) }
    }
}
