//! TLS, with the root certificate of the test.

use std::{fs, path::Path, process::Command, time::Duration};

use pow_core::{
    Error,
    cache::{CacheStore, Key},
};
use pow_store_redis::RedisCache;
use pow_testing::servers;
use pow_testing_servers::{RedisSetup, Server, not_run, temp_folder};
use tempfile::TempDir;

use crate::kit::{ANN, app_on, run};

/// The password of all servers here.
const PASSWORD: &str = "test-password";

/// Certificate, key and root: for 127.0.0.1, signed by an authority of the test.
fn certificate(folder: &Path) -> Option<[String; 3]> {
    let openssl = |line: &str| {
        let done = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().ok()?;
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
        Some(())
    };
    fs::write(folder.join("ext"), "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n").unwrap();
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(&format!("req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=test -days 2"))?;
    openssl(&format!("req {key} -keyout server.key -out server.csr -subj /CN=server"))?;
    openssl("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out server.pem")?;
    Some(["server.pem", "server.key", "ca.pem"].map(|name| fs::read_to_string(folder.join(name)).unwrap()))
}

/// The certificate of a server, or a line that the tests need the program `openssl`.
#[track_caller]
fn certificates(folder: &TempDir) -> Option<[String; 3]> {
    servers::redis()?;
    let made = certificate(folder.path());
    if made.is_none() {
        not_run("the openssl program", "install openssl", "openssl", std::panic::Location::caller());
    }
    made
}

fn start(folder: &TempDir, pems: &[String; 3], is_sentinel: bool, settings: &[String]) -> Server {
    let (tls, password) = (Some(pems.clone()), Some(PASSWORD.to_owned()));
    Server::start_redis(RedisSetup { password, settings: settings.to_vec(), is_sentinel, tls }, folder.path()).unwrap()
}

fn trusting(url: &str, pems: &[String; 3]) -> RedisCache {
    RedisCache::connect(url).unwrap().root_certificate(pems[2].as_bytes()).unwrap()
}

#[test]
fn server_is_trusted_only_if_the_root_certificate_signed_it() {
    let (folder, ours, others) = (temp_folder().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let (Some(ours), Some(others)) = (certificates(&ours), certificates(&others)) else { return };
    let server = start(&folder, &ours, false, &[]);
    let app = app_on(trusting(&server.url(), &ours));
    let mut ann = app.registered(ANN);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    run(async {
        let plain = server.url().replace("rediss:", "redis:");
        for (why, cache) in [
            ("another authority", trusting(&server.url(), &others)),
            ("the system's authorities", RedisCache::connect(&server.url()).unwrap()),
            ("no TLS", RedisCache::connect(&plain).unwrap()),
        ] {
            let refused = cache.timeout(Duration::from_millis(500)).get(&Key::new("a")).await;
            assert!(matches!(refused, Err(Error::Unavailable { .. })), "{why}: {refused:?}");
        }
    });
    assert!(RedisCache::connect(&server.url()).unwrap().root_certificate(b"no certificate").is_err());
    let without = RedisCache::connect("redis://host").unwrap().root_certificate(ours[2].as_bytes());
    assert!(matches!(without, Err(Error::Config(_))));
}

#[cfg(all(feature = "cluster", feature = "sentinel"))]
mod several_servers {
    use std::{net::TcpListener, time::Instant};

    use super::*;
    use crate::kit::MINUTE;

    async fn stores(cache: RedisCache) -> Result<(), Error> {
        cache.put(&Key::new("a"), "x".into(), MINUTE).await?;
        assert_eq!(cache.get(&Key::new("a")).await?, Some("x".into()));
        Ok(())
    }

    #[test]
    fn sentinel_and_its_master_are_reached_over_tls() {
        let (folder, pems) = (temp_folder().unwrap(), TempDir::new().unwrap());
        let Some(pems) = certificates(&pems) else { return };
        let replication = "tls-replication yes".to_owned();
        let master = start(&folder, &pems, false, std::slice::from_ref(&replication));
        let monitor = format!("sentinel monitor main 127.0.0.1 {} 1", master.port());
        let account = format!("sentinel auth-pass main {PASSWORD}");
        let sentinel = start(&folder, &pems, true, &[replication, monitor, account]);
        let port = sentinel.port();
        let url = format!("rediss-sentinel://:{PASSWORD}@127.0.0.1:{port}/0?sentinel_password={PASSWORD}#main");
        run(stores(trusting(&url, &pems))).unwrap();
        let untrusted = run(stores(RedisCache::connect(&url).unwrap()));
        assert!(matches!(untrusted, Err(Error::Unavailable { .. })), "{untrusted:?}");
    }

    #[test]
    fn cluster_is_reached_over_tls() {
        let (folder, pems) = (temp_folder().unwrap(), TempDir::new().unwrap());
        let Some(pems) = certificates(&pems) else { return };
        let bus = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = ["cluster-enabled yes", "tls-cluster yes", &format!("cluster-port {bus}")].map(str::to_owned);
        let server = start(&folder, &pems, false, &settings);
        let root = redis::TlsCertificates { client_tls: None, root_cert: Some(pems[2].clone().into_bytes()) };
        let mut admin = redis::Client::build_with_tls(server.url(), root).unwrap().get_connection().unwrap();
        let _: () = redis::cmd("CLUSTER").arg(&["ADDSLOTSRANGE", "0", "16383"]).query(&mut admin).unwrap();
        let url = server.url().replace("rediss:", "rediss-cluster:");
        let begin = Instant::now();
        while let Err(error) = run(stores(trusting(&url, &pems))) {
            assert!(begin.elapsed() < Duration::from_secs(30), "{error}");
        }
        let untrusted = run(stores(RedisCache::connect(&url).unwrap()));
        assert!(matches!(untrusted, Err(Error::Unavailable { .. })), "{untrusted:?}");
    }
}
