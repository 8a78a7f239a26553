//! Percent-decoding into a buffer that is made once and zeroed if it comes to nothing.

use zeroize::Zeroizing;

use super::{Param, Why};
use crate::percent;

/// Decodes a value.
pub(super) fn param(encoded: &[u8]) -> Param {
    match text(encoded) {
        Ok(text) if text.contains('\0') => Param::Invalid(Why::Nul),
        Ok(text) => Param::Text(text),
        Err(why) => Param::Invalid(why),
    }
}

/// Decodes `%XX` and `+`; anything but UTF-8 behind it is an error.
pub(super) fn text(encoded: &[u8]) -> Result<Zeroizing<String>, Why> {
    // Decoding never lengthens, so the buffer never moves and leaves no copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(encoded.len()));
    let mut rest = encoded;
    while let Some((&first, tail)) = rest.split_first() {
        let (byte, tail) = match first {
            b'%' => percent::first_escape(rest).ok_or(Why::Encoding)?,
            b'+' => (b' ', tail),
            byte => (byte, tail),
        };
        bytes.push(byte);
        rest = tail;
    }
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            *bytes = error.into_bytes();
            Err(Why::Encoding)
        }
    }
}
