//! The links of the book. `mdbook build guides` calls this with the chapters as JSON, and takes them back.

use std::{
    io::{self, Read, Write},
    path::Path,
};

use serde_json::Value;

use crate::Outcome;

const REPOSITORY: &str = "https://github.com/pow-rs/pow";

/// Replaces the links that leave the folder of the guides by those of GitHub.
///
/// mdBook first asks with the argument `supports` whether a kind of output is supported. Each is.
pub(crate) fn links(arguments: &[String]) -> Outcome {
    if arguments.first().is_some_and(|argument| argument == "supports") {
        return Ok(true);
    }
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    // The context, and the book.
    let Value::Array(parts) = serde_json::from_str(&input)? else { return Err("mdbook sent no list".into()) };
    let mut book = parts.into_iter().nth(1).ok_or("mdbook sent no book")?;
    replace(&mut book);
    io::stdout().write_all(book.to_string().as_bytes())?;
    Ok(true)
}

/// Goes through all chapters.
fn replace(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(replace),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| match value {
            Value::String(text) if name == "content" => *text = on_github(text),
            other => replace(other),
        }),
        _ => {}
    }
}

fn on_github(text: &str) -> String {
    let mut parts = text.split("](../");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| {
        let path = rest.split([')', '#']).next().unwrap_or_default();
        let kind = if root().join(path).is_dir() { "tree" } else { "blob" };
        format!("{text}]({REPOSITORY}/{kind}/main/{rest}")
    })
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_leave_the_guides_lead_to_github() {
        let mut book = serde_json::json!({ "items": [{ "Chapter": {
            "name": "](../stays", "content": "[a](../extensions/lockout) [b](../SECURITY.md#scope) [c](roles.md)",
        } }] });
        replace(&mut book);
        let text = book["items"][0]["Chapter"]["content"].as_str().unwrap().to_owned();
        assert_eq!(
            text,
            "[a](https://github.com/pow-rs/pow/tree/main/extensions/lockout) \
             [b](https://github.com/pow-rs/pow/blob/main/SECURITY.md#scope) [c](roles.md)"
        );
        assert_eq!(book["items"][0]["Chapter"]["name"], "](../stays");
    }
}
