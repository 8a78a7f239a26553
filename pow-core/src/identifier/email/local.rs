//! The part of an address before the `@`.

use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};

use super::{EmailError, EmailGrammar};

const MAX_OCTETS: usize = 64;

pub(super) fn check(local: &str, grammar: EmailGrammar) -> Result<(), EmailError> {
    if local.len() > MAX_OCTETS {
        return Err(EmailError::TooLong);
    }
    let well_formed = match grammar {
        EmailGrammar::Strict => local.split('.').all(|word| is_atom(word, is_ascii_atext)),
        EmailGrammar::Pow => is_words(local),
    };
    if !well_formed && grammar == EmailGrammar::Strict && is_words(local) && !local.is_ascii() {
        return Err(EmailError::NotAscii);
    }
    // Mail programs decode `=?utf-8?q?…?=` to another text.
    if well_formed && !local.contains("=?") { Ok(()) } else { Err(EmailError::Invalid) }
}

/// Words with dots between them; each one an atom or quoted.
fn is_words(local: &str) -> bool {
    let mut rest = local;
    loop {
        let (accepted, after) = match rest.strip_prefix('"') {
            Some(quoted) => match quoted.split_once('"') {
                Some((content, after)) => (is_quoted_content(content), after),
                None => (false, ""),
            },
            None => {
                let (word, after) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
                (is_atom(word, is_atext), after)
            }
        };
        match (accepted, after.strip_prefix('.')) {
            (true, Some(next)) => rest = next,
            (accepted, _) => return accepted && after.is_empty(),
        }
    }
}

/// Whether the content is allowed between quotes: no controls, and a backslash only before another character.
fn is_quoted_content(content: &str) -> bool {
    let trailing_backslashes = content.bytes().rev().take_while(|byte| *byte == b'\\').count();
    !content.is_empty() && trailing_backslashes % 2 == 0 && !content.contains(is_unprintable)
}

fn is_atom(word: &str, is_atext: fn(char) -> bool) -> bool {
    !word.is_empty() && word.chars().all(is_atext)
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_ascii_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// `atext` and the letters and combining marks of any script.
fn is_atext(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    is_ascii_atext(c)
        || GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
}

/// Controls, invisible formatting characters and line ends of any script.
fn is_unprintable(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Other.contains(category)
        || matches!(category, GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator)
}
