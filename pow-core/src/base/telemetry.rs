//! Logging: spans and events of `tracing`, under stable targets.
//!
//! Every action, of the core or of an extension, runs in a span `action`. The action ends with one event of the target
//! `pow::action`, which holds the action's name, its outcome, its duration and the user. Events about users, sessions, tokens,
//! passwords and mails have targets such as `pow::session::created`. `guides/telemetry.md` lists all targets with their fields. A
//! subscriber filters by target, for example `pow::session=debug`.
//!
//! No line holds a password, a token, a cookie or a whole email address. Text from outside, such as an error or a name, is
//! passed through [`plain`] first. An extension does the same, under `pow::<its id>::`:
//!
//! ```
//! use pow_core::{Error, telemetry::plain};
//!
//! fn note(error: &Error) {
//!     tracing::warn!(target: "pow::newsletter::failed", error = %plain(error), "could not update the mailing list");
//! }
//! # note(&Error::Randomness);
//! ```

mod gate;

use std::fmt::{self, Display};

pub use self::gate::LogGate;

/// Longer texts are cut, because an error may quote all of its input.
const MAX_CHARS: usize = 1_000;

/// Makes text from outside safe for one line of a log. (L1, L2)
///
/// Email addresses are masked (`a…@example.com`). Control characters, line breaks and bidirectional formatting characters
/// are escaped. The text is cut after 1,000 characters.
///
/// ```
/// use pow_core::telemetry::plain;
///
/// assert_eq!(plain("no mailbox <ann@example.com>\r\nFAKE LINE").to_string(), r"no mailbox <a…@example.com>\r\nFAKE LINE");
/// ```
pub fn plain<T: Display>(text: T) -> Plain<T> {
    Plain(text)
}

/// A text that is made safe for a log when it is displayed. Created by [`plain`].
#[derive(Clone, Copy)]
pub struct Plain<T>(T);

impl<T: Display> Display for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        for c in self.0.to_string().chars().take(MAX_CHARS) {
            match c {
                '@' => mask(&mut out),
                c if is_harmful(c) => out.extend(c.escape_default()),
                c => out.push(c),
            }
        }
        f.write_str(&out)
    }
}

impl<T: Display> fmt::Debug for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

/// Reduces the local part before an `@` to its first letter.
fn mask(out: &mut String) {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '\'' | '`');
    let body = out.strip_suffix('"').unwrap_or(out);
    let quoted = body.len() < out.len();
    let ends = |c: char| c == '"' || !quoted && ends(c);
    let local = body.char_indices().rfind(|(_, c)| ends(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let first = body.get(local..).and_then(|local| local.chars().next());
    out.truncate(local);
    out.extend(first);
    out.push_str("…@");
}

/// Whether the character could end the line, colour the terminal or reverse the direction of the text.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    // L1
    #[test]
    fn address_is_masked_wherever_it_stands() {
        for (text, shown) in [
            ("ann@example.com", "a…@example.com"),
            ("to 'ann.b+c@example.com' failed", "to 'a…@example.com' failed"),
            ("<ann@a.example>,<bob@b.example>", "<a…@a.example>,<b…@b.example>"),
            ("\"ann b\"@example.com", "\"a…@example.com"),
            ("Key (email)=(Ünal@example.com)", "Key (email)=(Ü…@example.com)"),
            ("@", "…@"),
            ("no address", "no address"),
        ] {
            assert_eq!(plain(text).to_string(), shown);
        }
    }

    // L2
    #[test]
    fn text_stays_one_line_and_has_an_end() {
        for mark in ['\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{2069}'] {
            assert_eq!(plain(mark).to_string(), mark.escape_default().to_string(), "of writing direction");
        }
        let shown = plain("a\r\nb\u{1b}[31m\u{202e}c\u{0}").to_string();
        assert_eq!(shown, "a\\r\\nb\\u{1b}[31m\\u{202e}c\\u{0}");
        assert_eq!(plain("x".repeat(5_000)).to_string().len(), MAX_CHARS);
        assert_eq!(format!("{:?}", plain("a\nb")), "a\\nb");
    }
}
