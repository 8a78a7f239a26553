//! The demo as it comes, in a browser without scripts: one user's way through the mails of all four extensions, in English
//! and in Arabic. And all mails that there are, in every language.

use std::{collections::BTreeMap, error::Error, time::Duration};

use crate::running::{Demo, shots::Shots};
use pow_core::{
    Config, extensions,
    mail::RenderedMail,
    messages::{LOCALES, MessagesBuilder},
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, TestApp,
    browser::Browser,
    client::{ANN, PASSWORD},
    servers,
};
use tempfile::TempDir;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const BEN: &str = "ben@example.com";
const EVE: &str = "eve@example.com";
const NEW: &str = "new@example.com";
const ANOTHER: &str = "another-password-for-tests";
const SUBMIT: &str = "main form button";
/// The persistent session's cookie of a signed-in user.
const TICKET: &str = "persistent_session";
/// Two uses of one cookie within ten seconds are those of one browser.
const GRACE: Duration = Duration::from_secs(11);

/// What the walk reads on pages and in the list of mails.
struct Words {
    language: &'static str,
    signed_out: &'static str,
    signed_in_as: &'static str,
    confirm: &'static str,
    copied: &'static str,
    reset: &'static str,
    changed: &'static str,
    invited: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    signed_out: "signed out",
    signed_in_as: "signed in as",
    confirm: "Confirm your email address for Demo",
    copied: "Security alert: one of your Demo sign-ins may have been copied",
    reset: "Reset your Demo password",
    changed: "Your Demo account has a new password",
    invited: "You’re invited to Demo",
};

const ARABIC: Words = Words {
    language: "ar",
    signed_out: "غير مسجّل الدخول",
    signed_in_as: "مسجّل الدخول باسم",
    confirm: "تأكيد عنوان بريدك الإلكتروني في \u{2068}Demo\u{2069}",
    copied: "تنبيه أمني: ربما نُسخ أحد تسجيلات دخولك في \u{2068}Demo\u{2069}",
    reset: "إعادة تعيين كلمة مرورك في \u{2068}Demo\u{2069}",
    changed: "لحسابك في \u{2068}Demo\u{2069} كلمة مرور جديدة",
    invited: "دعوة إلى \u{2068}Demo\u{2069}",
};

// P32, P36, P37, P38, K17
#[tokio::test]
async fn mails_of_all_four_extensions_lead_through_the_life_of_an_account() -> Result {
    walk(ENGLISH).await
}

// P32, P36, P37, P38
#[tokio::test]
async fn mails_of_all_four_extensions_lead_through_it_in_arabic() -> Result {
    walk(ARABIC).await
}

async fn walk(words: Words) -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let demo = Demo::start_as(&["--bind", "127.0.0.1:0", "--fast-hash"], &[], TempDir::new()?);
    let browser = Browser::start(&webdriver).await?;
    browser.without_scripts().await?;
    let walk = Walk { words, demo, browser };
    walk.begins().await?;
    walk.is_told_of_a_copy().await?;
    walk.chooses_a_new_password().await?;
    walk.invites_somebody().await?;
    walk.browser.close().await
}

/// One user's way, each step of which begins where the one before has ended.
struct Walk {
    words: Words,
    demo: Demo,
    browser: Browser,
}

