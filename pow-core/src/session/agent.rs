//! The browser and the system from the `User-Agent` header.

use crate::messages::{Message, keys};

/// Browsers by their token in the header. Chrome's header contains `Safari`, and Edge's contains `Chrome`, so the order
/// matters.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// Systems by their token in the header. Android's header contains `Linux`, and an iPhone's header contains `Mac OS X`.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// The browser and the system that a `User-Agent` header names, for lists of devices and for mails.
///
/// It contains only names from fixed lists, and no text of the header.
///
/// ```
/// use pow_core::session::Agent;
///
/// let agent = Agent::read("Mozilla/5.0 (Android 16; Mobile; rv:146.0) Gecko/146.0 Firefox/146.0");
/// assert_eq!((agent.browser, agent.system), (Some("Firefox"), Some("Android")));
/// assert_eq!(Agent::read("<script>"), Agent::default());
/// ```
///
/// # Security
/// The header is the client's claim and can be forged. Show it, but base no decision on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Agent {
    /// The browser.
    pub browser: Option<&'static str>,
    /// The system.
    pub system: Option<&'static str>,
}

impl Agent {
    /// Reads a header, for example [`Metadata::user_agent`](super::Metadata::user_agent).
    #[must_use]
    pub fn read(header: &str) -> Self {
        let first = |known: &[(&str, &'static str)]| {
            known.iter().find(|(token, _)| header.contains(token)).map(|(_, name)| *name)
        };
        Self { browser: first(BROWSERS), system: first(SYSTEMS) }
    }

    /// Returns a message such as "Firefox on Linux", or the part of it that is known.
    #[must_use]
    pub fn message(&self) -> Message {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => {
                Message::new(keys::AGENT_BROWSER_ON_SYSTEM).with("browser", browser).with("system", system)
            }
            (Some(browser), None) => Message::new(keys::AGENT_BROWSER).with("browser", browser),
            (None, Some(system)) => Message::new(keys::AGENT_SYSTEM).with("system", system),
            (None, None) => Message::new(keys::AGENT_UNKNOWN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::MessagesBuilder;

    #[test]
    fn derived_browsers_are_recognised_and_unknown_headers_ignored() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0", "Firefox", "Linux"),
            (&format!("{windows} Chrome/142.0.0.0 Safari/537.36"), "Chrome", "Windows"),
            (&format!("{windows} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"), "Edge", "Windows"),
            (
                "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
                "Chrome",
                "Android",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1", "Safari", "iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari", "macOS"),
        ];
        for (header, browser, system) in cases {
            assert_eq!(Agent::read(header), Agent { browser: Some(browser), system: Some(system) }, "{header}");
        }
        assert_eq!(Agent::read("<script>alert(1)</script>"), Agent::default());
        assert_eq!(Agent::read(""), Agent::default());
    }

    #[test]
    fn message_says_the_part_that_is_known() {
        let localizer = MessagesBuilder::default().build().unwrap().negotiate(None, None, Some("en"));
        let cases = [
            (Some("Firefox"), Some("Linux"), "Firefox on Linux"),
            (Some("Firefox"), None, "Firefox"),
            (None, Some("Linux"), "A browser on Linux"),
            (None, None, "An unknown browser"),
        ];
        for (browser, system, text) in cases {
            assert_eq!(localizer.text(&Agent { browser, system }.message()), text);
        }
    }
}
