//! The mails and text messages of an application under test, and where their links lead.

use pow_core::{mail::RenderedMail, text::RenderedText};

use super::TestApp;

impl TestApp {
    /// Returns the mails that were sent so far, the oldest first. Before that, queued mails are sent.
    ///
    /// The list is empty if the test configured another mailer.
    #[must_use]
    pub fn mailbox(&self) -> Vec<RenderedMail> {
        self.flush_mails();
        self.shared.recording.mails()
    }

    /// Returns the text messages that were sent so far, the oldest first. Before that, queued messages are sent.
    ///
    /// The list is empty if the test configured another sender.
    #[must_use]
    pub fn texts(&self) -> Vec<RenderedText> {
        self.flush_mails();
        self.shared.texts.texts()
    }

    fn flush_mails(&self) {
        for pow in std::iter::once(&self.pow).chain(&self.second) {
            self.block_on(pow.flush_mails());
        }
    }

    /// Returns the path of the link in the last mail to an address, for [`Client`](crate::Client).
    ///
    /// # Panics
    /// If there is no such mail, or if it contains no link to this application.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test whose mail is missing has failed")]
    pub fn mailed_link(&self, to: &str) -> String {
        self.flush_mails();
        let mail = self.shared.recording.last_to(to).expect("a mail to this address");
        self.link_in(&mail)
    }

    /// Returns the paths of the links to this application in all mails to an address, the oldest first.
    #[must_use]
    pub fn links_to(&self, to: &str) -> Vec<String> {
        let mails = self.mailbox();
        mails.iter().filter(|mail| mail.to.to_string() == to).flat_map(|mail| self.links(mail)).collect()
    }

    /// Returns the path of the first link to this application in a mail.
    ///
    /// # Panics
    /// If the mail contains no such link.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test whose mail has no link has failed")]
    pub fn link_in(&self, mail: &RenderedMail) -> String {
        self.links(mail).next().expect("a link")
    }

    fn links(&self, mail: &RenderedMail) -> impl Iterator<Item = String> {
        let paths = mail.text.split_whitespace().filter_map(|word| word.strip_prefix(self.pow.base_url().origin()));
        paths.filter(|path| path.len() > 1).map(str::to_owned)
    }

    /// Returns whether a single-use link opens its page in a new browser. An invalid link leads to another page.
    ///
    /// ```
    /// # use pow_testing::TestApp;
    /// let app = TestApp::start();
    /// assert!(app.opens("/session/new"));
    /// assert!(!app.opens("/protected"));
    /// ```
    ///
    /// # Panics
    /// If the answer is neither of these, such as a 404 or a server error.
    #[must_use]
    #[expect(clippy::panic, reason = "a test whose link has no answer has failed")]
    pub fn opens(&self, link: &str) -> bool {
        let page = self.client().get(link);
        match (page.status, page.location()) {
            (200, _) => true,
            (303, Some(_)) | (410, _) => false,
            (status, _) => panic!("{link} is answered by {status}"),
        }
    }
}
