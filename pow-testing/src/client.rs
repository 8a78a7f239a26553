//! A client that behaves like a browser: it keeps cookies and fills in forms. It can also send any bytes.

mod chunked;
mod json;

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

pub use self::json::Program;

/// The address of the user that most tests are about.
pub const ANN: &str = "ann@example.com";

/// The password of users that tests register. It is a test value.
pub const PASSWORD: &str = "test-password-of-nobody";

/// A client with its cookies.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    /// The cookies by name.
    pub cookies: BTreeMap<String, String>,
    /// Further headers of every request. `Host` replaces the server's address.
    pub headers: Vec<(String, String)>,
    /// Whether requests have the headers of a browser that goes to a page. [`Client::go`] sets it.
    pub navigates: bool,
    /// The form token of the last JSON answer.
    pub csrf_token: Option<String>,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, in their order. The names are in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Creates a client without cookies.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address, cookies: BTreeMap::new(), headers: Vec::new(), navigates: false, csrf_token: None }
    }

    /// Returns the address of the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a GET request.
    pub fn get(&mut self, path: &str) -> Response {
        self.request("GET", path, None)
    }

    /// Goes to a path as a browser does when a user clicks on a link, and follows redirects. Returns the path of the last page,
    /// and the page. From now on, every request has the headers of a browser that goes to a page (Fetch Metadata).
    ///
    /// # Panics
    /// If there are more than ten redirects.
    pub fn go(&mut self, path: &str) -> (String, Response) {
        self.navigates = true;
        let mut at = path.to_owned();
        let mut page = self.get(&at);
        for _ in 0..10 {
            let Some(next) = page.location().map(str::to_owned) else { break };
            (page, at) = (self.get(&next), next);
        }
        assert!(page.location().is_none(), "{path} redirects more than ten times");
        (at, page)
    }

    /// Sends the pairs as a form by POST. No token is added.
    pub fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Response {
        self.request("POST", path, Some(&encode(pairs)))
    }

    /// Opens the page, takes the form whose action is `action`, fills in the pairs, and sends it as a browser would:
    /// with all its hidden fields.
    ///
    /// # Panics
    /// If the page has no such form.
    pub fn submit(&mut self, page: &str, action: &str, pairs: &[(&str, &str)]) -> Response {
        let html = self.get(page).text();
        self.submit_form(&html, action, pairs)
    }

    /// Submits a form of a page that was opened before.
    ///
    /// # Panics
    /// If the page has no such form.
    pub fn submit_form(&mut self, html: &str, action: &str, pairs: &[(&str, &str)]) -> Response {
        let hidden = hidden_fields(html, action).unwrap_or_else(|| panic_no_form(action, html));
        let hidden = hidden.iter().filter(|(name, _)| !pairs.iter().any(|(given, _)| given == name));
        let mut all: Vec<(&str, &str)> = hidden.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend_from_slice(pairs);
        self.post(action, &all)
    }

    /// Types `ann@gmial.com` into the form of a page. Checks that the page asks about the address once, and that both answers
    /// fill in the form. Then sends the same form again, as it was typed, and returns the response.
    ///
    /// # Panics
    /// If the page doesn't ask, or asks again.
    pub fn questioned(&mut self, page: &str, action: &str, more: &[(&str, &str)]) -> Response {
        let fields = |address| [&[("user[email]", address)], more].concat();
        let asked = self.submit(page, action, &fields("ann@gmial.com"));
        let html = asked.text();
        assert!(asked.status == 422 && html.contains("Did you mean ann@gmail.com?"), "{}: {html}", asked.status);
        for (at, address) in ["ann@gmail.com", "ann@gmial.com"].into_iter().enumerate() {
            let answer = html.split("<form ").filter(|form| form.contains("email_chosen")).nth(at);
            let filled = self.submit_form(&format!("<form {}", answer.unwrap_or_default()), action, &[]);
            let html = filled.text();
            assert!(
                filled.status == 200 && html.contains(&format!("value=\"{address}\"")),
                "{}: {html}",
                filled.status
            );
            assert!(!html.contains("Did you mean"), "{html}");
        }
        self.submit(page, action, &[&fields("ann@gmial.com")[..], &[("user[email_asked]", "ann@gmial.com")]].concat())
    }

    /// Registers by email.
    pub fn register(&mut self, email: &str, password: &str) -> Response {
        self.register_with(email, password, &[])
    }

    /// Registers by email, with further fields of the form.
    pub fn register_with(&mut self, email: &str, password: &str, more: &[(&str, &str)]) -> Response {
        let pairs = [&registration(email, password)[..], more].concat();
        self.submit("/registration/new", "/registration", &pairs)
    }

    /// Returns the bytes of a registration, for [`Client::raw`] and [`together`]. `token` is the token of the form.
    #[must_use]
    pub fn registration(&self, token: &str, email: &str, password: &str) -> Vec<u8> {
        let pairs = [&[("_csrf_token", token)], &registration(email, password)[..]].concat();
        self.bytes("POST", "/registration", Some(&encode(&pairs)))
    }

    /// Signs in by email.
    pub fn sign_in(&mut self, email: &str, password: &str) -> Response {
        self.sign_in_with(email, password, &[])
    }

    /// Signs in by email, with further fields of the form.
    pub fn sign_in_with(&mut self, email: &str, password: &str, more: &[(&str, &str)]) -> Response {
        let pairs = [&[("user[email]", email), ("user[password]", password)], more].concat();
        self.submit("/session/new", "/session", &pairs)
    }

    /// Changes these fields of the signed-in user's account, as a program does: in one request, with the token of the account's
    /// page. `_method` is PATCH unless the pairs name another one.
    pub fn account_form(&mut self, pairs: &[(&str, &str)]) -> Response {
        let html = self.get("/registration/edit").text();
        self.account_form_from(&html, pairs)
    }

    /// Like `account_form`, but with a page that was opened before.
    pub fn account_form_from(&mut self, html: &str, pairs: &[(&str, &str)]) -> Response {
        let token = value_after(html, "name=\"_csrf_token\"").unwrap_or_default();
        let own = [("_csrf_token", token.as_str()), ("_method", "PATCH")];
        let own = own.into_iter().filter(|(name, _)| !pairs.iter().any(|(given, _)| given == name));
        let all: Vec<_> = own.chain(pairs.iter().copied()).collect();
        self.post("/registration", &all)
    }

    /// Changes the password of the signed-in user.
    pub fn change_password(&mut self, current: &str, new: &str) -> Response {
        let pairs =
            [("user[current_password]", current), ("user[password]", new), ("user[password_confirmation]", new)];
        self.account_form(&pairs)
    }

    /// Signs out by the button in the header of the page.
    pub fn sign_out(&mut self) -> Response {
        self.submit("/registration/edit", "/session", &[])
    }

    /// Returns the user that the home page shows as signed in.
    pub fn current_user(&mut self) -> Option<String> {
        let text = self.get("/").element_text("current-user");
        text.strip_prefix("signed in as ").map(str::to_owned)
    }

    /// Returns the CSRF token of the first form of a page.
    pub fn token(&mut self, page: &str) -> String {
        let html = self.get(page).text();
        value_after(&html, "name=\"_csrf_token\"").unwrap_or_default()
    }

    /// Sends any request, with the client's cookies.
    pub fn request(&mut self, method: &str, path: &str, form: Option<&str>) -> Response {
        let bytes = self.bytes(method, path, form);
        let response = self.raw(&bytes);
        self.keep(&response);
        response
    }

    /// Sends a GET request to a server that may be down, or may stop in the middle of the request.
    ///
    /// # Errors
    /// If the server is down or stops.
    pub fn try_get(&mut self, path: &str) -> io::Result<Response> {
        let bytes = self.bytes("GET", path, None);
        let mut stream = try_connect(self.address)?;
        stream.write_all(&bytes)?;
        let response = try_read(&mut stream, &bytes)?;
        self.keep(&response);
        Ok(response)
    }

    /// Returns the bytes of a request, to be sent by [`Client::raw`] or together with others.
    #[must_use]
    pub fn bytes(&self, method: &str, path: &str, form: Option<&str>) -> Vec<u8> {
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in self.head(form.is_some()) {
            text += &format!("{name}: {value}\r\n");
        }
        match form {
            Some(form) => text += &format!("Content-Length: {}\r\n\r\n{form}", form.len()),
            None => text += "\r\n",
        }
        text.into_bytes()
    }

    /// Returns the headers of a request: those of the client, and those that a browser adds.
    pub(crate) fn head(&self, has_body: bool) -> Vec<(String, String)> {
        let mut head = Vec::new();
        let has = |wanted: &str| self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let mut add = |name: &str, value: &str| head.push((name.to_owned(), value.to_owned()));
        if !has("host") {
            add("Host", &self.address.to_string());
        }
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            add("Cookie", &cookies.join("; "));
        }
        for (name, value) in &self.headers {
            add(name, value);
        }
        if self.navigates {
            add("Sec-Fetch-Mode", "navigate");
            add("Sec-Fetch-Dest", "document");
            add("Sec-Fetch-Site", if has_body { "same-origin" } else { "none" });
        }
        if has_body && !has("content-type") {
            add("Content-Type", "application/x-www-form-urlencoded");
        }
        head
    }

    /// Sends any bytes and reads the response. Cookies are not kept. The server need not read all bytes.
    #[must_use]
    pub fn raw(&self, bytes: &[u8]) -> Response {
        let mut stream = connect(self.address);
        // A server that refuses a body may close the connection while the body is being sent. Its answer can still be read.
        let _ = stream.write_all(bytes);
        // Ends the request, so that the server doesn't wait for the rest of an incomplete one.
        let _ = stream.shutdown(Shutdown::Write);
        read(&mut stream, bytes)
    }

    /// Keeps the cookies of a response, as a browser does.
    pub fn keep(&mut self, response: &Response) {
        self.csrf_token = response.header("x-csrf-token").map(str::to_owned).or(self.csrf_token.take());
        for header in response.all("set-cookie") {
            let pair = header.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            if header.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Sends all requests so that the server gets their last bytes at once. Before that, it opens every connection and sends all
/// bytes but the last. Returns the responses in the order of the requests.
///
/// # Panics
/// If the server doesn't answer.
#[must_use]
#[expect(clippy::expect_used, reason = "a test whose server does not answer has failed")]
pub fn together(address: SocketAddr, requests: &[Vec<u8>]) -> Vec<Response> {
    let mut streams: Vec<TcpStream> = requests.iter().map(|_| connect(address)).collect();
    for (stream, request) in streams.iter_mut().zip(requests) {
        let (_, start) = request.split_last().expect("a request has bytes");
        stream.write_all(start).expect("the server reads");
    }
    std::thread::sleep(Duration::from_millis(5));
    for (stream, request) in streams.iter_mut().zip(requests) {
        stream.write_all(request.split_at(request.len() - 1).1).expect("the server reads");
    }
    streams.iter_mut().zip(requests).map(|(stream, request)| read(stream, request)).collect()
}

impl Response {
    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the first value of the header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns all values of the header.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the body with the tokens of its forms masked, because they differ in every response.
    #[must_use]
    pub fn masked(&self) -> String {
        let html = self.text();
        let mut parts = html.split("name=\"_csrf_token\" value=\"");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + "name=\"_csrf_token\" value=\"…" + part.trim_start_matches(|c| c != '"'))
    }

    /// Returns everything that an observer could compare: the status, the headers in order, and the body. The date, the
    /// values of cookies, the state of programs and the tokens of forms are masked.
    #[must_use]
    pub fn observed(&self) -> (u16, Vec<(String, String)>, String) {
        let headers = self.headers.iter().filter(|(name, _)| name != "date").cloned();
        let masked = headers.map(|(name, value)| match name.as_str() {
            "set-cookie" => {
                let (pair, attributes) = value.split_once(';').unwrap_or((&value, ""));
                let cookie = pair.split('=').next().unwrap_or_default();
                (name, format!("{cookie}=…;{attributes}"))
            }
            "pow-session" | "pow-pending" => (name, "…".to_owned()),
            "pow-kept" => {
                let names = value.split(',').map(|pair| pair.split('=').next().unwrap_or_default());
                (name, names.collect::<Vec<_>>().join(","))
            }
            _ => (name, value),
        });
        // actix sends the headers in an order that is random in every response.
        let mut masked: Vec<_> = masked.collect();
        masked.sort();
        (self.status, masked, self.masked())
    }

    /// Returns the target of a redirect.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// Returns the text of the element with this id, up to the next tag.
    #[must_use]
    pub fn element_text(&self, id: &str) -> String {
        let html = self.text();
        let after = html.split_once(&format!("id=\"{id}\"")).map_or("", |(_, after)| after);
        let text = after.split_once('>').map_or("", |(_, text)| text);
        unescape(text.split('<').next().unwrap_or_default()).trim().to_owned()
    }
}

#[expect(clippy::expect_used, reason = "a test whose server does not answer has failed")]
fn connect(address: SocketAddr) -> TcpStream {
    try_connect(address).expect("the server accepts")
}

fn try_connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

#[expect(clippy::expect_used, reason = "a test whose server does not answer has failed")]
fn read(stream: &mut TcpStream, request: &[u8]) -> Response {
    try_read(stream, request).expect("the server answers")
}

/// Reads one response: the head, then as many bytes as it announces.
fn try_read(stream: &mut TcpStream, request: &[u8]) -> io::Result<Response> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 8192]);
    while !is_complete(&bytes, request.starts_with(b"HEAD ")) {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(chunk.split_at(count).0),
            Err(error) if bytes.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    parse(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "the response is incomplete"))
}

