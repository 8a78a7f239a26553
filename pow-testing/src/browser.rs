//! A real browser: Chromium without a window, driven through ChromeDriver. `POW_TEST_BROWSER_ENGINE=firefox` selects Firefox,
//! through geckodriver, and `webkit` selects WebKitGTK. Neither supports [`Browser::devtools`] or the methods that use it,
//! because they go beyond WebDriver. Only Firefox supports [`Browser::in_firefox`].

mod command;
mod engine;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use self::command::Extra;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(5);

/// A colour scheme that the user prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on a light page.
    Light,
    /// Light text on a dark page.
    Dark,
}

/// A browser with a new, empty profile.
///
/// ```no_run
/// # async fn doc() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// use pow_testing::browser::Browser;
///
/// let Some(webdriver) = pow_testing::servers::webdriver() else { return Ok(()) };
/// let browser = Browser::start(&webdriver).await?;
/// browser.goto("http://127.0.0.1:8080/session/new").await?;
/// browser.fill("#user_email", "ada@example.com").await?;
/// browser.click("button[type=submit]").await?;
/// assert_eq!(browser.text("h1").await?, "Welcome");
/// browser.close().await
/// # }
/// ```
#[derive(Debug)]
pub struct Browser(Client);

impl Browser {
    /// Starts a browser through the WebDriver server with this URL.
    ///
    /// # Errors
    /// If the server can't be reached, or has no browser to start.
    pub async fn start(webdriver: &str) -> Result<Self> {
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(engine::capabilities()).connect(webdriver).await?;
        Ok(Self(client))
    }

    /// Goes to a page and waits until it is loaded.
    ///
    /// # Errors
    /// If no server answers.
    pub async fn goto(&self, url: &str) -> Result<()> {
        Ok(self.0.goto(url).await?)
    }

    /// Returns the address of the current page.
    ///
    /// # Errors
    /// If the browser is gone.
    pub async fn url(&self) -> Result<String> {
        Ok(self.0.current_url().await?.into())
    }

    /// Empties a field and types into it.
    ///
    /// # Errors
    /// If there is no such element, or it can't be typed into.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.find(css).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Clicks an element that leads to another page, a link or a button of a form, and waits until the old page is gone.
    ///
    /// # Errors
    /// If there is no such element, a user couldn't click it, or the page is still there after ten seconds.
    pub async fn follow(&self, css: &str) -> Result<()> {
        let old = self.find("html").await?;
        self.click(css).await?;
        for _ in 0..200 {
            // The old page's elements are stale, or its whole frame is gone.
            if old.tag_name().await.is_err() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(format!("`{css}` did not lead to another page").into())
    }

    /// Clicks an element.
    ///
    /// # Errors
    /// If there is no such element, or a user couldn't click it.
    pub async fn click(&self, css: &str) -> Result<()> {
        Ok(self.find(css).await?.click().await?)
    }

    /// Returns the text of an element as a user sees it.
    ///
    /// # Errors
    /// If there is no such element.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.find(css).await?.text().await?)
    }

    /// Returns how many elements of the page match the selector now.
    ///
    /// # Errors
    /// If `css` is not a valid selector.
    pub async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.0.find_all(Locator::Css(css)).await?.len())
    }

    /// Sets the size of the page in CSS pixels. It may be narrower than any window, as on a phone.
    ///
    /// # Errors
    /// If the browser is gone.
    pub async fn viewport(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// Emulates a user who prefers this scheme and reduced motion, so that screenshots show no transitions.
    ///
    /// # Errors
    /// If the browser is gone.
    pub async fn prefer(&self, scheme: Scheme) -> Result<()> {
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }, still] });
        self.devtools("Emulation.setEmulatedMedia", media).await.map(drop)
    }

    /// Turns off the scripts of pages, from the next page on.
    ///
    /// # Errors
    /// If the browser is gone.
    pub async fn without_scripts(&self) -> Result<()> {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await.map(drop)
    }

    /// Writes a PNG screenshot of the whole page, including the parts outside of the window.
    ///
    /// # Errors
    /// If the file can't be written.
    pub async fn screenshot(&self, path: impl AsRef<Path>) -> Result<()> {
        let layout = self.devtools("Page.getLayoutMetrics", json!({})).await?;
        let height =
            |part: &str| layout.get(part)?.get("height").or_else(|| layout.get(part)?.get("clientHeight"))?.as_f64();
        // With `captureBeyondViewport`, Chromium shifts a right-to-left page that fits into the window.
        let is_longer = height("cssContentSize") > height("cssLayoutViewport");
        let how = json!({ "format": "png", "captureBeyondViewport": is_longer });
        let picture = self.devtools("Page.captureScreenshot", how).await?;
        let data = picture.get("data").and_then(Value::as_str).ok_or("no picture")?;
        Ok(fs::write(path, BASE64_STANDARD.decode(data)?)?)
    }

    /// Returns the browser's errors and warnings since the last call: script errors, missing files, violations of the
    /// Content-Security-Policy. Informational entries are left out, such as the note that the site cleared its data.
    ///
    /// # Errors
    /// If the browser is gone.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let entries = self.0.issue_cmd(Extra::new("se/log", json!({ "type": "browser" }))).await?;
        let entries = entries.as_array().into_iter().flatten();
        let complaints = entries.filter(|entry| entry.get("level").is_none_or(|level| level != "INFO"));
        let messages = complaints.filter_map(|entry| entry.get("message")?.as_str());
        Ok(messages.map(str::to_owned).collect())
    }

    /// Sends a command of the Chrome DevTools protocol.
    ///
    /// # Errors
    /// If the browser refuses it.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        Ok(self.0.issue_cmd(Extra::new("goog/cdp/execute", body)).await?)
    }

    /// Runs a script in the window of Firefox instead of the page, and returns its result. The script is the body of an
    /// asynchronous function. In it, `window` is the window, and `Services` has the services of Firefox. geckodriver needs the
    /// option `--allow-system-access`.
    ///
    /// ```no_run
    /// # async fn doc(browser: &pow_testing::browser::Browser) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// let logins = browser.in_firefox("return (await Services.logins.getAllLogins()).length").await?;
    /// assert_eq!(logins, 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the browser is not Firefox or refuses the script, or if the script throws.
    pub async fn in_firefox(&self, script: &str) -> Result<Value> {
        self.context("chrome").await?;
        let script = format!(
            "const window = Services.wm.getMostRecentWindow('navigator:browser'), done = arguments[arguments.length - 1];
             (async () => {{ {script} }})().then(
                 value => done({{ value: value === undefined ? null : value }}),
                 error => done({{ error: String(error) }}));"
        );
        let result = self.0.execute_async(&script, Vec::new()).await;
        // Later commands apply to the page again.
        self.context("content").await?;
        let mut result = result?;
        match result.get("error") {
            Some(error) => Err(format!("the script threw {error}").into()),
            None => Ok(result.get_mut("value").map(Value::take).unwrap_or_default()),
        }
    }

    async fn context(&self, context: &str) -> Result<()> {
        self.0.issue_cmd(Extra::new("moz/context", json!({ "context": context }))).await?;
        Ok(())
    }

    /// Returns the underlying WebDriver client, for everything else.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// If the browser has already ended.
    pub async fn close(self) -> Result<()> {
        Ok(self.0.close().await?)
    }

    async fn find(&self, css: &str) -> Result<Element> {
        match self.0.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await {
            Ok(element) => Ok(element),
            Err(error) => Err(format!("`{css}` on {}: {error}", self.url().await?).into()),
        }
    }
}
