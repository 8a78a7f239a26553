//! The demo as it comes: a sign-in takes an address that was confirmed by the mail in the mailbox.

use std::{error::Error, path::PathBuf, thread::sleep, time::Duration};

use crate::running::Demo;
use pow_testing::{
    Client, Database,
    browser::Browser,
    client::{ANN, PASSWORD},
    on_each_database, servers,
};
use tempfile::TempDir;

const NEW: &str = "new@example.com";

on_each_database!(an_address_is_confirmed_and_changed_through_the_mailbox);

/// The demo with its default extensions.
fn as_it_comes(arguments: &[&str]) -> Demo {
    let all = [&["--bind", "127.0.0.1:0", "--fast-hash"], arguments].concat();
    Demo::start_as(&all, &[], TempDir::new().unwrap())
}

// P32, P33, P35
fn an_address_is_confirmed_and_changed_through_the_mailbox(database: Database) {
    let demo = as_it_comes(&["--database-url", database.url()]);
    let mut client = demo.client();
    assert_eq!(client.register(ANN, PASSWORD).location(), Some("/confirm-email"));
    let inbox = client.get("/confirm-email").text();
    assert!(inbox.contains("Check your inbox") && inbox.contains(ANN), "{inbox}");
    assert_eq!(client.get("/").element_text("current-user"), "signed out");
    let link = link_to(&demo, &mut client, ANN);
    let mut elsewhere = demo.client();
    assert_eq!(elsewhere.submit(&link, &link, &[]).location(), Some("/session/new"));
    assert_eq!(elsewhere.get("/").element_text("current-user"), "signed out");
    let again = client.get(&link);
    assert!(again.status == 410 && again.text().contains("Your address is confirmed"), "{}", again.text());
    assert_eq!(client.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(client.get("/").element_text("current-user"), format!("signed in as {ANN}"));

    let changes = [("user[email]", NEW), ("user[current_password]", PASSWORD)];
    assert_eq!(client.account_form(&changes).status, 303);
    assert!(client.get("/registration/edit").text().contains(NEW));
    assert_eq!(client.get("/").element_text("current-user"), format!("signed in as {ANN}"));
    let link = link_to(&demo, &mut client, NEW);
    assert_eq!(client.submit(&link, &link, &[]).location(), Some("/registration/edit"));
    assert_eq!(client.get("/").element_text("current-user"), format!("signed in as {NEW}"));
}

// P34
#[test]
fn a_taken_address_is_told_only_where_it_is_not_hidden() {
    for (hidden, status) in [("true", 303), ("false", 422)] {
        let demo = as_it_comes(&["--database-url", "sqlite::memory:", "--prevent-user-enumeration", hidden]);
        assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
        assert_eq!(demo.client().register(ANN, PASSWORD).status, status, "{hidden}");
    }
}

// P35, V3: the profile decides what opening the link does
#[test]
fn the_link_confirms_at_once_in_profile_pow_alone() {
    for (profile, confirmed) in [("default", false), ("pow", true), ("nist", false)] {
        let demo = as_it_comes(&["--database-url", "sqlite::memory:", "--profile", profile]);
        let mut client = demo.client();
        assert_eq!(client.register(ANN, PASSWORD).status, 303);
        let link = link_to(&demo, &mut client, ANN);
        assert_eq!(client.request("HEAD", &link, None).status, 200);
        assert_eq!(client.get(&link).status, if confirmed { 303 } else { 200 }, "{profile}");
        let _ = client.sign_in(ANN, PASSWORD);
        let expected = if confirmed { format!("signed in as {ANN}") } else { "signed out".to_owned() };
        assert_eq!(client.get("/").element_text("current-user"), expected, "{profile}");
    }
}

#[test]
fn a_user_name_without_an_address_has_nothing_to_confirm() {
    let demo = as_it_comes(&["--database-url", "sqlite::memory:", "--user-id-field", "username"]);
    let mut client = demo.client();
    let fields = [("user[username]", "ann"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(client.submit("/registration/new", "/registration", &fields).status, 303);
    assert_eq!(client.get("/").element_text("current-user"), "signed in as ann");
}

/// The link in the newest mail to an address; mails are written after the answer.
fn link_to(demo: &Demo, client: &mut Client, email: &str) -> String {
    for _ in 0..200 {
        for mail in client.get("/dev/mailbox").text().split("<li><a href=\"").skip(1) {
            let page = client.get(mail.split('"').next().unwrap()).text();
            let links = page.split('"').find_map(|text| text.strip_prefix(&demo.url("/confirm-email/")));
            if let Some(token) = links.filter(|_| page.contains(email)) {
                return format!("/confirm-email/{token}");
            }
        }
        sleep(Duration::from_millis(20));
    }
    panic!("no mail with a link to {email}");
}

// P32, P33, in a browser without scripts
#[tokio::test]
async fn an_account_begins_in_a_browser_by_the_link_in_the_mail() -> Result<(), Box<dyn Error + Send + Sync>> {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (as_it_comes(&[]), Browser::start(&webdriver).await?);
    browser.without_scripts().await?;
    browser.goto(&demo.url("/registration/new")).await?;
    for (field, text) in [("email", ANN), ("password", PASSWORD), ("password_confirmation", PASSWORD)] {
        browser.fill(&format!("#user_{field}"), text).await?;
    }
    browser.follow("main form button").await?;
    assert_eq!(browser.text("h1").await?, "Check your inbox");
    assert!(browser.text("main bdi").await?.contains(ANN));
    browser.screenshot(screenshot("registered-unconfirmed")).await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.text(".notice").await?.split('.').next(), Some("We’ve sent the email again"));
    browser.screenshot(screenshot("inbox-again")).await?;
    browser.goto(&browser.url().await?).await?;
    assert_eq!(browser.text("h1").await?, "Check your inbox", "a reload");
    let link = link_to(&demo, &mut demo.client(), ANN);
    browser.goto(&demo.url(&link)).await?;
    // K17
    let token = link.rsplit('/').next().unwrap_or_default();
    assert!(!browser.url().await?.contains(token) && browser.url().await?.contains("/confirm-email/"));
    browser.screenshot(screenshot("confirm-email")).await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.url().await?, demo.url("/"), "the browser that registered is signed in");
    assert_eq!(browser.text("#current-user").await?, format!("signed in as {ANN}"));
    browser.goto(&demo.url(&link)).await?;
    assert_eq!(browser.text("h1").await?, "Your address is confirmed");
    browser.screenshot(screenshot("confirmed-link")).await?;
    browser.goto(&demo.url("/registration/edit/email")).await?;
    browser.fill("#user_email", NEW).await?;
    browser.fill("#user_current_password", PASSWORD).await?;
    browser.follow("main form button").await?;
    assert!(browser.text(".notice").await?.contains(NEW));
    browser.screenshot(screenshot("account-pending")).await?;
    let mail = link_to(&demo, &mut demo.client(), NEW);
    browser.goto(&demo.url("/dev/mailbox")).await?;
    browser.screenshot(screenshot("mailbox-confirmation")).await?;
    browser.goto(&demo.url(&mail)).await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.url().await?, demo.url("/registration/edit"));
    browser.goto(&demo.url("/")).await?;
    assert_eq!(browser.text("#current-user").await?, format!("signed in as {NEW}"));
    let mut complaints = browser.complaints().await?;
    // The used link is answered by 410.
    complaints.retain(|complaint| !complaint.contains("favicon.ico") && !complaint.contains("410 (Gone)"));
    assert_eq!(complaints, Vec::<String>::new());
    browser.close().await
}

fn screenshot(name: &str) -> PathBuf {
    let folder = std::env::var_os("POW_TEST_SCREENSHOTS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/screenshots")), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{name}.png"))
}
