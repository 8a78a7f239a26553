//! The demo in other languages, in a real browser without scripts: the switch, a registration, a confirmation
//! and a forgotten password in Arabic, and pages in every language, none of which is too long for a phone. The pictures are in
//! `target/screenshots`, or where `POW_TEST_SCREENSHOTS` says.

use std::error::Error;

use crate::running::{Demo, shots::Shots};
use pow_core::messages::LOCALES;
use pow_testing::{browser::Browser, client::PASSWORD, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
const SUBMIT: &str = "main form button";

#[tokio::test]
async fn registration_and_a_forgotten_password_in_arabic() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&["--extensions", "reset-password"]), Browser::start(&webdriver).await?);
    browser.without_scripts().await?;
    let shots = Shots::of(&browser)?;
    browser.goto(&demo.url("/registration/new")).await?;
    choose(&browser, "ar").await?;
    assert_eq!(browser.url().await?, demo.url("/registration/new"), "the switch leads back");
    assert_eq!(browser.text("h1").await?, "إنشاء حسابك");
    assert_eq!(browser.count("html[lang=ar][dir=rtl]").await?, 1);
    shots.take("ar-register").await?;
    fill(&browser, &[("email", "no address"), ("password", "short"), ("password_confirmation", "other")]).await?;
    browser.follow(SUBMIT).await?;
    let summary = plain(&browser.text(".summary").await?);
    assert!(summary.contains("يُرجى تصحيح 3 أخطاء:"), "{summary}");
    shots.take("ar-register-failed").await?;
    fill(&browser, &[("email", ADA), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    assert_eq!(plain(&browser.text("#current-user").await?), format!("مسجّل الدخول باسم {ADA}"));
    shots.take("ar-home-signed-in").await?;
    browser.goto(&demo.url("/registration/edit")).await?;
    shots.take("ar-account").await?;
    browser.click(".account summary").await?;
    browser.follow(".account button").await?;

    browser.goto(&demo.url("/reset-password/new")).await?;
    fill(&browser, &[("email", ADA)]).await?;
    browser.follow(SUBMIT).await?;
    assert_eq!(browser.text("h1").await?, "يُرجى مراجعة صندوق الوارد");
    assert!(browser.text("main bdi").await?.contains(ADA));
    shots.take("ar-inbox").await?;
    mailbox(&browser, &demo).await?;
    shots.take("ar-mailbox").await?;
    browser.follow(".mails a").await?;
    assert_eq!(browser.text("h1").await?, "إعادة تعيين كلمة مرورك في \u{2068}Demo\u{2069}");
    shots.take("ar-mail").await?;
    browser.follow("pre.mail a").await?;
    assert_eq!(browser.text("h1").await?, "اختيار كلمة مرور جديدة");
    shots.take("ar-reset").await?;
    let another = "another-password-for-tests";
    fill(&browser, &[("password", another), ("password_confirmation", another)]).await?;
    browser.follow(SUBMIT).await?;
    assert!(browser.text(".flash-info").await?.contains("تم حفظ كلمة مرورك الجديدة"));
    fill(&browser, &[("email", ADA), ("password", another)]).await?;
    browser.follow(SUBMIT).await?;
    assert!(browser.text("#current-user").await?.contains(ADA));
    browser.goto(&demo.url("/no-such-page")).await?;
    shots.take("ar-404").await?;
    browser.close().await
}

#[tokio::test]
async fn registration_with_a_confirmation_in_arabic() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let demo = Demo::start(&["--extensions", "email-confirmation,invitation"]);
    let browser = Browser::start(&webdriver).await?;
    browser.without_scripts().await?;
    let shots = Shots::of(&browser)?;
    browser.goto(&demo.url("/registration/new")).await?;
    choose(&browser, "ar").await?;
    fill(&browser, &[("email", ADA), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    assert_eq!(browser.text("h1").await?, "يُرجى مراجعة صندوق الوارد");
    assert!(browser.text("main bdi").await?.contains(ADA));
    shots.take("ar-inbox-registered").await?;
    mailbox(&browser, &demo).await?;
    browser.follow(".mails a").await?;
    assert_eq!(browser.text("h1").await?, "تأكيد عنوان بريدك الإلكتروني في \u{2068}Demo\u{2069}");
    browser.follow("pre.mail a").await?;
    assert_eq!(browser.text("h1").await?, "تأكيد عنوان بريدك الإلكتروني");
    assert_eq!(browser.count("html[lang=ar][dir=rtl]").await?, 1);
    shots.take("ar-confirmation").await?;
    browser.follow(SUBMIT).await?;
    assert!(browser.text(".flash-info").await?.contains("شكرًا، تم تأكيد عنوان بريدك الإلكتروني."));
    assert!(browser.text("#current-user").await?.contains(ADA), "signed in at once");
    browser.goto(&demo.url("/invitations/new")).await?;
    assert_eq!(browser.text("h1").await?, "دعوة أشخاص");
    fill(&browser, &[("email", "ben@example.com")]).await?;
    browser.follow(SUBMIT).await?;
    shots.take("ar-invitation").await?;
    browser.close().await
}

#[tokio::test]
async fn no_language_is_too_long_for_a_phone() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let demo = Demo::start(&["--extensions", "reset-password,persistent-session,invitation"]);
    let browser = Browser::start(&webdriver).await?;
    let shots = Shots::of(&browser)?;
    for (language, _) in LOCALES {
        browser.client().delete_all_cookies().await?;
        browser.goto(&demo.url("/")).await?;
        choose(&browser, language).await?;
        assert_eq!(browser.count(&format!("html[lang={language}]")).await?, 1);
        shots.take(&format!("{language}-home")).await?;
        let email = format!("a-person-with-a-rather-long-name.{}@departments.example.com", language.to_lowercase());
        browser.goto(&demo.url("/registration/new")).await?;
        fill(&browser, &[("email", "x"), ("password", "x"), ("password_confirmation", "y")]).await?;
        browser.follow(SUBMIT).await?;
        browser.text(".summary").await?;
        shots.take(&format!("{language}-errors")).await?;
        fill(&browser, &[("email", &email), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
        browser.follow(SUBMIT).await?;
        browser.goto(&demo.url("/registration/edit")).await?;
        shots.take(&format!("{language}-account")).await?;
    }
    browser.close().await
}

/// The mailbox, once there is a mail: it is sent after the answer.
async fn mailbox(browser: &Browser, demo: &Demo) -> Result {
    for _ in 0..100 {
        browser.goto(&demo.url("/dev/mailbox")).await?;
        if browser.count(".mails a").await? > 0 {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    Err("no mail came".into())
}

async fn choose(browser: &Browser, language: &str) -> Result {
    browser.click(".languages summary").await?;
    browser.follow(&format!(".languages button[value={language}]")).await
}

async fn fill(browser: &Browser, fields: &[(&str, &str)]) -> Result {
    for (field, text) in fields {
        browser.fill(&format!("#user_{field}"), text).await?;
    }
    Ok(())
}

/// Without the marks that keep an address in order within right-to-left text.
fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}
