//! What must not be found anywhere.

use std::collections::BTreeSet;

use pow_testing::{Client, client::PASSWORD};

/// Everything secret that was typed or handed out.
#[derive(Debug)]
pub(crate) struct Secrets(BTreeSet<String>);

impl Default for Secrets {
    fn default() -> Self {
        Self(BTreeSet::from([PASSWORD.to_owned(), pow_testing::app::TEST_SECRET.to_owned()]))
    }
}

impl Secrets {
    /// Something that was typed, or stood in a mail.
    pub(crate) fn keep(&mut self, secret: &str) {
        assert!(secret.len() > 8, "{secret:?} may be there by chance");
        self.0.insert(secret.to_owned());
    }

    /// An address, as it is and as it is sent.
    pub(crate) fn address(&mut self, address: &str) {
        self.keep(address);
        self.keep(&address.replace('@', "%40"));
    }

    /// The cookies of a browser, whole and in parts, and the token of its next form.
    pub(crate) fn of(&mut self, browser: &mut Client) {
        let token = browser.token("/session/new");
        let cookies = browser.cookies.iter().filter(|(name, _)| name.as_str() != "suite_neighbour");
        let values: Vec<String> = cookies.map(|(_, value)| value.clone()).chain([token]).collect();
        for value in values.iter().filter(|value| value.len() > 40) {
            self.keep(value);
            self.keep(&value[..24]);
            self.keep(&value[value.len() - 24..]);
        }
    }

    pub(crate) fn assert_none_in(&self, text: &str) {
        assert!(self.0.len() > 20, "the walk handed out more than that");
        for secret in &self.0 {
            let line = text.lines().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "{secret:?} is in the log: {line:?}");
        }
        assert!(text.contains("pow::session::created"), "the log was read");
    }
}
