//! A mail server that keeps all mails that it receives. It supports as much SMTP as a client needs (RFC 5321). A test can make it
//! slow, make it refuse mails, kill it and start it again.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// How often the listener checks whether it was killed.
const LOOK: Duration = Duration::from_millis(2);

/// One mail as the server received it.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// The addresses of `RCPT TO`.
    pub to: Vec<String>,
    /// The mail itself.
    pub data: String,
}

impl Received {
    /// Returns the value of a header that is on one line.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.data.split("\r\n\r\n").next()?;
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// A mail server on a free port. Clones share the server. It runs until it is killed or the process ends.
#[derive(Clone, Debug)]
pub struct Sink {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    is_up: bool,
    delay: Duration,
    refusal: Option<String>,
    at_once: usize,
    most_at_once: usize,
    received: Vec<Received>,
    connections: Vec<TcpStream>,
}

impl State {
    /// Counts one more mail, and returns how long the server takes for it.
    fn begin(&mut self) -> Duration {
        self.at_once += 1;
        self.most_at_once = self.most_at_once.max(self.at_once);
        self.delay
    }
}

impl Sink {
    /// Starts a server that takes this long to accept each mail.
    ///
    /// # Panics
    /// If there is no free port.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a port has failed")]
    pub fn start(delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port's address");
        let sink = Self { address, state: Arc::new(Mutex::new(State { delay, ..State::default() })) };
        sink.listen(listener);
        sink
    }

    /// Ends the server at once, with all its connections. It keeps the mails that it has accepted.
    pub fn kill(&self) {
        let mut state = self.state();
        state.is_up = false;
        for connection in state.connections.drain(..) {
            // The client may have closed the connection already.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    /// Starts the server again after [`Sink::kill`], on the same port.
    ///
    /// # Panics
    /// If another program took the port in the meantime.
    #[expect(clippy::expect_used, reason = "a test without its port has failed")]
    pub fn restart(&self) {
        let begin = Instant::now();
        let bind = || TcpListener::bind(self.address);
        // The old listener takes a moment to notice that it was killed.
        let mut listener = bind();
        while listener.is_err() && begin.elapsed() < Duration::from_secs(5) {
            thread::sleep(LOOK);
            listener = bind();
        }
        self.listen(listener.expect("the same port"));
    }

    /// Answers every mail from now on with this line, such as `550 5.1.1 unknown`. `None`: accepts mails again.
    pub fn refuse(&self, line: Option<&str>) {
        self.state().refusal = line.map(str::to_owned);
    }

    /// Returns the URL for `Mailer::smtp`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Returns the mails that came so far.
    #[must_use]
    pub fn mails(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// Returns how many mails came so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.state().received.len()
    }

    /// Returns the maximum number of mails that the server was accepting at the same time.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.state().most_at_once
    }

    /// Waits until this many mails have come, and returns all mails so far.
    ///
    /// # Panics
    /// If the mails don't come within a minute.
    #[must_use]
    pub fn received(&self, at_least: usize) -> Vec<Received> {
        let begin = Instant::now();
        while self.count() < at_least {
            assert!(begin.elapsed() < Duration::from_secs(60), "{} of {at_least} mails came", self.count());
            thread::sleep(Duration::from_millis(5));
        }
        self.mails()
    }

    #[expect(clippy::expect_used, reason = "a test without a server has failed")]
    fn listen(&self, listener: TcpListener) {
        listener.set_nonblocking(true).expect("a listener that can be ended");
        self.state().is_up = true;
        let sink = self.clone();
        thread::spawn(move || {
            while sink.state().is_up {
                match listener.accept() {
                    Ok((stream, _)) => sink.greet(stream),
                    Err(_) => thread::sleep(LOOK),
                }
            }
        });
    }

    fn greet(&self, stream: TcpStream) {
        let Ok(kept) = stream.try_clone() else { return };
        if stream.set_nonblocking(false).is_ok() {
            self.state().connections.push(kept);
            let sink = self.clone();
            thread::spawn(move || sink.serve(&stream));
        }
    }

    /// Serves a connection until one side closes it.
    fn serve(&self, stream: &TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        let mut mail = Received::default();
        answer(stream, "220 sink.example")?;
        loop {
            let line = lines.next()?.ok()?;
            let command = line.to_ascii_uppercase();
            if let Some(to) = line.get(8..).filter(|_| command.starts_with("RCPT TO:")) {
                let address = to.trim_start_matches('<').split('>').next().unwrap_or_default();
                mail.to.push(address.to_owned());
                answer(stream, "250 ok")?;
            } else if command == "DATA" {
                answer(stream, "354 go on")?;
                read_data(&mut lines, &mut mail)?;
                self.accept(stream, std::mem::take(&mut mail))?;
            } else if command == "QUIT" {
                return answer(stream, "221 bye");
            } else if command.starts_with("EHLO") {
                answer(stream, "250-sink.example\r\n250-SMTPUTF8\r\n250 8BITMIME")?;
            } else {
                answer(stream, "250 ok")?;
            }
        }
    }

    /// Either keeps the mail and confirms it, or does neither if the server was killed.
    fn accept(&self, stream: &TcpStream, mail: Received) -> Option<()> {
        let delay = self.state().begin();
        thread::sleep(delay);
        let mut state = self.state();
        state.at_once -= 1;
        match (state.is_up, state.refusal.clone()) {
            (false, _) => None,
            (true, Some(line)) => answer(stream, &line),
            (true, None) => {
                answer(stream, "250 taken")?;
                state.received.push(mail);
                Some(())
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_data(lines: &mut impl Iterator<Item = std::io::Result<String>>, mail: &mut Received) -> Option<()> {
    loop {
        let line = lines.next()?.ok()?;
        if line == "." {
            return Some(());
        }
        mail.data += line.strip_prefix('.').unwrap_or(&line);
        mail.data += "\r\n";
    }
}

fn answer(mut stream: &TcpStream, text: &str) -> Option<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).ok()
}
