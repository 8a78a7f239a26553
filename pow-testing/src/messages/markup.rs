//! Reads templates: the code in them, and words that should be messages.

/// Attributes that people read or hear.
const READABLE: [&str; 4] = ["title=", "alt=", "placeholder=", "aria-label="];
/// Elements whose content is not natural language. It is not checked.
const SILENT: [&str; 2] = ["code", "style"];

/// Returns the pieces of code in `{{ }}` and `{% %}`, and the words outside of them with their lines.
pub(super) fn read(source: &str, is_text: bool) -> (Vec<String>, Vec<(usize, String)>) {
    let (code, plain) = pieces(source);
    let shown = if is_text { plain } else { visible(&plain) };
    let lines = shown.lines().enumerate().map(|(at, line)| (at + 1, line.trim().to_owned()));
    (code, lines.filter(|(_, line)| line.chars().any(char::is_alphabetic)).collect())
}

/// Returns the code, and the source without the code. Lines keep their numbers.
fn pieces(source: &str) -> (Vec<String>, String) {
    let (mut code, mut plain) = (Vec::new(), String::new());
    let mut rest = source;
    while let Some((before, kind, inner, after)) = piece(rest) {
        plain.push_str(before);
        plain.extend(inner.chars().filter(|c| *c == '\n'));
        if kind != "{#" {
            code.push(inner.trim_matches(['-', '+', '~']).to_owned());
        }
        rest = after;
    }
    plain.push_str(rest);
    (code, plain)
}

/// Returns the next piece in braces: the text before it, its opening braces, its content, and the text after it.
fn piece(source: &str) -> Option<(&str, &str, &str, &str)> {
    let kinds = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let next = kinds.into_iter().filter_map(|(open, close)| Some((source.find(open)?, open, close)));
    let (at, open, close) = next.min()?;
    let (inner, after) = source.get(at + open.len()..)?.split_once(close)?;
    Some((source.get(..at)?, open, inner, after))
}

/// Returns the text outside of tags, and the values of readable attributes.
fn visible(html: &str) -> String {
    let mut shown = String::new();
    let mut silent: Option<&str> = None;
    let mut rest = html;
    while let Some((text, tag_and_rest)) = rest.split_once('<') {
        let (tag, after) = tag_and_rest.split_once('>').unwrap_or((tag_and_rest, ""));
        let heard = if silent.is_some() { String::new() } else { without_entities(text) };
        shown.push_str(&heard);
        shown.extend(text.chars().filter(|c| *c == '\n' && !heard.contains('\n')));
        shown.extend(READABLE.iter().filter_map(|name| value(tag, name)));
        shown.extend(tag.chars().filter(|c| *c == '\n'));
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        silent = match silent {
            Some(open) if name.strip_prefix('/') == Some(open) => None,
            None => SILENT.into_iter().find(|known| *known == name),
            open => open,
        };
        rest = after;
    }
    shown + &without_entities(rest)
}

/// Returns the value of an attribute. Code in the value has been removed before.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(name)?.1.strip_prefix('"')?.split('"').next()
}

/// Removes entities such as `&nbsp;`, which are not words.
fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| shown + part.split_once(';').map_or(part, |(_, after)| after))
}
