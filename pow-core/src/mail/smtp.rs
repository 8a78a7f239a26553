//! Mails by SMTP (RFC 5321), over pooled connections.

use std::{sync::OnceLock, time::Duration};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{AsyncSmtpTransportBuilder, PoolConfig, extension::ClientId},
};
use url::{Host, Url};

use super::{MailTransport, Rejected, RenderedMail, Sender};
use crate::Error;

/// The timeout for connecting and for each reply of the server.
const TIME_OUT: Duration = Duration::from_secs(15);
/// How long an idle connection is kept. Servers close theirs after 5 minutes (RFC 5321, section 4.5.3.2.7).
const IDLE: Duration = Duration::from_secs(60);

/// The hosts to which mails may be sent unencrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unencrypted {
    /// Only this machine.
    LoopbackOnly,
    /// Any host.
    Anywhere,
}

/// Sends mails by SMTP. The connections belong to the runtime that sends the first mail, so they must be created and dropped
/// on its thread.
pub(super) struct SmtpTransport {
    builder: AsyncSmtpTransportBuilder,
    connections: OnceLock<AsyncSmtpTransport<Tokio1Executor>>,
    server: String,
}

impl SmtpTransport {
    pub(super) fn new(url: &str, from: &Sender, connections: usize, unencrypted: Unencrypted) -> Result<Self, Error> {
        let url = secured(url, unencrypted)?;
        let pool = PoolConfig::new().max_size(u32::try_from(connections).unwrap_or(u32::MAX)).idle_timeout(IDLE);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| {
                invalid(
                    "must begin with smtp:// or smtps://, and may end in ?tls=required, ?tls=opportunistic or \
                     ?tls=none",
                )
            })?
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

/// Converts an error. Of the server's reply, only the code is kept, because the text could name the recipient or quote the mail.
///
/// A code 5yz is permanent (RFC 5321, section 4.2.1). Exceptions are rejected credentials, which are unrelated to the mail,
/// and 521 and 554, which can be the server's greeting (RFC 7504).
fn meaning(error: &lettre::transport::smtp::Error) -> Error {
    let unavailable = |source: crate::error::Source| Error::Unavailable { service: "mail server", source };
    match error.status().map(u16::from) {
        Some(code @ (530 | 534 | 535 | 538)) => {
            unavailable(format!("the server rejected the user name or the password (code {code})").into())
        }
        Some(code @ (521 | 554)) => unavailable(format!("the server replied with the code {code}").into()),
        Some(code @ 500..) => Error::other(Rejected(format!("the mail server replied {code}"))),
        Some(code) => unavailable(format!("the server replied with the code {code}").into()),
        None => unavailable(error.to_string().into()),
    }
}

/// Omits the password of the URL.
impl std::fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpTransport").field("server", &self.server).finish_non_exhaustive()
    }
}

/// Requires TLS for hosts other than this machine, because links in mails are secret. Optional STARTTLS is not enough: an
/// attacker on the network could remove the server's offer (RFC 8314, section 3).
fn secured(text: &str, unencrypted: Unencrypted) -> Result<Url, Error> {
    let mut url = Url::parse(text).map_err(|_| invalid("is not a URL"))?;
    if matches!(url.host(), Some(Host::Ipv6(_))) {
        return Err(Error::Config(
            "the URL of the mail server contains an IPv6 address, which is not supported: use a host name that resolves to it, \
             or `localhost` for this machine"
                .into(),
        ));
    }
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    let weak = url.scheme() == "smtp" && matches!(tls.as_deref(), Some("none" | "opportunistic"));
    if weak && unencrypted == Unencrypted::LoopbackOnly && !is_loopback(&url) {
        return Err(Error::Config(
            "`tls=none` and `tls=opportunistic` expose the links in mails on the way to the mail server: remove `tls`, or use \
             `Mailer::danger_smtp_unencrypted`"
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

/// The URL may contain a password, so the error does not repeat it.
fn invalid(reason: &str) -> Error {
    Error::Config(format!("the URL of the mail server {reason}: write it like smtps://name:password@mail.example"))
}
