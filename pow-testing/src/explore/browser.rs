//! A browser that talks to an application in the same thread, without a network.

use std::{fmt, pin::Pin, rc::Rc};

use actix_web::{
    App, Error, HttpResponse,
    body::to_bytes,
    dev::{Service, ServiceResponse},
    test::{TestRequest, init_service},
};
use pow_core::json::{Value, json};

use crate::{Client, Response, TestApp};

/// A future with the answer to a request.
type Answer = Pin<Box<dyn Future<Output = Response>>>;

/// An application in this thread.
pub(super) type Local = Rc<dyn Fn(TestRequest) -> Answer>;

/// Creates the application for this thread.
pub(super) async fn local(app: &TestApp) -> Local {
    let parts = app.parts.clone();
    let service = Rc::new(init_service(App::new().configure(move |config| parts.configure(config))).await);
    Rc::new(move |request| {
        let answer = service.call(request.to_request());
        Box::pin(async move { read(answer.await.map(ServiceResponse::into)).await })
    })
}

#[expect(clippy::expect_used, reason = "a test whose server does not answer has failed")]
async fn read(answer: Result<HttpResponse, Error>) -> Response {
    let (head, body) = answer.unwrap_or_else(|error| error.error_response()).into_parts();
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = head.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())));
    let (status, headers) = (head.status().as_u16(), headers.collect());
    let body = to_bytes(body).await.expect("the server answers").to_vec();
    Response { status, headers, body }
}

/// A browser like [`Client`], whose scripts send and read JSON.
#[derive(Clone)]
pub struct Browser {
    pub(super) app: Local,
    /// Its cookies and headers.
    pub client: Client,
}

impl Browser {
    /// Sends a GET request.
    pub async fn get(&mut self, path: &str) -> Response {
        let client = self.client.clone();
        self.send(&client, "GET", path, None).await
    }

    /// Sends JSON, as [`Client::json`] does. Without a body, the request only asks for JSON.
    pub async fn json(&mut self, method: &str, path: &str, body: Option<&Value>) -> Response {
        let script = self.client.script(body);
        self.send(&script, method, path, body.map(ToString::to_string)).await
    }

    /// Signs in by email. The browser has a form token afterwards.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Response {
        self.json("GET", "/session/new", None).await;
        self.json("POST", "/session", Some(&json!({"user": {"email": email, "password": password}}))).await
    }

    /// Returns whether the browser has a session of a user.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/protected").await.status == 200
    }

    #[expect(clippy::expect_used, reason = "a test with an unknown method has failed")]
    async fn send(&mut self, client: &Client, method: &str, path: &str, body: Option<String>) -> Response {
        let mut request = TestRequest::with_uri(path).method(method.parse().expect("a method"));
        for header in client.head(body.is_some()) {
            request = request.append_header(header);
        }
        if let Some(body) = body {
            request = request.set_payload(body);
        }
        let response = (self.app)(request).await;
        self.client.keep(&response);
        response
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("client", &self.client).finish_non_exhaustive()
    }
}
