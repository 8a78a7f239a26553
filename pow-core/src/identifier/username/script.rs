//! The characters that a user name may contain, and the scripts that it may mix.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, Script},
};

/// Sets of scripts that are written together (UTS #39, "highly restrictive", without Latin).
const TOGETHER: [&[Script]; 3] = [
    &[Script::Han, Script::Hiragana, Script::Katakana],
    &[Script::Han, Script::Hangul],
    &[Script::Han, Script::Bopomofo],
];

/// A letter, a combining mark, a decimal digit, `_`, `-` or `.`.
pub(super) fn is_allowed(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    }
    let category = category(c);
    let kind = GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
        || category == GeneralCategory::DecimalNumber;
    // Some invisible characters are marks or letters to Unicode: variation selectors, Hangul fillers.
    kind && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

pub(super) fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(category(c))
}

/// Whether all letters of a name are of one script, or of scripts that are written together.
pub(super) fn is_single(name: &str) -> bool {
    let scripts = CodePointMapData::<Script>::new();
    let neutral = |script: &Script| matches!(*script, Script::Common | Script::Inherited);
    let mut used = name.chars().map(|c| scripts.get(c)).filter(|script| !neutral(script));
    let Some(first) = used.next() else { return true };
    let same = used.clone().all(|script| script == first);
    same || TOGETHER.iter().any(|set| set.contains(&first) && used.clone().all(|script| set.contains(&script)))
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}
