//! A mail server that keeps what it is given: SMTP as far as a client needs it (RFC 5321).

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// One mail as the server got it.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// The addresses of `RCPT TO`.
    pub to: Vec<String>,
    /// The mail itself.
    pub data: String,
}

/// A mail server on a free port; it runs until the process ends.
#[derive(Clone, Debug)]
pub struct Sink {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Sink {
    /// A server that takes so long to accept each mail.
    pub fn start(delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self { address: listener.local_addr().unwrap(), received: Arc::default() };
        let received = sink.received.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let received = received.clone();
                thread::spawn(move || serve(stream.unwrap(), delay, &received));
            }
        });
        sink
    }

    /// For `Mailer::smtp`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The mails so far, after waiting for that many.
    pub fn received(&self, at_least: usize) -> Vec<Received> {
        let begin = Instant::now();
        loop {
            let mails = self.received.lock().unwrap().clone();
            if mails.len() >= at_least {
                return mails;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "{} of {at_least} mails came", mails.len());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Speaks until the client hangs up.
fn serve(stream: TcpStream, delay: Duration, received: &Mutex<Vec<Received>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let answer = |text: &str| (&stream).write_all(format!("{text}\r\n").as_bytes()).ok();
    let mut mail = Received::default();
    answer("220 sink.example")?;
    loop {
        let line = lines.next()?.ok()?;
        let command = line.to_ascii_uppercase();
        if let Some(to) = line.get(8..).filter(|_| command.starts_with("RCPT TO:")) {
            mail.to.push(to.trim_matches(['<', '>']).to_owned());
            answer("250 ok")?;
        } else if command == "DATA" {
            answer("354 go on")?;
            for line in lines.by_ref() {
                let line = line.ok()?;
                if line == "." {
                    break;
                }
                mail.data += &format!("{}\r\n", line.strip_prefix('.').unwrap_or(&line));
            }
            thread::sleep(delay);
            received.lock().unwrap().push(std::mem::take(&mut mail));
            answer("250 taken")?;
        } else if command == "QUIT" {
            return answer("221 bye");
        } else if command.starts_with("EHLO") {
            answer("250-sink.example\r\n250 8BITMIME")?;
        } else {
            answer("250 ok")?;
        }
    }
}
