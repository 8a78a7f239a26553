//! A list of leaked passwords as a service, asked by the k-anonymity range protocol.

use std::{error::Error as _, net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header::USER_AGENT};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use pow_core::{Error, async_trait, error, secret::Secret};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

use crate::{Source, source::unavailable};

/// The longest answer in bytes: 1 MiB. Answers of the public service have about 100 KB.
const MAX_ANSWER: usize = 1 << 20;
/// The number of hexadecimal digits of a hash that are sent.
const SENT_DIGITS: usize = 5;
/// The number of hexadecimal digits of the remainder in the answer.
const SUFFIX_DIGITS: usize = 40 - SENT_DIGITS;

/// A service that lists the leaked passwords by the first five hexadecimal digits of their SHA-1 hashes.
///
/// The protocol is that of Pwned Passwords: `GET {base}/range/{five digits}` with the header `Add-Padding: true`. The answer has
/// a line `SUFFIX:COUNT` for each hash that begins with these digits. Entries with the count 0 are padding, which hides the
/// length of the answer, and don't match.
///
/// Only the five digits leave the machine, over TLS. Each of the 1,048,576 ranges of a list of a billion passwords has
/// about 950 hashes. The service also learns the address of the server, and when a password was set.
///
/// Each check opens a connection. Redirects are not followed. An answer has at most 1 MiB, and a check takes at most
/// [`TIMEOUT`](crate::TIMEOUT). The certificate is verified with the root certificates of the operating system, or those in
/// the file that `SSL_CERT_FILE` names. Proxies are not used.
///
/// ```
/// use pow_ext_leaked_passwords::{LeakedPasswords, RangeService};
///
/// let mirror = LeakedPasswords::new(RangeService::at("http://127.0.0.1:8080/leaks")?);
/// # drop(mirror);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RangeService {
    /// Without a slash at the end.
    base: String,
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
}

impl RangeService {
    /// The base URL of the public service, Pwned Passwords.
    pub const PUBLIC: &str = "https://api.pwnedpasswords.com";

    /// Uses the public service: [`PUBLIC`](Self::PUBLIC).
    ///
    /// # Errors
    /// [`Error::Config`] if the operating system has no root certificates.
    pub fn public() -> Result<Self, Error> {
        Self::at(Self::PUBLIC)
    }

    /// Uses another service with this base URL, to which `/range/{five digits}` is appended.
    ///
    /// # Errors
    /// [`Error::Config`] if it is neither an `https` URL nor an `http` URL of this machine (`localhost`, `127.0.0.1`, `[::1]`);
    /// if it has a user name or a query; if the operating system has no root certificates.
    pub fn at(base: &str) -> Result<Self, Error> {
        let is_https = check(base).ok_or_else(|| {
            Error::Config(
                "the base URL of the service of leaked passwords is invalid: use `https://host/path`, or `http://` for a \
                 service on this machine (`localhost`, `127.0.0.1`), without a user name or a query"
                    .into(),
            )
        })?;
        let roots = if is_https { system_roots()? } else { RootCertStore::empty() };
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls(roots)?).https_or_http().enable_http1().build();
        // No connection is kept, because it would belong to the runtime of the worker that opened it.
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(Self { base: base.trim_end_matches('/').to_owned(), client })
    }

    async fn get(&self, digits: &str) -> Result<Bytes, error::Source> {
        let request = Request::get(format!("{}/range/{digits}", self.base))
            .header("Add-Padding", "true")
            .header(USER_AGENT, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .body(Empty::new())?;
        let response = self.client.request(request).await.map_err(|error| with_cause(&error))?;
        if response.status() != StatusCode::OK {
            return Err(format!("the service answered with status {}", response.status().as_u16()).into());
        }
        Ok(Limited::new(response.into_body(), MAX_ANSWER).collect().await?.to_bytes())
    }
}

#[async_trait]
impl Source for RangeService {
    async fn contains(&self, sha1: &[u8; 20]) -> Result<bool, Error> {
        let hex = Secret::new(sha1.iter().map(|byte| format!("{byte:02X}")).collect::<String>());
        let Some((sent, suffix)) = hex.expose().split_at_checked(SENT_DIGITS) else {
            return Err(Error::other("the SHA-1 has less than five hex digits"));
        };
        let answer = self.get(sent).await.map_err(unavailable)?;
        is_listed(&answer, suffix.as_bytes())
            .ok_or_else(|| unavailable("the answer has a line that is not SUFFIX:COUNT"))
    }
}

