//! Validation of the `Host` header. Links are never built from it.

use actix_web::{HttpRequest, http::header};

/// Whether there is at most one `Host`, with only a name or an address and optionally a port (RFC 9112, section 3.2). The
/// framework doesn't use it, but a proxy or handler could interpret an invalid one differently. (H4)
pub(super) fn is_plain(request: &HttpRequest) -> bool {
    let mut hosts = request.headers().get_all(header::HOST);
    let host = hosts.next();
    hosts.next().is_none() && host.is_none_or(|host| host.to_str().is_ok_and(is_host))
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (text, ""),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let is_address = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    let is_plain = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => !address.is_empty() && address.bytes().all(is_address),
        None => host.bytes().all(is_name),
    };
    is_plain && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_host;

    // H4
    #[test]
    fn host_is_a_name_or_an_address_with_a_port_at_most() {
        for good in
            ["app.example", "app.example:8080", "localhost", "my_host", "127.0.0.1:1", "[::1]", "[::1]:8000", ""]
        {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "app.example@evil.test",
            "app.example:80@evil.test",
            "app.example:80:90",
            "app.example/evil",
            "app.example#evil",
            "app.example?x",
            "app.example evil",
            "app.example;host=evil",
            "a\\b",
            "[::1",
            "::1",
            "[]",
            "[::1]x",
            "app.example,evil.test",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
