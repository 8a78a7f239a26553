//! The demo in a real browser, without scripts: an account from its registration to its deletion, and what the pages
//! look like. The pictures are in `target/screenshots`, or where `POW_TEST_SCREENSHOTS` says.

use std::error::Error;

use crate::running::{Demo, shots::Shots};
use pow_testing::{
    browser::{Browser, Scheme},
    client::PASSWORD,
    servers,
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const ADA: &str = "ada@example.com";
/// As long as an address may be without a place to break it.
const LONG: &str =
    "a-long-name-without-any-spaces-that-fills-the-line-of-a-phone@departments.of.a.rather.long.host.name.example";
const SUBMIT: &str = "main form button";
/// The link to the page where [`DELETE`] is.
const REALLY: &str = ".danger a";
const DELETE: &str = "button.button-danger";

#[tokio::test]
async fn an_account_lives_and_ends_in_a_browser_without_scripts() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    browser.without_scripts().await?;

    browser.goto(&demo.url("/registration/new")).await?;
    fill(&browser, &[("email", ADA), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    assert_eq!(current_user(&browser).await?, format!("signed in as {ADA}"));

    browser.click(".account summary").await?;
    browser.follow(".account button").await?;
    arrives(&browser, "input[autocomplete=current-password]").await?;
    browser.goto(&demo.url("/")).await?;
    assert_eq!(current_user(&browser).await?, "signed out");

    browser.goto(&demo.url("/protected")).await?;
    fill(&browser, &[("email", ADA), ("password", "not the password")]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, "#sign-in-failure[role=alert]").await?;
    fill(&browser, &[("password", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, ".notice").await?;
    assert_eq!(browser.url().await?, demo.url("/protected"), "where the visitor wanted to go");
    assert!(browser.text("main").await?.contains(&format!("protected: {ADA}")));

    browser.goto(&demo.url("/registration/edit")).await?;
    browser.follow("a[href='/registration/edit/email']").await?;
    fill(&browser, &[("email", "eve@example.com"), ("current_password", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    assert!(browser.text(".flash-info[role=status]").await?.contains("eve@example.com"));
    browser.goto(&demo.url("/")).await?;
    assert_eq!(current_user(&browser).await?, "signed in as eve@example.com");

    browser.goto(&demo.url("/registration/edit")).await?;
    assert_eq!(browser.count(DELETE).await?, 0, "one page more");
    browser.follow(REALLY).await?;
    assert!(browser.text("main").await?.contains("eve@example.com"));
    browser.follow(".actions a").await?;
    assert_eq!(browser.url().await?, demo.url("/registration/edit"), "the account is kept");
    browser.follow(REALLY).await?;
    browser.follow(DELETE).await?;
    arrives(&browser, ".flash-info[role=status]").await?;
    browser.goto(&demo.url("/")).await?;
    assert_eq!(current_user(&browser).await?, "signed out");
    assert_eq!(complaints(&browser).await?, Vec::<String>::new());
    browser.close().await
}

/// The browser reports breaches of the Content-Security-Policy: otherwise the empty lists here would prove nothing.
#[tokio::test]
async fn a_breach_of_the_policy_would_be_reported() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    browser.goto(&demo.url("/")).await?;
    assert_eq!(complaints(&browser).await?, Vec::<String>::new());
    let styled = "document.body.innerHTML = '<p style=\"color: red\">styled in place</p>'";
    browser.client().execute(styled, Vec::new()).await?;
    let complaints = complaints(&browser).await?;
    assert!(complaints.iter().any(|complaint| complaint.contains("Content Security Policy")), "{complaints:?}");
    browser.close().await
}

#[tokio::test]
async fn forms_are_filled_in_by_the_keyboard_alone_and_show_where_it_is() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    browser.goto(&demo.url("/registration/new")).await?;
    let mut order = Vec::new();
    for _ in 0..7 {
        press(&browser, "Tab").await?;
        let focused = browser.client().active_element().await?;
        let name = match (focused.attr("id").await?, focused.attr("class").await?) {
            (Some(id), _) => id,
            (None, Some(class)) => class,
            (None, None) => focused.text().await?,
        };
        // The outline or, for the link that shows itself, the place that it takes.
        let outline = focused.css_value("outline-style").await?;
        assert_eq!(outline, "solid", "`{name}` shows that it has the focus");
        order.push(name);
    }
    let wanted = ["skip", "brand", "user_email", "user_password", "user_password_confirmation", "button"];
    assert_eq!(order.split_last().unwrap().1, wanted);
    assert!(order.last().unwrap().contains("Sign in"), "{order:?}");

    browser.goto(&demo.url("/registration/new")).await?;
    for _ in 0..3 {
        press(&browser, "Tab").await?;
    }
    for text in [ADA, PASSWORD, PASSWORD] {
        browser.client().active_element().await?.send_keys(text).await?;
        press(&browser, "Tab").await?;
    }
    press(&browser, "Enter").await?;
    assert_eq!(current_user(&browser).await?, format!("signed in as {ADA}"));
    browser.close().await
}

#[tokio::test]
async fn every_field_has_its_label_and_its_error_is_tied_to_it() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    for page in ["/session/new", "/registration/new"] {
        browser.goto(&demo.url(page)).await?;
        assert_eq!(unlabelled(&browser).await?, Vec::<String>::new(), "{page}");
        assert_eq!(browser.count("h1").await?, 1, "{page}");
        assert_eq!(browser.count("[aria-invalid]").await?, 0, "{page}");
    }
    fill(&browser, &[("email", "no address"), ("password", "short"), ("password_confirmation", "other")]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, ".summary").await?;
    for field in ["email", "password", "password_confirmation"] {
        let described = format!("#user_{field}[aria-invalid=true][aria-describedby~=user_{field}-error]");
        assert_eq!(browser.count(&described).await?, 1, "{described}");
        assert!(!browser.text(&format!("#user_{field}-error")).await?.is_empty());
        assert_eq!(browser.count(&format!(".summary a[href='#user_{field}']")).await?, 1);
    }
    let focused = browser.client().active_element().await?.attr("class").await?;
    assert_eq!(focused.as_deref(), Some("summary"), "a screen reader begins with what is wrong");
    register(&browser, &demo, ADA).await?;
    for page in ["edit", "edit/email", "edit/password", "delete"] {
        browser.goto(&demo.url(&format!("/registration/{page}"))).await?;
        assert_eq!(unlabelled(&browser).await?, Vec::<String>::new(), "{page}");
        assert_eq!(browser.count("h1").await?, 1, "{page}");
    }
    browser.close().await
}

#[tokio::test]
async fn pages_fit_on_a_phone_and_on_a_desk_by_day_and_by_night() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    let shots = Shots::of(&browser)?;
    register(&browser, &demo, "taken@example.com").await?;
    browser.client().delete_all_cookies().await?;

    for (name, path) in [("home", "/"), ("sign-in", "/session/new"), ("register", "/registration/new"), ("404", "/no")]
    {
        browser.goto(&demo.url(path)).await?;
        shots.take(name).await?;
    }
    browser.viewport(960, 560).await?;
    browser.prefer(Scheme::Light).await?;
    browser.goto(&demo.url("/registration/new")).await?;
    fill(&browser, &[("email", ADA)]).await?;
    browser.screenshot(shots.folder.join("readme.png")).await?;
    browser.goto(&demo.url("/session/new")).await?;
    fill(&browser, &[("email", ADA), ("password", "not the password")]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, "#sign-in-failure").await?;
    shots.take("sign-in-failed").await?;
    browser.goto(&demo.url("/registration/new")).await?;
    fill(&browser, &[("email", "taken@example.com"), ("password", "password1")]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, ".summary").await?;
    shots.take("register-failed").await?;

    register(&browser, &demo, ADA).await?;
    for (name, path) in [("home-signed-in", "/"), ("protected", "/protected"), ("account", "/registration/edit")] {
        browser.goto(&demo.url(path)).await?;
        shots.take(name).await?;
    }
    for (name, path) in [("email", "/registration/edit/email"), ("password", "/registration/edit/password")] {
        browser.goto(&demo.url(path)).await?;
        shots.take(&format!("account-{name}")).await?;
    }
    fill(&browser, &[("password", "short"), ("current_password", "wrong")]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, ".summary").await?;
    shots.take("account-failed").await?;
    browser.goto(&demo.url("/registration/edit/email")).await?;
    fill(&browser, &[("email", LONG), ("current_password", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    arrives(&browser, ".flash-info").await?;
    shots.take("account-saved").await?;
    browser.goto(&demo.url("/")).await?;
    shots.take("home-long-address").await?;
    browser.goto(&demo.url("/registration/edit")).await?;
    browser.follow(REALLY).await?;
    arrives(&browser, DELETE).await?;
    shots.take("delete").await?;
    browser.follow(DELETE).await?;
    arrives(&browser, ".flash-info").await?;
    shots.take("deleted").await?;
    browser.close().await
}

#[tokio::test]
async fn password_is_changed_by_the_keyboard_alone() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    register(&browser, &demo, ADA).await?;
    browser.without_scripts().await?;
    let mut elsewhere = demo.client();
    assert_eq!(elsewhere.sign_in(ADA, PASSWORD).status, 303);
    browser.goto(&demo.url("/registration/edit")).await?;
    reach(&browser, "a[href='/registration/edit/password']").await?;
    press(&browser, "Enter").await?;
    arrives(&browser, "#user_current_password").await?;
    let new = "another-password-for-tests";
    for (field, text) in [("password", new), ("password_confirmation", new), ("current_password", PASSWORD)] {
        reach(&browser, &format!("#user_{field}")).await?;
        browser.client().active_element().await?.send_keys(text).await?;
    }
    press(&browser, "Enter").await?;
    let said = browser.text(".flash-info[role=status]").await?;
    assert_eq!(said, "Your new password is saved. One other device was signed out.");
    assert_eq!(elsewhere.current_user(), None);
    browser.close().await
}

/// Presses Tab until the element has the focus, and checks that it shows it.
async fn reach(browser: &Browser, css: &str) -> Result {
    for _ in 0..40 {
        press(browser, "Tab").await?;
        if browser.count(&format!("{css}:focus")).await? == 1 {
            let outline = browser.client().active_element().await?.css_value("outline-style").await?;
            assert_eq!(outline, "solid", "{css} shows that it has the focus");
            return Ok(());
        }
    }
    Err(format!("{css} can't be reached by Tab").into())
}

async fn register(browser: &Browser, demo: &Demo, email: &str) -> Result {
    browser.goto(&demo.url("/registration/new")).await?;
    fill(browser, &[("email", email), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
    browser.follow(SUBMIT).await?;
    assert_eq!(current_user(browser).await?, format!("signed in as {email}"));
    Ok(())
}

async fn fill(browser: &Browser, fields: &[(&str, &str)]) -> Result {
    for (field, text) in fields {
        browser.fill(&format!("#user_{field}"), text).await?;
    }
    Ok(())
}

/// Waits for the page that follows a click, and for this in it: the browser is told of the click, not of the page.
async fn arrives(browser: &Browser, css: &str) -> Result {
    browser.text(css).await.map(drop)
}

async fn current_user(browser: &Browser) -> Result<String> {
    browser.text("#current-user").await
}

/// What the browser complained about, but for what each page of 422 or 404 and the missing icon leave there.
async fn complaints(browser: &Browser) -> Result<Vec<String>> {
    let expected = ["status of 422", "favicon.ico"];
    let mut complaints = browser.complaints().await?;
    complaints.retain(|complaint| !expected.iter().any(|expected| complaint.contains(expected)));
    Ok(complaints)
}

/// Fields without a label, and ids that are there twice.
async fn unlabelled(browser: &Browser) -> Result<Vec<String>> {
    let script = "
        const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
        const fields = [...document.querySelectorAll('input:not([type=hidden]):not([hidden])')];
        return fields.filter(field => !field.labels.length).map(field => field.name)
            .concat(ids.filter((id, at) => ids.indexOf(id) !== at))";
    let names = browser.client().execute(script, Vec::new()).await?;
    Ok(names.as_array().into_iter().flatten().map(|name| name.to_string()).collect())
}

/// A key for whatever has the focus.
async fn press(browser: &Browser, key: &str) -> Result {
    let code = if key == "Enter" { 13 } else { 9 };
    for kind in ["keyDown", "keyUp"] {
        let mut event = format!(r#"{{"type":"{kind}","key":"{key}","code":"{key}","windowsVirtualKeyCode":{code}}}"#);
        if key == "Enter" && kind == "keyDown" {
            event = event.replace('}', r#","text":"\r"}"#);
        }
        browser.devtools("Input.dispatchKeyEvent", event.parse()?).await?;
    }
    Ok(())
}