/// Searches the answer. Returns `None` if the text is no such answer, for example the page of a proxy.
fn is_listed(answer: &[u8], suffix: &[u8]) -> Option<bool> {
    let mut found = false;
    for line in answer.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        let (listed, rest) = line.split_first_chunk::<SUFFIX_DIGITS>()?;
        let count = rest.strip_prefix(b":").filter(|count| !count.is_empty())?;
        if !listed.iter().all(u8::is_ascii_hexdigit) || !count.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let is_padding = count.iter().all(|digit| *digit == b'0');
        found |= !is_padding && listed.eq_ignore_ascii_case(suffix);
    }
    Some(found)
}

/// Returns whether the base URL is `https`, or `None` if it is invalid.
fn check(base: &str) -> Option<bool> {
    let url: Uri = base.parse().ok()?;
    let (host, authority) = (url.host()?, url.authority()?);
    if host.is_empty() || authority.as_str().contains('@') || url.query().is_some() || base.contains('#') {
        return None;
    }
    match url.scheme_str()? {
        "https" => Some(true),
        "http" if is_own_machine(host) => Some(false),
        _ => None,
    }
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
            "the operating system has no root certificates for TLS to the service of leaked passwords: install them \
             (`ca-certificates`), or name a file in `SSL_CERT_FILE`"
                .into(),
        ));
    }
    Ok(roots)
}

/// Adds the cause, because the client's error says only at which step it failed.
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

    const SUFFIX: &[u8] = b"1E4C9B93F3F0682250B6CF8331B7EE68FD8";
    const OTHER: &str = "0018A45C4D1DEF81644B54AB7F969B88D65";

    fn search(answer: &str) -> Option<bool> {
        is_listed(answer.as_bytes(), SUFFIX)
    }

    #[test]
    fn suffix_is_found_unless_it_is_padding() {
        let suffix = std::str::from_utf8(SUFFIX).unwrap();
        assert_eq!(search(&format!("{OTHER}:3\r\n{suffix}:10434004\r\n")), Some(true));
        assert_eq!(search(&format!("{}:1", suffix.to_lowercase())), Some(true));
        assert_eq!(search(&format!("{suffix}:0\r\n{OTHER}:3\n")), Some(false));
        assert_eq!(search(&format!("{suffix}:00\n\n")), Some(false));
        assert_eq!(search(&format!("{OTHER}:10")), Some(false));
        assert_eq!(search(""), Some(false));
    }

    #[test]
    fn answer_of_another_form_is_recognised() {
        let suffix = std::str::from_utf8(SUFFIX).unwrap();
        for line in [
            "<html>",
            &suffix[1..],
            suffix,
            &format!("{suffix}:"),
            &format!("{suffix}:1a"),
            &format!("{suffix};1"),
            ":1",
        ] {
            assert_eq!(search(&format!("{suffix}:1\r\n{line}\r\n")), None, "{line}");
        }
        assert_eq!(search(&format!("{}:1", "G".repeat(SUFFIX_DIGITS))), None);
    }

    #[test]
    fn base_url_is_https_or_of_this_machine() {
        for own in ["http://localhost", "http://127.0.0.1:8080/a", "http://[::1]:8080"] {
            assert_eq!(check(own), Some(false), "{own}");
        }
        for other in [RangeService::PUBLIC, "https://mirror.example:8443/leaks/", "https://127.0.0.1"] {
            assert_eq!(check(other), Some(true), "{other}");
        }
        for invalid in [
            "",
            "mirror.example",
            "/leaks",
            "http://mirror.example",
            "http://localhost.example",
            "http://10.0.0.1",
            "ftp://localhost",
            "https://",
            "https://ann:secret@mirror.example",
            "https://mirror.example/?list=1",
            "https://mirror.example/#list",
            "https://mirror example",
        ] {
            assert_eq!(check(invalid), None, "{invalid}");
        }
    }
}
