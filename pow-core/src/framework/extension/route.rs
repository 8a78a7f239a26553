//! Routes: the request that leads to an action, and the visitors who may use it.

use std::sync::Arc;

use serde_json::Value;

use super::Action;
use crate::{
    controllers::Controller,
    http::{Method, Reply},
    pages::Page,
};

/// The visitors who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Users and guests.
    Anyone,
    /// Signed-in users.
    Authenticated,
    /// Visitors who are not signed in.
    Guest,
}

/// A route: methods, path, action and access.
#[derive(Clone)]
#[non_exhaustive]
pub struct Route {
    /// The methods. Links use the first one.
    pub methods: Vec<Method>,
    /// The path below the set-up's prefix, with parameters in braces: `/reset-password/{token}`.
    pub path: String,
    /// The action.
    pub action: Action,
    /// The visitors who may use it.
    pub access: Access,
    /// The controller that runs the action.
    pub controller: Arc<dyn Controller>,
    /// Whether the parameter of the path is a secret: see [`Route::secret_link`].
    pub is_secret_link: bool,
    /// Whether cookies are neither read nor set: see [`Route::without_cookies`].
    pub is_without_cookies: bool,
    /// The JSON schema of a success, if a standard defines its format: see [`Route::document`].
    pub document: Option<Value>,
    /// The JSON schemas of the action's answers with other statuses: see [`Route::document_status`].
    pub documented_statuses: Vec<(u16, Value)>,
    /// The format of failures, if a standard defines it: see [`Route::failures`].
    pub failures: Option<Failures>,
    /// The names of the pages whose forms are sent to it: see [`Route::form_of`].
    pub form_of: Vec<&'static str>,
    /// Whether a form without fields is valid after another one: see [`Route::repeatable_form`].
    pub has_repeatable_form: bool,
}

