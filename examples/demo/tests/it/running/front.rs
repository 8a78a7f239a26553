//! A proxy in front of demos, with the configuration that the guide prints.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
};

use pow_testing::Client;
use pow_testing_servers::{Kind, Server, ServerConfig, ask, temp_folder};
use rustls::pki_types::CertificateDer;
use tempfile::TempDir;

use super::line::Line;

/// The name in the configurations.
pub(crate) const HOST: &str = "app.example";
const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../guides/reverse-proxy.md");
const CHECKLIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../guides/production-checklist.md");
/// From this address nginx takes the address of the client from a header.
pub(crate) const TELLS_ITS_CLIENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 9);
/// That header.
pub(crate) const CLIENT_HEADER: &str = "X-Test-Client";

/// The files that the configurations replace.
const CERTIFICATE: [(&str, &str); 2] =
    [("/etc/ssl/app.example/fullchain.pem", "{certificate}"), ("/etc/ssl/app.example/privkey.pem", "{key}")];

/// Debian's nginx.conf as far as it concerns the configuration that it includes, and paths that a user may write to.
const NGINX: &str = "pid {folder}/pid;
worker_processes 1;
events {}
http {
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    access_log {folder}/access.log;
    gzip on;
    set_real_ip_from 127.0.0.9;
    real_ip_header X-Test-Client;
";

/// The server of an nginx that has only the limits of the checklist.
const PLAIN_SERVER: &str = "server {
    listen 127.0.0.1:{https_port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    location / {
        proxy_pass http://{demo};
        proxy_set_header X-Forwarded-For $remote_addr;
    }
}
";

/// A proxy that runs until this drops.
#[derive(Debug)]
pub(crate) struct Front {
    server: Server,
    certificate: CertificateDer<'static>,
    _folder: TempDir,
}

impl Front {
    /// Starts it. `None`, and the calling test noted as not run, if it is not installed.
    #[track_caller]
    pub(crate) fn start(kind: Kind, demos: &[SocketAddr]) -> Option<Self> {
        ask(kind)?;
        Some(Self::configured(kind, if kind == Kind::Nginx { nginx(demos) } else { caddy(demos) }))
    }

    /// Starts nginx with the limits that the checklist prints, and nothing else of the guide.
    #[track_caller]
    pub(crate) fn with_limits_of_the_checklist(demo: SocketAddr) -> Option<Self> {
        ask(Kind::Nginx)?;
        let server = PLAIN_SERVER.replace("{demo}", &demo.to_string());
        Some(Self::configured(Kind::Nginx, format!("{NGINX}{}\n{server}}}\n", block(CHECKLIST, "nginx"))))
    }

    fn configured(kind: Kind, config: String) -> Self {
        let folder = temp_folder().unwrap();
        let made = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let certificate_and_key = Some([made.cert.pem(), made.signing_key.serialize_pem()]);
        let server =
            Server::start_configured(kind, ServerConfig { config, certificate_and_key }, folder.path()).unwrap();
        Self { server, certificate: made.cert.der().clone(), _folder: folder }
    }

    /// The proxy that `POW_TEST_BEHIND` names, so that all tests of the demo pass through it.
    pub(crate) fn of_the_run(demo: SocketAddr) -> Option<Self> {
        let word = std::env::var("POW_TEST_BEHIND").ok()?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word && !kind.is_shared());
        Some(Self::start(kind.unwrap(), &[demo]).expect("POW_TEST_BEHIND: the proxy is installed"))
    }

    /// A client whose connections come from this address; from another one each time without it.
    pub(crate) fn client(&self, from: impl Into<Option<Ipv4Addr>>) -> Client {
        let to = SocketAddr::from((Ipv4Addr::LOCALHOST, self.server.port()));
        let line = Line { from: from.into(), to, host: HOST, certificate: self.certificate.clone() };
        let mut client = Client::new(line.open().unwrap());
        client.headers.push(("Host".to_owned(), HOST.to_owned()));
        client
    }

    /// Returns everything that the proxy has logged, after it has ended.
    pub(crate) fn logs(mut self) -> String {
        self.server.stop().unwrap();
        let files = fs::read_dir(self.server.folder()).unwrap().map(|file| file.unwrap().path());
        let logs = files.filter(|path| path.is_file() && path.file_name().is_some_and(is_log));
        logs.map(|path| read(&path)).collect()
    }
}

fn is_log(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().ends_with("log")
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

fn nginx(demos: &[SocketAddr]) -> String {
    let servers: Vec<_> = demos.iter().map(|demo| format!("server {demo};")).collect();
    let own = [
        ("server 127.0.0.1:8000;", &*servers.join(" ")),
        ("listen 443", "listen 127.0.0.1:{https_port}"),
        ("listen [::]:443", "listen 127.0.0.2:{https_port}"),
        ("listen 80", "listen 127.0.0.1:{http_port}"),
        ("listen [::]:80", "listen 127.0.0.2:{http_port}"),
        ("/var/log/nginx/", "{folder}/"),
    ];
    format!("{NGINX}{}\n}}\n", printed("nginx", &own))
}

fn caddy(demos: &[SocketAddr]) -> String {
    let servers: Vec<_> = demos.iter().map(ToString::to_string).collect();
    let begin =
        "{\n\tadmin off\n\thttp_port {http_port}\n\thttps_port {https_port}\n\tdefault_bind 127.0.0.1\n\t# Caddy";
    let own = [("127.0.0.1:8000", &*servers.join(" ")), ("/var/log/caddy/", "{folder}/"), ("{\n\t# Caddy", begin)];
    printed("caddyfile", &own)
}

/// The configuration of the guide with other addresses and files. Each of them is there.
fn printed(language: &str, own: &[(&str, &str)]) -> String {
    own.iter().chain(&CERTIFICATE).fold(block(GUIDE, language), |text, (printed, own)| {
        assert!(text.contains(printed), "the guide has no {printed}");
        text.replace(printed, own)
    })
}

/// The first block of the language in a guide.
fn block(guide: &str, language: &str) -> String {
    let guide = fs::read_to_string(guide).unwrap();
    let (_, block) = guide.split_once(&format!("```{language}\n")).unwrap();
    block.split("\n```").next().unwrap().to_owned()
}
