//! The range service over TLS.
//!
//! Which certificates are trusted is a matter of the process, so each check is made by a process of its own.

use std::{env, fs, path::Path, process::Command, sync::Arc};

use crate::common::{Answer, LEAKED, RangeServer, sha1};
use pow_ext_leaked_passwords::{RangeService, Source};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const URL: &str = "POW_TEST_RANGE_URL";

/// Returns what a process says that asks this service, and trusts the certificates in the file only.
fn ask(url: &str, trusted: &Path) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "sources::range_tls::process_that_asks_a_service", "--nocapture"]);
    let done = command.env(URL, url).env("SSL_CERT_FILE", trusted).env_remove("SSL_CERT_DIR").output().unwrap();
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn process_that_asks_a_service() {
    let Ok(url) = env::var(URL) else { return };
    match RangeService::at(&url) {
        Ok(service) => println!("{:?}", Runtime::new().unwrap().block_on(service.contains(&sha1(LEAKED)))),
        Err(error) => println!("no service: {error}"),
    }
}

#[test]
fn service_is_trusted_only_if_the_certificate_is() {
    let made =
        ["localhost", "other.example"].map(|name| rcgen::generate_simple_self_signed([name.to_owned()]).unwrap());
    let folder = TempDir::new().unwrap();
    let file = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name)
    };
    let [ours, others] = &made;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(ours.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = config.with_single_cert(vec![ours.cert.der().clone()], key).unwrap();
    let server = RangeServer::start_with(Answer::Range(vec![LEAKED], vec![]), Some(Arc::new(config)));
    let url = |host: &str| format!("https://{host}:{}", server.address.port());
    let trusted = file("ours.pem", &ours.cert.pem());

    let found = ask(&url("localhost"), &trusted);
    assert!(found.contains("Ok(true)"), "{found}");
    let other_name = ask(&url("127.0.0.1"), &trusted);
    assert!(other_name.contains("certificate"), "the certificate is for localhost: {other_name}");
    let unknown = ask(&url("localhost"), &file("others.pem", &others.cert.pem()));
    assert!(unknown.contains("certificate") && !unknown.contains("Ok("), "{unknown}");
    assert_eq!(server.requests().len(), 1, "nothing is sent before the certificate is verified");

    let without_roots = ask(&url("localhost"), &file("none.pem", ""));
    assert!(without_roots.contains("no service") && without_roots.contains("ca-certificates"), "{without_roots}");
}
