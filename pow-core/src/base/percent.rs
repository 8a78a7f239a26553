//! Percent escapes, as forms and paths have them.

/// The byte that `text` begins with if it begins with `%XX`, and what follows.
pub(crate) fn first_escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, rest @ ..] = text else { return None };
    Some((digit(*high)? << 4 | digit(*low)?, rest))
}

/// The text with its escapes decoded, once; what is no escape stays, and what is no UTF-8 is replaced.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "redis-cluster", feature = "redis-sentinel"))]
pub(crate) fn decode(text: &str) -> String {
    String::from_utf8_lossy(&unescape(text.as_bytes()).0).into_owned()
}

/// Decodes each `%XX` once, and says whether there is a `%` that begins none; that one is kept.
pub(crate) fn unescape(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut stray = false;
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = if first == b'%' { first_escape(rest) } else { None };
        stray |= first == b'%' && escaped.is_none();
        let (byte, tail) = escaped.unwrap_or((first, tail));
        decoded.push(byte);
        rest = tail;
    }
    (decoded, stray)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::first_escape;

    #[test]
    fn only_two_hexadecimal_digits_are_an_escape() {
        assert_eq!(first_escape(b"%4aB"), Some((b'J', b"B".as_slice())));
        assert_eq!(first_escape(b"%Ff"), Some((0xff, b"".as_slice())));
        for text in ["", "%", "%4", "%+4", "%4g", "% 4", "a%41"] {
            assert_eq!(first_escape(text.as_bytes()), None, "{text}");
        }
    }
}
