//! The password manager of Firefox: its prompts to save a login, and the forms that it fills in. `.ci/browsers firefox` runs this
//! test.

use std::{
    env,
    error::Error,
    panic::Location,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::running::Demo;
use pow_testing::{browser::Browser, need, servers};
use serde_json::{Value, json};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
const NEW_ADDRESS: &str = "new@example.com";
/// Test values.
const PASSWORDS: [&str; 3] = ["a-long-test-password", "another-long-password", "a-third-long-password"];
const SUBMIT: &str = "main form button";
const DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const PATIENCE: Duration = Duration::from_secs(8);

/// geckodriver turns the password manager off. A prompt ignores clicks in its first half second.
const TURN_ON: &str = "
    for (const name of ['signon.rememberSignons', 'signon.autofillForms']) Services.prefs.setBoolPref(name, true);
    Services.prefs.setIntPref('security.notification_enable_delay', 0);";
/// The user name and the password of the prompt, or null after two seconds without one.
const PROMPT: &str = "
    const value = id => window.document.getElementById('password-notification-' + id).value;
    for (let tries = 0; tries < 40; tries++) {
        if (window.PopupNotifications.panel.state === 'open') return [value('username'), value('password')];
        await new Promise(done => window.setTimeout(done, 50));
    }
    return null;";
/// Clicks the main button, which says Save or Update. Waits until the prompt is gone.
const SAVE: &str = "
    const panel = window.PopupNotifications.panel;
    panel.firstElementChild.button.click();
    while (panel.state !== 'closed') await new Promise(done => window.setTimeout(done, 20));";
/// Waits until the field of the user name has its list of logins.
const LIST: &str = "
    const list = window.document.getElementById('PopupAutoComplete');
    while (list.state !== 'open') await new Promise(done => window.setTimeout(done, 20));";
const LOGINS: &str = "return (await Services.logins.getAllLogins()).map(login => [login.username, login.password]);";

/// The URL of geckodriver. Firefox alone lets a test see its window.
#[track_caller]
fn firefox() -> Option<String> {
    if env::var("POW_TEST_BROWSER_ENGINE").as_deref() != Ok("firefox") {
        need::not_run("Firefox with geckodriver", "use .ci/browsers firefox", "firefox", Location::caller());
        return None;
    }
    servers::webdriver()
}

/// A person who lets Firefox save passwords.
struct Person {
    demo: Demo,
    browser: Browser,
}

impl Person {
    async fn at(webdriver: &str) -> Result<Self> {
        let demo = Demo::start(&["--extensions", "email-confirmation,reset-password,persistent-session"]);
        let browser = Browser::start(webdriver).await?;
        browser.in_firefox(TURN_ON).await?;
        Ok(Self { demo, browser })
    }

    /// Opens a page, types into its fields, and sends its form.
    async fn sends(&self, path: &str, fields: &[(&str, &str)]) -> Result {
        self.browser.goto(&self.demo.url(path)).await?;
        self.types_and_sends(fields).await
    }

    async fn types_and_sends(&self, fields: &[(&str, &str)]) -> Result {
        for (name, text) in fields {
            self.browser.fill(&format!("#user_{name}"), text).await?;
        }
        self.browser.follow(SUBMIT).await
    }

    /// Waits until Firefox offers this login.
    async fn is_offered(&self, name: &str, password: &str) -> Result {
        assert_eq!(self.browser.in_firefox(PROMPT).await?, json!([name, password]));
        Ok(())
    }

    async fn saves(&self, logins: &[[&str; 2]]) -> Result {
        self.browser.in_firefox(SAVE).await?;
        let until = Instant::now() + PATIENCE;
        loop {
            let saved = self.browser.in_firefox(LOGINS).await?;
            if saved == json!(logins) {
                return Ok(());
            }
            assert!(Instant::now() < until, "{saved} instead of {logins:?}");
            sleep(Duration::from_millis(50));
        }
    }

    async fn signs_out(&self) -> Result {
        self.browser.goto(&self.demo.url("/")).await?;
        let click = "document.querySelector('.account button').click()";
        self.browser.client().execute(click, Vec::new()).await?;
        self.shows("document.querySelector('h1').textContent", "Sign in").await
    }

    /// Waits until an expression of the page has that value.
    async fn shows(&self, expression: &str, wanted: &str) -> Result {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.browser.client().execute(&format!("return {expression}"), Vec::new()).await;
            let found = found.unwrap_or(Value::Null);
            if found == wanted {
                return Ok(());
            }
            assert!(Instant::now() < until, "{expression} is {found} instead of {wanted}");
            sleep(Duration::from_millis(50));
        }
    }

    async fn finds_filled(&self, field: &str, text: &str) -> Result {
        self.shows(&format!("document.querySelector('#user_{field}').value"), text).await
    }

    /// Opens the form, which Firefox fills in, and sends it as it is. Firefox doesn't offer what it knows.
    async fn signs_in_without_typing(&self, name: &str, password: &str) -> Result {
        self.browser.goto(&self.demo.url("/session/new")).await?;
        self.finds_filled("email", name).await?;
        self.finds_filled("password", password).await?;
        self.types_and_sends(&[]).await?;
        self.is_signed_in(name).await?;
        assert_eq!(self.browser.in_firefox(PROMPT).await?, Value::Null);
        Ok(())
    }

    async fn is_signed_in(&self, name: &str) -> Result {
        self.shows("document.querySelector('#current-user').textContent", &format!("signed in as {name}")).await
    }

    /// The newest link of this kind in a mail, other than one that came before.
    fn link(&self, path: &str, before: &str) -> String {
        let (start, until) = (self.demo.url(path), Instant::now() + PATIENCE);
        loop {
            let list = self.demo.client().get("/dev/mailbox").text();
            let mails = list.split('"').filter(|text| text.starts_with("/dev/mailbox/"));
            for mail in mails {
                let page = self.demo.client().get(mail).text();
                let link = page.split('"').find_map(|text| text.strip_prefix(&start));
                if let Some(link) = link.map(|token| format!("{path}{token}")).filter(|link| link != before) {
                    return link;
                }
            }
            assert!(Instant::now() < until, "no mail has a link to {path}");
            sleep(Duration::from_millis(50));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn firefox_offers_each_login_with_its_name_and_fills_it_in() -> Result {
    let Some(webdriver) = firefox() else { return Ok(()) };
    let person = Person::at(&webdriver).await?;
    let [first, second, third] = PASSWORDS;

    // Registration.
    person.sends("/registration/new", &[("email", ADA), ("password", first), ("password_confirmation", first)]).await?;
    person.is_offered(ADA, first).await?;
    person.saves(&[[ADA, first]]).await?;
    let confirmation = person.link("/confirm-email/", "");
    person.sends(&confirmation, &[]).await?;
    person.signs_out().await?;

    // Sign-in.
    person.signs_in_without_typing(ADA, first).await?;

    // New password.
    let passwords = [("password", second), ("password_confirmation", second)];
    person.browser.goto(&person.demo.url("/registration/edit/password")).await?;
    person.types_and_sends(&[&passwords[..], &[("current_password", first)]].concat()).await?;
    person.is_offered(ADA, second).await?;
    person.saves(&[[ADA, second]]).await?;
    person.signs_out().await?;
    person.signs_in_without_typing(ADA, second).await?;

    // New address. The prompt waits for the confirmation.
    person.browser.goto(&person.demo.url("/registration/edit/email")).await?;
    person.finds_filled("current_password", second).await?;
    person.types_and_sends(&[("email", NEW_ADDRESS)]).await?;
    person.is_offered(NEW_ADDRESS, second).await?;
    person.sends(&person.link("/confirm-email/", &confirmation), &[]).await?;
    person.is_offered(NEW_ADDRESS, second).await?;
    person.saves(&[[ADA, second], [NEW_ADDRESS, second]]).await?;
    person.signs_out().await?;
    // Of two logins Firefox fills in none. It lists both.
    person.browser.goto(&person.demo.url("/session/new")).await?;
    person.browser.click("#user_email").await?;
    person.browser.in_firefox(LIST).await?;
    let field = person.browser.client().active_element().await?;
    for key in [DOWN, DOWN, ENTER] {
        field.send_keys(key).await?;
        sleep(Duration::from_millis(100));
    }
    person.finds_filled("email", NEW_ADDRESS).await?;
    person.finds_filled("password", second).await?;
    person.types_and_sends(&[]).await?;
    person.is_signed_in(NEW_ADDRESS).await?;
    person.signs_out().await?;

    // Reset.
    person.sends("/reset-password/new", &[("email", NEW_ADDRESS)]).await?;
    let passwords = [("password", third), ("password_confirmation", third)];
    person.sends(&person.link("/reset-password/", ""), &passwords).await?;
    person.is_offered(NEW_ADDRESS, third).await?;
    person.saves(&[[ADA, second], [NEW_ADDRESS, third]]).await?;
    person.signs_in_without_typing(NEW_ADDRESS, third).await?;
    person.browser.close().await
}
