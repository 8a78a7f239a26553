//! Which of our languages a visitor gets.

use unic_langid::LanguageIdentifier;

use super::bundles::Language;

/// More of a header than this is not read: no browser sends it.
const MAX_HEADER_BYTES: usize = 1024;
const MAX_RANGES: usize = 32;

/// The index of the language: explicit choice, cookie, `Accept-Language`, default.
pub(super) fn negotiate(
    explicit: Option<&str>,
    cookie: Option<&str>,
    accept_language: Option<&str>,
    available: &[Language],
) -> usize {
    let chosen = [explicit, cookie].into_iter().flatten().filter_map(parse).collect::<Vec<_>>();
    let accepted = accept_language.map(accepted).unwrap_or_default();
    chosen.iter().chain(&accepted).find_map(|wanted| best_match(wanted, available)).unwrap_or(0)
}

/// The language itself, else one that agrees in language and script (`de-AT` and `de`), the plainest first.
pub(super) fn best_match(wanted: &LanguageIdentifier, available: &[Language]) -> Option<usize> {
    let exact = available.iter().position(|language| language.id == *wanted);
    let related = || {
        available
            .iter()
            .enumerate()
            .filter(|(_, language)| related(wanted, &language.id))
            .min_by_key(|(_, language)| language.id.to_string().len())
            .map(|(index, _)| index)
    };
    exact.or_else(related)
}

/// Do they agree in language, and in script where both name one?
pub(super) fn related(a: &LanguageIdentifier, b: &LanguageIdentifier) -> bool {
    a.language == b.language && (a.script == b.script || a.script.is_none() || b.script.is_none())
}

/// The header's languages, best first; equals keep the header's order. `*` and what has `q=0` are not wanted by name.
fn accepted(header: &str) -> Vec<LanguageIdentifier> {
    let end = (0..=MAX_HEADER_BYTES.min(header.len())).rev().find(|index| header.is_char_boundary(*index));
    let header = header.get(..end.unwrap_or(0)).unwrap_or_default();
    let mut ranges: Vec<_> = header.split(',').take(MAX_RANGES).filter_map(range).collect();
    ranges.sort_by(|(a, _), (b, _)| b.cmp(a));
    ranges.into_iter().map(|(_, lang)| lang).collect()
}

/// One language range and its weight in thousandths.
fn range(text: &str) -> Option<(u16, LanguageIdentifier)> {
    let mut parts = text.split(';').map(str::trim);
    let lang = parts.next().and_then(parse)?;
    let weight = match parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))) {
        Some(q) => weight(q)?,
        None => 1000,
    };
    (weight > 0).then_some((weight, lang))
}

/// `0`, `1`, and up to three decimals, as RFC 9110 has it.
fn weight(q: &str) -> Option<u16> {
    let (whole, decimals) = q.split_once('.').unwrap_or((q, ""));
    if !matches!(whole, "0" | "1") || decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse::<u16>().ok()?;
    Some((whole.parse::<u16>().ok()? * 1000 + thousandths).min(1000))
}

fn parse(text: &str) -> Option<LanguageIdentifier> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= 35 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // The parser reads an unknown language as `und`, which would match nothing anyway.
    plain.then(|| text.parse::<LanguageIdentifier>().ok()).flatten().filter(|lang| !lang.language.is_empty())
}
