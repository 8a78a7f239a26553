//! The IP address of the client, also behind trusted proxies.

use std::net::{IpAddr, SocketAddr};

use actix_web::{
    HttpRequest,
    http::header::{HeaderMap, HeaderValue},
};

/// The header to which each proxy appends the address of its client (RFC 7239 describes the successor).
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Returns the client's address. An IPv4-mapped IPv6 address is converted to IPv4.
pub(super) fn address(request: &HttpRequest, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = request.peer_addr().map(|peer| peer.ip());
    match trusted_proxies {
        0 => peer,
        hops => forwarded(request.headers(), hops).unwrap_or(peer),
    }
    .map(|ip| ip.to_canonical())
}

/// Returns the entry of the first trusted proxy. Earlier entries may be forged by the client. (H7)
///
/// If there are fewer entries than proxies, the request bypassed them: the result is `None`, and the peer is the client. An
/// invalid entry gives `Some(None)`.
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
    fn address_is_that_of_the_client_of_the_first_trusted_proxy() {
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
        // Bytes that are not UTF-8 only invalidate their entry.
        assert_eq!(seen(&[b"\xff, 203.0.113.7"], 1), client);
        assert_eq!(seen(&[&b"1.1.1.1, 203.0.113.7"[..], b"\xff"], 1), None);
        assert_eq!(seen(&[&b"1.1.1.1, 203.0.113.7"[..], b"\xff"], 2), client);
        assert_eq!(seen(&["[2001:db8::7]:5000"], 1).as_deref(), Some("2001:db8::7"));
        assert_eq!(seen(&["[2001:db8::7]"], 1).as_deref(), Some("2001:db8::7"));
    }
}
