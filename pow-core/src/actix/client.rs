//! Who is at the other end: the client's address, also behind proxies of the application's own.

use std::net::{IpAddr, SocketAddr};

use actix_web::{
    HttpRequest,
    http::header::{HeaderMap, HeaderValue},
};

/// What each proxy adds the address to that it was called from, at the end (RFC 7239 describes its successor).
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address, in its plain form: an IPv4 address is not dressed up as an IPv6 one.
pub(super) fn address(request: &HttpRequest, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = request.peer_addr().map(|peer| peer.ip());
    match trusted_proxies {
        0 => peer,
        hops => forwarded(request.headers(), hops).unwrap_or(peer),
    }
    .map(|ip| ip.to_canonical())
}

/// The entry that the first of the trusted proxies wrote. What stands before it the client may have made up. (H7)
///
/// With fewer entries than proxies the request bypassed them, and the client is the peer: the outer `None`.
/// An entry that is no address says nothing: the inner one.
fn forwarded(headers: &HeaderMap, hops: usize) -> Option<Option<IpAddr>> {
    let lines: Vec<&[u8]> = headers.get_all(FORWARDED_FOR).map(HeaderValue::as_bytes).collect();
    let entry = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')).nth(hops - 1)?;
    let Ok(entry) = std::str::from_utf8(entry).map(str::trim) else { return Some(None) };
    let address = entry.trim_start_matches('[').trim_end_matches(']').parse();
    Some(address.ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip())))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(lines: &[impl AsRef<[u8]>], trusted_proxies: usize) -> Option<String> {
        let mut request = TestRequest::default().peer_addr("[::ffff:10.0.0.1]:4711".parse().unwrap());
        for line in lines {
            request = request.append_header((FORWARDED_FOR, HeaderValue::from_bytes(line.as_ref()).unwrap()));
        }
        address(&request.to_http_request(), trusted_proxies).map(|ip| ip.to_string())
    }

    // H7
    #[test]
    fn address_is_what_the_first_trusted_proxy_was_called_from() {
        let peer = Some("10.0.0.1".to_owned());
        let client = Some("203.0.113.7".to_owned());
        for (lines, trusted_proxies, expected) in [
            (&["203.0.113.7"][..], 0, &peer),
            (&["203.0.113.7"], 1, &client),
            (&["1.1.1.1, 203.0.113.7"], 1, &client),
            (&["1.1.1.1", "203.0.113.7"], 1, &client),
            (&["1.1.1.1,203.0.113.7, 10.0.0.9"], 2, &client),
            (&["1.1.1.1,203.0.113.7", "10.0.0.9"], 2, &client),
            (&["203.0.113.7:5000"], 1, &client),
            (&["::ffff:203.0.113.7"], 1, &client),
            (&["203.0.113.7"], 2, &peer),
            (&[], 1, &peer),
            (&["203.0.113.7, unknown"], 1, &None),
            (&["203.0.113.7,"], 1, &None),
        ] {
            assert_eq!(seen(lines, trusted_proxies), *expected, "{lines:?} {trusted_proxies}");
        }
        // Bytes that are no text spoil their own entry, and no other.
        assert_eq!(seen(&[b"\xff, 203.0.113.7"], 1), client);
        assert_eq!(seen(&[&b"1.1.1.1, 203.0.113.7"[..], b"\xff"], 1), None);
        assert_eq!(seen(&[&b"1.1.1.1, 203.0.113.7"[..], b"\xff"], 2), client);
        assert_eq!(seen(&["[2001:db8::7]:5000"], 1).as_deref(), Some("2001:db8::7"));
        assert_eq!(seen(&["[2001:db8::7]"], 1).as_deref(), Some("2001:db8::7"));
    }
}
