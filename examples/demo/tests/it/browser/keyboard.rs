//! Every flow of the demo by Tab and Enter alone, without scripts: registration, change of address, devices, reset, sign-in and
//! deletion. Each element on the way shows that it has the focus.

use std::{collections::BTreeSet, error::Error, sync::Mutex, time::Duration};

use crate::running::Demo;
use pow_testing::{browser::Browser, client::PASSWORD, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
const NEW: &str = "lovelace@example.com";
const ANOTHER: &str = "another-password-for-tests";
const SUBMIT: &str = "main form button";
/// The longest way to an element.
const STOPS: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_flow_of_the_demo_is_done_by_the_keyboard_alone() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let demo = Demo::start(&["--extensions", "email-confirmation,reset-password,persistent-session,devices"]);
    let walk = Walk { demo, browser: Browser::start(&webdriver).await?, opened: Mutex::default() };
    walk.browser.without_scripts().await?;
    walk.registers().await?;
    walk.changes_the_address().await?;
    walk.ends_another_device().await?;
    walk.resets_the_password().await?;
    walk.deletes_the_account().await?;
    walk.browser.close().await
}

struct Walk {
    demo: Demo,
    browser: Browser,
    opened: Mutex<BTreeSet<String>>,
}

impl Walk {
    async fn registers(&self) -> Result {
        self.browser.goto(&self.demo.url("/registration/new")).await?;
        self.fill(&[("email", ADA), ("password", "short"), ("password_confirmation", "short")]).await?;
        self.enter("main .summary").await?;
        self.press(".summary a[href='#user_password']", "#user_password:focus").await?;
        self.browser.goto(&self.demo.url("/registration/new")).await?;
        self.fill(&[("email", ADA), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
        self.enter("main bdi").await?;
        self.opens_the_mail("Confirm").await?;
        self.press(SUBMIT, "#current-user").await?;
        assert!(self.browser.text("#current-user").await?.contains(ADA));
        Ok(())
    }

    async fn changes_the_address(&self) -> Result {
        self.press(".account summary", ".account[open]").await?;
        self.press(".menu a[href='/registration/edit']", ".danger a").await?;
        self.press("a[href='/registration/edit/email']", "#user_current_password").await?;
        self.fill(&[("email", NEW), ("current_password", PASSWORD)]).await?;
        self.enter(".flash-info, .notice").await?;
        self.opens_the_mail("Confirm").await?;
        self.press(SUBMIT, ".flash-info").await?;
        self.browser.goto(&self.demo.url("/")).await?;
        assert!(self.browser.text("#current-user").await?.contains(NEW));
        Ok(())
    }

    async fn ends_another_device(&self) -> Result {
        let mut elsewhere = self.demo.client();
        assert_eq!(elsewhere.sign_in(NEW, PASSWORD).status, 303);
        self.browser.goto(&self.demo.url("/registration/edit")).await?;
        self.press("main a[href='/devices'], .row a[href^='/devices']", ".device").await?;
        self.press(".device button", ".flash-info").await?;
        assert_eq!(elsewhere.current_user(), None);
        assert_eq!(self.browser.count(".device button").await?, 0);
        Ok(())
    }

    async fn resets_the_password(&self) -> Result {
        self.press(".account summary", ".account[open]").await?;
        self.press(".account form button", "#user_password").await?;
        self.fill(&[("email", NEW), ("password", "not-the-password")]).await?;
        self.enter("#sign-in-failure").await?;
        self.press("main a[href^='/reset-password/new']", "form[action='/reset-password']").await?;
        self.fill(&[("email", NEW)]).await?;
        self.enter("main bdi").await?;
        self.opens_the_mail("Reset").await?;
        self.fill(&[("password", ANOTHER), ("password_confirmation", ANOTHER)]).await?;
        self.enter(".flash-info").await?;
        self.fill(&[("email", NEW), ("password", ANOTHER)]).await?;
        self.enter("#current-user").await?;
        assert!(self.browser.text("#current-user").await?.contains(NEW));
        Ok(())
    }

    async fn deletes_the_account(&self) -> Result {
        self.browser.goto(&self.demo.url("/registration/edit")).await?;
        self.press(".danger a", "button.button-danger").await?;
        self.press(".actions a", ".danger a").await?;
        self.press(".danger a", "button.button-danger").await?;
        if self.browser.count("#user_current_password").await? == 1 {
            self.fill(&[("current_password", ANOTHER)]).await?;
        }
        self.press("button.button-danger", ".flash-info").await?;
        let mut late = self.demo.client();
        assert_ne!(late.sign_in(NEW, ANOTHER).status, 303, "the account is gone");
        Ok(())
    }

    /// Opens the newest mail whose subject begins so, once it is there, and follows its link.
    async fn opens_the_mail(&self, subject: &str) -> Result {
        for _ in 0..100 {
            if let Some(mail) = self.mail(subject) {
                self.browser.goto(&self.demo.url("/dev/mailbox")).await?;
                self.press(&format!(".mails a[href='{mail}']"), "pre.mail a").await?;
                return self.press("pre.mail a", SUBMIT).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(format!("no mail `{subject}` came").into())
    }

    /// The address of that mail, if it has not been opened before.
    fn mail(&self, subject: &str) -> Option<String> {
        let list = self.demo.client().get("/dev/mailbox").text();
        let mut mails = list.split("<li><a href=\"").skip(1).filter_map(|mail| mail.split_once("\" dir=\"auto\">"));
        let (address, _) = mails.find(|(address, rest)| rest.starts_with(subject) && !self.was_opened(address))?;
        self.opened.lock().unwrap().insert(address.to_owned());
        Some(address.to_owned())
    }

    fn was_opened(&self, address: &str) -> bool {
        self.opened.lock().unwrap().contains(address)
    }

    async fn fill(&self, fields: &[(&str, &str)]) -> Result {
        for (field, text) in fields {
            self.reach(&format!("#user_{field}")).await?;
            let element = self.browser.client().active_element().await?;
            element.clear().await?;
            element.send_keys(text).await?;
        }
        Ok(())
    }

    /// Goes to an element, presses Enter, and waits for another element.
    async fn press(&self, css: &str, then: &str) -> Result {
        self.reach(css).await?;
        self.enter(then).await.map_err(|error| format!("after `{css}`: {error}").into())
    }

    async fn enter(&self, then: &str) -> Result {
        self.key("Enter", 13).await?;
        self.browser.text(then).await.map(drop)
    }

    /// Presses Tab until the element has the focus, from the first element on if need be.
    async fn reach(&self, css: &str) -> Result {
        let focused = css.split(", ").map(|css| format!("{css}:focus")).collect::<Vec<_>>().join(", ");
        for _ in 0..STOPS {
            if self.browser.count(&focused).await? == 1 {
                return self.shows_the_focus(css).await;
            }
            self.key("Tab", 9).await?;
        }
        Err(format!("{css} can't be reached by Tab on {}", self.browser.url().await?).into())
    }

    /// The element with the focus has a ring of at least two pixels.
    async fn shows_the_focus(&self, css: &str) -> Result {
        let element = self.browser.client().active_element().await?;
        let (style, width) = (element.css_value("outline-style").await?, element.css_value("outline-width").await?);
        let width: f32 = width.trim_end_matches("px").parse()?;
        assert!(style == "solid" && width >= 2.0, "{css} shows that it has the focus: {style}, {width} px");
        Ok(())
    }

    async fn key(&self, key: &str, code: u32) -> Result {
        let text = if key == "Enter" { r#","text":"\r""# } else { "" };
        for (kind, text) in [("keyDown", text), ("keyUp", "")] {
            let event =
                format!(r#"{{"type":"{kind}","key":"{key}","code":"{key}","windowsVirtualKeyCode":{code}{text}}}"#);
            self.browser.devtools("Input.dispatchKeyEvent", event.parse()?).await?;
        }
        Ok(())
    }
}
