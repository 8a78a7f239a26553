//! People click twice on a slow line. The browser drops the first answer and shows the second, which must be true.

use std::{
    error::Error,
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use crate::running::Demo;
use pow_testing::{browser::Browser, client::PASSWORD, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
const NEW: &str = "another-long-password";
const SUBMIT: &str = "main form button";
const SIGN_OUT: &str = ".account button";
const INFO: &str = ".flash-info";
const EXTENSIONS: &str = "email-confirmation,reset-password,persistent-session,invitation,devices,lockout";
/// The time between the clicks, in milliseconds.
const BETWEEN: u64 = 150;
/// How long the page of the second click may take to appear.
const PATIENCE: Duration = Duration::from_secs(8);

/// A line that holds every request back. Its threads end with the connections.
fn slow_line(to: SocketAddr, delay: Duration) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for browser in listener.incoming().flatten() {
            let Ok(server) = TcpStream::connect(to) else { return };
            let (Ok(request), Ok(answer)) = (browser.try_clone(), server.try_clone()) else { return };
            thread::spawn(move || pass(request, server, delay));
            thread::spawn(move || pass(answer, browser, Duration::ZERO));
        }
    });
    Ok(address)
}

fn pass(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    let mut bytes = [0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        thread::sleep(delay);
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// A person at a browser, whose line has a delay.
struct Person {
    demo: Demo,
    browser: Browser,
    line: SocketAddr,
}

impl Person {
    async fn at(webdriver: &str, delay: Duration) -> Result<Self> {
        let demo = Demo::start(&["--extensions", EXTENSIONS]);
        let line = slow_line(demo.address(), delay)?;
        Ok(Self { demo, browser: Browser::start(webdriver).await?, line })
    }

    async fn open(&self, path: &str, fields: &[(&str, &str)]) -> Result {
        self.browser.goto(&format!("http://{}{path}", self.line)).await?;
        for (name, text) in fields {
            self.browser.fill(&format!("#user_{name}"), text).await?;
        }
        Ok(())
    }

    /// Clicks twice, and waits for a page on which each element has its text. No page may show an error, and no mail may have
    /// been sent twice.
    async fn clicks_twice(&self, button: &str, page: &[(&str, &str)], mails: usize) -> Result {
        let clicks = "const button = document.querySelector(arguments[0]); button.click();
            setTimeout(() => button.click(), arguments[1]);";
        self.browser.client().execute(clicks, vec![button.into(), BETWEEN.into()]).await?;
        // Until the second click is made and answered.
        tokio::time::sleep(Duration::from_millis(BETWEEN * 2)).await;
        let until = Instant::now() + PATIENCE;
        while !self.shows(page).await {
            if Instant::now() > until {
                return Err(format!("no {page:?} but: {}", self.browser.text("body").await?).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let errors = self.browser.count(".flash-error, [role=alert]").await?;
        assert_eq!(errors, 0, "{}", self.browser.text("body").await?);
        assert_eq!(self.mails(mails), mails, "after {page:?}");
        Ok(())
    }

    async fn shows(&self, page: &[(&str, &str)]) -> bool {
        for (element, text) in page {
            let find = "return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent).join('\\n')";
            let found = self.browser.client().execute(find, vec![(*element).into()]).await;
            if !found.is_ok_and(|found| found.as_str().is_some_and(|found| found.contains(text))) {
                return false;
            }
        }
        true
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
    person.clicks_twice(".button-danger", &[(INFO, "Your account has been deleted.")], 5).await?;
    person.browser.close().await
}

// CS12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_tells_the_truth_after_two_clicks_on_a_slow_line() -> Result {
    every_form_tells_the_truth(Duration::from_millis(400)).await
}

// CS12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_tells_the_truth_after_two_clicks_on_a_fast_line() -> Result {
    every_form_tells_the_truth(Duration::ZERO).await
}
