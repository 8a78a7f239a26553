//! A mail server on another machine, as far as one machine can have it: TLS from the start, and STARTTLS.
//!
//! Which certificates are trusted is a matter of the process, so each connection is made by a process of its own.

use std::{
    env, fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Command,
    sync::{Arc, Mutex},
    thread,
};

use pow_core::mail::Mailer;
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tempfile::TempDir;

use crate::stores::outbox::kit::{ANN, SENDER, greeting, send};

const URL: &str = "POW_TEST_TLS_URL";

/// What a server does about TLS.
#[derive(Clone, Copy, PartialEq)]
enum Tls {
    FromTheStart,
    Offered,
    NotOffered,
}

/// A mail server with a certificate for `localhost`, which notes what it is told.
struct Server {
    address: SocketAddr,
    folder: TempDir,
    told: Arc<Mutex<String>>,
}

impl Server {
    fn start(tls: Tls) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("trusted.pem"), made.cert.pem()).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
        let server = Self { address: listener.local_addr().unwrap(), folder, told: Arc::default() };
        let told = server.told.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, told) = (config.clone(), told.clone());
                thread::spawn(move || serve(stream.unwrap(), tls, config, &told));
            }
        });
        server
    }

    /// Whether a process that trusts this server's certificate, or doesn't, can send a mail by this URL.
    fn takes_a_mail(&self, url: &str, trusted: bool) -> bool {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", &crate::test_path(module_path!(), "process_that_sends_a_mail")]);
        command.env(URL, url.replace("PORT", &self.address.port().to_string()));
        if trusted {
            command.env("SSL_CERT_FILE", self.folder.path().join("trusted.pem"));
        }
        command.output().unwrap().status.success()
    }

    fn told(&self) -> String {
        self.told.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, tls: Tls, config: Arc<ServerConfig>, told: &Mutex<String>) -> Option<()> {
    if tls != Tls::FromTheStart && !talk(&mut stream, true, tls == Tls::Offered, told)? {
        return None;
    }
    let mut stream = StreamOwned::new(ServerConnection::new(config).ok()?, stream);
    talk(&mut stream, tls == Tls::FromTheStart, false, told).map(drop)
}

/// Speaks until the client hangs up, or wants TLS now.
fn talk(stream: &mut (impl Read + Write), greets: bool, offers: bool, told: &Mutex<String>) -> Option<bool> {
    if greets {
        answer(stream, "220 localhost")?;
    }
    loop {
        let line = line(stream)?;
        told.lock().unwrap().push_str(&format!("{line}\n"));
        match line.split([' ', ':']).next()? {
            "EHLO" if offers => answer(stream, "250-localhost\r\n250 STARTTLS")?,
            "EHLO" => answer(stream, "250-localhost\r\n250-AUTH PLAIN\r\n250 8BITMIME")?,
            "STARTTLS" => {
                answer(stream, "220 go on")?;
                return Some(true);
            }
            "AUTH" => answer(stream, "235 welcome")?,
            "DATA" => answer(stream, "354 go on")?,
            "QUIT" => return Some(false),
            "MAIL" | "RCPT" | "RSET" | "NOOP" | "." => answer(stream, "250 ok")?,
            _ => {}
        }
    }
}

/// Byte by byte: what follows belongs to TLS.
fn line(stream: &mut impl Read) -> Option<String> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while stream.read(&mut byte).ok()? == 1 {
        match byte {
            [b'\n'] => return String::from_utf8(line).ok(),
            [b'\r'] => {}
            [other] => line.push(other),
        }
    }
    None
}

fn answer(stream: &mut impl Write, text: &str) -> Option<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).ok()?;
    stream.flush().ok()
}

/// What a process does that a test started; in the test run itself there is nothing to do.
#[test]
fn process_that_sends_a_mail() {
    let Ok(url) = env::var(URL) else { return };
    let app = greeting(Mailer::smtp(&url, SENDER).unwrap()).start();
    send(&app, ANN, "discreet");
    app.block_on(app.pow.flush_mails());
    assert_eq!(app.block_on(app.pow.outbox().unwrap().waiting()).unwrap(), 0, "the mail is sent");
}

#[test]
fn smtps_speaks_tls_from_the_start_and_signs_in() {
    let server = Server::start(Tls::FromTheStart);
    assert!(server.takes_a_mail("smtps://me:s%2Fcret@localhost:PORT", true));
    // RFC 4616: NUL, name, NUL, password.
    assert!(server.told().contains("AUTH PLAIN AG1lAHMvY3JldA=="), "{}", server.told());
    assert!(server.told().contains("discreet"));
}

#[test]
fn starttls_comes_before_everything_else() {
    let server = Server::start(Tls::Offered);
    assert!(server.takes_a_mail("smtp://localhost:PORT?tls=required", true));
    let told = server.told();
    let (before, after) = told.split_once("STARTTLS").unwrap();
    assert!(!before.contains("MAIL") && after.contains("MAIL") && after.contains("discreet"), "{told}");
}

#[test]
fn server_whose_certificate_is_not_trusted_is_told_nothing() {
    for (tls, url) in
        [(Tls::FromTheStart, "smtps://localhost:PORT"), (Tls::Offered, "smtp://localhost:PORT?tls=required")]
    {
        let server = Server::start(tls);
        assert!(!server.takes_a_mail(url, false));
        assert!(!server.told().contains("MAIL") && !server.told().contains(ANN), "{}", server.told());
    }
}

#[test]
fn server_that_offers_no_tls_is_told_nothing() {
    let server = Server::start(Tls::NotOffered);
    assert!(!server.takes_a_mail("smtp://me:s%2Fcret@localhost:PORT?tls=required", true));
    assert!(!server.told().contains("MAIL") && !server.told().contains("AUTH"), "{}", server.told());
}
