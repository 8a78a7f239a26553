//! A server whose answers can get lost.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_testing_servers::{RedisSetup, Server, temp_folder};
use tempfile::TempDir;

use super::text;
use crate::kit::admin;

/// A cluster of one server, which its clients reach through a proxy.
pub(super) struct Lossy {
    pub(super) url: String,
    /// The proxy drops the answer to the next command with this word, and closes the connection.
    word: Arc<Mutex<Option<&'static str>>>,
    _server: Server,
    _folder: TempDir,
}

impl Lossy {
    pub(super) fn start() -> Self {
        let folder = temp_folder().unwrap();
        let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
        let port_of = |listener: &TcpListener| listener.local_addr().unwrap().port();
        let (proxy, bus) = (listen(), port_of(&listen()));
        let port = port_of(&proxy);
        let settings =
            ["cluster-enabled yes".to_owned(), format!("cluster-port {bus}"), format!("cluster-announce-port {port}")];
        let setup = RedisSetup { settings: settings.to_vec(), ..RedisSetup::default() };
        let server = Server::start_redis(setup, folder.path()).unwrap();
        admin(&server, redis::cmd("CLUSTER").arg(&["ADDSLOTSRANGE", "0", "16383"]));
        let begin = Instant::now();
        while !text(&admin(&server, redis::cmd("CLUSTER").arg("INFO"))).contains("cluster_state:ok") {
            assert!(begin.elapsed() < Duration::from_secs(30), "it does not become a cluster");
            thread::sleep(Duration::from_millis(20));
        }
        let real = server.url();
        let (before, _) = real.rsplit_once(':').unwrap();
        let url = format!("{}:{port}", before.replace("redis:", "redis-cluster:"));
        let (word, server_port) = (Arc::default(), server.port());
        let lossy = Self { url, word: Arc::clone(&word), _server: server, _folder: folder };
        thread::spawn(move || {
            for client in proxy.incoming().map_while(Result::ok) {
                let server = TcpStream::connect(("127.0.0.1", server_port)).unwrap();
                carry(client, server, &word);
            }
        });
        lossy
    }

    pub(super) fn lose_answer_to(&self, word: &'static str) {
        assert!(self.word.lock().unwrap().replace(word).is_none(), "the last answer was not lost yet");
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.word.lock().unwrap().is_some()
    }
}

/// Each direction has a thread.
fn carry(client: TcpStream, server: TcpStream, word: &Arc<Mutex<Option<&'static str>>>) {
    let (word, loses) = (word.clone(), Arc::new(AtomicBool::new(false)));
    let (from, to, is_meant) = (client.try_clone().unwrap(), server.try_clone().unwrap(), loses.clone());
    let has = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    thread::spawn(move || {
        pass_on(from, to, |bytes| {
            if word.lock().unwrap().take_if(|word| has(bytes, word)).is_some() {
                is_meant.store(true, Ordering::SeqCst);
            }
            true
        });
    });
    thread::spawn(move || pass_on(server, client, |_| !loses.load(Ordering::SeqCst)));
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, may_pass: impl Fn(&[u8]) -> bool) {
    let mut buffer = [0; 8192];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let bytes = buffer.split_at(read).0;
        if !may_pass(bytes) || to.write_all(bytes).is_err() {
            break;
        }
    }
    for side in [from, to] {
        let _ = side.shutdown(Shutdown::Both);
    }
}
