//! Percent-decoding of form fields. Buffers are zeroed unless they become the value.

use zeroize::Zeroizing;

use super::{InvalidReason, Param};
use crate::percent;

/// Decodes a value.
pub(super) fn param(encoded: &[u8]) -> Param {
    match text(encoded) {
        Ok(text) if text.contains('\0') => Param::Invalid(InvalidReason::Nul),
        Ok(text) => Param::Text(text),
        Err(reason) => Param::Invalid(reason),
    }
}

/// Decodes `%XX` and `+`. Returns an error unless the result is UTF-8.
pub(super) fn text(encoded: &[u8]) -> Result<Zeroizing<String>, InvalidReason> {
    let space = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    let encoded: Zeroizing<Vec<u8>> = Zeroizing::new(encoded.iter().map(space).collect());
    let (decoded, is_valid) = percent::decode(&encoded);
    let mut bytes = Zeroizing::new(decoded);
    if !is_valid {
        return Err(InvalidReason::Encoding);
    }
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            *bytes = error.into_bytes();
            Err(InvalidReason::Encoding)
        }
    }
}