fn parse(bytes: &[u8]) -> Option<Response> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = bytes.split_at(end);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok())?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let (_, body) = body.split_at(4);
    let is_chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    // The answer to HEAD has no body.
    let body = if is_chunked && !body.is_empty() { chunked::decode(body)? } else { body.to_vec() };
    Some(Response { status, headers, body })
}

fn is_complete(bytes: &[u8], head_only: bool) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(bytes.split_at(end).0).to_ascii_lowercase();
    let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    head_only || length.is_some_and(|length: usize| bytes.len() >= end + 4 + length)
}

/// Encodes pairs as a form.
#[must_use]
pub fn encode(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn hidden_fields(html: &str, action: &str) -> Option<Vec<(String, String)>> {
    let start = html.match_indices("<form ").find(|(at, _)| {
        let tag = html.split_at(*at).1.split('>').next().unwrap_or_default();
        attribute(tag, "action").as_deref() == Some(action)
    })?;
    let form = html.split_at(start.0).1.split("</form>").next()?;
    let hidden = form.split("<input ").skip(1).filter(|input| input.starts_with("type=\"hidden\""));
    // A test names the boxes that it ticks. Without the hidden `_offered` fields, the other boxes count as absent from the form.
    let hidden = hidden.filter(|input| !attribute(input, "name").is_some_and(|name| name.ends_with("_offered]")));
    Some(hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?))).collect())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescape(after.split('"').next()?))
}

fn value_after(html: &str, mark: &str) -> Option<String> {
    let (_, after) = html.split_once(mark)?;
    attribute(&format!("x {after}"), "value")
}

fn unescape(text: &str) -> String {
    text.replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[expect(clippy::panic, reason = "a test whose page has no such form has failed")]
fn panic_no_form(action: &str, html: &str) -> Vec<(String, String)> {
    panic!("the page has no form for {action}:\n{html}")
}

fn registration<'a>(email: &'a str, password: &'a str) -> [(&'a str, &'a str); 3] {
    [("user[email]", email), ("user[password]", password), ("user[password_confirmation]", password)]
}
