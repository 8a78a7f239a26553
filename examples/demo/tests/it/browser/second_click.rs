//! People click twice on a slow line. The browser drops the first answer and shows the second, which must be true.

mod forms;
mod line;
mod walks;

use std::{
    error::Error,
    thread,
    time::{Duration, Instant},
};

use self::line::{Line, PATIENCE, SLOW, click_twice};
use crate::running::Demo;
use pow_testing::{browser::Browser, client::PASSWORD, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
const NEW: &str = "another-long-password";
const SUBMIT: &str = "main form button";
const SIGN_OUT: &str = ".account button";
const INFO: &str = ".flash-info";
const EXTENSIONS: &str = "email-confirmation,reset-password,persistent-session,invitation,devices,lockout";

/// A person at a browser, whose line has a delay.
struct Person {
    demo: Demo,
    browser: Browser,
    line: Line,
}

impl Person {
    async fn at(webdriver: &str, delay: Duration) -> Result<Self> {
        let demo = Demo::start(&["--extensions", EXTENSIONS]);
        let line = Line::to(demo.address(), delay)?;
        Ok(Self { demo, browser: Browser::start(webdriver).await?, line })
    }

    async fn open(&self, path: &str, fields: &[(&str, &str)]) -> Result {
        self.browser.goto(&self.line.url(path)).await?;
        for (name, text) in fields {
            self.browser.fill(&format!("#user_{name}"), text).await?;
        }
        Ok(())
    }

    /// Clicks twice, and waits for the page. No mail may have been sent twice.
    async fn clicks_twice(&self, button: &str, page: &[(&str, &str)], mails: usize) -> Result {
        click_twice(&self.browser, button, page).await?;
        assert_eq!(self.mails(mails), mails, "after {page:?}");
        Ok(())
    }

    /// How many mails there are. Waits until there are as many as expected, and then for one that is too many.
    fn mails(&self, expected: usize) -> usize {
        let count = || self.demo.client().get("/dev/mailbox").text().matches("<li><a href=\"/dev/mailbox/").count();
        let until = Instant::now() + PATIENCE;
        while count() < expected && Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        thread::sleep(Duration::from_millis(300));
        count()
    }
}

/// Each step ends on a page that only its success shows. An address alone is no proof, because a refused form repeats it.
async fn every_form_tells_the_truth(delay: Duration) -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let person = Person::at(&webdriver, delay).await?;
    let password = [("password", PASSWORD), ("password_confirmation", PASSWORD)];
    let new_password = [("password", NEW), ("password_confirmation", NEW)];
    let signed_in = format!("signed in as {ADA}");
    let signed_in = ("#current-user", signed_in.as_str());
    let signed_out = [("h1", "Sign in"), ("main form button", "Sign in")];

    person.open("/registration/new", &[&[("email", ADA)], &password[..]].concat()).await?;
    let inbox = [("h1", "Check your inbox"), ("main", "Open the link in it to confirm your address."), ("main", ADA)];
    person.clicks_twice(SUBMIT, &inbox, 1).await?;

    person.open(&person.demo.mailed_link("/confirm-email/"), &[]).await?;
    person.clicks_twice(SUBMIT, &[signed_in, (INFO, "Thank you, your email address is confirmed.")], 1).await?;

    person
        .open("/registration/edit/password", &[&[("current_password", PASSWORD)], &new_password[..]].concat())
        .await?;
    person.clicks_twice(SUBMIT, &[(INFO, "Your new password is saved.")], 2).await?;

    person.open("/", &[]).await?;
    person.clicks_twice(SIGN_OUT, &signed_out, 2).await?;
    person.open("/session/new", &[("email", ADA), ("password", NEW)]).await?;
    person.clicks_twice(SUBMIT, &[signed_in], 2).await?;

    person.open("/invitations/new", &[("email", "ben@example.com")]).await?;
    let invited = [(INFO, "Your invitation is on its way."), ("main", "ben@example.com")];
    person.clicks_twice(SUBMIT, &invited, 3).await?;

    person.open("/", &[]).await?;
    person.clicks_twice(SIGN_OUT, &signed_out, 3).await?;
    person.open("/reset-password/new", &[("email", ADA)]).await?;
    let inbox = [("h1", "Check your inbox"), ("main", "Open the link in it to choose a new password."), ("main", ADA)];
    person.clicks_twice(SUBMIT, &inbox, 4).await?;
    person.open(&person.demo.mailed_link("/reset-password/"), &password).await?;
    person.clicks_twice(SUBMIT, &[(INFO, "Your new password is saved. Sign in with it.")], 5).await?;
    person.open("/session/new", &[("email", ADA), ("password", PASSWORD)]).await?;
    person.clicks_twice(SUBMIT, &[signed_in], 5).await?;

    person.open("/registration/delete", &[]).await?;
    person.clicks_twice(".button-danger", &[(INFO, "Your account has been deleted.")], 6).await?;
    person.browser.close().await
}

// CS12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_tells_the_truth_after_two_clicks_on_a_slow_line() -> Result {
    every_form_tells_the_truth(SLOW).await
}

// CS12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_tells_the_truth_after_two_clicks_on_a_fast_line() -> Result {
    every_form_tells_the_truth(Duration::ZERO).await
}
