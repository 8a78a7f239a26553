//! The origin of a unit of work: its client, the data that the client sent, and the user who acts.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use crate::{UserId, conn::Request, cookie, record::User};

/// The origin of a unit of work, returned by [`Cx::origin`](crate::cx::Cx::origin). Work that no request began has the default
/// value.
///
/// ```
/// use pow_core::cx::Origin;
///
/// let nightly = Origin::default();
/// assert_eq!((nightly.client(), nightly.user()), (None, None));
/// ```
///
/// `Debug` doesn't show the cookies.
#[derive(Clone, Default)]
pub struct Origin {
    client: Option<IpAddr>,
    user_agent: Option<String>,
    user: Option<UserId>,
    cookies: Vec<Vec<u8>>,
}

impl Origin {
    /// The origin of a request, with the user who is signed in.
    pub fn of(request: &Request, user: Option<&User>) -> Self {
        Self {
            client: request.peer,
            user_agent: request.user_agent.clone(),
            user: user.and_then(|user| user.id().ok()),
            cookies: request.cookies.clone(),
        }
    }

    /// The client's IP address, as in [`Request::peer`].
    pub fn client(&self) -> Option<IpAddr> {
        self.client
    }

    /// Returns the client's network, for limits per client. An IPv4 address stays as it is. An IPv6 address is cut to 64 bits,
    /// because one client can use all addresses of such a network (RFC 6177, section 2).
    pub fn network(&self) -> Option<IpAddr> {
        self.client.map(|client| match client.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            address => address,
        })
    }

    /// `User-Agent`, truncated to 512 characters.
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// The user who was signed in when the request arrived.
    pub fn user(&self) -> Option<UserId> {
        self.user
    }

    /// Returns the value of the cookie with exactly this name, if the cookie was sent exactly once.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let lines = self.cookies.iter().map(Vec::as_slice);
        std::str::from_utf8(cookie::find_in(lines, name.as_bytes()).one()?).ok()
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin")
            .field("client", &self.client)
            .field("user_agent", &self.user_agent)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(client: &str) -> String {
        let request = Request { peer: client.parse().ok(), ..Request::default() };
        Origin::of(&request, None).network().map(|network| network.to_string()).unwrap_or_default()
    }

    // H7
    #[test]
    fn ipv6_client_counts_with_its_network() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:3::1"), "2001:db8:1:3::");
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("::ffff:203.0.113.7"), "203.0.113.7");
    }

    #[test]
    fn cookie_that_was_sent_twice_has_no_value() {
        let mut request = Request { cookies: vec![b"a=1; b=2".to_vec()], ..Request::default() };
        assert_eq!(Origin::of(&request, None).cookie("a"), Some("1"));
        request.cookies.push(b"a=3".to_vec());
        let origin = Origin::of(&request, None);
        assert_eq!((origin.cookie("a"), origin.cookie("b")), (None, Some("2")));
        assert!(!format!("{origin:?}").contains("a=1"));
    }
}
