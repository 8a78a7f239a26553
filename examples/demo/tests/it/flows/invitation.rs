//! An invitation in the demo, from the form to the account, in a browser without scripts.

use std::{error::Error, path::PathBuf};

use crate::running::Demo;
use pow_testing::{
    browser::{Browser, Scheme},
    client::{ANN, PASSWORD},
    servers,
};

const BEN: &str = "ben@example.com";

// P38
#[tokio::test]
async fn invited_person_gets_in_by_the_mail_in_a_browser() -> Result<(), Box<dyn Error + Send + Sync>> {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&["--extensions", "invitation"]), Browser::start(&webdriver).await?);
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    browser.without_scripts().await?;
    browser.goto(&demo.url("/session/new")).await?;
    browser.fill("#user_email", ANN).await?;
    browser.fill("#user_password", PASSWORD).await?;
    browser.follow("main form button").await?;
    browser.goto(&demo.url("/registration/edit")).await?;
    browser.click(".account summary").await?;
    browser.follow(".menu a[href='/invitations/new']").await?;
    browser.fill("#user_email", BEN).await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.count(".flash-info[role=status]").await?, 1);
    assert_eq!(browser.count(".entries li").await?, 1);
    browser.screenshot(screenshot("invitations")).await?;
    browser.viewport(390, 1100).await?;
    browser.prefer(Scheme::Dark).await?;
    browser.screenshot(screenshot("invitations-narrow-dark")).await?;
    browser.click(".account summary").await?;
    browser.follow(".account button").await?;
    browser.goto(&demo.url(&demo.newest_mail())).await?;
    browser.client().enter_frame(0).await?;
    browser.follow("a.bt").await?;
    browser.client().enter_parent_frame().await.ok();
    assert!(browser.url().await?.ends_with("/edit"), "{}", browser.url().await?);
    // K17
    let link = demo.mailed_link("/invitations/");
    let token = link.split('/').nth(2).unwrap_or_default();
    assert!(token.len() > 20 && !browser.url().await?.contains(token), "{}", browser.url().await?);
    browser.screenshot(screenshot("invitation-edit")).await?;
    browser.fill("#user_password", "a-password-of-bens-own").await?;
    browser.fill("#user_password_confirmation", "a-password-of-bens-own").await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.text("#current-user").await?, format!("signed in as {BEN}"));
    let mut complaints = browser.complaints().await?;
    complaints.retain(|complaint| !complaint.contains("favicon.ico"));
    assert_eq!(complaints, Vec::<String>::new());
    browser.close().await
}

// V18, P38
#[test]
fn invitation_is_the_only_way_to_an_account_where_registration_is_disabled() {
    let arguments = ["--extensions", "invitation", "--database-url", "sqlite://one.db"];
    let demo = Demo::start(&arguments);
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    let demo = demo.restart(&[&arguments[..], &["--disable-registration"]].concat());
    let mut visitor = demo.client();
    assert_eq!(visitor.get("/registration/new").status, 404);
    let token = visitor.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("user[email]", BEN), ("user[password]", PASSWORD)];
    assert!(matches!(visitor.post("/registration", &form).status, 404 | 405));
    let mut ann = demo.client();
    ann.sign_in(ANN, PASSWORD);
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[email]", BEN)]);
    assert_eq!(invited.location(), Some("/invitations/new"));
    let link = demo.mailed_link("/invitations/");
    let action = link.strip_suffix("/edit").unwrap();
    let chosen =
        [("user[password]", "a-password-of-bens-own"), ("user[password_confirmation]", "a-password-of-bens-own")];
    assert_eq!(visitor.submit(&link, action, &chosen).location(), Some("/"));
    assert!(visitor.get("/").text().contains(&format!("signed in as {BEN}")));
}

fn screenshot(name: &str) -> PathBuf {
    let folder = std::env::var_os("POW_TEST_SCREENSHOTS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/screenshots")), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{name}.png"))
}
