//! URLs with several hosts: `scheme://[user]:password@host1:port1,host2:port2/…`.

use url::Url;

use crate::{percent, secret::Secret};

/// Who signs in, and at which hosts.
pub(super) struct Place {
    pub(super) hosts: Vec<(String, u16)>,
    pub(super) user: Option<String>,
    pub(super) password: Option<Secret<String>>,
}

impl Place {
    /// Reads what is between `://` and the next slash, or says what is odd about it.
    pub(super) fn parse(text: &str, port: u16) -> Result<Self, &'static str> {
        let (account, hosts) = text.rsplit_once('@').unwrap_or(("", text));
        let hosts: Option<Vec<_>> = hosts.split(',').map(|text| host(text, port)).collect();
        let account = Url::parse(&format!("redis://{account}@x")).map_err(|_| "has an odd user or password")?;
        Ok(Self {
            hosts: hosts.ok_or("has an odd host or port")?,
            user: Some(percent::decode_lossy(account.username())).filter(|user| !user.is_empty()),
            password: account.password().map(|password| percent::decode_lossy(password).into()),
        })
    }
}

/// An IPv6 address stands in brackets, which are no part of it.
fn host(text: &str, port: u16) -> Option<(String, u16)> {
    let (host, given) = match text.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((address, ""))) => (address, None),
        Some(Some((address, rest))) => (address, Some(rest.strip_prefix(':')?)),
        Some(None) => return None,
        None => text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let port = given.map_or(Ok(port), str::parse).ok()?;
    (!host.is_empty()).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Option<String> {
        Place::parse(text, 1).unwrap().password.map(|password| password.expose().clone())
    }

    #[test]
    fn password_is_taken_whole() {
        for (text, expected) in [
            (":a&b@host", "a&b"),
            (":a=b@host", "a=b"),
            (":a+b%20c%26@host", "a+b c&"),
            (":100%@host", "100%"),
            (":\u{e4}@host", "\u{e4}"),
        ] {
            assert_eq!(password(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(password("host"), None);
    }

    #[test]
    fn hosts_have_names_or_addresses_and_may_have_ports() {
        let hosts = |text| Place::parse(text, 26_379).ok().map(|place| place.hosts);
        let expected =
            [("a", 1), ("b", 26_379), ("::1", 2), ("::2", 26_379)].map(|(host, port)| (host.to_owned(), port));
        assert_eq!(hosts("a:1,b,[::1]:2,[::2]"), Some(expected.to_vec()));
        for odd in ["", "a,", ":1", "a:b", "[::1", "[::1]2", "[]:2"] {
            assert_eq!(hosts(odd), None, "{odd}");
        }
    }
}
