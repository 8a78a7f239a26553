//! The pictures of guides/your-look.md, taken of the tested example. They are in `target/screenshots`, or where
//! `POW_TEST_SCREENSHOTS` says. `POW_WRITE_GUIDES=1` writes them into `guides/images`.
//!
//! `POW_TEST_BOOTSTRAP` names a copy of `bootstrap.min.css`: no test asks another site. `.ci/long pictures` gets it.

use std::{
    env,
    error::Error,
    ffi::OsString,
    fs,
    panic::Location,
    path::{Path, PathBuf},
};

use actix_web::{HttpResponse, web};
use look::{bootstrap, brand, own_layout, tailwind};
use pow_core::{look::Look, pages::Pages};
use pow_testing::{
    TestApp,
    browser::{Browser, Scheme},
    client::PASSWORD,
    need, servers,
};

use crate::app;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const VARIABLE: &str = "POW_TEST_BOOTSTRAP";
const COPY: &str = "/copies/bootstrap.min.css";
const ADA: &str = "ada@example.com";
/// The largest picture, in bytes.
const LARGEST: u64 = 60_000;

/// A copy of Bootstrap on the own origin.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.route(COPY, web::get().to(copy));
}

async fn copy() -> HttpResponse {
    let content = bootstrap_file().and_then(|file| fs::read(file).ok());
    match content {
        Some(content) => HttpResponse::Ok().content_type("text/css").body(content),
        None => HttpResponse::NotFound().finish(),
    }
}

fn bootstrap_file() -> Option<OsString> {
    env::var_os(VARIABLE).filter(|file| !file.is_empty())
}

#[test]
fn brand_has_its_colour_its_logo_and_its_footer() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (app, browser) = start(&webdriver, brand(), Pages::default())?;
    app.block_on(async {
        browser.goto(&url(&app, "/session/new")).await?;
        browser.fill("#user_email", ADA).await?;
        assert_eq!(style(&browser, "main .button", "backgroundColor").await?, "rgb(13, 122, 95)");
        assert_eq!(browser.text(".foot > ul a").await?, "Imprint");
        picture(&browser, "look-brand").await?;
        browser.close().await
    })
}

#[test]
fn rules_of_bootstrap_apply_to_the_forms() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    if bootstrap_file().is_none() {
        let remedy =
            format!("set {VARIABLE} to bootstrap.min.css of the npm package bootstrap, or use .ci/long pictures");
        need::not_run("Bootstrap", &remedy, "bootstrap", Location::caller());
        return Ok(());
    }
    let copy = Look { stylesheets: vec![COPY.into()], ..bootstrap() };
    let (app, browser) = start(&webdriver, copy, Pages::default())?;
    app.block_on(async {
        browser.goto(&url(&app, "/registration/new")).await?;
        assert_eq!(style(&browser, "main .btn-primary", "backgroundColor").await?, "rgb(13, 110, 253)");
        fill(&browser, &[("email", ADA), ("password", "short"), ("password_confirmation", "short")]).await?;
        browser.follow("main form button").await?;
        assert_eq!(style(&browser, ".alert-danger", "borderRadius").await?, "6px");
        picture(&browser, "look-bootstrap").await?;
        browser.close().await
    })
}

#[test]
fn utilities_of_tailwind_apply_to_the_forms() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (app, browser) = start(&webdriver, tailwind(), Pages::default())?;
    app.block_on(async {
        browser.goto(&url(&app, "/registration/new")).await?;
        assert_eq!(style(&browser, "#user_email", "borderRadius").await?, "6px");
        assert!(style(&browser, "main form button", "backgroundColor").await?.starts_with("oklch(0.511"));
        assert_eq!(style(&browser, "h1", "fontSize").await?, "26px", "the framework's rules go on");
        browser.close().await
    })
}

#[test]
fn own_layout_shows_the_user_a_message_the_languages_and_the_sign_out() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (app, browser) = start(&webdriver, brand(), own_layout())?;
    app.block_on(async {
        browser.goto(&url(&app, "/registration/new")).await?;
        fill(&browser, &[("email", ADA), ("password", PASSWORD), ("password_confirmation", PASSWORD)]).await?;
        browser.follow("main form button").await?;
        browser.goto(&url(&app, "/registration/edit/email")).await?;
        fill(&browser, &[("email", "ada@acme.example"), ("current_password", PASSWORD)]).await?;
        browser.follow("main form button").await?;
        assert!(browser.text("main > p[role=status]").await?.contains("ada@acme.example"));
        assert!(browser.text("aside").await?.contains("Signed in as"));
        assert_eq!(browser.count("aside form").await? + browser.count("main .languages").await?, 2);
        picture(&browser, "look-layout").await?;
        browser.close().await
    })
}

fn start(webdriver: &str, look: Look, pages: Pages) -> Result<(TestApp, Browser)> {
    let app = app(look, pages);
    let browser = app.block_on(Browser::start(webdriver))?;
    Ok((app, browser))
}

fn url(app: &TestApp, path: &str) -> String {
    format!("http://{}{path}", app.address())
}

async fn fill(browser: &Browser, fields: &[(&str, &str)]) -> Result {
    for (field, text) in fields {
        browser.fill(&format!("#user_{field}"), text).await?;
    }
    Ok(())
}

async fn style(browser: &Browser, css: &str, property: &str) -> Result<String> {
    let script = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]";
    let value = browser.client().execute(script, vec![css.into(), property.into()]).await?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

async fn picture(browser: &Browser, name: &str) -> Result {
    browser.viewport(960, 600).await?;
    browser.prefer(Scheme::Light).await?;
    // Without the text cursor.
    browser.client().execute("document.activeElement.blur()", Vec::new()).await?;
    let file = folder()?.join(format!("{name}.png"));
    browser.screenshot(&file).await?;
    let size = fs::metadata(&file)?.len();
    assert!((2_000..LARGEST).contains(&size), "{}: {size} bytes", file.display());
    Ok(())
}

fn folder() -> Result<PathBuf> {
    let folder = match (env::var_os("POW_WRITE_GUIDES"), env::var_os("POW_TEST_SCREENSHOTS")) {
        (Some(_), _) => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides/images"),
        (None, Some(folder)) => PathBuf::from(folder),
        // The folder of the test program is target/…/deps.
        (None, None) => env::current_exe()?.ancestors().nth(3).ok_or("no target folder")?.join("screenshots"),
    };
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
