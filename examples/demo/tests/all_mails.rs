//! The demo as it comes, in a browser without scripts: one user's way through the mails of all four extensions.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

#[expect(unreachable_pub, reason = "each test program uses a part of it")]
mod running;

use std::{error::Error, time::Duration};

use pow_testing::{browser::Browser, client::PASSWORD, servers};
use running::{Demo, shots::Shots};
use tempfile::TempDir;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ANN: &str = "ann@example.com";
const BEN: &str = "ben@example.com";
const ANOTHER: &str = "another-password-of-nobody";
const SUBMIT: &str = "main form button";
/// The persistent session's cookie of somebody who is signed in.
const TICKET: &str = "persistent_session";
/// Two uses of one cookie within ten seconds are those of one browser.
const GRACE: Duration = Duration::from_secs(11);

// P32, P36, P37, P38, K17
#[tokio::test]
async fn mails_of_all_four_extensions_lead_through_the_life_of_an_account() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let demo = Demo::start_as(&["--bind", "127.0.0.1:0", "--fast-hash"], &[], TempDir::new()?);
    let browser = Browser::start(&webdriver).await?;
    browser.without_scripts().await?;
    let shots = Shots::of(&browser)?;

    browser.goto(&demo.url("/registration/new")).await?;
    fill(&browser, &[("email", ANN), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    follow_newest(&browser, &demo, "Confirm your e-mail address").await?;
    browser.follow(SUBMIT).await?;
    sign_in(&browser, PASSWORD).await?;

    // Somebody copies the cookie and uses it first.
    let ticket = browser.client().get_named_cookie(TICKET).await?.value().to_owned();
    let mut thief = demo.client();
    thief.cookies.insert(TICKET.to_owned(), ticket);
    assert_eq!(thief.current_user().as_deref(), Some(ANN));
    tokio::time::sleep(GRACE).await;
    browser.client().delete_cookie("auth").await?;
    browser.goto(&demo.url("/")).await?;
    assert_eq!(browser.text("#current-user").await?, "signed out");
    assert_eq!(thief.current_user(), None);
    open_newest(&browser, &demo, "Somebody may have copied one of your sign-ins").await?;
    shots.take("all-mails-copied").await?;

    browser.goto(&demo.url("/session/new")).await?;
    browser.follow("main a[href^='/reset-password/new']").await?;
    fill(&browser, &[("email", ANN)]).await?;
    browser.follow(SUBMIT).await?;
    follow_newest(&browser, &demo, "Your link for a new password").await?;
    fill(&browser, &[("password", ANOTHER), ("password_confirmation", ANOTHER)]).await?;
    browser.follow(SUBMIT).await?;
    open_newest(&browser, &demo, "Your password was changed").await?;
    browser.goto(&demo.url("/session/new")).await?;
    sign_in(&browser, ANOTHER).await?;

    browser.goto(&demo.url("/invitations/new")).await?;
    fill(&browser, &[("email", BEN)]).await?;
    browser.follow(SUBMIT).await?;
    browser.goto(&demo.url("/")).await?;
    browser.follow("header form button").await?;
    follow_newest(&browser, &demo, "You are invited").await?;
    fill(&browser, &[("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    assert_eq!(browser.text("#current-user").await?, format!("signed in as {BEN}"));
    browser.close().await
}

async fn sign_in(browser: &Browser, password: &str) -> Result {
    fill(browser, &[("email", ANN), ("password", password)]).await?;
    assert_eq!(browser.count("#user_persistent_session:checked").await?, 1, "remembered unless somebody says no");
    browser.follow(SUBMIT).await?;
    assert_eq!(browser.text("#current-user").await?, format!("signed in as {ANN}"));
    Ok(())
}

async fn fill(browser: &Browser, fields: &[(&str, &str)]) -> Result {
    for (field, text) in fields {
        browser.fill(&format!("#user_{field}"), text).await?;
    }
    Ok(())
}

/// Opens the newest mail as soon as it is the one with this subject: it is sent after the answer.
async fn open_newest(browser: &Browser, demo: &Demo, subject: &str) -> Result {
    for _ in 0..100 {
        browser.goto(&demo.url("/dev/mailbox")).await?;
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
async fn follow_newest(browser: &Browser, demo: &Demo, subject: &str) -> Result {
    open_newest(browser, demo, subject).await?;
    let link = browser.text("pre.mail a").await?;
    browser.follow("pre.mail a").await?;
    let token = link.trim_end_matches("/edit").rsplit('/').next().unwrap_or_default();
    let address = browser.url().await?;
    assert!(token.len() > 20 && !address.contains(token) && address.contains("/~"), "{link} led to {address}");
    Ok(())
}
