//! The browser that the WebDriver server starts.
//!
//! | `POW_TEST_BROWSER_ENGINE` | server | browser |
//! |---|---|---|
//! | unset | ChromeDriver | Chromium |
//! | `firefox` | geckodriver | Firefox |
//! | `webkit` | WebKitWebDriver | MiniBrowser of WebKitGTK, which needs a display such as Xvfb |
//!
//! `POW_TEST_BROWSER` has the path of the browser program. It is required for WebKit.

use std::env;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use crate::need::BROWSER_VARIABLE;

const ENGINE_VARIABLE: &str = "POW_TEST_BROWSER_ENGINE";

/// Flags that limit the browser to what a test asks for: no background networking, no first-run pages.
const FLAGS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,900",
];

pub(super) fn capabilities() -> Capabilities {
    let named = match env::var(ENGINE_VARIABLE).as_deref() {
        Ok("firefox") => vec![("moz:firefoxOptions", with_program(json!({ "args": ["-headless"] })))],
        Ok("webkit") => vec![("webkitgtk:browserOptions", with_program(json!({ "args": ["--automation"] })))],
        _ => chromium(),
    };
    named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn chromium() -> Vec<(&'static str, Value)> {
    let mut flags = FLAGS.to_vec();
    // Chromium's sandbox does not work for root.
    flags.extend(is_root().then_some("--no-sandbox"));
    let options = with_program(json!({ "args": flags }));
    vec![("goog:chromeOptions", options), ("goog:loggingPrefs", json!({ "browser": "ALL" }))]
}

fn with_program(mut options: Value) -> Value {
    if let (Ok(browser), Some(options)) = (env::var(BROWSER_VARIABLE), options.as_object_mut()) {
        options.insert("binary".to_owned(), browser.into());
    }
    options
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