impl Walk {
    async fn begins(&self) -> Result {
        self.goto("/registration/new").await?;
        self.browser.click(".languages summary").await?;
        self.browser.follow(&format!(".languages button[value={}]", self.words.language)).await?;
        self.fill(&[("email", ANN), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
        self.browser.follow(SUBMIT).await?;
        self.follow_newest(self.words.confirm).await?;
        self.browser.follow(SUBMIT).await?;
        assert_eq!(self.current_user().await?, format!("{} {ANN}", self.words.signed_in_as), "at once");
        self.browser.click(".account summary").await?;
        self.browser.follow(".account button").await?;
        self.sign_in(PASSWORD).await
    }

    /// A thief copies the cookie and uses it first.
    async fn is_told_of_a_copy(&self) -> Result {
        let ticket = self.browser.client().get_named_cookie(TICKET).await?.value().to_owned();
        let mut thief = self.demo.client();
        thief.cookies.insert(TICKET.to_owned(), ticket);
        assert_eq!(thief.current_user().as_deref(), Some(ANN));
        tokio::time::sleep(GRACE).await;
        self.browser.client().delete_cookie("auth").await?;
        self.goto("/").await?;
        assert_eq!(self.current_user().await?, self.words.signed_out);
        assert_eq!(thief.current_user(), None);
        self.open_newest(self.words.copied).await?;
        Shots::of(&self.browser)?.take(&format!("{}-all-mails-copied", self.words.language)).await
    }

    async fn chooses_a_new_password(&self) -> Result {
        self.goto("/session/new").await?;
        self.browser.follow("main a[href^='/reset-password/new']").await?;
        self.fill(&[("email", ANN)]).await?;
        self.browser.follow(SUBMIT).await?;
        self.follow_newest(self.words.reset).await?;
        self.fill(&[("password", ANOTHER), ("password_confirmation", ANOTHER)]).await?;
        self.browser.follow(SUBMIT).await?;
        self.open_newest(self.words.changed).await?;
        self.goto("/session/new").await?;
        self.sign_in(ANOTHER).await
    }

    async fn invites_somebody(&self) -> Result {
        self.goto("/invitations/new").await?;
        self.fill(&[("email", BEN)]).await?;
        self.browser.follow(SUBMIT).await?;
        self.goto("/").await?;
        self.browser.click(".account summary").await?;
        self.browser.follow(".account button").await?;
        self.follow_newest(self.words.invited).await?;
        self.fill(&[("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
        self.browser.follow(SUBMIT).await?;
        assert_eq!(self.current_user().await?, format!("{} {BEN}", self.words.signed_in_as));
        Ok(())
    }

    async fn sign_in(&self, password: &str) -> Result {
        self.fill(&[("email", ANN), ("password", password)]).await?;
        let ticked = self.browser.count("#user_persistent_session:checked").await?;
        assert_eq!(ticked, 1, "remembered unless somebody says no");
        self.browser.follow(SUBMIT).await?;
        assert_eq!(self.current_user().await?, format!("{} {ANN}", self.words.signed_in_as));
        Ok(())
    }

    async fn goto(&self, path: &str) -> Result {
        self.browser.goto(&self.demo.url(path)).await
    }

    async fn fill(&self, fields: &[(&str, &str)]) -> Result {
        for (field, text) in fields {
            self.browser.fill(&format!("#user_{field}"), text).await?;
        }
        Ok(())
    }

    /// Without the marks that keep an address in order within right-to-left text.
    async fn current_user(&self) -> Result<String> {
        Ok(self.browser.text("#current-user").await?.replace(['\u{2068}', '\u{2069}'], ""))
    }

    /// Opens the newest mail as soon as it is the one with this subject: it is sent after the answer.
    async fn open_newest(&self, subject: &str) -> Result {
        for _ in 0..100 {
            self.goto("/dev/mailbox").await?;
            let browser = &self.browser;
            if browser.count(".mails a").await? > 0 && browser.text(".mails a").await?.contains(subject) {
                browser.follow(".mails a").await?;
                assert_eq!(browser.text("h1").await?, subject);
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(format!("no mail `{subject}` came").into())
    }

    /// Follows the link in it, to a page whose address has no token.
    async fn follow_newest(&self, subject: &str) -> Result {
        self.open_newest(subject).await?;
        let link = self.browser.text("pre.mail a").await?;
        self.browser.follow("pre.mail a").await?;
        let token = link.trim_end_matches("/edit").rsplit('/').next().unwrap_or_default();
        let address = self.browser.url().await?;
        assert!(token.len() > 20 && !address.contains(token) && address.contains("/~"), "{link} led to {address}");
        Ok(())
    }
}

// P29
#[test]
fn every_mail_is_whole_in_every_language() {
    let mut links: Option<BTreeMap<String, usize>> = None;
    for (language, _) in LOCALES {
        let (app, mails) = every_mail(language);
        for mail in &mails {
            is_in(language, mail);
        }
        let found: BTreeMap<_, _> =
            mails.iter().map(|mail| (mail.name.to_string(), links_of(&app, mail).count())).collect();
        assert_eq!(links.get_or_insert_with(|| found.clone()), &found, "{language}");
    }
    let links = links.unwrap();
    assert_eq!(links.len(), 10, "{links:?}");
    assert_eq!(links.values().filter(|many| **many > 0).count(), 9, "{links:?}");
}

/// An application for people of one language, and what was sent until each of its mails was.
fn every_mail(language: &str) -> (TestApp, Vec<RenderedMail>) {
    let messages = MessagesBuilder::default().default_language(language.parse().unwrap());
    let four = extensions![
        EmailConfirmation::default(),
        ResetPassword::default(),
        PersistentSession::default(),
        Invitation::default(),
    ];
    let app = TestApp::builder().config(|config| Config { extensions: four, messages, ..config }).start();
    let (mut ann, mut ben) = (confirmed(&app, ANN), confirmed(&app, BEN));
    app.client().register(ANN, PASSWORD);
    ask_for(&mut ben, ANN);
    ask_for(&mut ann, NEW);
    follow(&app, NEW, &[]);
    reset(&app, NEW);
    follow(&app, NEW, &[("user[password]", ANOTHER), ("user[password_confirmation]", ANOTHER)]);
    app.import(EVE);
    reset(&app, EVE);
    ben.submit("/invitations/new", "/invitations", &[("user[email]", "gus@example.com")]);
    // The cookie is used by two.
    ben.cookies.retain(|name, _| name == TICKET);
    let mut thief = ben.clone();
    assert_eq!(thief.current_user().as_deref(), Some(BEN));
    app.clock.advance(GRACE);
    ben.get("/");
    let mails = app.mailbox();
    (app, mails)
}

fn confirmed(app: &TestApp, email: &str) -> Client {
    let mut browser = app.client();
    browser.register(email, PASSWORD);
    follow(app, email, &[]);
    assert_eq!(browser.sign_in(email, PASSWORD).status, 303);
    browser
}

fn ask_for(browser: &mut Client, email: &str) {
    let form = [("user[email]", email), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.account_form(&form).status, 303);
}

fn reset(app: &TestApp, email: &str) {
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", email)]);
}

/// Fills in the form behind the link in the last mail to an address.
fn follow(app: &TestApp, email: &str, form: &[(&str, &str)]) {
    let link = app.mailed_link(email);
    assert_eq!(app.client().submit(&link, &link, form).status, 303, "{link}");
}

/// It says so, reads in the right direction, and shows no key and nothing that should have been filled in.
fn is_in(language: &str, mail: &RenderedMail) {
    let direction = if language == "ar" { "rtl" } else { "ltr" };
    let html = format!("<html lang=\"{language}\" dir=\"{direction}\">");
    assert!(mail.html.contains(&html), "{}: {}", mail.name, mail.html);
    for text in [&mail.subject, &mail.text, &mail.html] {
        let shown = text.split_once("</style>").map_or(text.as_str(), |(_, shown)| shown);
        assert!(!shown.contains(['{', '$']), "{language}, {}: {text}", mail.name);
        let key = keys().find(|key| text.contains(key));
        assert_eq!(key, None, "{language}, {}: {text}", mail.name);
    }
}

/// The keys of all texts, but for those that are a plain word.
fn keys() -> impl Iterator<Item = &'static str> {
    let extensions = [
        include_str!("../../../../../pow-ext-email-confirmation/locales/en.ftl"),
        include_str!("../../../../../pow-ext-invitation/locales/en.ftl"),
        include_str!("../../../../../pow-ext-persistent-session/locales/en.ftl"),
        include_str!("../../../../../pow-ext-reset-password/locales/en.ftl"),
    ];
    let core = LOCALES.iter().filter(|(language, _)| *language == "en").map(|(_, ftl)| *ftl);
    let lines = core.chain(extensions).flat_map(str::lines);
    lines.filter_map(|line| Some(line.split_once(" = ")?.0)).filter(|key| key.contains('-'))
}

/// The links of the text into the application: each stands alone on its line, and the HTML has the same.
fn links_of(app: &TestApp, mail: &RenderedMail) -> impl Iterator<Item = String> {
    let start = format!("{}/", app.pow.base_url().origin());
    let lines = mail.text.lines().filter(move |line| line.contains(&start));
    lines.map(|line| {
        assert!(line.starts_with("http://") && line.is_ascii() && !line.contains(' '), "{}", mail.text);
        assert!(mail.html.contains(&format!("href=\"{line}\"")), "{line}: {}", mail.html);
        line.to_owned()
    })
}
