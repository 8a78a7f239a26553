//! A service for text messages that keeps all texts that it receives. It supports as much HTTP as `HttpTextSender` needs. A test
//! can make it slow, make it refuse texts, kill it and start it again.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use pow_core::json::{self, Value};

/// How often the listener checks whether it was killed.
const LOOK: Duration = Duration::from_millis(2);

/// One text as the service received it.
#[derive(Clone, Debug, Default)]
pub struct ReceivedText {
    /// The lines of the head, without the body.
    pub head: String,
    /// The JSON of the body.
    pub body: Value,
}

/// A service on a free port. Clones share the service. It runs until it is killed or the process ends.
#[derive(Clone, Debug)]
pub struct TextSink {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    is_up: bool,
    delay: Duration,
    status: u16,
    received: Vec<ReceivedText>,
    connections: Vec<TcpStream>,
}

impl TextSink {
    /// Starts a service that takes this long to accept each text.
    ///
    /// # Panics
    /// If there is no free port.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a port has failed")]
    pub fn start(delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port's address");
        let state = State { is_up: false, delay, status: 202, received: Vec::new(), connections: Vec::new() };
        let sink = Self { address, state: Arc::new(Mutex::new(state)) };
        sink.listen(listener);
        sink
    }

    /// Ends the service at once, with all its connections. It keeps the texts that it has accepted.
    pub fn kill(&self) {
        let mut state = self.state();
        state.is_up = false;
        for connection in state.connections.drain(..) {
            // The client may have hung up already.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    /// Starts the service again after [`TextSink::kill`], on the same port.
    ///
    /// # Panics
    /// If another program took the port in the meantime.
    #[expect(clippy::expect_used, reason = "a test without its port has failed")]
    pub fn restart(&self) {
        let begin = Instant::now();
        let mut listener = TcpListener::bind(self.address);
        while listener.is_err() && begin.elapsed() < Duration::from_secs(5) {
            thread::sleep(LOOK);
            listener = TcpListener::bind(self.address);
        }
        self.listen(listener.expect("the same port"));
    }

    /// Sets the status of the next answers. A text is kept only if the status is below 300. Default: 202.
    pub fn answer(&self, status: u16) {
        self.state().status = status;
    }

    /// Returns the URL for `HttpTextSender`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/texts", self.address)
    }

    /// Returns the texts that came so far.
    #[must_use]
    pub fn texts(&self) -> Vec<ReceivedText> {
        self.state().received.clone()
    }

    #[expect(clippy::expect_used, reason = "a test without a server has failed")]
    fn listen(&self, listener: TcpListener) {
        listener.set_nonblocking(true).expect("a listener that can be ended");
        self.state().is_up = true;
        let sink = self.clone();
        thread::spawn(move || {
            while sink.state().is_up {
                match listener.accept() {
                    Ok((stream, _)) => sink.accept(stream),
                    Err(_) => thread::sleep(LOOK),
                }
            }
        });
    }

    fn accept(&self, stream: TcpStream) {
        let Ok(kept) = stream.try_clone() else { return };
        if stream.set_nonblocking(false).is_ok() {
            self.state().connections.push(kept);
            let sink = self.clone();
            thread::spawn(move || sink.serve(&stream));
        }
    }

    /// Either keeps the text and answers, or does neither if the service was killed.
    fn serve(&self, mut stream: &TcpStream) -> Option<()> {
        let text = read(stream)?;
        let delay = self.state().delay;
        thread::sleep(delay);
        let mut state = self.state();
        if !state.is_up {
            return None;
        }
        let head = format!("HTTP/1.1 {} answer\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", state.status);
        stream.write_all(head.as_bytes()).ok()?;
        if state.status < 300 {
            state.received.push(text);
        }
        Some(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(stream: &TcpStream) -> Option<ReceivedText> {
    let (mut reader, mut head, mut length) = (BufReader::new(stream), String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        if line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(ReceivedText { head, body: json::from_slice(&body).ok()? })
}
