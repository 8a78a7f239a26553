//! Percent-decoding, as in forms, paths and the addresses of servers.

/// Decodes each `%XX` of `text` once. Other `%` are kept, and bytes that are not UTF-8 are replaced.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) fn decode_lossy(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes each `%XX` of `bytes` once, and returns whether every `%` began one. Other `%` are kept.
pub(crate) fn decode(bytes: &[u8]) -> (Vec<u8>, bool) {
    // The result is never longer than `bytes`. The buffer isn't moved, so no copy of a secret is left behind.
    let mut decoded = Vec::with_capacity(bytes.len());
    decoded.extend(percent_encoding::percent_decode(bytes));
    let escapes = bytes.iter().filter(|byte| **byte == b'%').count();
    let is_valid = decoded.len() + 2 * escapes == bytes.len();
    (decoded, is_valid)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn only_two_hexadecimal_digits_are_an_escape() {
        assert_eq!(decode(b"a%4aB%Ff%2541"), (b"aJB\xff%41".to_vec(), true));
        for text in ["%", "%4", "%+4", "%4g", "% 4", "a%", "%%41%"] {
            let (decoded, is_valid) = decode(text.as_bytes());
            assert!(!is_valid, "{text} became {decoded:?}");
        }
    }
}
