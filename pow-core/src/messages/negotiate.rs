//! Chooses the language of a visitor.

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

use super::bundles::Language;

/// How many bytes of the header are read. No browser sends a longer header.
const MAX_HEADER_BYTES: usize = 1024;
const MAX_RANGES: usize = 32;

/// Returns the index of the language: the first chosen one, or else the best of `Accept-Language`, or else the default.
pub(super) fn negotiate<'a>(
    chosen: impl Iterator<Item = &'a str>,
    accept_language: Option<&str>,
    available: &[Language],
) -> usize {
    let accepted = accept_language.map(accepted).unwrap_or_default();
    chosen.filter_map(parse).chain(accepted).find_map(|wanted| best_match(&wanted, available)).unwrap_or(0)
}

/// Returns the language itself, or else the nearest one of the same language and script (RFC 4647 lookup with CLDR's likely
/// subtags). `de-AT` gets `de`, and `zh-SG` gets `zh-CN`. `zh-TW` doesn't get `zh-CN`, because its script differs.
pub(super) fn best_match(wanted: &LanguageIdentifier, available: &[Language]) -> Option<usize> {
    let offered = || available.iter().enumerate().filter(|(_, language)| language.offered);
    if let Some((index, _)) = offered().find(|(_, language)| language.id == *wanted) {
        return Some(index);
    }
    let full: Vec<LanguageIdentifier> = offered().map(|(_, language)| maximized(&language.id)).collect();
    let nearest = *negotiate_languages(&[wanted], &full, None, NegotiationStrategy::Lookup).first()?;
    offered().find(|(_, language)| maximized(&language.id) == *nearest).map(|(index, _)| index)
}

/// Returns whether both have the same language and script.
pub(super) fn related(a: &LanguageIdentifier, b: &LanguageIdentifier) -> bool {
    let (a, b) = (maximized(a), maximized(b));
    a.language == b.language && a.script == b.script
}

/// Adds the most likely script and region: `zh` becomes `zh-Hans-CN`.
fn maximized(lang: &LanguageIdentifier) -> LanguageIdentifier {
    let mut full = lang.clone();
    full.maximize();
    full
}

/// Returns the languages of the header, best first. Equal weights keep the order of the header. `*` and ranges with `q=0` are
/// omitted.
fn accepted(header: &str) -> Vec<LanguageIdentifier> {
    let end = (0..=MAX_HEADER_BYTES.min(header.len())).rev().find(|index| header.is_char_boundary(*index));
    let header = header.get(..end.unwrap_or(0)).unwrap_or_default();
    let mut ranges: Vec<_> = header.split(',').take(MAX_RANGES).filter_map(range).collect();
    ranges.sort_by(|(a, _), (b, _)| b.cmp(a));
    ranges.into_iter().map(|(_, lang)| lang).collect()
}

/// Parses one language range and its weight in thousandths.
fn range(text: &str) -> Option<(u16, LanguageIdentifier)> {
    let mut parts = text.split(';').map(str::trim);
    let lang = parts.next().and_then(parse)?;
    let weight = match parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))) {
        Some(q) => weight(q)?,
        None => 1000,
    };
    (weight > 0).then_some((weight, lang))
}

/// Parses a weight of 0 to 1 with up to three decimals (RFC 9110).
fn weight(q: &str) -> Option<u16> {
    let (whole, decimals) = q.split_once('.').unwrap_or((q, ""));
    if !matches!(whole, "0" | "1") || decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse::<u16>().ok()?;
    Some((whole.parse::<u16>().ok()? * 1000 + thousandths).min(1000))
}

/// Parses a language tag. Returns `None` if it is not one.
pub(super) fn parse(text: &str) -> Option<LanguageIdentifier> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= 35 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // The parser reads an unknown language as `und`, which would match no language anyway.
    plain.then(|| text.parse::<LanguageIdentifier>().ok()).flatten().filter(|lang| !lang.language.is_empty())
}
