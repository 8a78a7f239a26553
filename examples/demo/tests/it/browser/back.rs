//! *Back*, *Forward*, a reload and a new tab after a refused form: each shows a page of ours. A form that was left open beyond the
//! session, and *Back* after a sign-out.

use std::{error::Error, thread::sleep, time::Duration};

use crate::running::Demo;
use pow_testing::{browser::Browser, client::PASSWORD, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
const NEW: &str = "new@example.com";

async fn title(browser: &Browser) -> Result<String> {
    Ok(browser.client().execute("return document.title", Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_back_to_a_refused_form_shows_its_page() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let demo = Demo::start(&["--extensions", "reset-password"]);
    let browser = Browser::start(&webdriver).await?;
    let sign_in = demo.url("/session/new");
    browser.goto(&sign_in).await?;
    browser.fill("#user_email", ADA).await?;
    browser.fill("#user_password", "not-the-password").await?;
    browser.follow("main form button").await?;
    assert_eq!((browser.url().await?, title(&browser).await?), (sign_in.clone(), "Error: Sign in · Demo".to_owned()));
    assert_eq!(browser.count(&format!("#user_email[value='{ADA}']")).await?, 1);

    browser.follow("main a[href^='/reset-password/new']").await?;
    let reset = browser.url().await?;
    browser.client().back().await?;
    // A browser may show the page from its memory, with the error.
    assert!(browser.url().await? == sign_in && title(&browser).await?.ends_with("Sign in · Demo"));
    browser.client().forward().await?;
    assert_eq!(browser.url().await?, reset);
    browser.client().back().await?;
    browser.client().refresh().await?;
    assert_eq!(title(&browser).await?, "Sign in · Demo");

    let tab = browser.client().new_window(true).await?;
    browser.client().switch_to_window(tab.handle).await?;
    browser.goto(&demo.url("/session")).await?;
    assert_eq!((browser.url().await?, title(&browser).await?), (sign_in, "Sign in · Demo".to_owned()));
    browser.close().await
}

/// Long enough for a browser on a busy machine.
const SESSION: Duration = Duration::from_secs(6);

/// A user with a form whose session has ended, and the box of the remembered sign-in.
async fn left_open(browser: &Browser, demo: &Demo, is_remembered: bool) -> Result {
    assert_eq!(demo.client().register(ADA, PASSWORD).status, 303);
    browser.goto(&demo.url("/session/new")).await?;
    browser.fill("#user_email", ADA).await?;
    browser.fill("#user_password", PASSWORD).await?;
    let is_ticked = browser.count("#user_persistent_session:checked").await? == 1;
    if is_ticked != is_remembered {
        browser.click("#user_persistent_session").await?;
    }
    browser.follow("main form button").await?;
    browser.goto(&demo.url("/registration/edit/email")).await?;
    browser.fill("#user_email", NEW).await?;
    browser.fill("#user_current_password", PASSWORD).await?;
    sleep(SESSION + Duration::from_secs(1));
    browser.follow("main form button").await
}

fn with_short_sessions() -> Demo {
    let session = SESSION.as_millis().to_string();
    Demo::start(&["--session-ttl", &session, "--session-renewal", "1000"])
}

// CS1
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn form_left_open_beyond_the_session_is_shown_again_with_what_was_typed() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (with_short_sessions(), Browser::start(&webdriver).await?);
    left_open(&browser, &demo, false).await?;
    assert!(browser.url().await?.starts_with(&demo.url("/session/new")), "{}", browser.url().await?);
    browser.fill("#user_email", ADA).await?;
    browser.fill("#user_password", PASSWORD).await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.url().await?, demo.url("/registration/edit/email"));
    assert_eq!(browser.count(&format!("#user_email[value='{NEW}']")).await?, 1);
    assert_eq!(browser.count("#user_current_password[value]").await?, 0);
    browser.close().await
}

// CS1
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn form_left_open_beyond_the_session_is_accepted_from_a_remembered_browser() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (with_short_sessions(), Browser::start(&webdriver).await?);
    left_open(&browser, &demo, true).await?;
    assert_eq!(browser.url().await?, demo.url("/registration/edit"));
    assert_eq!(browser.count(".flash-info").await?, 1, "{}", browser.text("body").await?);
    assert!(browser.text("main").await?.contains(NEW));
    browser.close().await
}

// S21
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn back_after_a_sign_out_does_not_show_the_account() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    browser.goto(&demo.url("/registration/new")).await?;
    browser.fill("#user_email", ADA).await?;
    browser.fill("#user_password", PASSWORD).await?;
    browser.fill("#user_password_confirmation", PASSWORD).await?;
    browser.follow("main form button").await?;
    for path in ["/registration/edit", "/"] {
        browser.goto(&demo.url(path)).await?;
        assert!(browser.text("body").await?.contains(ADA), "{path}");
    }
    // The menu may be closed, and WebDriver clicks only what is visible.
    browser.client().execute("document.querySelector('.account button').click()", Vec::new()).await?;
    for _ in 0..100 {
        if title(&browser).await.is_ok_and(|title| title == "Sign in · Demo") {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    assert_eq!(title(&browser).await?, "Sign in · Demo");
    for page in ["the start page", "the account"] {
        browser.client().back().await?;
        sleep(Duration::from_millis(300));
        let shown = browser.text("body").await?;
        assert!(!shown.contains(ADA), "{page}: {shown}");
    }
    browser.close().await
}