/// A format of failures that a standard defines, in place of error pages and problem details. Created by [`Route::failures`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Failures {
    /// The JSON schema of a failure.
    pub schema: Value,
    /// Creates the answer for a status.
    pub answer: fn(u16) -> Reply,
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
        Self {
            methods: methods.to_vec(),
            path: path.into(),
            action,
            access,
            controller: Arc::new(controller),
            is_secret_link: false,
            is_without_cookies: false,
            document: None,
            documented_statuses: Vec::new(),
            failures: None,
            form_of: Vec::new(),
            has_repeatable_form: false,
        }
    }

    /// Makes the route ignore everything that a browser sends by itself. It needs no form token, and other sites may send to it.
    ///
    /// Cookies are neither read nor set. The user comes from an extension that reads `Authorization`, or from a program's
    /// session. Use it for a token endpoint, for inbound webhooks, and for a form that another site sends.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::extension::{Access, Action, Method, Route};
    ///
    /// const CREATE: Action = Action::new("webhook", "delivery", "create");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct DeliveryController;
    /// # #[async_trait]
    /// # impl Controller for DeliveryController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Post], "/deliveries", CREATE, Access::Anyone, DeliveryController).without_cookies();
    /// assert!(route.is_without_cookies);
    /// ```
    ///
    /// # Security
    /// The sender is unknown. Check a signature or a token before anything else.
    #[must_use]
    pub fn without_cookies(mut self) -> Self {
        self.is_without_cookies = true;
        self
    }

    /// Declares that the one parameter of the path is the token of a link. Until it is used, the token is as sensitive as a
    /// password.
    ///
    /// Browsers store the addresses that they visit. The core therefore redirects every navigation to such an address to the same
    /// path, with a random handle instead of the token. A navigation is a GET with the header `Sec-Fetch-Mode: navigate`, which
    /// every current browser sends. A cookie keeps the token for an hour, until the link has been used, or until the browser
    /// signs out. The sign-out on the page [`SignedInAlready`](crate::pages::SignedInAlready) is an exception: it keeps the link
    /// that it continues with. Without the cookie, the page is a 410 that asks to open the link again. The controller reads the
    /// token as usual, from [`Request::path_param`](crate::conn::Request::path_param). The forms of its page take their addresses
    /// from [`Conn::path_alike`](crate::conn::Conn::path_alike). Every answer says `Referrer-Policy: no-referrer`. Clients other
    /// than browsers, and forms that are sent to the address with the token, are served at once (ASVS 5.0, 14.2.1).
    ///
    /// A token stays in the address if it has more than 512 bytes, begins with `~`, or contains a character other than letters,
    /// digits and `-._~!$&'()*+=:@`.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::extension::{Access, Action, Method, Route};
    ///
    /// const SHOW: Action = Action::new("gift", "gift", "show");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct GiftController;
    /// # #[async_trait]
    /// # impl Controller for GiftController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Get], "/gifts/{token}", SHOW, Access::Anyone, GiftController).secret_link();
    /// assert!(route.is_secret_link);
    /// ```
    #[must_use]
    pub fn secret_link(mut self) -> Self {
        self.is_secret_link = true;
        self
    }

    /// Declares that a success is JSON in a format that a standard defines, such as a set of keys. It then has none of the
    /// members that the JSON of other routes has. `schema` is its JSON schema, for [`Pow::openapi`](crate::Pow::openapi).
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::{extension::{Access, Action, Method, Route}, json::json};
    ///
    /// const SHOW: Action = Action::new("webhook", "delivery", "show");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct DeliveryController;
    /// # #[async_trait]
    /// # impl Controller for DeliveryController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Get], "/deliveries", SHOW, Access::Anyone, DeliveryController);
    /// assert!(route.document(json!({ "type": "object" })).document.is_some());
    /// ```
    #[must_use]
    pub fn document(mut self, schema: Value) -> Self {
        self.document = Some(schema);
        self
    }

    /// Declares the JSON schema of an answer of the action with this status, if the action doesn't answer with problem
    /// details. A health check, for example, reports its findings with a 503. The document also names the usual format of
    /// failures for this status, because the request can fail before the action.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::{extension::{Access, Action, Method, Route}, json::json};
    ///
    /// const SHOW: Action = Action::new("stock", "stock", "show");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct StockController;
    /// # #[async_trait]
    /// # impl Controller for StockController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Get], "/stock", SHOW, Access::Anyone, StockController);
    /// let route = route.document_status(503, json!({ "type": "object", "required": ["missing"] }));
    /// assert_eq!(route.documented_statuses.len(), 1);
    /// ```
    #[must_use]
    pub fn document_status(mut self, status: u16, schema: Value) -> Self {
        self.documented_statuses.push((status, schema));
        self
    }

    /// Names the page whose form is sent to this route. [`Pow::openapi`](crate::Pow::openapi) then names the fields, from the
    /// [examples](crate::extension::Registry::page_examples) that the extension of the route declares. A page that opens without a
    /// link and without an earlier step needs no such line, if its form is sent to this route. Call the method once for each page
    /// if several pages have such a form.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::extension::{Access, Action, Method, Route};
    /// use pow_core::pages::SessionNew;
    ///
    /// const CREATE: Action = Action::new("ticket", "sign_in", "create");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct TicketController;
    /// # #[async_trait]
    /// # impl Controller for TicketController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Post], "/tickets/{token}", CREATE, Access::Guest, TicketController);
    /// assert_eq!(route.form_of::<SessionNew>().form_of, ["session/new"]);
    /// ```
    #[must_use]
    pub fn form_of<P: Page>(mut self) -> Self {
        self.form_of.push(P::NAME);
        self
    }

    /// Declares that a client that has sent the form before may send it without fields, for example to get a message again.
    /// [`Pow::openapi`](crate::Pow::openapi) then names the fields, but requires none of them.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::extension::{Access, Action, Method, Route};
    ///
    /// const CREATE: Action = Action::new("ticket", "ticket", "create");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct TicketController;
    /// # #[async_trait]
    /// # impl Controller for TicketController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// let route = Route::new(&[Method::Post], "/tickets", CREATE, Access::Guest, TicketController);
    /// assert!(route.repeatable_form().has_repeatable_form);
    /// ```
    #[must_use]
    pub fn repeatable_form(mut self) -> Self {
        self.has_repeatable_form = true;
        self
    }

    /// Sets the format of failures outside of the action: a body that can't be read, an overload, a fault. The action itself must
    /// use the format for its refusals.
    ///
    /// `answer` receives the status of the failure, and may choose another. The core adds `Retry-After` and the headers of every
    /// answer. A method that the route doesn't have is answered as on other routes.
    ///
    /// ```
    /// # use pow_core::{Error, async_trait, conn::{Conn, Reply}, controllers::Controller, extension::Outcome};
    /// use pow_core::{extension::{Access, Action, Method, Route}, json::json};
    ///
    /// const CREATE: Action = Action::new("webhook", "delivery", "create");
    /// # #[derive(Clone, Copy, Debug)]
    /// # struct DeliveryController;
    /// # #[async_trait]
    /// # impl Controller for DeliveryController {
    /// #     async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> { Ok(Outcome::Ok(None)) }
    /// #     async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> { Ok(Reply::redirect("/")) }
    /// # }
    ///
    /// fn failed(status: u16) -> Reply {
    ///     Reply::html(status, json!({ "ok": false }).to_string()).header("content-type", "application/json")
    /// }
    ///
    /// let route = Route::new(&[Method::Post], "/deliveries", CREATE, Access::Anyone, DeliveryController);
    /// let route = route.failures(json!({ "type": "object", "required": ["ok"] }), failed);
    /// assert!(route.failures.is_some());
    /// ```
    #[must_use]
    pub fn failures(mut self, schema: Value, answer: fn(u16) -> Reply) -> Self {
        self.failures = Some(Failures { schema, answer });
        self
    }
}
