//! URLs with several hosts: `scheme://[user]:password@host1:port1,host2:port2/…`.

use url::Url;

use crate::secret::Secret;

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
            user: Some(percent_decoded(account.username())).filter(|user| !user.is_empty()),
            password: account.password().map(|password| percent_decoded(password).into()),
        })
    }
}

fn host(text: &str, port: u16) -> Option<(String, u16)> {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() => Some((host.to_owned(), port.parse().ok()?)),
        None if !text.is_empty() => Some((text.to_owned(), port)),
        _ => None,
    }
}

fn percent_decoded(text: &str) -> String {
    let query = text.replace('+', "%2B");
    url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}
