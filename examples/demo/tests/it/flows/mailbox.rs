//! The demo's mails, and its page that shows them.

use std::{error::Error, path::PathBuf, thread::sleep, time::Duration};

use crate::running::Demo;
use pow_testing::{
    Database,
    browser::{Browser, Scheme},
    client::{ANN, PASSWORD},
    on_each_database, servers,
};

// P36
on_each_database!(a_forgotten_password_is_replaced_through_the_mailbox);

fn a_forgotten_password_is_replaced_through_the_mailbox(database: Database) {
    let demo = Demo::start(&["--database-url", database.url(), "--extensions", "reset-password"]);
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    let mut client = demo.client();
    let forgot = [("user[email]", ANN)];
    assert_eq!(client.submit("/reset-password/new", "/reset-password", &forgot).location(), Some("/reset-password"));

    let mail = demo.newest_mail();
    let page = client.get(&mail).text();
    assert!(page.contains("Reset your Demo password") && page.contains(ANN), "{page}");
    let link = page.split('"').find_map(|text| text.strip_prefix(&demo.url("/reset-password/"))).unwrap().to_owned();
    let link = format!("/reset-password/{link}");
    let html = client.get(&format!("{mail}/html"));
    assert!(html.text().contains(&format!("href=\"{}\"", demo.url(&link))), "{}", html.text());
    assert!(html.header("content-security-policy").unwrap().contains("sandbox"));

    let other = "another-password-of-nobody";
    let words = [("user[password]", other), ("user[password_confirmation]", other)];
    assert_eq!(client.submit(&link, &link, &words).location(), Some("/session/new"));
    assert_eq!(client.sign_in(ANN, PASSWORD).status, 422);
    assert_eq!(client.sign_in(ANN, other).status, 303);
    assert!(client.get("/").text().contains(&format!("signed in as {ANN}")));

    // The owner is told, and the newest mail stands first.
    let told = (0..100).find_map(|_| {
        sleep(Duration::from_millis(20));
        Some(demo.newest_mail()).filter(|newest| *newest != mail)
    });
    let told = client.get(&told.unwrap()).text();
    assert!(told.contains("Your Demo account has a new password") && told.contains("/reset-password/new"), "{told}");
    let list = client.get("/dev/mailbox").text();
    assert!(list.find("Your Demo account has a new password") < list.find("Reset your Demo password"), "{list}");
}

#[test]
fn international_domain_is_shown_in_its_own_script() {
    let shown = "ann@bücher.example";
    let demo = Demo::start(&["--database-url", "sqlite::memory:", "--extensions", "reset-password"]);
    assert_eq!(demo.client().register(shown, PASSWORD).status, 303);
    let mut client = demo.client();
    client.submit("/reset-password/new", "/reset-password", &[("user[email]", shown)]);
    let mail = demo.newest_mail();
    assert_eq!(client.sign_in(shown, PASSWORD).status, 303);
    assert_eq!(client.get("/").element_text("current-user"), format!("signed in as {shown}"));
    for path in ["/", "/protected", "/dev/mailbox", mail.as_str()] {
        let page = client.get(path).text();
        assert!(page.contains(shown) && !page.contains("xn--"), "{path}: {page}");
    }
}

#[test]
fn the_mailbox_shows_no_other_file() {
    let demo = Demo::start(&["--database-url", "sqlite::memory:"]);
    std::fs::write(demo.folder().join("private.eml"), "Subject: private\r\n\r\nprivate").unwrap();
    std::fs::write(demo.folder().join("demo-mail/other.txt"), "Subject: other\r\n\r\nother").unwrap();
    let mut client = demo.client();
    assert!(client.get("/dev/mailbox").text().contains("No emails yet"));
    for name in ["..%2Fprivate", "..", "private", "other", "other.txt", "%00"] {
        assert_eq!(client.get(&format!("/dev/mailbox/{name}")).status, 404, "{name}");
        assert_eq!(client.get(&format!("/dev/mailbox/{name}/html")).status, 404, "{name}");
    }
}

/// The link in the mail as HTML leaves its frame, also without scripts.
#[tokio::test]
async fn the_link_in_the_frame_opens_the_page_in_a_browser() -> Result<(), Box<dyn Error + Send + Sync>> {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&["--extensions", "reset-password"]), Browser::start(&webdriver).await?);
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    browser.without_scripts().await?;
    browser.goto(&demo.url("/session/new")).await?;
    browser.follow("a[href='/reset-password/new']").await?;
    browser.screenshot(screenshot("reset-password-new")).await?;
    browser.fill("#user_email", ANN).await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.text("h1").await?, "Check your inbox");
    assert!(browser.text("main bdi").await?.contains(ANN));
    browser.screenshot(screenshot("reset-password-inbox")).await?;
    let mail = demo.newest_mail();
    browser.goto(&demo.url("/dev/mailbox")).await?;
    browser.screenshot(screenshot("mailbox")).await?;
    browser.goto(&demo.url(&mail)).await?;
    browser.screenshot(screenshot("mail")).await?;
    browser.client().enter_frame(0).await?;
    browser.follow("a.bt").await?;
    browser.client().enter_parent_frame().await.ok();
    assert!(browser.url().await?.starts_with(&demo.url("/reset-password/")), "{}", browser.url().await?);
    browser.screenshot(screenshot("reset-password-edit")).await?;
    browser.fill("#user_password", "another-password-of-nobody").await?;
    browser.fill("#user_password_confirmation", "another-password-of-nobody").await?;
    browser.follow("main form button").await?;
    assert_eq!(browser.url().await?, demo.url("/session/new"));
    // The page must not say whose password it is, so it has no field with the user's name, which the browser regrets.
    browser.prefer(Scheme::Dark).await?;
    browser.goto(&demo.url("/dev/mailbox")).await?;
    browser.screenshot(screenshot("mailbox-dark")).await?;
    browser.goto(&demo.url(&demo.newest_mail())).await?;
    browser.screenshot(screenshot("mail-dark")).await?;
    let expected = ["favicon.ico", "should have (optionally hidden) username fields"];
    let mut complaints = browser.complaints().await?;
    complaints.retain(|complaint| !expected.iter().any(|expected| complaint.contains(expected)));
    assert_eq!(complaints, Vec::<String>::new());
    browser.close().await
}

fn screenshot(name: &str) -> PathBuf {
    let folder = std::env::var_os("POW_TEST_SCREENSHOTS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/screenshots")), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{name}.png"))
}
