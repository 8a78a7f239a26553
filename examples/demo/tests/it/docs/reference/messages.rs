//! `guides/reference-messages.md`: the key of each text, with its English words.

use super::{cell, extensions, package, table};
use crate::docs::{assert_current, read, root};

const BEGIN: &str = "# Texts

This page lists the key of every text, with its English words. A test writes it from the files `locales/en.ftl`. A resource of yours replaces
single keys, as [languages](languages.md) shows. An argument such as `{ $email }` is filled in, and a text with several forms is shown by its
last one.

The core has five more keys, which are empty unless your application gives them a text: `sign-in-required`, `already-signed-in`,
`signed-in`, `signed-out`, `account-created`.
";

#[test]
fn reference_names_every_text() {
    let mut page = BEGIN.to_owned();
    let with_texts = extensions().into_iter().filter(|folder| root().join(folder).join("locales/en.ftl").exists());
    let mut count = 0;
    for folder in std::iter::once("pow-core".to_owned()).chain(with_texts) {
        page += &format!("\n## {}\n", package(&folder));
        for (title, rows) in sections(&read(&format!("{folder}/locales/en.ftl"))) {
            count += rows.len();
            if !title.is_empty() {
                page += &format!("\n**{title}**\n");
            }
            page += &table(&["key", "text"], &rows);
        }
    }
    assert!(count > 500, "the texts are not where they were: {count}");
    assert_current("guides/reference-messages.md", &page);
}

#[test]
fn texts_are_read_with_their_sections_and_last_forms() {
    let text = "# About.\n\n## Pages\nday = { $day } { $month ->\n    [1] January\n   *[2] February\n} { $year }\none = 1 | a\ntwo = { $n ->\n    [one] One.\n   *[other] { $m ->\n        [one] It.\n       *[other] { $n } of them.\n    }\n}\n## Rest\nthree =\n    a\n    b\n";
    let read = sections(text);
    let pages = [["`day`", "{ $day } February { $year }"], ["`one`", "1 \\| a"], ["`two`", "{ $n } of them."]]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec();
    assert_eq!(
        read,
        [("Pages".to_owned(), pages), ("Rest".to_owned(), vec![vec!["`three`".to_owned(), "a b".to_owned()]])]
    );
}

type Rows = Vec<Vec<String>>;

/// The headings of a resource with the texts below each.
fn sections(text: &str) -> Vec<(String, Rows)> {
    let mut sections = vec![(String::new(), Vec::<(String, String)>::new())];
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            sections.push((title.to_owned(), Vec::new()));
        } else if let Some((key, words)) =
            line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            sections.last_mut().unwrap().1.push((key.to_owned(), words.trim().to_owned()));
        } else if !line.starts_with('#')
            && let Some((_, words)) = sections.last_mut().unwrap().1.last_mut()
        {
            *words = format!("{words} {}", line.trim()).trim().to_owned();
        }
    }
    sections.retain(|(_, texts)| !texts.is_empty());
    let row = |(key, words): (String, String)| vec![format!("`{key}`"), cell(&last_form(&words))];
    sections.into_iter().map(|(title, texts)| (title, texts.into_iter().map(row).collect())).collect()
}

/// The form for all other numbers, of a text with several. It may have forms itself.
fn last_form(words: &str) -> String {
    let Some((_, form)) = words.rsplit_once("*[").filter(|_| words.contains("->")) else { return words.to_owned() };
    let (before, _) = words.split_once("->").unwrap_or_default();
    let (before, _) = before.rsplit_once('{').unwrap_or_default();
    let form = form.split_once("] ").map_or(form, |(_, form)| form);
    let mut depth = 0;
    let end = form.find(|letter| {
        depth += match letter {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth < 0
    });
    let (form, after) = form.split_at(end.unwrap_or(form.len()));
    let after = after.strip_prefix('}').unwrap_or_default();
    let is_closing = after.chars().all(|letter| matches!(letter, '}' | ' '));
    format!("{before}{}{}", form.trim(), if is_closing { "" } else { after })
}
