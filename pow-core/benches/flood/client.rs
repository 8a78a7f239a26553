//! Two kinds of clients: one that reads, and many that sign in.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use crate::serve::PASSWORD;

/// Reads the page again and again over one connection.
pub(crate) struct Reader {
    stream: TcpStream,
    request: String,
}

impl Reader {
    pub(crate) fn new(port: u16, cookie: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, request: format!("GET /page HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n") }
    }

    pub(crate) fn read_ms(&mut self) -> f64 {
        let begin = Instant::now();
        self.stream.write_all(self.request.as_bytes()).unwrap();
        let (mut buffer, mut filled) = ([0; 4_096], 0);
        while !buffer[..filled].ends_with(b"!end") {
            let count = self.stream.read(&mut buffer[filled..]).unwrap();
            assert!(count > 0, "the server closed the connection");
            filled += count;
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"));
        begin.elapsed().as_secs_f64() * 1_000.0
    }
}

/// How long the server takes for a hash now, with every core at work.
pub(crate) fn hash_ms(port: u16) -> f64 {
    let answer = exchange(port, "GET /hash HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    answer.rsplit("\r\n").next().unwrap().trim_end_matches("!end").parse().unwrap()
}

/// The sign-in form, as one browser got it.
pub(crate) struct Form {
    cookie: String,
    token: String,
}

impl Form {
    pub(crate) fn fetch(port: u16) -> Self {
        let page = exchange(port, "GET /session/new HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        let after = |text: &str, mark: &str, end: char| {
            let at = text.find(mark).expect(mark) + mark.len();
            text[at..].split([end, ';']).next().unwrap().to_owned()
        };
        let cookie = after(&page, "set-cookie: ", '\r');
        let token = after(&page, "name=\"_csrf_token\" value=\"", '"');
        Self { cookie, token }
    }

    /// Signs in on a connection of its own.
    pub(crate) fn sign_in(&self, port: u16, email: &str) {
        let (user, token) = (email.replace('@', "%40"), &self.token);
        let body = format!("_csrf_token={token}&user%5Bemail%5D={user}&user%5Bpassword%5D={PASSWORD}");
        let (cookie, length) = (&self.cookie, body.len());
        let answer = exchange(
            port,
            &format!(
                "POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
            ),
        );
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }
}

/// One request on a connection of its own; the answer with the names of its headers as they come.
fn exchange(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
