//! Texts through an HTTP service, such as a provider or a program of the site that calls one.

use std::{error::Error as _, fmt, net::IpAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use http::{
    Request, StatusCode, Uri,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT},
};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

use super::{RenderedText, TextSender};
use crate::{Error, error::Source, mail::Rejected, secret::Secret};

/// How long a request may take.
const TIME_OUT: Duration = Duration::from_secs(10);

/// Posts each text message to a URL, as JSON: `{"to": "+442079460958", "text": "…", "id": "…"}`.
///
/// The header `Authorization: Bearer …` has the secret. `Idempotency-Key` has the id of the text, so that the service can
/// recognise a retry. Redirects are not followed, and proxies are not used. Each request opens a connection, and may take ten
/// seconds. The certificate is verified with the root certificates of the operating system, or those in the file that
/// `SSL_CERT_FILE` names.
///
/// | answer | meaning |
/// |---|---|
/// | 200 to 299 | the text was accepted |
/// | 400, 422 | the text will never be accepted: it becomes a dead letter at once |
/// | any other, or no answer in time | the text is retried until its code has expired |
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{Config, secret::Secret, text::HttpTextSender};
///
/// let secret = Secret::new("from-the-environment".to_owned());
/// let sender = HttpTextSender::new("http://127.0.0.1:9000/texts", secret)?;
/// let config = Config { text_sender: Some(Arc::new(sender)), ..Config::default() };
/// # drop(config);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone)]
pub struct HttpTextSender {
    url: Uri,
    authorization: HeaderValue,
    time_out: Duration,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl HttpTextSender {
    /// Creates a sender for the URL with a bearer secret.
    ///
    /// # Errors
    /// [`Error::Config`] if the URL is neither an `https` URL nor an `http` URL of this machine (`localhost`, `127.0.0.1`,
    /// `[::1]`); if the URL has a user name; if the secret is empty or not printable ASCII; if the operating system has no root
    /// certificates.
    pub fn new(url: &str, secret: Secret<String>) -> Result<Self, Error> {
        let (url, is_https) = parse(url).ok_or_else(|| {
            Error::Config(
                "the URL of the service for text messages is invalid: use `https://host/path`, or `http://` for a service on this \
                 machine (`localhost`, `127.0.0.1`), without a user name"
                    .into(),
            )
        })?;
        let roots = if is_https { system_roots()? } else { RootCertStore::empty() };
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls(roots)?).https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(Self { url, authorization: bearer(&secret)?, time_out: TIME_OUT, client })
    }

    /// Sets how long a request may take. Default: 10 s.
    #[must_use]
    pub fn time_out(mut self, time_out: Duration) -> Self {
        self.time_out = time_out;
        self
    }

    async fn post(&self, text: &RenderedText) -> Result<StatusCode, Source> {
        let body = serde_json::json!({ "to": text.to.as_str(), "text": text.text, "id": text.id });
        let request = Request::post(self.url.clone())
            .header(AUTHORIZATION, self.authorization.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("Idempotency-Key", &text.id)
            .header(USER_AGENT, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .body(Full::new(Bytes::from(serde_json::to_vec(&body)?)))?;
        let response = self.client.request(request).await.map_err(|error| with_cause(&error))?;
        Ok(response.status())
    }
}

#[async_trait]
impl TextSender for HttpTextSender {
    async fn send(&self, text: &RenderedText) -> Result<(), Error> {
        let status = match tokio::time::timeout(self.time_out, self.post(text)).await {
            Ok(status) => status.map_err(Error::other)?,
            Err(_) => return Err(Error::other("the service for text messages did not answer in time")),
        };
        let answer = format!("the service for text messages answered with status {}", status.as_u16());
        match status {
            status if status.is_success() => Ok(()),
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Err(Error::other(Rejected(answer))),
            _ => Err(Error::other(answer)),
        }
    }
}

/// Omits the secret, and the path, which may contain a secret.
impl fmt::Debug for HttpTextSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTextSender").field("host", &self.url.host()).finish_non_exhaustive()
    }
}

fn bearer(secret: &Secret<String>) -> Result<HeaderValue, Error> {
    let invalid = || {
        Error::Config(
            "the secret of the service for text messages is invalid: it must be printable ASCII without spaces".into(),
        )
    };
    let is_plain = secret.expose().bytes().all(|byte| byte.is_ascii_graphic());
    if secret.expose().is_empty() || !is_plain {
        return Err(invalid());
    }
    let mut value = HeaderValue::try_from(format!("Bearer {}", secret.expose())).map_err(|_| invalid())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns the URL, and whether it is `https`.
fn parse(text: &str) -> Option<(Uri, bool)> {
    let url: Uri = text.parse().ok()?;
    let (host, authority) = (url.host()?, url.authority()?);
    if host.is_empty() || authority.as_str().contains('@') || text.contains('#') {
        return None;
    }
    let is_https = match url.scheme_str()? {
        "https" => true,
        "http" if is_own_machine(host) => false,
        _ => return None,
    };
    Some((url, is_https))
}

fn is_own_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

fn tls(roots: RootCertStore) -> Result<ClientConfig, Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().map_err(Error::other)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn system_roots() -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    // The operating system may have certificates that can't be parsed.
    let (added, _) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if added == 0 {
        return Err(Error::Config(
            "the operating system has no root certificates for TLS to the service for text messages: install them \
             (`ca-certificates`), or name a file in `SSL_CERT_FILE`"
                .into(),
        ));
    }
    Ok(roots)
}

/// Returns the error with its causes. The client's error alone says only at which step it failed.
fn with_cause(error: &hyper_util::client::legacy::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_is_https_or_of_this_machine() {
        for own in ["http://localhost", "http://127.0.0.1:8080/a", "http://[::1]:8080/?from=site"] {
            assert_eq!(parse(own).map(|(_, is_https)| is_https), Some(false), "{own}");
        }
        assert_eq!(parse("https://texts.example:8443/v1?key=a").map(|(_, is_https)| is_https), Some(true));
        for invalid in [
            "",
            "texts.example",
            "/v1",
            "http://texts.example",
            "http://localhost.example",
            "http://10.0.0.1",
            "ftp://localhost",
            "https://",
            "https://ann:secret@texts.example",
            "https://texts.example/#a",
        ] {
            assert!(parse(invalid).is_none(), "{invalid}");
        }
    }

    #[test]
    fn secret_is_printable_and_never_printed() {
        for invalid in ["", "a b", "a\nb", "ä"] {
            let sender = HttpTextSender::new("http://127.0.0.1/texts", Secret::new(invalid.to_owned()));
            assert!(sender.unwrap_err().to_string().contains("the secret of the service for text"), "{invalid:?}");
        }
        let sender = HttpTextSender::new("http://127.0.0.1/path-of-a-customer", Secret::new("of-the-site".to_owned()));
        let printed = format!("{:?}", sender.unwrap());
        assert!(printed.contains("127.0.0.1") && !printed.contains("customer") && !printed.contains("of-the-site"));
    }
}
