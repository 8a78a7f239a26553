//! Pictures of every state of the gallery, compared with those of another commit. `POW_TEST_PICTURES` names their folder: an empty
//! one is filled, and with another one the pictures are compared. Without it the test is counted as not run. `.ci/visual` does both.

use std::{
    collections::BTreeSet,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    panic::Location,
    path::{Path, PathBuf},
};

use pow_core::look::{Color, Look};
use pow_testing::{TestApp, browser::Browser, need, servers};

use super::gallery::{SCHEMES, WIDTHS, app, states};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const VARIABLE: &str = "POW_TEST_PICTURES";
/// From left to right and from right to left.
const LANGUAGES: [&str; 2] = ["en", "ar"];

#[test]
fn no_state_of_the_gallery_looks_different() {
    let Some(folder) = folder() else { return };
    let Some(webdriver) = servers::webdriver() else { return };
    let app = app(Look::default());
    let paths = states(&app);
    let (before, after) = (folder.join("before"), folder.join("after"));
    if !before.exists() {
        fs::create_dir_all(&folder).unwrap();
        // An interrupted run leaves no folder that looks complete.
        let unfinished = tempfile::tempdir_in(&folder).unwrap();
        let count = app.block_on(pictures(&webdriver, &app, &paths, &LANGUAGES, unfinished.path())).unwrap();
        fs::rename(unfinished.path(), &before).unwrap();
        println!("{count} pictures of {} states in {}", paths.len(), before.display());
        return;
    }
    app.block_on(pictures(&webdriver, &app, &paths, &LANGUAGES, &after)).unwrap();
    let differences = differences(&before, &after).unwrap();
    let report = folder.join("index.html");
    fs::write(&report, page(&differences)).unwrap();
    println!("{} of the pictures differ: {}", differences.len(), report.display());
    assert!(differences.is_empty(), "{differences:#?}");
}

// The control.
#[test]
fn another_accent_shows_in_every_picture_and_a_second_look_in_none() {
    let Some(webdriver) = servers::webdriver() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (before, again, other) =
        (folder.path().join("before"), folder.path().join("again"), folder.path().join("other"));
    let green = Look { accent: Color::rgb(0x0d_7a_5f), ..Look::default() };
    for (look, to) in [(Look::default(), &before), (Look::default(), &again), (green, &other)] {
        let app = app(look);
        let all = states(&app);
        let page = all.iter().find(|path| path.ends_with("/page/session-new")).or_else(|| all.first()).unwrap();
        let mail = all.iter().find(|path| path.contains("/mail/")).unwrap();
        app.block_on(pictures(&webdriver, &app, &[page.clone(), mail.clone()], &["en"], to)).unwrap();
    }
    assert_eq!(differences(&before, &again).unwrap(), Vec::<String>::new());
    let count = fs::read_dir(&before).unwrap().count();
    assert_eq!((count, differences(&before, &other).unwrap().len()), (8, 8));
}

/// The folder of the pictures, if it is named.
#[track_caller]
fn folder() -> Option<PathBuf> {
    let folder = env::var_os(VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    if folder.is_none() {
        let remedy = format!("set {VARIABLE} to a folder, or use .ci/visual");
        need::not_run("pictures of another commit", &remedy, "pictures", Location::caller());
    }
    folder
}

/// Takes a picture of each state in each language, scheme and width, and returns how many there are.
async fn pictures(
    webdriver: &str,
    app: &TestApp,
    paths: &[String],
    languages: &[&str],
    folder: &Path,
) -> Result<usize> {
    fs::create_dir_all(folder)?;
    let browser = Browser::start(webdriver).await?;
    let mut count = 0;
    for path in paths {
        for (language, scheme) in languages.iter().flat_map(|language| SCHEMES.map(|scheme| (language, scheme))) {
            browser.goto(&format!("http://{}{path}?lang={language}&scheme={scheme}", app.address())).await?;
            // Or the picture depends on whether the caret is just shown.
            let still = "document.activeElement?.style.setProperty('caret-color', 'transparent')";
            browser.client().execute(still, Vec::new()).await?;
            for width in WIDTHS {
                browser.viewport(width, 844).await?;
                let name = path.trim_matches('/').replace('/', "-");
                browser.screenshot(folder.join(format!("{name}-{language}-{scheme}-{width}.png"))).await?;
                count += 1;
            }
        }
    }
    browser.close().await?;
    Ok(count)
}

/// The names of the pictures that differ, are new, or are gone.
fn differences(before: &Path, after: &Path) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for folder in [before, after] {
        for entry in fs::read_dir(folder)? {
            names.insert(entry?.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names.into_iter().filter(|name| fs::read(before.join(name)).ok() != fs::read(after.join(name)).ok()).collect())
}

/// A page that shows each picture before and after.
fn page(names: &[String]) -> String {
    let mut page = "<!doctype html><meta charset=utf-8><title>Pictures that differ</title>".to_owned();
    for name in names {
        let _ = write!(page, "<h2>{name}</h2><img src=before/{name} alt=before> <img src=after/{name} alt=after>");
    }
    page
}
