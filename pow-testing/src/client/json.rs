//! Clients that read JSON: a script with the cookies of its browser, and a program without cookies.

use std::{collections::BTreeMap, net::SocketAddr};

use pow_core::{
    carrier::{KEPT_HEADER, PENDING_HEADER, SESSION_HEADER},
    json::Value,
};

use super::{Client, Response};

impl Client {
    /// Sends JSON as a script in the browser does: with the browser's cookies, and the form token of the last JSON answer.
    /// Without a body, the request only asks for JSON.
    pub fn json(&mut self, method: &str, path: &str, body: Option<&Value>) -> Response {
        let response = self.script(body).request(method, path, body.map(ToString::to_string).as_deref());
        self.keep(&response);
        response
    }

    /// Returns a copy of the client with the headers of such a request.
    pub(crate) fn script(&self, body: Option<&Value>) -> Self {
        let mut script = self.clone();
        script.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
        script.headers.extend(head(body));
        script.headers.extend(self.csrf_token.clone().map(|token| ("X-CSRF-Token".to_owned(), token)));
        script
    }
}

impl Response {
    /// Returns the body as JSON.
    ///
    /// # Panics
    /// If the body is not JSON.
    #[must_use]
    #[expect(clippy::panic, reason = "a test whose answer is not JSON has failed")]
    pub fn json(&self) -> Value {
        let kind = self.header("content-type").unwrap_or_default();
        assert!(["application/json", "application/problem+json"].contains(&kind), "{}: {kind:?}", self.status);
        pow_core::json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// A program that sends JSON. It keeps no cookies. Instead it keeps the values of the framework's headers.
#[derive(Clone, Debug)]
pub struct Program {
    client: Client,
    /// The values to send back, by the name of their header.
    pub state: BTreeMap<String, String>,
    /// Further headers of every request.
    pub headers: Vec<(String, String)>,
}

impl Program {
    /// Creates a program without a session.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { client: Client::new(address), state: BTreeMap::new(), headers: Vec::new() }
    }

    /// Asks for the data of a page.
    pub fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, None)
    }

    /// Sends a body by POST.
    pub fn post(&mut self, path: &str, body: &Value) -> Response {
        self.send("POST", path, Some(body))
    }

    /// Sends any request.
    ///
    /// # Panics
    /// If the answer sets a cookie, or redirects.
    pub fn send(&mut self, method: &str, path: &str, body: Option<&Value>) -> Response {
        let response = self.client.raw(&self.bytes(method, path, body));
        assert!(response.header("set-cookie").is_none(), "{method} {path} gave a program a cookie");
        assert!(!(300..400).contains(&response.status), "{method} {path} redirected a program");
        for name in [SESSION_HEADER, PENDING_HEADER, KEPT_HEADER] {
            match response.header(name) {
                Some("") => drop(self.state.remove(name)),
                Some(value) => drop(self.state.insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
        response
    }

    /// Returns the bytes of a request, to send them several times by [`Client::raw`].
    #[must_use]
    pub fn bytes(&self, method: &str, path: &str, body: Option<&Value>) -> Vec<u8> {
        let mut client = self.client.clone();
        client.headers = head(body);
        client.headers.extend(self.headers.iter().cloned());
        client.headers.extend(self.state.clone());
        client.bytes(method, path, body.map(ToString::to_string).as_deref())
    }
}

fn head(body: Option<&Value>) -> Vec<(String, String)> {
    let accept = ("Accept".to_owned(), "application/json".to_owned());
    let kind = body.map(|_| ("Content-Type".to_owned(), "application/json".to_owned()));
    [accept].into_iter().chain(kind).collect()
}
