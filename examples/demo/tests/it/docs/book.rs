//! The guides are found: each is in the index and in the book.

use super::{assert_none, guides, read};

#[test]
fn every_guide_is_in_the_index_and_in_the_book() {
    for list in ["guides/README.md", "guides/SUMMARY.md"] {
        let text = read(list);
        let is_missing = |guide: &String| {
            let name = guide.trim_start_matches("guides/");
            name != "README.md" && name != "SUMMARY.md" && !text.contains(&format!("]({name}"))
        };
        assert_none(guides().into_iter().filter(is_missing).map(|guide| format!("{list} does not name {guide}")));
    }
}

#[test]
fn book_has_each_chapter_once() {
    let summary = read("guides/SUMMARY.md");
    let mut chapters: Vec<_> = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let count = chapters.len();
    chapters.sort_unstable();
    chapters.dedup();
    // The list itself is no chapter.
    assert_eq!((chapters.len(), count), (guides().len() - 1, guides().len() - 1), "{chapters:?}");
}
