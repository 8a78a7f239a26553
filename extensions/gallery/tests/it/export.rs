//! The gallery as files.

use std::{collections::BTreeMap, fs, path::Path};

use pow_ext_gallery::{Gallery, write};

use crate::looking::app;

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())).collect()
}

#[test]
fn export_has_a_file_for_each_state_language_and_scheme() {
    let app = app(Gallery::default().enabled(false));
    let folder = tempfile::tempdir().unwrap();
    let count = write(&app.pow, folder.path().join("gallery")).unwrap();
    let files = files(&folder.path().join("gallery"));
    assert_eq!(files.len(), count);
    let arabic = &files["page-core-session-new-empty-ar-dark.html"];
    assert!(arabic.contains("dir=\"rtl\"") && arabic.contains("href=\"pow-dark.css\""), "{arabic}");
    assert!(files["pow-light.css"].contains("color-scheme:light"));
    assert!(files.contains_key("mail-reset-password-link-link-de-light.txt"));
    let (mut languages, mut states) = (0, 0);
    for language in app.pow.messages().languages() {
        languages += usize::from(files.contains_key(&format!("page-core-error-404-{language}-light.html")));
    }
    for examples in app.pow.examples() {
        states += examples.states(&app.pow).unwrap().len();
    }
    assert_eq!(languages, app.pow.messages().languages().count());
    let html = files.keys().filter(|name| name.ends_with(".html") && *name != "index.html").count();
    assert_eq!(html, states * languages * 2);
    let index = &files["index.html"];
    assert_eq!(index.matches("<iframe").count(), html * 2, "each at 390 and at 1280 pixels");
    let sources = index.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    sources.for_each(|source| assert!(files.contains_key(source), "{source}"));
}

#[test]
fn exports_of_one_state_are_equal() {
    let app = app(Gallery::default());
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        write(&app.pow, folder.path().join(name)).unwrap();
    }
    assert_eq!(files(&folder.path().join("one")), files(&folder.path().join("two")));
}
