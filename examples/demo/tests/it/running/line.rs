//! A line to a server with TLS, for clients that speak without.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    thread,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName},
};
use tokio::net::TcpSocket;

/// The destination of a line, and the address of this machine that it uses.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub from: Option<Ipv4Addr>,
    pub to: SocketAddr,
    pub host: &'static str,
    /// The one certificate that is trusted.
    pub certificate: CertificateDer<'static>,
}

impl Line {
    /// Returns the address at which the line begins. It is there until the program ends.
    pub(crate) fn open(self) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (address, config) = (listener.local_addr()?, Arc::new(self.tls()));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (line, config) = (self.clone(), config.clone());
                thread::spawn(move || line.pass(&client, config));
            }
        });
        Ok(address)
    }

    fn tls(&self) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
        config.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots).with_no_client_auth()
    }

    /// One request and its answer, after which the server closes.
    fn pass(&self, mut client: &TcpStream, config: Arc<ClientConfig>) -> io::Result<()> {
        let request = read_request(client)?;
        let name = ServerName::try_from(self.host).map_err(io::Error::other)?;
        let tls = ClientConnection::new(config, name).map_err(io::Error::other)?;
        let mut server = StreamOwned::new(tls, self.connect()?);
        server.write_all(&request)?;
        let mut answer = Vec::new();
        // A server may close without saying so.
        let _ = server.read_to_end(&mut answer);
        client.write_all(&answer)
    }

    /// The standard library can't choose the address of this end.
    fn connect(&self) -> io::Result<TcpStream> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let connected = runtime.block_on(async {
            let socket = TcpSocket::new_v4()?;
            socket.bind((self.from.unwrap_or_else(another), 0).into())?;
            socket.connect(self.to).await
        });
        let stream = connected?.into_std()?;
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(stream)
    }
}

/// An address of this machine that no line has begun at.
fn another() -> Ipv4Addr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let [high, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    Ipv4Addr::new(127, 1, high, low)
}

fn read_request(mut client: &TcpStream) -> io::Result<Vec<u8>> {
    let (mut request, mut part) = (Vec::new(), [0; 8192]);
    while !is_whole(&request) {
        match client.read(&mut part)? {
            0 => break,
            count => request.extend_from_slice(&part[..count]),
        }
    }
    Ok(request)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
