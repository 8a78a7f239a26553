//! Bodies that a server sends in chunks, because it doesn't know their length in advance.

/// Returns the content of all chunks, or `None` if the last one is missing.
pub(super) fn decode(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n")?;
        let line = std::str::from_utf8(body.get(..end)?).ok()?;
        // Extensions may follow the length.
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(content);
        }
        let start = end.checked_add(2)?;
        let stop = start.checked_add(length)?;
        content.extend_from_slice(body.get(start..stop)?);
        body = body.get(stop..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn chunks_are_joined() {
        let body = b"5\r\nHello\r\nA;name=value\r\n, chunks\r\n\r\n0\r\n\r\n";
        assert_eq!(decode(body).as_deref(), Some(&b"Hello, chunks\r\n"[..]));
        assert_eq!(decode(b"0\r\n\r\n").as_deref(), Some(&b""[..]));
    }

    #[test]
    fn body_that_was_cut_off_is_incomplete() {
        for body in [
            &b""[..],
            b"5\r\nHel",
            b"5\r\nHello\r\n",
            b"5\r\nHello",
            b"-1\r\n\r\n",
            b"ffffffffffffffff\r\nHello\r\n0\r\n",
        ] {
            assert_eq!(decode(body), None, "{}", body.escape_ascii());
        }
    }
}
