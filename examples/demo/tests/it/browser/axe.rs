//! Every state of the gallery, checked by axe-core with all of its rules. `POW_TEST_AXE` names the file `axe.min.js`; without it the
//! test is counted as not run. `.ci/long axe` installs it.

use std::{collections::BTreeMap, env, error::Error, fs, panic::Location};

use super::gallery::{SCHEMES, WIDTHS, app, states};
use pow_core::look::Look;
use pow_testing::{Client, browser::Browser, need, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const VARIABLE: &str = "POW_TEST_AXE";
/// The languages: Latin letters, long words, from right to left, and without spaces.
const LANGUAGES: [&str; 4] = ["en", "de", "ar", "ja"];

/// Runs the rules and returns each violation as `rule: element`.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const values = axe.getRules().map(rule => rule.ruleId).filter(rule => !arguments[0].includes(rule));
    axe.run(document, { runOnly: { type: 'rule', values }, resultTypes: ['violations'] }).then(
        found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
            rule.id + ': ' + node.html.slice(0, 160) + ' | ' + node.failureSummary.replace(/\\s+/g, ' ').slice(0, 240)))),
        error => done(['error: ' + error]));
";

/// Rules about whole pages. A mail is a part of the page of the program that shows it, with landmarks of its own there.
const NOT_FOR_MAILS: [&str; 2] = ["landmark-one-main", "region"];

#[test]
fn no_state_of_the_gallery_violates_a_rule_of_axe() {
    let Some(axe) = axe().unwrap() else { return };
    let Some(webdriver) = servers::webdriver() else { return };
    let app = app(Look::default());
    let (origin, paths) = (format!("http://{}", app.address()), states(&app));
    let half = |at: usize| paths.iter().skip(at).step_by(2).map(String::as_str).collect::<Vec<_>>();
    let (one, two) = (half(0), half(1));
    let checked = app.block_on(async {
        tokio::try_join!(checked(&webdriver, &axe, &origin, &one), checked(&webdriver, &axe, &origin, &two))
    });
    let (one, two) = checked.unwrap();
    println!("{} states, {} runs of axe", paths.len(), one.runs + two.runs);
    let mut found = one.found;
    two.found.into_iter().for_each(|(violation, places)| found.entry(violation).or_default().extend(places));
    for (violation, places) in &found {
        println!("{} times, first {}:\n    {violation}", places.len(), places[0]);
    }
    assert!(one.runs + two.runs > 1000, "the states are there");
    assert_eq!(found.len(), 0, "violations");
}

// The control.
#[tokio::test]
async fn image_without_a_text_is_found_by_axe() -> Result {
    let Some(axe) = axe()? else { return Ok(()) };
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let browser = Browser::start(&webdriver).await?;
    browser.goto("about:blank").await?;
    write(&browser, "<!doctype html><html lang=en><title>Control</title><main><h1>Control</h1><img src=a>").await?;
    browser.client().execute(&axe, Vec::new()).await?;
    let mut found = Found::default();
    found.run(&browser, "control").await?;
    browser.close().await?;
    let rules: Vec<_> = found.found.keys().filter_map(|violation| violation.split(':').next()).collect();
    assert!(rules.contains(&"image-alt"), "{rules:?}");
    Ok(())
}

/// The source of axe-core, if it is there.
#[track_caller]
fn axe() -> Result<Option<String>> {
    let Some(file) = env::var_os(VARIABLE).filter(|file| !file.is_empty()) else {
        let remedy = format!("set {VARIABLE} to axe.min.js of the npm package axe-core, or use .ci/long axe");
        need::not_run("axe-core", &remedy, "axe-core", Location::caller());
        return Ok(None);
    };
    Ok(Some(fs::read_to_string(file)?))
}

/// Checks these states in one browser.
async fn checked(webdriver: &str, axe: &str, origin: &str, paths: &[&str]) -> Result<Found> {
    let browser = Browser::start(webdriver).await?;
    let mut found = Found::default();
    for path in paths {
        for (language, scheme) in LANGUAGES.iter().flat_map(|language| SCHEMES.map(|scheme| (language, scheme))) {
            let place = format!("{path} {language} {scheme}");
            let url = format!("{origin}{path}?lang={language}&scheme={scheme}");
            open(&browser, &url).await.map_err(|error| format!("{place}: {error}"))?;
            browser.client().execute(axe, Vec::new()).await?;
            found.run(&browser, &place).await.map_err(|error| format!("{place}: {error}"))?;
        }
    }
    browser.close().await?;
    Ok(found)
}

/// Opens a page, or writes a mail into an empty one: the policy of a mail would stop axe.
async fn open(browser: &Browser, url: &str) -> Result {
    if !url.contains("/mail/") {
        return browser.goto(url).await;
    }
    let (origin, path) = url.trim_start_matches("http://").split_once('/').ok_or("an address")?;
    let html = Client::new(origin.parse()?).get(&format!("/{path}")).text();
    browser.goto("about:blank").await?;
    write(browser, &html).await
}

/// Writes a document into the empty page.
async fn write(browser: &Browser, html: &str) -> Result {
    let write = "document.open(); document.write(arguments[0]); document.close()";
    browser.client().execute(write, vec![html.into()]).await?;
    Ok(())
}

#[derive(Default)]
struct Found {
    runs: usize,
    /// The places of each violation.
    found: BTreeMap<String, Vec<String>>,
}

impl Found {
    /// Runs axe on the open page in each width.
    async fn run(&mut self, browser: &Browser, place: &str) -> Result {
        let not_for: &[&str] = if place.contains("/mail/") { &NOT_FOR_MAILS } else { &[] };
        for width in WIDTHS {
            browser.viewport(width, 844).await?;
            let found = browser.client().execute_async(RUN, vec![not_for.into()]).await?;
            self.runs += 1;
            for violation in found.as_array().ok_or("a list")?.iter().filter_map(|violation| violation.as_str()) {
                self.found.entry(violation.to_owned()).or_default().push(format!("{place} {width}"));
            }
        }
        Ok(())
    }
}
