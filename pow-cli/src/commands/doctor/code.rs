//! The code of a source file, without its comments, texts and spaces.

/// Returns the code, so that a call is found even if its chain has line breaks, and not if it is in a comment or a text.
pub(super) fn code(source: &str) -> String {
    let (mut code, mut rest) = (String::with_capacity(source.len()), source);
    while let Some(first) = rest.chars().next() {
        let is_in_word = code.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        let skipped = skipped(rest, is_in_word);
        if skipped == 0 {
            if !first.is_whitespace() {
                code.push(first);
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        } else {
            rest = rest.get(skipped..).unwrap_or_default();
        }
    }
    code
}

/// Returns the length of the comment or text at the beginning, and 0 if there is none.
fn skipped(rest: &str, is_in_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(hashes) = raw_text(rest).filter(|_| !is_in_word) {
        let end = format!("\"{}", "#".repeat(hashes));
        let start = hashes + 2;
        return rest.get(start..).and_then(|text| text.find(&end)).map_or(rest.len(), |at| start + at + end.len());
    }
    match rest.strip_prefix('"') {
        Some(text) => text_end(text, '"').map_or(rest.len(), |end| end + 1),
        None => rest.strip_prefix('\'').and_then(character).map_or(0, |end| end + 1),
    }
}

/// Returns the length of a comment, which can contain others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(ahead) = rest.get(at..).filter(|ahead| !ahead.is_empty()) {
        if ahead.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if ahead.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += ahead.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Returns the number of `#` if a raw text such as `r#"…"#` begins here.
fn raw_text(rest: &str) -> Option<usize> {
    let quote = rest.strip_prefix('r')?.trim_start_matches('#');
    quote.starts_with('"').then(|| rest.len() - quote.len() - 1)
}

/// Returns the length up to and with the closing quote.
fn text_end(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            character if character == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Returns the length of a character with its closing quote, or `None` for a lifetime such as `'a`.
fn character(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let is_closed = first == '\\' || text.get(first.len_utf8()..)?.starts_with('\'');
    is_closed.then(|| text_end(text, '\'')).flatten()
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn comments_and_texts_are_no_code() {
        for (source, expected) in [
            ("a.wrap(b) // .routes()\n.c()", "a.wrap(b).c()"),
            ("a /* x /* .routes() */ y */ b", "ab"),
            ("bind(\"http://x\").routes()", "bind().routes()"),
            ("f(\"\\\".routes()\")", "f()"),
            ("f(r#\".routes() \"// \"#).b", "f().b"),
            ("let for_x = \"y\";", "letfor_x=;"),
            ("['\"', '\\'', '/'].b(\"x\")", "[,,].b()"),
            ("fn f<'a>(x: &'a str) {} // g", "fnf<'a>(x:&'astr){}"),
            ("pow\n    .tick()", "pow.tick()"),
            ("/* open", ""),
        ] {
            assert_eq!(code(source), expected, "{source}");
        }
    }
}
