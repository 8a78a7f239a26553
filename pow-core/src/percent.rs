//! Percent escapes, as forms and paths have them.

/// The byte that `text` begins with if it begins with `%XX`, and what follows.
pub(crate) fn first_escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, rest @ ..] = text else { return None };
    Some((digit(*high)? << 4 | digit(*low)?, rest))
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
