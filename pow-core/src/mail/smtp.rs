//! Mails by SMTP (RFC 5321), over pooled connections.

use std::{sync::OnceLock, time::Duration};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{AsyncSmtpTransportBuilder, PoolConfig, extension::ClientId},
};
use url::{Host, Url};

use super::{MailTransport, Refused, RenderedMail, Sender};
use crate::Error;

/// How long connecting, and each answer of the server, may take.
const TIME_OUT: Duration = Duration::from_secs(15);
/// How long a connection is kept for the next mail. Servers end theirs after 5 minutes (RFC 5321, section 4.5.3.2.7).
const IDLE: Duration = Duration::from_secs(60);

/// Where mails may travel unencrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InClear {
    /// On this machine.
    HereOnly,
    /// Anywhere.
    Anywhere,
}

/// The connections belong to the runtime that sends the first mail, and so must be made and dropped on its thread: the
/// queue's.
pub(super) struct SmtpTransport {
    builder: AsyncSmtpTransportBuilder,
    connections: OnceLock<AsyncSmtpTransport<Tokio1Executor>>,
    server: String,
}

impl SmtpTransport {
    pub(super) fn new(url: &str, from: &Sender, connections: usize, in_clear: InClear) -> Result<Self, Error> {
        let url = secured(url, in_clear)?;
        let pool = PoolConfig::new().max_size(u32::try_from(connections).unwrap_or(u32::MAX)).idle_timeout(IDLE);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| refused("is not one of smtp:// or smtps://, with tls=required, opportunistic or none"))?
            .timeout(Some(TIME_OUT))
            .pool_config(pool);
        if url.path().len() <= 1 {
            builder = builder.hello_name(ClientId::Domain(from.domain().to_owned()));
        }
        let server = url.host_str().unwrap_or_default().to_owned();
        Ok(Self { builder, connections: OnceLock::new(), server })
    }
}

#[async_trait]
impl MailTransport for SmtpTransport {
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
        let connections = self.connections.get_or_init(|| self.builder.clone().build());
        match connections.send(mail.message()?).await {
            Ok(_) => Ok(()),
            Err(error) => Err(meaning(&error)),
        }
    }
}

/// What a server says can name the reader or quote the mail, so only its code is told (RFC 5321, section 4.2.1: 5yz is
/// not to be tried again, but a server that doesn't let us in says nothing about the mail; 521 and 554 can be its greeting,
/// RFC 7504).
fn meaning(error: &lettre::transport::smtp::Error) -> Error {
    let unavailable = |source: crate::error::Source| Error::Unavailable { service: "mail server", source };
    match error.status().map(u16::from) {
        Some(code @ (530 | 534 | 535 | 538)) => unavailable(format!("it doesn't let us in: {code}").into()),
        Some(code @ (521 | 554)) => unavailable(format!("it answered {code}").into()),
        Some(code @ 500..) => Error::other(Refused(format!("the mail server answered {code}"))),
        Some(code) => unavailable(format!("it answered {code}").into()),
        None => unavailable(error.to_string().into()),
    }
}

/// Without the password of the URL.
impl std::fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpTransport").field("server", &self.server).finish_non_exhaustive()
    }
}

/// Other machines are spoken to with TLS, always: links in mails are worth a password, and who is on the way can also take
/// away the server's offer of STARTTLS (RFC 8314, section 3).
fn secured(text: &str, in_clear: InClear) -> Result<Url, Error> {
    let mut url = Url::parse(text).map_err(|_| refused("can't be read"))?;
    if matches!(url.host(), Some(Host::Ipv6(_))) {
        return Err(Error::Config(
            "the mail server is given by an IPv6 address: write its name, which may stand for such an address, or \
             `localhost` for this machine"
                .into(),
        ));
    }
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    let weak = url.scheme() == "smtp" && matches!(tls.as_deref(), Some("none" | "opportunistic"));
    if weak && in_clear == InClear::HereOnly && !is_loopback(&url) {
        return Err(Error::Config(
            "`tls=none` and `tls=opportunistic` let others read the links in mails on their way to the mail server: leave \
             `tls` out, or use `Mailer::danger_smtp_in_clear`"
                .into(),
        ));
    }
    match (url.scheme(), tls.as_deref()) {
        ("smtp", None) if !is_loopback(&url) => {
            url.query_pairs_mut().append_pair("tls", "required");
        }
        ("smtp", Some("none")) => url.set_query(None),
        _ => {}
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(_)) | None => false,
    }
}

/// The URL itself may hold a password, so it is not repeated.
fn refused(reason: &str) -> Error {
    Error::Config(format!("the address of the mail server {reason}: write it like smtps://name:password@mail.example"))
}
