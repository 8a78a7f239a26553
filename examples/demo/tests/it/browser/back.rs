//! *Back*, *Forward*, a reload and a new tab after a refused form: each shows a page of ours.

use std::error::Error;

use crate::running::Demo;
use pow_testing::{browser::Browser, servers};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";

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
