//! Checks the contrast of the accent to the background, when a set-up starts.

use super::{Color, Look, Palette, Scheme, palette::READABLE};
use crate::Error;

/// Checks that text in the accent's colour can be read (WCAG 2.2, 1.4.3).
///
/// # Errors
/// [`Error::Config`] if such text can't be read. The message names the nearest shade that can be read.
pub(super) fn check(look: &Look) -> Result<(), Error> {
    let ground = Palette::ground(look.scheme);
    let contrast = look.accent.contrast(ground);
    // The default accent has a shade for each scheme.
    if contrast >= READABLE || look.accent == Palette::DEFAULT_ACCENT {
        return Ok(());
    }
    let (word, towards) =
        if look.scheme == Scheme::Dark { ("lighter", Color::WHITE) } else { ("darker", Color::BLACK) };
    let remedy = look.accent.until(ground, READABLE, towards);
    Err(Error::Config(format!(
        "the accent {} has a contrast of only {contrast:.1}:1 to the background {ground}, and text needs 4.5:1: set \
         `look.accent` to a {word} shade, such as {remedy}",
        look.accent
    )))
}
