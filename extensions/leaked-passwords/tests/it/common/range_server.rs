//! A service that speaks the range protocol, or misbehaves.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{hex, sha1};

/// How the service answers.
#[derive(Clone)]
pub(crate) enum Answer {
    /// By the protocol: these passwords are listed, and the second ones are only padding.
    Range(Vec<&'static str>, Vec<&'static str>),
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, one in a second.
    Slowly(&'static [u8]),
    /// Nothing, on an open connection.
    Nothing,
}

/// The service, on a free port of this machine. It notes each request.
pub(crate) struct RangeServer {
    pub(crate) address: SocketAddr,
    answer: Arc<Mutex<Answer>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RangeServer {
    pub(crate) fn start(answer: Answer) -> Self {
        Self::start_with(answer, None)
    }

    /// With TLS, if there is a configuration.
    pub(crate) fn start_with(answer: Answer, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self { address, answer: Arc::new(Mutex::new(answer)), requests: Arc::default() };
        let (answer, requests) = (server.answer.clone(), server.requests.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, tls, requests) = (answer.lock().unwrap().clone(), tls.clone(), requests.clone());
                // A client that gives up ends the connection.
                thread::spawn(move || drop(accept(stream, tls, &answer, &requests)));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers the next connections so.
    pub(crate) fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// The heads of all requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn accept(
    stream: TcpStream,
    tls: Option<Arc<ServerConfig>>,
    answer: &Answer,
    requests: &Mutex<Vec<String>>,
) -> io::Result<()> {
    match tls {
        None => serve(stream, answer, requests),
        Some(tls) => serve(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream), answer, requests),
    }
}

fn serve(mut stream: impl Read + Write, answer: &Answer, requests: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    requests.lock().unwrap().push(head.clone());
    match answer {
        Answer::Range(listed, padding) => stream.write_all(&ok(&range(&head, listed, padding)))?,
        Answer::Bytes(bytes) => stream.write_all(bytes)?,
        Answer::Slowly(bytes) => {
            for byte in *bytes {
                stream.write_all(&[*byte])?;
                stream.flush()?;
                thread::sleep(Duration::from_secs(1));
            }
        }
        Answer::Nothing => thread::sleep(Duration::from_secs(60)),
    }
    stream.flush()
}

/// The lines of a range, in the order of the hashes, between entries of other passwords and padding.
fn range(head: &str, listed: &[&str], padding: &[&str]) -> String {
    let digits = head.split(' ').nth(1).unwrap().rsplit('/').next().unwrap();
    let hashes = |passwords: &[&str], count: u32| {
        let hashes: Vec<_> = passwords.iter().map(|password| hex(&sha1(password))).collect();
        hashes.into_iter().filter_map(move |hash| Some((hash.strip_prefix(digits)?.to_owned(), count)))
    };
    let mut lines: Vec<(String, u32)> = hashes(listed, 12).chain(hashes(padding, 0)).collect();
    lines.extend((0..900).map(|n| (hex(&sha1(n.to_string()))[5..].to_owned(), n % 3)));
    lines.sort();
    lines.into_iter().map(|(suffix, count)| format!("{suffix}:{count}\r\n")).collect()
}

/// An answer with this body.
pub(crate) fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).into_bytes()
}
