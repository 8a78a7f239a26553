//! The load: a few connections that are kept open, one request at a time on each.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::server::Server;

pub(crate) const CONNECTIONS: usize = 16;
/// Goes on from round to round, so that each comes to other sessions.
static SENT: AtomicUsize = AtomicUsize::new(0);

/// The cookie of a connection's next request. A browser's connection has one session, always the same; behind a proxy, which
/// there are more sessions than connections for, each request is another user's.
fn cookie(cookies: &[String], connection: usize) -> Option<&String> {
    let next = SENT.fetch_add(1, Ordering::Relaxed).wrapping_mul(7919);
    let number = if cookies.len() <= CONNECTIONS { connection } else { next };
    cookies.get(number.checked_rem(cookies.len())?)
}

/// The server's CPU time for a request with one of these cookies, in µs.
pub(crate) fn cpu_us(server: &Server, cookies: &[String], requests: usize) -> f64 {
    let before = server.cpu_ns();
    run(server.port, cookies, requests);
    (server.cpu_ns() - before) as f64 / requests as f64 / 1_000.0
}

/// Sends so many requests and checks every answer.
pub(crate) fn run(port: u16, cookies: &[String], requests: usize) {
    let mut streams: Vec<TcpStream> = (0..CONNECTIONS).map(|_| connect(port)).collect();
    let mut buffer = [0; 4096];
    let mut sent = 0;
    while sent < requests {
        for (connection, stream) in streams.iter_mut().enumerate() {
            stream.write_all(&request(cookie(cookies, connection))).unwrap();
            sent += 1;
        }
        for stream in &mut streams {
            read(stream, &mut buffer);
        }
    }
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

fn request(cookie: Option<&String>) -> Vec<u8> {
    let cookie = cookie.map(|cookie| format!("Cookie: theme=dark; {cookie}; lang=en\r\n")).unwrap_or_default();
    format!("GET /page HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: load\r\nAccept: */*\r\n{cookie}\r\n").into_bytes()
}

/// One response, whose body ends with the marker of every page here.
fn read(stream: &mut TcpStream, buffer: &mut [u8]) {
    let mut filled = 0;
    loop {
        let count = stream.read(&mut buffer[filled..]).unwrap();
        assert!(count > 0, "the server closed the connection");
        filled += count;
        if buffer[..filled].ends_with(b"!end") {
            assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer[..filled]));
            return;
        }
    }
}
